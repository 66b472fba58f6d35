#include "engine/history.h"

#include "core/timestamp.h"

const cJSON *history_newest(struct rule_context *ctx, const char *resource_type,
                            const char *resource_id, int64_t later_time, struct error *err)
{
    cJSON *input = cJSON_CreateObject();

    cJSON_AddStringToObject(input, "resourceType", resource_type);
    cJSON_AddStringToObject(input, "resourceId", resource_id);
    if (later_time)
        cJSON_AddItemToObject(input, "laterTime", timestamp_json(later_time));
    cJSON_AddNumberToObject(input, "limit", 1);
    const cJSON *reply = reader_join(ctx->reader, "config", "GetResourceConfigHistory", input, err);
    const cJSON *items = json_get(reply, "configurationItems");
    if (reply && !(cJSON_IsArray(items) && items->child))
        error_set(err, ERROR_SERVICE, "GetResourceConfigHistory has no item of the resource");
    return cJSON_IsArray(items) ? items->child : NULL;
}

bool recorded_item_parse(const struct rule_context *ctx, const cJSON *json, const char *place,
                         struct configuration_item *out, struct error *err)
{
    struct whose whose = {.account = ctx->account_id, .place = "the event"};

    return configuration_item_parse(ctx->arena, json, place, &whose, out, err);
}
