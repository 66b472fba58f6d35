/* history.h - what AWS Config's history says of one resource; for the engine, never for a rule. */
#ifndef ENGINE_HISTORY_H
#define ENGINE_HISTORY_H

#include "core/json.h"
#include "engine/context.h"

/*
 * The newest item of a resource, up to later_time where that is given (ms since 1970; 0: the newest
 * of all), as configuration_item_parse() takes it. NULL with *err when there is none or it cannot
 * be had; ResourceNotDiscoveredException when AWS Config does not know the resource.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html
 */
const cJSON *history_newest(struct rule_context *ctx, const char *resource_type,
                            const char *resource_id, int64_t later_time, struct error *err);

/*
 * An item of what AWS Config answered, for the event's account: configuration_item_parse() of it,
 * which also fails, naming both accounts, for an item of another one.
 */
MUST_USE bool recorded_item_parse(const struct rule_context *ctx, const cJSON *json,
                                  const char *place, struct configuration_item *out,
                                  struct error *err);

#endif
