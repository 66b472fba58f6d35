/*
 * event.h - what AWS Config sends to a custom rule's Lambda function, in one form, whatever shape
 * it came in: the invocation event, the invoking event inside it, and the configuration item inside
 * that. Nothing here asks anybody anything; a summary of an oversized item stays a summary.
 *
 * https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 */
#ifndef CORE_EVENT_H
#define CORE_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/json.h"

#define MESSAGE_TYPES(X)                                                                   \
    X(CONFIGURATION_ITEM_CHANGE, "ConfigurationItemChangeNotification")                    \
    X(OVERSIZED_CONFIGURATION_ITEM_CHANGE, "OversizedConfigurationItemChangeNotification") \
    X(SCHEDULED, "ScheduledNotification")                                                  \
    X(SNAPSHOT_DELIVERY_COMPLETED, "ConfigurationSnapshotDeliveryCompleted")

enum message_type {
#define X(type, name) type,
    MESSAGE_TYPES(X)
#undef X
};

/*
 * configurationItemStatus. The last three mean that the resource is gone, or that AWS Config
 * stopped recording it: there is nothing to judge.
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

/* The wire's spelling: "ScheduledNotification", "ResourceDeleted". Static storage. */
const char *message_type_name(enum message_type type);
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
        *relationships; /* an array of objects with resourceType, resourceId, name; not NULL */
    const cJSON *tags;  /* an object of strings, never NULL */
    /*
     * Whether the item says anything of them. AWS Config leaves out what is empty where it
     * evaluates; elsewhere an item without them may be a part of one, and false then means: not
     * known.
     */
    bool says_supplementary_configuration, says_tags;
};

/* For an item that is whole: what it does not say is empty. */
void configuration_item_complete(struct configuration_item *item);

/* Deleted, or recorded no longer. */
bool item_is_gone(const struct configuration_item *item);

struct event {
    enum message_type message_type;
    bool event_left_scope; /* the resource was deleted, or no longer has the rule's tag or type */

    /* From the invocation event; NULL where it does not say. */
    const char *config_rule_name;
    const char *config_rule_arn;
    const char
        *execution_role_arn; /* most often the recorder's, which only AWS Config can assume */
    const char *account_id;  /* the one that all its parts name; NULL: at most the role names one */
    const char *result_token;
    const cJSON *rule_parameters; /* an object, never NULL; values as the rule's owner wrote them */

    int64_t notification_time; /* notificationCreationTime, ms; 0: absent, only where item is set */
    /* The item, or for an oversized one its summary; resource_type NULL: a periodic trigger. */
    struct configuration_item item;
};

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
 * id of an AWS::::Account. place names the item. ERROR_EVENT naming both places and accounts when
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
 * The whole payload of an invocation. Fails with ERROR_EVENT or ERROR_PARAMETER naming the field as
 * AWS spells it, and when its parts name different accounts: accountId, configRuleArn,
 * executionRoleArn, awsAccountId and accountId of the invoking event, and its item or summary. (The
 * paths of objects in S3 hold an account too; nothing reads them.) Unknown fields are ignored, as
 * AWS asks for; a missing result token is not an error here, because a local evaluation needs none.
 */
MUST_USE bool event_parse(struct arena *arena, const char *payload, size_t length,
                          struct event *out, struct error *err);

/*
 * Any JSON a developer has at hand: an invocation event, a bare invoking event (it has
 * messageType), or a bare configuration item (it has resourceType), which is taken as a change just
 * captured; only of a bare item can anything not be known.
 */
MUST_USE bool event_read(struct arena *arena, const cJSON *json, struct event *out,
                         struct error *err);

/*
 * One configuration item in any of the shapes that AWS gives it: change notification, notification
 * summary, GetResourceConfigHistory, BatchGetResourceConfig, SelectResourceConfig, snapshot file.
 * place names it in errors ("invokingEvent.configurationItem"). Only the type and the id are
 * required here; an invoking event must also give the status and the capture time of its item. An
 * item whose parts name different accounts is ERROR_EVENT.
 */
MUST_USE bool configuration_item_parse(struct arena *arena, const cJSON *json, const char *place,
                                       struct configuration_item *out, struct error *err);

#endif
