#include "config/event.h"

#include <ctype.h>
#include <string.h>

#include "core/names.h"
#include "core/timestamp.h"

/* Bytes. InputParameters of PutConfigRule has 1,024 characters at most, of up to 4 bytes each. */
#define RULE_PARAMETERS_LIMIT 4096

static const char *const message_types[] = {
#define X(type, name) [type] = (name),
    MESSAGE_TYPES(X)
#undef X
        NULL,
};

/*
 * What else AWS Config sends to topics and EventBridge, without an item in it
 * (https://docs.aws.amazon.com/config/latest/developerguide/notifications-for-AWS-Config.html).
 * Of an oversized item that could not be delivered only the summary exists.
 */
static const char *const itemless_types[] = {
    "ComplianceChangeNotification",
    "ConfigRulesEvaluationStarted",
    "ConfigurationHistoryDeliveryCompleted",
    "ConfigurationSnapshotDeliveryFailed",
    "ConfigurationSnapshotDeliveryStarted",
    "OversizedConfigurationItemChangeDeliveryFailed",
    NULL,
};

const char *message_type_name(enum message_type type)
{
    return message_types[type];
}

static bool is_periodic(enum message_type type)
{
    return type == SCHEDULED || type == SNAPSHOT_DELIVERY_COMPLETED;
}

static bool message_type_read(const cJSON *json, enum message_type *out, struct error *err)
{
    const char *type = json_string(json, "messageType", NULL);

    if (!type)
        return error_set(err, ERROR_INPUT, "invokingEvent.messageType is missing");
    if (name_is_among(type, itemless_types))
        return error_set(err, ERROR_INPUT,
                         "invokingEvent.messageType is %s, which holds no item to evaluate", type);
    int found = name_index(type, message_types);
    if (found < 0)
        return error_set(err, ERROR_INPUT, "invokingEvent.messageType is unknown: %s", type);
    *out = (enum message_type)found;
    return true;
}

/* Only a periodic trigger must have it: the item of a change has a time of its own. */
static bool notification_time_read(const cJSON *json, struct event *out, struct error *err)
{
    const cJSON *created = json_get(json, "notificationCreationTime");
    bool may_lack = !is_periodic(out->message_type) && (json_is_absent(created));

    return timestamp_read(created, &out->notification_time) || may_lack ||
           error_set(err, ERROR_INPUT,
                     "invokingEvent.notificationCreationTime is missing or not a time");
}

static bool changed_item_read(struct arena *arena, const cJSON *json, struct whose *whose,
                              struct event *out, struct error *err)
{
    const char *member = out->message_type == OVERSIZED_CONFIGURATION_ITEM_CHANGE
                             ? "configurationItemSummary"
                             : "configurationItem";
    const char *place = arena_printf(arena, "invokingEvent.%s", member);
    const cJSON *item = json_get(json, member);

    if (!configuration_item_parse(arena, item, place, whose, &out->item, err))
        return false;
    out->item.complete = true;
    if (!json_string(item, "configurationItemStatus", NULL))
        return error_set(err, ERROR_INPUT, "%s.configurationItemStatus is missing", place);
    return out->item.capture_time ||
           error_set(err, ERROR_INPUT, "%s.configurationItemCaptureTime is missing", place);
}

/* The invoking event, which may stand alone. */
static bool invoking_event_parse(struct arena *arena, const cJSON *json, struct whose *whose,
                                 struct event *out, struct error *err)
{
    if (!cJSON_IsObject(json))
        return error_set(err, ERROR_INPUT, "invokingEvent is not an object");
    if (!message_type_read(json, &out->message_type, err) ||
        !notification_time_read(json, out, err) ||
        !whose_add_id(arena, json, "invokingEvent.", "awsAccountId", whose, err) ||
        !whose_add_id(arena, json, "invokingEvent.", "accountId", whose, err))
        return false;
    if (!is_periodic(out->message_type) && !changed_item_read(arena, json, whose, out, err))
        return false;
    out->account_id = whose->account;
    return true;
}

/*
 * A proactive evaluation carries the resource in CloudFormation's schema, whose keys are
 * PascalCase. For a rule that reads the recorded shape such a configuration lacks everything.
 */
static bool refuse_proactive_shape(const cJSON *payload, const struct configuration_item *item,
                                   struct error *err)
{
    const cJSON *first = item->configuration ? item->configuration->child : NULL;

    if (strcmp(json_string(payload, "evaluationMode", ""), "PROACTIVE") != 0 || !first ||
        !isupper((unsigned char)first->string[0]))
        return true;
    return error_set(err, ERROR_INPUT,
                     "evaluationMode is PROACTIVE and the configuration is in CloudFormation's "
                     "schema: proactive evaluation is not supported");
}

/* ruleParameters is absent, null, "", an object, or (from AWS Config) the text of an object. */
static bool rule_parameters_read(const cJSON *given, const cJSON **out, struct error *err)
{
    const char *text = cJSON_IsString(given) ? given->valuestring : NULL;

    if (json_is_absent(given) || (text && text[strspn(text, " \t\r\n")] == '\0')) {
        *out = cJSON_CreateObject();
        return true;
    }
    if (text && strlen(text) > RULE_PARAMETERS_LIMIT)
        return error_set(err, ERROR_PARAMETER, "ruleParameters is longer than %d bytes",
                         RULE_PARAMETERS_LIMIT);
    *out = json_decoded(given, "ruleParameters", err);
    if (!*out) {
        err->kind = ERROR_PARAMETER;
        return false;
    }
    return cJSON_IsObject(*out) ||
           error_set(err, ERROR_PARAMETER, "ruleParameters is not a JSON object");
}

static bool invocation_event_read(struct arena *arena, const cJSON *json, struct whose *whose,
                                  struct event *out, struct error *err)
{
    const cJSON *invoking_event = json_get(json, "invokingEvent");
    const cJSON *left = json_get(json, "eventLeftScope");

    *out = (struct event){
        .config_rule_name = json_either(json, "configRuleName", "configRuleName"),
        .config_rule_arn = json_either(json, "configRuleArn", "configRuleArn"),
        .execution_role_arn = json_either(json, "executionRoleArn", "executionRoleArn"),
        .result_token = json_either(json, "resultToken", "resultToken"),
        .event_left_scope =
            cJSON_IsTrue(left) || (cJSON_IsString(left) && strcmp(left->valuestring, "true") == 0),
    };
    if (!whose_add_id(arena, json, "", "accountId", whose, err) ||
        !whose_add_arn(arena, json, "", "configRuleArn", whose, err))
        return false;
    if (json_is_absent(invoking_event))
        return error_set(err, ERROR_INPUT,
                         "invokingEvent is missing: this is not an event of AWS Config");
    if (!rule_parameters_read(json_get(json, "ruleParameters"), &out->rule_parameters, err))
        return false;
    invoking_event = json_decoded(invoking_event, "invokingEvent", err);
    return invoking_event && invoking_event_parse(arena, invoking_event, whose, out, err) &&
           whose_add_arn(arena, json, "", "executionRoleArn", whose, err) &&
           refuse_proactive_shape(json, &out->item, err);
}

bool event_parse(struct arena *arena, const char *payload, size_t length, struct event *out,
                 struct error *err)
{
    struct whose whose = {0};
    cJSON *json;

    if (!json_parse(payload, length, "the event", &json, err))
        return false;
    if (!cJSON_IsObject(json))
        return error_set(err, ERROR_INPUT, "the event is not a JSON object");
    return invocation_event_read(arena, json, &whose, out, err);
}

bool event_read(struct arena *arena, const cJSON *json, const struct whose *around,
                struct event *out, struct error *err)
{
    struct whose whose = around ? *around : (struct whose){0};

    if (json_get(json, "invokingEvent"))
        return invocation_event_read(arena, json, &whose, out, err);
    *out = (struct event){.rule_parameters = cJSON_CreateObject()};
    if (json_get(json, "messageType"))
        return invoking_event_parse(arena, json, &whose, out, err);
    if (!json_get(json, "resourceType"))
        return error_set(
            err, ERROR_INPUT,
            "neither an event (invokingEvent), an invoking event (messageType) nor a "
            "configuration item (resourceType)%s",
            json_get(json, "configurationItems") ? ": give it one of the configurationItems" : "");
    if (!configuration_item_parse(arena, json, "configurationItem", &whose, &out->item, err))
        return false;
    out->message_type = CONFIGURATION_ITEM_CHANGE;
    out->account_id = whose.account;
    return true;
}
