#include "config/configuration_item.h"

#include <string.h>

#include "core/arn.h"
#include "core/names.h"
#include "core/timestamp.h"

static const char *const item_statuses[] = {
#define X(status, name) [status] = (name),
    ITEM_STATUSES(X)
#undef X
        NULL,
};

const char *item_status_name(enum item_status status)
{
    return item_statuses[status];
}

static bool is_said(const cJSON *member)
{
    return member && !cJSON_IsNull(member);
}

static const cJSON *pair_value(const cJSON *pair)
{
    const cJSON *value = json_get(pair, "value");

    return value ? value : json_get(pair, "tagValue");
}

/* A value that is null is empty. */
static bool add_tag(cJSON *map, const char *key, const cJSON *value, const char *place,
                    struct error *err)
{
    if (!value)
        return error_set(err, ERROR_INPUT, "%s has no value", place);
    if (!cJSON_IsString(value) && !cJSON_IsNull(value))
        return error_set(err, ERROR_INPUT, "%s is not a string", place);
    cJSON_AddStringToObject(map, key, json_string(value, "", ""));
    return true;
}

/* A map, or the list of key and value pairs that advanced queries give, into a map of strings. */
static bool tags_add(struct arena *arena, const cJSON *given, const char *place, cJSON *map,
                     struct error *err)
{
    const cJSON *tags = is_said(given) ? json_decoded(given, place, err) : NULL;
    const cJSON *tag;
    size_t number = 0;

    if (!tags)
        return !is_said(given);
    if (!cJSON_IsObject(tags) && !cJSON_IsArray(tags))
        return error_set(err, ERROR_INPUT, "%s is neither a map nor a list of tags", place);
    cJSON_ArrayForEach (tag, tags) {
        bool pair = cJSON_IsArray(tags);
        const char *key = pair ? json_either(tag, "key", "tagKey") : tag->string;
        const char *at = pair ? arena_printf(arena, "%s[%zu]", place, number++)
                              : arena_printf(arena, "%s.%s", place, key);

        if (!key)
            return error_set(err, ERROR_INPUT, "%s has no key", at);
        if (!add_tag(map, key, pair ? pair_value(tag) : tag, at, err))
            return false;
    }
    return true;
}

/* BatchGetResourceConfig has them only in supplementaryConfiguration. */
static void tags_read(struct arena *arena, const cJSON *json, const char *place,
                      struct configuration_item *out)
{
    const cJSON *other = json_get(out->supplementary_configuration, "Tags");
    cJSON *map = cJSON_CreateObject();
    struct error err;

    out->tags = map;
    out->says_tags = is_said(json_get(json, "tags")) || is_said(other);
    if (!tags_add(arena, json_get(json, "tags"), arena_printf(arena, "%s.tags", place), map,
                  &err) ||
        (!map->child &&
         !tags_add(arena, other, arena_printf(arena, "%s.supplementaryConfiguration.Tags", place),
                   map, &err)))
        out->tags_error = arena_strdup(arena, err.message);
}

/* The query services spell it relationshipName. */
static const cJSON *relationships_list(const cJSON *relationships)
{
    cJSON *list = cJSON_CreateArray();
    const cJSON *one;

    cJSON_ArrayForEach (one, relationships) {
        cJSON *copy = cJSON_Duplicate(one, true);
        const char *name = json_either(one, "name", "relationshipName");

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
        const cJSON *inner = json_decoded(value, value->string, &ignored);

        cJSON_AddItemToObject(object, value->string, cJSON_Duplicate(inner ? inner : value, true));
    }
    return object;
}

void configuration_item_complete(struct configuration_item *item)
{
    item->complete = true;
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
        return error_set(err, ERROR_INPUT, "%s is not a string", place);
    if (!account || !*account)
        return true;
    if (whose->account && strcmp(whose->account, account) != 0)
        return error_set(err, ERROR_INPUT,
                         "%s is of account %.20s and %s of account %.20s: they must agree",
                         whose->place, whose->account, place, account);
    if (!whose->account)
        *whose = (struct whose){account, place};
    return true;
}

bool whose_check_id(struct arena *arena, const cJSON *json, const char *inside, const char *key,
                    struct whose *whose, struct error *err)
{
    const cJSON *id = json_get(json, key);

    return check_account(whose, arena_printf(arena, "%s%s", inside, key), id,
                         json_string(id, "", NULL), err);
}

bool whose_check_arn(struct arena *arena, const cJSON *json, const char *inside, const char *key,
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

    return whose_check_id(arena, item, inside, "awsAccountId", whose, err) &&
           whose_check_id(arena, item, inside, "accountId", whose, err) &&
           (strcmp(type, "AWS::::Account") != 0 ||
            whose_check_id(arena, item, inside, "resourceId", whose, err)) &&
           (shared || (whose_check_arn(arena, item, inside, "ARN", whose, err) &&
                       whose_check_arn(arena, item, inside, "arn", whose, err)));
}

bool configuration_item_parse(struct arena *arena, const cJSON *json, const char *place,
                              struct configuration_item *out, struct error *err)
{
    const cJSON *configuration = json_get(json, "configuration");
    const cJSON *supplementary = json_get(json, "supplementaryConfiguration");
    const char *status = json_string(json, "configurationItemStatus", NULL);
    const cJSON *captured = json_get(json, "configurationItemCaptureTime");
    /* The history and batch shapes carry all structures as text, configurationStateId too. */
    bool encoded =
        cJSON_IsString(configuration) ||
        (!cJSON_IsObject(configuration) && cJSON_IsString(json_get(json, "configurationStateId")));
    struct whose whose = {0};

    if (!cJSON_IsObject(json))
        return error_set(err, ERROR_INPUT, "%s is missing or not an object", place);
    if (!item_check_account(arena, json, place, &whose, err))
        return false;
    *out = (struct configuration_item){
        .resource_type = json_either(json, "resourceType", "resourceType"),
        .resource_id = json_either(json, "resourceId", "resourceId"),
        .resource_name = json_either(json, "resourceName", "resourceId"),
        .arn = json_either(json, "ARN", "arn"),
        .account_id = whose.account,
        .aws_region = json_either(json, "awsRegion", "awsRegion"),
    };
    if (!out->resource_type)
        return error_set(err, ERROR_INPUT, "%s.resourceType is missing", place);
    if (!out->resource_id)
        return error_set(err, ERROR_INPUT, "%s.resourceId is missing", place);
    if (status) {
        int found = name_index(status, item_statuses);

        if (found < 0)
            return error_set(err, ERROR_INPUT, "%s.configurationItemStatus is unknown: %s", place,
                             status);
        out->status = (enum item_status)found;
    }
    if (captured && !timestamp_read(captured, &out->capture_time))
        return error_set(err, ERROR_INPUT, "%s.configurationItemCaptureTime is not a time", place);

    const char *inside = arena_printf(arena, "%s.configuration", place);
    if (is_said(configuration)) {
        out->configuration = json_decoded(configuration, inside, err);
        if (!out->configuration)
            return false;
        if (cJSON_IsNull(out->configuration))
            out->configuration = NULL;
        else if (!cJSON_IsObject(out->configuration))
            return error_set(err, ERROR_INPUT, "%s is not an object", inside);
    }
    if (is_said(supplementary) && !cJSON_IsObject(supplementary))
        return error_set(err, ERROR_INPUT, "%s.supplementaryConfiguration is not an object", place);
    out->supplementary_configuration = supplementary_object(supplementary, encoded);
    out->says_supplementary_configuration = is_said(supplementary);
    tags_read(arena, json, place, out);
    out->relationships = relationships_list(json_get(json, "relationships"));
    return true;
}
