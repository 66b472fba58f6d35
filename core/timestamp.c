#include "core/timestamp.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

/* No item has more seconds than that, and none has fewer milliseconds. */
#define FIRST_MILLISECONDS 1e11
#define LAST_MILLISECONDS 253402300799999 /* 9999-12-31T23:59:59.999Z */

static bool read_text(const char *text, int64_t *ms)
{
    struct tm tm = {0}, again;
    int64_t fraction_ms = 0;

    text = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
    if (!text)
        return false;
    if (*text == '.') {
        int64_t digit_ms = 100;

        for (text++; *text >= '0' && *text <= '9'; text++, digit_ms /= 10)
            fraction_ms += (*text - '0') * digit_ms;
    }
    again = tm;
    time_t seconds = timegm(&again);
    if (again.tm_mday != tm.tm_mday)
        return false; /* timegm() moved it: 30 February */
    text = strptime(text, "%z", &tm);
    if (!text || *text)
        return false;
    *ms = ((int64_t)seconds - tm.tm_gmtoff) * 1000 + fraction_ms;
    return true;
}

static bool read_number(double number, int64_t *ms)
{
    if (number < FIRST_MILLISECONDS)
        number *= 1000;
    if (!(number >= 0 && number <= LAST_MILLISECONDS))
        return false;
    *ms = (int64_t)(number + 0.5);
    return true;
}

bool timestamp_read(const cJSON *value, int64_t *ms)
{
    int64_t read_ms = 0;
    bool read = cJSON_IsString(value)
                    ? read_text(value->valuestring, &read_ms)
                    : cJSON_IsNumber(value) && read_number(value->valuedouble, &read_ms);

    /* The zone of a text may lead into the year 10000. */
    if (!read || read_ms <= 0 || read_ms > LAST_MILLISECONDS)
        return false;
    *ms = read_ms;
    return true;
}

void timestamp_format(int64_t ms, char out[TIMESTAMP_SIZE])
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm tm;
    char date[20];

    gmtime_r(&seconds, &tm);
    strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(out, TIMESTAMP_SIZE, "%s.%03uZ", date, (unsigned)(ms % 1000) % 1000);
}

cJSON *timestamp_json(int64_t ms)
{
    char text[32];

    snprintf(text, sizeof(text), "%" PRId64 ".%03d", ms / 1000, (int)(ms % 1000));
    return cJSON_CreateRaw(text);
}

int64_t timestamp_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
