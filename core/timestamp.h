/*
 * timestamp.h - every spelling of time in AWS Config's events and replies, as milliseconds since
 * 1970-01-01T00:00:00Z.
 */
#ifndef CORE_TIMESTAMP_H
#define CORE_TIMESTAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/json.h"

#define TIMESTAMP_SIZE 25 /* "2016-07-13T21:50:00.373Z" and a NUL */

/*
 * A string is ISO 8601 with or without fractions, with the zone Z, +hh:mm or +hhmm. Milliseconds
 * are kept, further digits are dropped. A number is seconds since 1970, or milliseconds from
 * 100,000,000,000 on. False: value is NULL, of another kind, no date that exists, after the year
 * 9999, or not after 1970 began, since 0 stands for a time that was not said. *ms is unchanged then.
 */
bool timestamp_read(const cJSON *value, int64_t *ms);

/*
 * RFC 3339 in UTC with milliseconds, as in Lambda's logs and AWS Config's events. ms is not
 * negative and before the year 10000.
 */
void timestamp_format(int64_t ms, char out[TIMESTAMP_SIZE]);

/*
 * Seconds since 1970 with milliseconds, "1455672994.043", as AWS's JSON protocols take a time. It
 * is a new value in JSON's arena.
 */
cJSON *timestamp_json(int64_t ms);

/* Now, by the system's clock. */
int64_t timestamp_now_ms(void);

#endif
