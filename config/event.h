/*
 * event.h - what AWS Config sends to a custom rule's Lambda function, in one form, whatever shape
 * it came in: the invocation event, the invoking event inside it, and the configuration item inside
 * that. Pure: the summary of an oversized item stays a summary.
 *
 * https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 */
#ifndef CONFIG_EVENT_H
#define CONFIG_EVENT_H

#include "config/configuration_item.h"

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

/* The spelling of AWS: "ScheduledNotification". Static storage. */
const char *message_type_name(enum message_type type);

struct event {
    enum message_type message_type;
    bool event_left_scope; /* the resource was deleted, or no longer has the rule's tag or type */

    /* From the invocation event; NULL where it does not say. */
    const char *config_rule_name;
    const char *config_rule_arn;
    /* Most often the recorder's, which only AWS Config can assume. */
    const char *execution_role_arn;
    const char *account_id; /* the one that all its parts name; NULL: at most the role names one */
    const char *result_token;
    const cJSON *rule_parameters; /* an object, never NULL; values as the rule's owner wrote them */

    /* notificationCreationTime, ms since 1970; 0: absent, which only that of a change can be. */
    int64_t notification_time;
    /* The item, or for an oversized one its summary; resource_type NULL: a periodic trigger. */
    struct configuration_item item;
};

/*
 * Reads the whole payload of an invocation. ERROR_INPUT or ERROR_PARAMETER naming the field as AWS
 * spells it, also when its parts name different accounts: accountId, configRuleArn,
 * executionRoleArn, awsAccountId and accountId of the invoking event, and its item or summary. (The
 * paths of objects in S3 hold an account too; nothing reads them.) Unknown fields are ignored, as
 * AWS asks for. A missing result token is no error here: a local evaluation needs none.
 */
MUST_USE bool event_parse(struct arena *arena, const char *payload, size_t length,
                          struct event *out, struct error *err);

/*
 * Reads any JSON that a developer has at hand: an invocation event, a bare invoking event (it has
 * messageType), or a bare configuration item (it has resourceType), which is taken for a change and
 * may be a part of an item. around is what the envelope that it came in says of its account, with
 * which it must agree; NULL: nothing.
 */
MUST_USE bool event_read(struct arena *arena, const cJSON *json, const struct whose *around,
                         struct event *out, struct error *err);

#endif
