#include "config/history.h"

#include "core/timestamp.h"

bool recorded_item_parse(struct arena *arena, const cJSON *json, const char *place,
                         const char *account_id, struct configuration_item *out, struct error *err)
{
    struct whose whose = {.account = account_id, .place = "the event"};

    return configuration_item_parse(arena, json, place, &whose, out, err);
}

bool history_newest(struct arena *arena, struct reader *reader, const char *account_id,
                    const char *resource_type, const char *resource_id, int64_t later_time,
                    struct configuration_item *out, struct error *err)
{
    cJSON *input = cJSON_CreateObject();

    cJSON_AddStringToObject(input, "resourceType", resource_type);
    cJSON_AddStringToObject(input, "resourceId", resource_id);
    if (later_time)
        cJSON_AddItemToObject(input, "laterTime", timestamp_json(later_time));
    cJSON_AddNumberToObject(input, "limit", 1);
    const cJSON *reply = reader_join(reader, "config", "GetResourceConfigHistory", input, err);
    if (!reply)
        return false;
    const cJSON *items = json_get(reply, "configurationItems");
    if (!cJSON_IsArray(items) || !items->child)
        return error_set(err, ERROR_SERVICE,
                         "GetResourceConfigHistory has no item of the resource");
    return recorded_item_parse(arena, items->child, "configurationItems[0]", account_id, out, err);
}
