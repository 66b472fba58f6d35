/* A configuration item, or whatever a developer has at hand, as event_read() takes it. */
#include <string.h>

#include "config/event.h"
#include "tests/fuzz/fuzz.h"

static void say(struct fuzz *fuzz, const struct configuration_item *item)
{
    const cJSON *tag, *relationship;

    EXPECT(item->resource_type && *item->resource_type);
    EXPECT(item->resource_id && *item->resource_id);
    EXPECT(item->resource_name && *item->resource_name);
    EXPECT(!item->arn || *item->arn);
    EXPECT(!item->account_id || *item->account_id);
    EXPECT(!item->aws_region || *item->aws_region);
    EXPECT(item->status >= ITEM_OK && item->status <= ITEM_DELETED_NOT_RECORDED);
    EXPECT(item->capture_time >= 0);
    EXPECT(!item->configuration || cJSON_IsObject(item->configuration));
    EXPECT(cJSON_IsObject(item->supplementary_configuration));
    EXPECT(cJSON_IsObject(item->tags));
    EXPECT(cJSON_IsArray(item->relationships));
    cJSON_ArrayForEach (tag, item->tags)
        EXPECT(cJSON_IsString(tag) && tag->string);
    cJSON_ArrayForEach (relationship, item->relationships)
        EXPECT(cJSON_IsObject(relationship));
    fprintf(fuzz->said, "%s %s %s %s %lld\n", item->resource_type, item->resource_id,
            item->resource_name, item_status_name(item->status), (long long)item->capture_time);
    if (item->configuration)
        fprintf(fuzz->said, "%s\n", cJSON_PrintUnformatted(item->configuration));
    fprintf(fuzz->said, "%s\n", cJSON_PrintUnformatted(item->supplementary_configuration));
    fprintf(fuzz->said, "%s\n", cJSON_PrintUnformatted(item->tags));
    fprintf(fuzz->said, "%s\n", cJSON_PrintUnformatted(item->relationships));
}

void fuzz_target(struct fuzz *fuzz)
{
    const cJSON *json = fuzz_json(fuzz);
    struct configuration_item item;
    struct error err = {0};
    struct event event;

    if (!json)
        return;
    if (configuration_item_parse(fuzz->arena, json, "the item", NULL, &item, &err))
        say(fuzz, &item);
    else
        expect_failure(fuzz, &err);
    if (!event_read(fuzz->arena, json, NULL, &event, &err)) {
        expect_failure(fuzz, &err);
        return;
    }
    EXPECT(cJSON_IsObject(event.rule_parameters));
    EXPECT(event.item.resource_type || event.notification_time > 0);
    if (event.item.resource_type)
        say(fuzz, &event.item);
}
