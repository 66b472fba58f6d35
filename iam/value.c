#include "iam/value.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/text.h"

#define BITS 8            /* of a byte */
#define SECONDS_DIGITS 11 /* a time in milliseconds has more, of which AWS says nothing */
#define MINUTE 60         /* seconds */
#define HOUR 3600
#define DAY 86400

#define EXACT_LIMIT 1e15 /* a double has all of 15 digits */

const char *iam_value_text(struct arena *arena, const cJSON *value)
{
    if (cJSON_IsString(value))
        return value->valuestring;
    if (cJSON_IsBool(value))
        return cJSON_IsTrue(value) ? "true" : "false";
    if (cJSON_IsNumber(value) && value->valuedouble < EXACT_LIMIT &&
        value->valuedouble > -EXACT_LIMIT)
        return arena_printf(arena, "%.15g", value->valuedouble);
    return NULL;
}

/* From an order as memcmp() has it. */
static int order_of(int order)
{
    return order < 0 ? IAM_ORDER_LESS : order > 0 ? IAM_ORDER_GREATER : IAM_ORDER_EQUAL;
}

/* How many digits text begins with. */
static size_t count_digits(const char *text)
{
    return strspn(text, TEXT_DIGITS);
}

static bool read_decimal(struct arena *arena, const char *text, union iam_value *out)
{
    struct iam_decimal *decimal = &out->decimal;

    (void)arena;
    *decimal = (struct iam_decimal){.negative = *text == '-'};
    text += *text == '-' || *text == '+';
    size_t whole = count_digits(text), fraction = 0;
    const char *end = text + whole;
    if (*end == '.') {
        fraction = count_digits(end + 1);
        decimal->fraction = end + 1;
        end += 1 + fraction;
    }
    if (*end || whole + fraction == 0)
        return false;
    for (; whole && *text == '0'; text++)
        whole--;
    while (fraction && decimal->fraction[fraction - 1] == '0')
        fraction--;
    decimal->digits = text;
    decimal->digit_count = whole;
    decimal->fraction_count = fraction;
    decimal->negative = decimal->negative && whole + fraction > 0;
    return true;
}

/* An order as memcmp() has it. */
static int order_fractions(const char *a, size_t a_count, const char *b, size_t b_count)
{
    size_t shorter = a_count < b_count ? a_count : b_count;
    int order = shorter ? memcmp(a, b, shorter) : 0;

    return order != 0 ? order : (a_count > shorter) - (b_count > shorter);
}

/* The same, of two numbers without their signs. */
static int order_magnitudes(const struct iam_decimal *a, const struct iam_decimal *b)
{
    int order;

    if (a->digit_count != b->digit_count)
        return a->digit_count < b->digit_count ? -1 : 1;
    order = a->digit_count ? memcmp(a->digits, b->digits, a->digit_count) : 0;
    return order != 0
               ? order
               : order_fractions(a->fraction, a->fraction_count, b->fraction, b->fraction_count);
}

static int compare_decimals(const union iam_value *given, const union iam_value *value)
{
    const struct iam_decimal *a = &given->decimal, *b = &value->decimal;

    if (a->negative != b->negative)
        return a->negative ? IAM_ORDER_LESS : IAM_ORDER_GREATER;
    return order_of(a->negative ? order_magnitudes(b, a) : order_magnitudes(a, b));
}

/* Takes count digits from the front of *text, and the character that ends them; '\0': none does. */
static bool take_number(const char **text, size_t count, char end, int *out)
{
    *out = 0;
    for (size_t i = 0; i < count; i++, ++*text) {
        if (!count_digits(*text))
            return false;
        *out = *out * 10 + (**text - '0');
    }
    if (end && **text != end)
        return false;
    *text += end != '\0';
    return true;
}

/* Takes "Z", "+hh:mm" or "+hhmm": how many seconds the clock is ahead of UTC. */
static bool take_zone(const char **text, int *ahead)
{
    char sign = **text;
    int hours, minutes;

    *ahead = 0;
    if (sign != 'Z' && sign != '+' && sign != '-')
        return false;
    ++*text;
    if (sign == 'Z')
        return true;
    if (!take_number(text, 2, '\0', &hours))
        return false;
    *text += **text == ':';
    if (!take_number(text, 2, '\0', &minutes) || hours >= DAY / HOUR || minutes >= MINUTE)
        return false;
    *ahead = (sign == '-' ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
    return true;
}

/* Takes "hh:mm", "hh:mm:ss" or "hh:mm:ss.s...", and the zone, which must be there. */
static bool take_time(const char **text, struct tm *tm, struct iam_date *out, int *ahead)
{
    if (!take_number(text, 2, ':', &tm->tm_hour) || !take_number(text, 2, '\0', &tm->tm_min))
        return false;
    if (**text == ':') {
        ++*text;
        if (!take_number(text, 2, '\0', &tm->tm_sec))
            return false;
        if (**text == '.') {
            out->fraction = ++*text;
            out->fraction_count = count_digits(*text);
            *text += out->fraction_count;
            if (!out->fraction_count)
                return false;
        }
    }
    return take_zone(text, ahead);
}

/* A leap second is the last of a month in UTC: https://www.itu.int/rec/R-REC-TF.460 */
static bool ends_month(int64_t seconds)
{
    time_t next = (time_t)seconds + 1;
    struct tm tm;

    return gmtime_r(&next, &tm) && tm.tm_mday == 1 && next % DAY == 0;
}

/* The forms of https://www.w3.org/TR/NOTE-datetime, with "+hhmm" and leap seconds as ISO 8601. */
static bool read_iso(const char *text, struct iam_date *out)
{
    struct tm tm = {.tm_mon = 1, .tm_mday = 1}, asked;
    int ahead = 0;

    if (!take_number(&text, 4, '\0', &tm.tm_year) ||
        (*text && (*text++ != '-' || !take_number(&text, 2, '\0', &tm.tm_mon))) ||
        (*text && (*text++ != '-' || !take_number(&text, 2, '\0', &tm.tm_mday))) ||
        (*text && (*text++ != 'T' || !take_time(&text, &tm, out, &ahead))) || *text)
        return false;
    tm.tm_year -= 1900;
    tm.tm_mon--;
    out->leap = tm.tm_sec == MINUTE;
    tm.tm_sec -= out->leap;
    asked = tm;
    out->seconds = timegm(&tm); /* moves what is no date: 30 February */
    if (asked.tm_mon != tm.tm_mon || asked.tm_mday != tm.tm_mday || asked.tm_hour != tm.tm_hour ||
        asked.tm_min != tm.tm_min || asked.tm_sec != tm.tm_sec)
        return false;
    out->seconds -= ahead;
    return !out->leap || ends_month(out->seconds);
}

static bool read_date(struct arena *arena, const char *text, union iam_value *out)
{
    struct iam_date *date = &out->date;
    const char *digits = text + (*text == '-');
    size_t count = count_digits(digits);

    (void)arena;
    *date = (struct iam_date){0};
    if (!read_iso(text, date)) {
        if (!count || digits[count] || count > SECONDS_DIGITS)
            return false;
        *date = (struct iam_date){.seconds = strtoll(text, NULL, 10)};
    }
    while (date->fraction_count && date->fraction[date->fraction_count - 1] == '0')
        date->fraction_count--;
    return true;
}

static int compare_dates(const union iam_value *given, const union iam_value *value)
{
    const struct iam_date *a = &given->date, *b = &value->date;

    if (a->seconds != b->seconds)
        return a->seconds < b->seconds ? IAM_ORDER_LESS : IAM_ORDER_GREATER;
    if (a->leap != b->leap)
        return a->leap ? IAM_ORDER_GREATER : IAM_ORDER_LESS;
    return order_of(
        order_fractions(a->fraction, a->fraction_count, b->fraction, b->fraction_count));
}

static bool read_boolean(struct arena *arena, const char *text, union iam_value *out)
{
    (void)arena;
    out->boolean = text_same_any_case(text, "true");
    return out->boolean || text_same_any_case(text, "false");
}

static int compare_booleans(const union iam_value *given, const union iam_value *value)
{
    return given->boolean == value->boolean ? IAM_ORDER_EQUAL : 0;
}

static bool read_base64(struct arena *arena, const char *text, union iam_value *out)
{
    size_t length = strspn(text, TEXT_ALPHANUMERIC "+/");

    out->base64 = arena_strndup(arena, text, length);
    return strspn(text + length, "=") == strlen(text + length) && strlen(text + length) <= 2 &&
           strlen(text) % 4 == 0;
}

static int compare_base64(const union iam_value *given, const union iam_value *value)
{
    return strcmp(given->base64, value->base64) == 0 ? IAM_ORDER_EQUAL : 0;
}

static bool read_address(struct arena *arena, const char *text, union iam_value *out)
{
    struct iam_address *address = &out->address;
    char bare[INET6_ADDRSTRLEN] = "";
    size_t length = strcspn(text, "/");
    const char *prefix = text[length] ? text + length + 1 : NULL;

    (void)arena;
    *address = (struct iam_address){.family = strchr(text, ':') ? AF_INET6 : AF_INET};
    unsigned most = address->family == AF_INET6 ? 128 : 32;
    if (length >= sizeof(bare))
        return false;
    memcpy(bare, text, length);
    if (inet_pton(address->family, bare, address->bytes) != 1)
        return false;
    address->prefix = most;
    if (!prefix)
        return true;
    if (!*prefix || strlen(prefix) > 3 || count_digits(prefix) != strlen(prefix))
        return false;
    address->prefix = 0;
    for (; *prefix; prefix++)
        address->prefix = address->prefix * 10 + (unsigned)(*prefix - '0');
    return address->prefix <= most;
}

/* IAM_ORDER_EQUAL: all of the given addresses are in the range of the value. */
static int compare_addresses(const union iam_value *given, const union iam_value *value)
{
    const struct iam_address *range = &value->address, *some = &given->address;
    unsigned whole = range->prefix / BITS, rest = range->prefix % BITS;

    if (range->family != some->family || range->prefix > some->prefix ||
        memcmp(range->bytes, some->bytes, whole) != 0)
        return 0;
    return !rest || (range->bytes[whole] ^ some->bytes[whole]) >> (BITS - rest) == 0
               ? IAM_ORDER_EQUAL
               : 0;
}

const struct iam_value_type iam_number = {"a number", read_decimal, compare_decimals};
const struct iam_value_type iam_date = {"a date of ISO 8601 or seconds since 1970", read_date,
                                        compare_dates};
const struct iam_value_type iam_boolean = {"true or false", read_boolean, compare_booleans};
const struct iam_value_type iam_binary = {"base64", read_base64, compare_base64};
const struct iam_value_type iam_ip_address = {"an IP address or a CIDR range", read_address,
                                              compare_addresses};
