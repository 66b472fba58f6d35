#include "config/configuration_item.h"

#include <string.h>

#include "core/names.h"
#include "core/text.h"
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

/* null counts as an empty value. */
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

/* Reads a map, or the list of key and value pairs of advanced queries, into a map of strings. */
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

/* What BatchGetResourceConfig answers has them only in supplementaryConfiguration. */
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

/* What the API answers calls it relationshipName; the list of the item always calls it name. */
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
 * What GetResourceConfigHistory and BatchGetResourceConfig answer is encoded: each value is JSON
 * text, to be decoded exactly once. "\"{...}\"" is a string, which holds a policy. A value that is
 * not JSON is kept.
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

bool item_is_gone(const struct configuration_item *item)
{
    return item->gone || (item->status != ITEM_OK && item->status != ITEM_DISCOVERED);
}

/* NULL stays NULL. */
static const char *copy(struct arena *arena, const char *text)
{
    return text ? arena_strdup(arena, text) : NULL;
}

struct configuration_item *item_outline(struct arena *arena, const struct configuration_item *item)
{
    struct configuration_item *outline = arena_alloc(arena, sizeof(*outline));

    *outline = (struct configuration_item){
        .resource_type = copy(arena, item->resource_type),
        .resource_id = copy(arena, item->resource_id),
        .resource_name = copy(arena, item->resource_name),
        .arn = copy(arena, item->arn),
        .account_id = copy(arena, item->account_id),
        .aws_region = copy(arena, item->aws_region),
        .status = item->status,
        .capture_time = item->capture_time,
    };
    return outline;
}

/*
 * Of two kinds of resources the ARN is of the account that owns it, and AWS shows it in others too:
 * trails, because those of an organization are in each member account
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html),
 * and what AWS::EC2 has, because networks are shared and peered
 * (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html). No document says which of
 * the other types that accounts share AWS Config records in an account that does not own them:
 * those are refused.
 */
static bool is_shared(const char *resource_type)
{
    return strcmp(resource_type, "AWS::CloudTrail::Trail") == 0 ||
           text_begins(resource_type, "AWS::EC2::");
}

static bool account_read(struct arena *arena, const cJSON *json, const char *place,
                         struct whose *whose, struct configuration_item *out, struct error *err)
{
    const char *inside = arena_printf(arena, "%s.", place);
    const char *type = json_string(json, "resourceType", "");
    size_t count = whose->count;

    if (!whose_add_id(arena, json, inside, "awsAccountId", whose, err) ||
        !whose_add_id(arena, json, inside, "accountId", whose, err))
        return false;
    if (strcmp(type, "AWS::::Account") == 0 &&
        !whose_add_id(arena, json, inside, "resourceId", whose, err))
        return false;
    if (!is_shared(type) && (!whose_add_arn(arena, json, inside, "ARN", whose, err) ||
                             !whose_add_arn(arena, json, inside, "arn", whose, err)))
        return false;
    out->account_id = whose->count > count ? whose->account : NULL;
    return true;
}

static bool names_read(const cJSON *json, const char *place, struct configuration_item *out,
                       struct error *err)
{
    out->resource_type = json_either(json, "resourceType", "resourceType");
    out->resource_id = json_either(json, "resourceId", "resourceId");
    out->resource_name = json_either(json, "resourceName", "resourceId");
    out->arn = json_either(json, "ARN", "arn");
    out->aws_region = json_either(json, "awsRegion", "awsRegion");
    if (!out->resource_type)
        return error_set(err, ERROR_INPUT, "%s.resourceType is missing", place);
    return out->resource_id || error_set(err, ERROR_INPUT, "%s.resourceId is missing", place);
}

static bool status_read(const cJSON *json, const char *place, struct configuration_item *out,
                        struct error *err)
{
    const char *status = json_string(json, "configurationItemStatus", NULL);
    int found = status ? name_index(status, item_statuses) : ITEM_OK;

    if (found < 0)
        return error_set(err, ERROR_INPUT, "%s.configurationItemStatus is unknown: %s", place,
                         status);
    out->status = (enum item_status)found;
    return true;
}

static bool capture_time_read(const cJSON *json, const char *place, struct configuration_item *out,
                              struct error *err)
{
    const cJSON *captured = json_get(json, "configurationItemCaptureTime");

    return !captured || timestamp_read(captured, &out->capture_time) ||
           error_set(err, ERROR_INPUT, "%s.configurationItemCaptureTime is not a time", place);
}

static bool configuration_read(struct arena *arena, const cJSON *json, const char *place,
                               struct configuration_item *out, struct error *err)
{
    const cJSON *given = json_get(json, "configuration");
    const char *inside = arena_printf(arena, "%s.configuration", place);

    if (!is_said(given))
        return true;
    const cJSON *configuration = json_decoded(given, inside, err);
    if (!configuration)
        return false;
    if (!cJSON_IsNull(configuration) && !cJSON_IsObject(configuration))
        return error_set(err, ERROR_INPUT, "%s is not an object", inside);
    out->configuration = cJSON_IsObject(configuration) ? configuration : NULL;
    return true;
}

/* The answers of history and batches carry all structures as text, and configurationStateId too. */
static bool is_encoded(const cJSON *json)
{
    const cJSON *configuration = json_get(json, "configuration");

    return cJSON_IsString(configuration) ||
           (!cJSON_IsObject(configuration) &&
            cJSON_IsString(json_get(json, "configurationStateId")));
}

static bool supplementary_read(const cJSON *json, const char *place, struct configuration_item *out,
                               struct error *err)
{
    const cJSON *given = json_get(json, "supplementaryConfiguration");

    if (is_said(given) && !cJSON_IsObject(given))
        return error_set(err, ERROR_INPUT, "%s.supplementaryConfiguration is not an object", place);
    out->supplementary_configuration = supplementary_object(given, is_encoded(json));
    out->says_supplementary_configuration = is_said(given);
    return true;
}

bool configuration_item_parse(struct arena *arena, const cJSON *json, const char *place,
                              struct whose *whose, struct configuration_item *out,
                              struct error *err)
{
    struct whose nobody = {0};

    *out = (struct configuration_item){0};
    if (!cJSON_IsObject(json))
        return error_set(err, ERROR_INPUT, "%s is missing or not an object", place);
    if (!account_read(arena, json, place, whose ? whose : &nobody, out, err) ||
        !names_read(json, place, out, err) || !status_read(json, place, out, err) ||
        !capture_time_read(json, place, out, err) ||
        !configuration_read(arena, json, place, out, err) ||
        !supplementary_read(json, place, out, err))
        return false;
    tags_read(arena, json, place, out);
    out->relationships = relationships_list(json_get(json, "relationships"));
    return true;
}
