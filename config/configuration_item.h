/*
 * configuration_item.h - one AWS Config configuration item, in one form, whatever shape AWS gave it
 * in: a change notification, a history, a snapshot, an advanced query. Pure.
 *
 * https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html
 */
#ifndef CONFIG_CONFIGURATION_ITEM_H
#define CONFIG_CONFIGURATION_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/whose.h"
#include "core/arena.h"
#include "core/json.h"

/*
 * configurationItemStatus. The last three mean that the resource is gone, or that AWS Config
 * stopped recording it: there is nothing to evaluate.
 */
#define ITEM_STATUSES(X)                        \
    X(ITEM_OK, "OK")                            \
    X(ITEM_DISCOVERED, "ResourceDiscovered")    \
    X(ITEM_NOT_RECORDED, "ResourceNotRecorded") \
    X(ITEM_DELETED, "ResourceDeleted")          \
    X(ITEM_DELETED_NOT_RECORDED, "ResourceDeletedNotRecorded")

enum item_status {
#define X(status, name) status,
    ITEM_STATUSES(X)
#undef X
};

/* The spelling of AWS: "ResourceDeleted". Static storage. */
const char *item_status_name(enum item_status status);

/* One AWS Config configuration item. Every pointer lives in the arena of what it was read from. */
struct configuration_item {
    const char *resource_type; /* "AWS::S3::Bucket"; never NULL or empty */
    const char *resource_id;   /* never NULL or empty */
    const char *resource_name; /* the id where the item has no name; never NULL */
    const char *arn;           /* NULL: the type has none */
    const char *account_id;    /* the one that all its parts name; NULL: none does */
    const char *aws_region;    /* NULL: not said; "global" for IAM */
    enum item_status status;   /* ITEM_OK where the item does not say */
    int64_t capture_time;      /* configurationItemCaptureTime, ms since 1970; 0: not said */

    const cJSON *configuration; /* an object; NULL: none, as in a deleted item */
    /*
     * An object, never NULL. A value is what a change notification carries: an object, a boolean, a
     * number, or a string, which may itself be a JSON document (a resource policy).
     */
    const cJSON *supplementary_configuration;
    /* An array of objects with resourceType, resourceId and name; never NULL. */
    const cJSON *relationships;
    const cJSON *tags;      /* an object of strings, never NULL */
    const char *tags_error; /* what of the tags is not understood; NULL: nothing */
    /* Whether it has them, with or without anything in them. */
    bool says_supplementary_configuration, says_tags;
    /*
     * Whether what it does not say is empty. AWS Config leaves out what is empty where it
     * evaluates; elsewhere an item may be a part of one, and what it does not say is not known.
     * configuration_item_parse() leaves it false: who knows that an item is whole sets it.
     */
    bool complete;
    /*
     * Of an item in the answer to an advanced query: SelectFields, an array of objects with the
     * Name of what was asked for, and so is empty where it is not there. NULL: of no query. It is
     * not read from the item: who has the answer sets it.
     */
    const cJSON *selected;

    /*
     * What an item_source knows of it beside what AWS says in it. Each is one sentence, NULL in
     * most items.
     */
    const char *gone;   /* why there is nothing to evaluate, whatever .status says */
    const char *unread; /* why nothing is known of it but .resource_type and .resource_id */
};

/* There is nothing to evaluate: it was deleted, is no longer recorded, or is .gone. */
bool item_is_gone(const struct configuration_item *item);

/*
 * A copy of what names the item and its state, for who reports it after its memory was given back:
 * all members up to .capture_time, the others are empty.
 */
struct configuration_item *item_outline(struct arena *arena, const struct configuration_item *item);

/*
 * Reads one configuration item in any of the shapes that AWS gives it: change notification,
 * notification summary, GetResourceConfigHistory, BatchGetResourceConfig, SelectResourceConfig,
 * snapshot file. place names it in errors ("invokingEvent.configurationItem"). Only the type and
 * the id are required here; an invoking event must also give the status and the capture time of its
 * item.
 *
 * whose is what is known of its account from what is around it; NULL: nothing. Its own parts are
 * read into it: awsAccountId and accountId, the account in ARN and arn, and the id of an
 * AWS::::Account. (Of trails and of what AWS::EC2 has the ARN may be of another account, and does
 * not count.) ERROR_INPUT when they do not agree, and for an item that is not understood; what
 * *out holds then means nothing.
 */
MUST_USE bool configuration_item_parse(struct arena *arena, const cJSON *json, const char *place,
                                       struct whose *whose, struct configuration_item *out,
                                       struct error *err);

#endif
