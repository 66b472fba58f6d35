#include <string.h>

#include "cli/input/file.h"
#include "cli/scratch.h"
#include "cli/stand_in/stand_in.h"
#include "config/event.h"
#include "core/arn.h"
#include "engine/selection.h"

#define DEFAULT_REGION "eu-central-1"
#define DEFAULT_ACCOUNT "123456789012"

/* "eu-central-1", and not "global". */
static bool is_region(const char *text)
{
    return arn_is_region(text) && strchr(text, '-');
}

/* The Region of the Config rule, else of the item; NULL: neither says. */
static const char *find_region(struct arena *arena, const cJSON *json, const struct event *event)
{
    const char *rule = arn_region(arena, json_string(json, "configRuleArn", NULL));
    const char *item = event->item.aws_region;

    if (rule && is_region(rule))
        return rule;
    return item && is_region(item) ? arena_strdup(arena, item) : NULL;
}

struct loading {
    struct stand_in *stand_in;
    struct arena *arena; /* of what outlives the reading */
    struct delivery *delivery;
};

static bool read_payload(struct arena *scratch, void *context, struct error *err)
{
    struct loading *loading = context;
    struct delivery *delivery = loading->delivery;
    const char *text;

    if (!file_read(scratch, delivery->place, &text, &delivery->length, err))
        return false;
    delivery->payload = arena_strndup(loading->arena, text, delivery->length);
    return true;
}

/* Reads of an event what the stand-in must know. False: it is for no rule of this program. */
static bool survey(struct arena *scratch, void *context, struct error *err)
{
    struct loading *loading = context;
    struct delivery *delivery = loading->delivery;
    const struct rule *rule;
    struct event event = {0};
    cJSON *json;

    if (!json_parse(delivery->payload, delivery->length, "the event", &json, err))
        return false;
    bool known = event_read(scratch, json, NULL, &event, err) &&
                 engine_find_rule(scratch, &event, &rule, err);
    if (known)
        delivery->rule = rule;
    if (event.account_id)
        delivery->account = arena_strdup(loading->arena, event.account_id);
    if (event.result_token)
        delivery->result_token = arena_strdup(loading->arena, event.result_token);
    if (!loading->stand_in->region)
        loading->stand_in->region = find_region(loading->arena, json, &event);
    return known;
}

bool stand_in_load(struct stand_in *stand_in, struct arena *arena, char *const *paths, size_t count)
{
    static const struct rule unknown = {.name = ""};
    struct delivery *deliveries = arena_alloc(arena, (count + 1) * sizeof(*deliveries));
    struct loading loading = {.stand_in = stand_in, .arena = arena};
    struct error err;

    stand_in->deliveries = deliveries;
    stand_in->delivery_count = count;
    for (size_t i = 0; i < count; i++) {
        loading.delivery = &deliveries[i];
        deliveries[i].place = paths[i];
        deliveries[i].account = DEFAULT_ACCOUNT;
        if (!run_in_scratch(arena, read_payload, &loading, &err))
            stand_in_fail(stand_in, paths[i], "%s", err.message);
        else if (!run_in_scratch(arena, survey, &loading, &err))
            deliveries[i].rule = &unknown; /* it is delivered, and the program says why */
    }
    if (!stand_in->region)
        stand_in->region = DEFAULT_REGION;
    return !stand_in->failed;
}
