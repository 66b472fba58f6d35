/* history.h - what AWS Config's history says of one resource. */
#ifndef CONFIG_HISTORY_H
#define CONFIG_HISTORY_H

#include "config/configuration_item.h"
#include "config/reader.h"

/*
 * Reads the newest item of a resource, up to later_time where that is given (ms since 1970; 0: the
 * newest of all). It must be of account_id; NULL: of any account. It lives in arena, which is
 * JSON's. False with *err when there is none, or it cannot be had or read;
 * error_is_code(err, "ResourceNotDiscoveredException") when AWS Config does not know the resource.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html
 */
MUST_USE bool history_newest(struct arena *arena, struct reader *reader, const char *account_id,
                             const char *resource_type, const char *resource_id, int64_t later_time,
                             struct configuration_item *out, struct error *err);

/*
 * configuration_item_parse() of an item that AWS Config answered, which must be of the account of
 * the event; account_id NULL: of any.
 */
MUST_USE bool recorded_item_parse(struct arena *arena, const cJSON *json, const char *place,
                                  const char *account_id, struct configuration_item *out,
                                  struct error *err);

#endif
