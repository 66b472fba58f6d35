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

/* The wire's spelling: "ResourceDeleted". Static storage. */
const char *item_status_name(enum item_status status);

/* One AWS Config configuration item. Every pointer lives in the invocation's arena. */
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
    const cJSON
        *relationships;     /* an array of objects with resourceType, resourceId, name; not NULL */
    const cJSON *tags;      /* an object of strings, never NULL */
    const char *tags_error; /* what of the tags is not understood; NULL: nothing */
    /*
     * Whether what it does not say is empty. AWS Config leaves out what is empty where it
     * evaluates; elsewhere an item may be a part of one, and what it does not say is not known.
     */
    bool complete;
    bool says_supplementary_configuration, says_tags; /* whether it has them, with or without
                                                         anything in them */
    /*
     * Of an item in the answer to an advanced query: SelectFields, an array of objects with the
     * Name of what was asked for, and so is empty where it is not there. NULL: of no query.
     */
    const cJSON *selected;
};

/* For an item that is known to be whole. */
void configuration_item_complete(struct configuration_item *item);

/* Deleted, or recorded no longer. */
bool item_is_gone(const struct configuration_item *item);

/*
 * Whose an event or an item is: of the one account that all its parts name. Parts that name
 * different accounts make it nobody's.
 */
struct whose {
    const char *account; /* as the first part names it; NULL: none has so far */
    const char *place;   /* of that part: "accountId" */
};

/*
 * What an item says of its account: awsAccountId and accountId, the account in ARN and arn, and the
 * id of an AWS::::Account. place names the item. ERROR_INPUT naming both places and accounts when
 * one disagrees with *whose, or with another, and for one that is no text.
 *
 * An ARN without an account, as of an S3 bucket, names none; nor does one whose account is "aws",
 * as of an IAM policy that AWS manages
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html). Of two kinds of resources
 * the ARN is of the account that owns it, and AWS shows it in others too, so that only what else
 * the item says counts: trails, because those of an organization are in each member account
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html),
 * and what AWS::EC2 has, because networks are shared and peered
 * (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html). No document says which of
 * the other types that accounts share AWS Config records in an account that does not own them:
 * those are refused.
 */
MUST_USE bool item_check_account(struct arena *arena, const cJSON *item, const char *place,
                                 struct whose *whose, struct error *err);

/*
 * Whether json[key], an account's id or an ARN, agrees with *whose: *whose is set by the first that
 * names an account. Absent, null and "" name nobody, and so does an ARN whose account is empty or
 * "aws". inside is put in front of the key in errors: "invokingEvent.". ERROR_INPUT naming both
 * places and accounts when they differ, and for a value that is no string.
 */
MUST_USE bool whose_check_id(struct arena *arena, const cJSON *json, const char *inside,
                             const char *key, struct whose *whose, struct error *err);
MUST_USE bool whose_check_arn(struct arena *arena, const cJSON *json, const char *inside,
                              const char *key, struct whose *whose, struct error *err);

/*
 * One configuration item in any of the shapes that AWS gives it: change notification, notification
 * summary, GetResourceConfigHistory, BatchGetResourceConfig, SelectResourceConfig, snapshot file.
 * place names it in errors ("invokingEvent.configurationItem"). Only the type and the id are
 * required here; an invoking event must also give the status and the capture time of its item. An
 * item whose parts name different accounts is ERROR_INPUT.
 */
MUST_USE bool configuration_item_parse(struct arena *arena, const cJSON *json, const char *place,
                                       struct configuration_item *out, struct error *err);

#endif
