#include "core/event.h"

#include <ctype.h>
#include <string.h>

#include "core/arn.h"
#include "core/timestamp.h"

/* Bytes. InputParameters of PutConfigRule has 1,024 characters at most, of up to 4 bytes each. */
#define RULE_PARAMETERS_LIMIT 4096

static const char *const message_types[] = {
#define X(type, name) [type] = (name),
    MESSAGE_TYPES(X)
#undef X
};

static const char *const item_statuses[] = {
#define X(status, name) [status] = (name),
    ITEM_STATUSES(X)
#undef X
};

const char *message_type_name(enum message_type type)
{
    return message_types[type];
}

const char *item_status_name(enum item_status status)
{
    return item_statuses[status];
}

/* The place of text among names, -1: not there. */
static int index_of(const char *text, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, names[i]) == 0)
            return (int)i;
    return -1;
}

/* The first of two spellings that holds a non-empty string; NULL: neither. */
static const char *either(const cJSON *json, const char *first, const char *second)
{
    const char *text = json_string(json, first, "");

    if (!*text)
        text = json_string(json, second, "");
    return *text ? text : NULL;
}

/* JSON text inside a string, decoded; anything else as it is. NULL with *err: not JSON. */
static const cJSON *decoded(const cJSON *value, const char *place, struct error *err)
{
    const char *text = json_string(value, "", NULL);
    cJSON *inner;

    if (!text)
        return value;
    return json_parse(text, strlen(text), place, &inner, err) ? inner : NULL;
}

/* A map, or the list of key and value pairs that advanced queries give, as a map of strings. */
static const cJSON *tags_map(const cJSON *tags)
{
    cJSON *map = cJSON_CreateObject();
    const cJSON *tag;

    cJSON_ArrayForEach (tag, tags) {
        bool pair = cJSON_IsArray(tags);
        const char *key = pair ? either(tag, "key", "tagKey") : tag->string;
        const cJSON *value = !pair ? tag : json_get(tag, "value");

        if (!value)
            value = json_get(tag, "tagValue");
        if (key)
            cJSON_AddStringToObject(map, key, json_string(value, "", ""));
    }
    return map;
}

/* The query services spell it relationshipName. */
static const cJSON *relationships_list(const cJSON *relationships)
{
    cJSON *list = cJSON_CreateArray();
    const cJSON *one;

    cJSON_ArrayForEach (one, relationships) {
        cJSON *copy = cJSON_Duplicate(one, true);
        const char *name = either(one, "name", "relationshipName");

        if (!cJSON_IsObject(copy))
            continue;
        if (name)
            json_set(copy, "name", cJSON_CreateString(name));
        cJSON_AddItemToArray(list, copy);
    }
    return list;
}

/*
 * GetResourceConfigHistory and BatchGetResourceConfig give each value as JSON text, to be decoded
 * exactly once: "\"{...}\"" is a string, which holds a policy. A value that is not JSON is kept.
 */
static const cJSON *supplementary_object(const cJSON *given, bool encoded)
{
    cJSON *object = cJSON_CreateObject();
    const cJSON *value;
    struct error ignored;

    if (!cJSON_IsObject(given))
        return object;
    if (!encoded)
        return given;
    cJSON_ArrayForEach (value, given) {
        const cJSON *inner = decoded(value, value->string, &ignored);

        cJSON_AddItemToObject(object, value->string, cJSON_Duplicate(inner ? inner : value, true));
    }
    return object;
}

void configuration_item_complete(struct configuration_item *item)
{
    item->says_supplementary_configuration = true;
    item->says_tags = true;
}

bool item_is_gone(const struct configuration_item *item)
{
    return item->status != ITEM_OK && item->status != ITEM_DISCOVERED;
}

/* Text that is absent, null or "" names nobody. Any other value might, for all that is known. */
static bool check_account(struct whose *whose, const char *place, const cJSON *value,
                          const char *account, struct error *err)
{
    if (value && !cJSON_IsNull(value) && !cJSON_IsString(value))
        return error_set(err, ERROR_EVENT, "%s is not a string", place);
    if (!account || !*account)
        return true;
    if (whose->account && strcmp(whose->account, account) != 0)
        return error_set(err, ERROR_EVENT,
                         "%s is of account %.20s and %s of account %.20s: they must agree",
                         whose->place, whose->account, place, account);
    if (!whose->account)
        *whose = (struct whose){account, place};
    return true;
}

static bool check_id(struct arena *arena, const cJSON *json, const char *inside, const char *key,
                     struct whose *whose, struct error *err)
{
    const cJSON *id = json_get(json, key);

    return check_account(whose, arena_printf(arena, "%s%s", inside, key), id,
                         json_string(id, "", NULL), err);
}

static bool check_arn(struct arena *arena, const cJSON *json, const char *inside, const char *key,
                      struct whose *whose, struct error *err)
{
    const cJSON *arn = json_get(json, key);
    const char *account = arn_account(arena, json_string(arn, "", NULL));

    if (account && strcmp(account, "aws") == 0)
        account = NULL;
    return check_account(whose, arena_printf(arena, "%s%s", inside, key), arn, account, err);
}

bool item_check_account(struct arena *arena, const cJSON *item, const char *place,
                        struct whose *whose, struct error *err)
{
    const char *inside = arena_printf(arena, "%s.", place);
    const char *type = json_string(item, "resourceType", "");
    bool shared = strcmp(type, "AWS::CloudTrail::Trail") == 0 ||
                  strncmp(type, "AWS::EC2::", strlen("AWS::EC2::")) == 0;

    return check_id(arena, item, inside, "awsAccountId", whose, err) &&
           check_id(arena, item, inside, "accountId", whose, err) &&
           (strcmp(type, "AWS::::Account") != 0 ||
            check_id(arena, item, inside, "resourceId", whose, err)) &&
           (shared || (check_arn(arena, item, inside, "ARN", whose, err) &&
                       check_arn(arena, item, inside, "arn", whose, err)));
}

bool configuration_item_parse(struct arena *arena, const cJSON *json, const char *place,
                              struct configuration_item *out, struct error *err)
{
    const cJSON *configuration = json_get(json, "configuration");
    const cJSON *supplementary = json_get(json, "supplementaryConfiguration");
    const cJSON *tags = json_get(json, "tags");
    const char *status = json_string(json, "configurationItemStatus", NULL);
    const cJSON *captured = json_get(json, "configurationItemCaptureTime");
    /* The history and batch shapes carry all structures as text, configurationStateId too. */
    bool encoded =
        cJSON_IsString(configuration) ||
        (!cJSON_IsObject(configuration) && cJSON_IsString(json_get(json, "configurationStateId")));
    struct whose whose = {0};
    struct error ignored;

    if (!cJSON_IsObject(json))
        return error_set(err, ERROR_EVENT, "%s is missing or not an object", place);
    if (!item_check_account(arena, json, place, &whose, err))
        return false;
    *out = (struct configuration_item){
        .resource_type = either(json, "resourceType", "resourceType"),
        .resource_id = either(json, "resourceId", "resourceId"),
        .resource_name = either(json, "resourceName", "resourceId"),
        .arn = either(json, "ARN", "arn"),
        .account_id = whose.account,
        .aws_region = either(json, "awsRegion", "awsRegion"),
    };
    if (!out->resource_type)
        return error_set(err, ERROR_EVENT, "%s.resourceType is missing", place);
    if (!out->resource_id)
        return error_set(err, ERROR_EVENT, "%s.resourceId is missing", place);
    if (status) {
        int found = index_of(status, item_statuses, sizeof(item_statuses) / sizeof(*item_statuses));

        if (found < 0)
            return error_set(err, ERROR_EVENT, "%s.configurationItemStatus is unknown: %s", place,
                             status);
        out->status = (enum item_status)found;
    }
    if (captured && !timestamp_read(captured, &out->capture_time))
        return error_set(err, ERROR_EVENT, "%s.configurationItemCaptureTime is not a time", place);

    const char *inside = arena_printf(arena, "%s.configuration", place);
    if (configuration && !cJSON_IsNull(configuration)) {
        out->configuration = decoded(configuration, inside, err);
        if (!out->configuration)
            return false;
        if (cJSON_IsNull(out->configuration))
            out->configuration = NULL;
        else if (!cJSON_IsObject(out->configuration))
            return error_set(err, ERROR_EVENT, "%s is not an object", inside);
    }
    out->supplementary_configuration = supplementary_object(supplementary, encoded);
    out->says_supplementary_configuration = cJSON_IsObject(supplementary);
    const cJSON *other = json_get(out->supplementary_configuration, "Tags");
    out->says_tags = (tags && !cJSON_IsNull(tags)) || (other && !cJSON_IsNull(other));
    if (!tags || !tags->child) /* BatchGetResourceConfig has them only in the other place */
        tags = other;
    out->tags = tags_map(decoded(tags, inside, &ignored));
    out->relationships = relationships_list(json_get(json, "relationships"));
    return true;
}

static bool is_periodic(enum message_type type)
{
    return type == SCHEDULED || type == SNAPSHOT_DELIVERY_COMPLETED;
}

/* An invoking event or its item may be read as such, without what it came in. */
static bool invoking_event_parse(struct arena *arena, const cJSON *json, struct whose *whose,
                                 struct event *out, struct error *err)
{
    const cJSON *type = json_get(json, "messageType");
    const char *member = "configurationItem";

    if (!cJSON_IsObject(json))
        return error_set(err, ERROR_EVENT, "invokingEvent is not an object");
    if (!cJSON_IsString(type))
        return error_set(err, ERROR_EVENT, "invokingEvent.messageType is missing");
    int found =
        index_of(type->valuestring, message_types, sizeof(message_types) / sizeof(*message_types));
    if (found < 0)
        return error_set(err, ERROR_EVENT, "invokingEvent.messageType is unknown: %s",
                         type->valuestring);
    out->message_type = (enum message_type)found;

    const cJSON *created = json_get(json, "notificationCreationTime");
    if (!timestamp_read(created, &out->notification_time) &&
        (is_periodic(out->message_type) || (created && !cJSON_IsNull(created))))
        return error_set(err, ERROR_EVENT,
                         "invokingEvent.notificationCreationTime is missing or not a time");
    if (!check_id(arena, json, "invokingEvent.", "awsAccountId", whose, err) ||
        !check_id(arena, json, "invokingEvent.", "accountId", whose, err))
        return false;
    out->account_id = whose->account;
    if (is_periodic(out->message_type))
        return true;

    if (out->message_type == OVERSIZED_CONFIGURATION_ITEM_CHANGE)
        member = "configurationItemSummary";
    const cJSON *item = json_get(json, member);
    const char *place = arena_printf(arena, "invokingEvent.%s", member);

    if (!item_check_account(arena, item, place, whose, err) ||
        !configuration_item_parse(arena, item, place, &out->item, err))
        return false;
    out->account_id = whose->account;
    configuration_item_complete(&out->item);
    if (!json_string(item, "configurationItemStatus", NULL))
        return error_set(err, ERROR_EVENT, "%s.configurationItemStatus is missing", place);
    if (!out->item.capture_time)
        return error_set(err, ERROR_EVENT, "%s.configurationItemCaptureTime is missing", place);
    return true;
}

/*
 * A proactive evaluation carries the resource in CloudFormation's schema, whose keys are
 * PascalCase. To a rule that reads the recorded shape such a configuration lacks everything.
 */
static bool refuse_proactive_shape(const cJSON *payload, const struct configuration_item *item,
                                   struct error *err)
{
    const cJSON *first = item->configuration ? item->configuration->child : NULL;

    if (strcmp(json_string(payload, "evaluationMode", ""), "PROACTIVE") != 0 || !first ||
        !isupper((unsigned char)first->string[0]))
        return true;
    return error_set(err, ERROR_EVENT,
                     "evaluationMode is PROACTIVE and the configuration is in CloudFormation's "
                     "schema: proactive evaluation is not supported");
}

/* ruleParameters is absent, null, "", an object, or (from AWS Config) the text of an object. */
static bool rule_parameters_read(const cJSON *given, const cJSON **out, struct error *err)
{
    const char *text = cJSON_IsString(given) ? given->valuestring : NULL;

    if (!given || cJSON_IsNull(given) || (text && text[strspn(text, " \t\r\n")] == '\0')) {
        *out = cJSON_CreateObject();
        return true;
    }
    if (text && strlen(text) > RULE_PARAMETERS_LIMIT)
        return error_set(err, ERROR_PARAMETER, "ruleParameters is longer than %d bytes",
                         RULE_PARAMETERS_LIMIT);
    *out = decoded(given, "ruleParameters", err);
    if (!*out) {
        err->kind = ERROR_PARAMETER;
        return false;
    }
    return cJSON_IsObject(*out) ||
           error_set(err, ERROR_PARAMETER, "ruleParameters is not a JSON object");
}

static bool invocation_event_read(struct arena *arena, const cJSON *json, struct event *out,
                                  struct error *err)
{
    const cJSON *invoking_event = json_get(json, "invokingEvent");
    const cJSON *left = json_get(json, "eventLeftScope");
    struct whose whose = {0};

    *out = (struct event){
        .config_rule_name = either(json, "configRuleName", "configRuleName"),
        .config_rule_arn = either(json, "configRuleArn", "configRuleArn"),
        .execution_role_arn = either(json, "executionRoleArn", "executionRoleArn"),
        .result_token = either(json, "resultToken", "resultToken"),
        .event_left_scope =
            cJSON_IsTrue(left) || (cJSON_IsString(left) && strcmp(left->valuestring, "true") == 0),
    };
    if (!check_id(arena, json, "", "accountId", &whose, err) ||
        !check_arn(arena, json, "", "configRuleArn", &whose, err))
        return false;
    if (!invoking_event || cJSON_IsNull(invoking_event))
        return error_set(err, ERROR_EVENT,
                         "invokingEvent is missing: this is not an event of AWS Config");
    if (!rule_parameters_read(json_get(json, "ruleParameters"), &out->rule_parameters, err))
        return false;
    invoking_event = decoded(invoking_event, "invokingEvent", err);
    return invoking_event && invoking_event_parse(arena, invoking_event, &whose, out, err) &&
           check_arn(arena, json, "", "executionRoleArn", &whose, err) &&
           refuse_proactive_shape(json, &out->item, err);
}

bool event_parse(struct arena *arena, const char *payload, size_t length, struct event *out,
                 struct error *err)
{
    cJSON *json;

    if (!json_parse(payload, length, "the event", &json, err))
        return false;
    if (!cJSON_IsObject(json))
        return error_set(err, ERROR_EVENT, "the event is not a JSON object");
    return invocation_event_read(arena, json, out, err);
}

bool event_read(struct arena *arena, const cJSON *json, struct event *out, struct error *err)
{
    if (json_get(json, "invokingEvent"))
        return invocation_event_read(arena, json, out, err);
    struct whose whose = {0};

    *out = (struct event){.rule_parameters = cJSON_CreateObject()};
    if (json_get(json, "messageType"))
        return invoking_event_parse(arena, json, &whose, out, err);
    if (!json_get(json, "resourceType"))
        return error_set(
            err, ERROR_EVENT,
            "neither an event (invokingEvent), an invoking event (messageType) nor a "
            "configuration item (resourceType)%s",
            json_get(json, "configurationItems") ? ": give it one of the configurationItems" : "");
    if (!configuration_item_parse(arena, json, "configurationItem", &out->item, err))
        return false;
    out->message_type = CONFIGURATION_ITEM_CHANGE;
    out->account_id = out->item.account_id;
    return true;
}
