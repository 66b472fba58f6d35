#include "iam/condition.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/arn.h"
#include "core/names.h"
#include "core/text.h"
#include "iam/text.h"

#define BITS 8            /* of a byte */
#define SECONDS_DIGITS 11 /* a time in milliseconds has more, of which AWS says nothing */
#define MINUTE 60         /* seconds */
#define HOUR 3600
#define DAY 86400

/* A decimal number, exactly: AWS bounds neither its digits nor says how it would round. */
struct decimal {
    bool negative;
    const char *digits; /* of the whole part, without leading zeros */
    size_t digit_count;
    const char *fraction; /* without trailing zeros */
    size_t fraction_count;
};

struct address {
    int family;              /* AF_INET or AF_INET6 */
    unsigned char bytes[16]; /* in network order */
    unsigned prefix;         /* bits that count */
};

struct date {
    int64_t seconds;      /* since 1970, before it negative; of a leap second that before it */
    bool leap;            /* a leap second, which is after that */
    const char *fraction; /* of a second, without trailing zeros */
    size_t fraction_count;
};

union iam_value {
    struct decimal decimal;
    struct date date;
    bool boolean;
    const char *base64; /* without padding */
    struct address address;
};

/* Where the request's value may stand to the policy's, as bits. */
enum { LESS = 1, EQUAL = 2, GREATER = 4 };

/* What the values of an operator are. */
struct family {
    const char *form; /* "a date", for messages */
    bool (*read)(struct arena *arena, const char *text, union iam_value *out);
    /*
     * One of LESS, EQUAL, GREATER; 0: neither. NULL: the values are patterns, of the operator's
     * style.
     */
    int (*compare)(const union iam_value *given, const union iam_value *value);
};

struct iam_operator {
    const char *name;
    const struct family *family;
    int accepts; /* what of compare() meets it */
    bool negated;
    enum iam_pattern_style style; /* of patterns */
};

static int standing(int order)
{
    return order < 0 ? LESS : order > 0 ? GREATER : EQUAL;
}

static bool read_decimal(struct arena *arena, const char *text, union iam_value *out)
{
    static const char digits[] = "0123456789";
    struct decimal *decimal = &out->decimal;

    (void)arena;
    *decimal = (struct decimal){.negative = *text == '-'};
    text += *text == '-' || *text == '+';
    size_t whole = strspn(text, digits), fraction = 0;
    const char *end = text + whole;
    if (*end == '.') {
        fraction = strspn(end + 1, digits);
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

/* Less than, equal to, or greater than 0. */
static int order_fractions(const char *a, size_t a_count, const char *b, size_t b_count)
{
    size_t shorter = a_count < b_count ? a_count : b_count;
    int order = shorter ? memcmp(a, b, shorter) : 0;

    return order != 0 ? order : (a_count > shorter) - (b_count > shorter);
}

/* Of two without sign: less than, equal to, or greater than 0. */
static int order_magnitudes(const struct decimal *a, const struct decimal *b)
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
    const struct decimal *a = &given->decimal, *b = &value->decimal;

    if (a->negative != b->negative)
        return a->negative ? LESS : GREATER;
    return standing(a->negative ? order_magnitudes(b, a) : order_magnitudes(a, b));
}

/* How many digits text begins with. */
static size_t count_digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* The count digits that *text begins with, and a character that ends them, '\0': none. */
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

/* "Z", "+hh:mm" or "+hhmm": seconds that the clock is ahead of UTC. */
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

/* "hh:mm", "hh:mm:ss" or "hh:mm:ss.s...", and the zone, which must be there. */
static bool take_time(const char **text, struct tm *tm, struct date *out, int *ahead)
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
static bool read_iso(const char *text, struct date *out)
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
    struct date *date = &out->date;
    const char *digits = text + (*text == '-');
    size_t count = count_digits(digits);

    (void)arena;
    *date = (struct date){0};
    if (!read_iso(text, date)) {
        if (!count || digits[count] || count > SECONDS_DIGITS)
            return false;
        *date = (struct date){.seconds = strtoll(text, NULL, 10)};
    }
    while (date->fraction_count && date->fraction[date->fraction_count - 1] == '0')
        date->fraction_count--;
    return true;
}

static int compare_dates(const union iam_value *given, const union iam_value *value)
{
    const struct date *a = &given->date, *b = &value->date;

    if (a->seconds != b->seconds)
        return a->seconds < b->seconds ? LESS : GREATER;
    if (a->leap != b->leap)
        return a->leap ? GREATER : LESS;
    return standing(
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
    return given->boolean == value->boolean ? EQUAL : 0;
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
    return strcmp(given->base64, value->base64) == 0 ? EQUAL : 0;
}

static bool read_address(struct arena *arena, const char *text, union iam_value *out)
{
    struct address *address = &out->address;
    char bare[INET6_ADDRSTRLEN] = "";
    size_t length = strcspn(text, "/");
    const char *prefix = text[length] ? text + length + 1 : NULL;

    (void)arena;
    *address = (struct address){.family = strchr(text, ':') ? AF_INET6 : AF_INET};
    unsigned most = address->family == AF_INET6 ? 128 : 32;
    if (length >= sizeof(bare))
        return false;
    memcpy(bare, text, length);
    if (inet_pton(address->family, bare, address->bytes) != 1)
        return false;
    address->prefix = most;
    if (!prefix)
        return true;
    if (!*prefix || strlen(prefix) > 3 || strspn(prefix, "0123456789") != strlen(prefix))
        return false;
    address->prefix = 0;
    for (; *prefix; prefix++)
        address->prefix = address->prefix * 10 + (unsigned)(*prefix - '0');
    return address->prefix <= most;
}

/* EQUAL: the given addresses are all of the value's. */
static int compare_addresses(const union iam_value *given, const union iam_value *value)
{
    const struct address *range = &value->address, *some = &given->address;
    unsigned whole = range->prefix / BITS, rest = range->prefix % BITS;

    if (range->family != some->family || range->prefix > some->prefix ||
        memcmp(range->bytes, some->bytes, whole) != 0)
        return 0;
    return !rest || (range->bytes[whole] ^ some->bytes[whole]) >> (BITS - rest) == 0 ? EQUAL : 0;
}

static const struct family text_family = {.form = "text"};
static const struct family number_family = {"a number", read_decimal, compare_decimals};
static const struct family date_family = {"a date of ISO 8601 or seconds since 1970", read_date,
                                          compare_dates};
static const struct family boolean_family = {"true or false", read_boolean, compare_booleans};
static const struct family binary_family = {"base64", read_base64, compare_base64};
static const struct family address_family = {"an IP address or a CIDR range", read_address,
                                             compare_addresses};
/* Asks whether the key is absent. */
static const struct family null_family = {"true or false", read_boolean, compare_booleans};

static const struct iam_operator operators[] = {
    {"StringEquals", &text_family, EQUAL, false, IAM_PATTERN_LITERAL},
    {"StringNotEquals", &text_family, EQUAL, true, IAM_PATTERN_LITERAL},
    {"StringEqualsIgnoreCase", &text_family, EQUAL, false, IAM_PATTERN_LITERAL_ANY_CASE},
    {"StringNotEqualsIgnoreCase", &text_family, EQUAL, true, IAM_PATTERN_LITERAL_ANY_CASE},
    {"StringLike", &text_family, EQUAL, false, IAM_PATTERN_TEXT},
    {"StringNotLike", &text_family, EQUAL, true, IAM_PATTERN_TEXT},
    {"ArnEquals", &text_family, EQUAL, false, IAM_PATTERN_ARN},
    {"ArnNotEquals", &text_family, EQUAL, true, IAM_PATTERN_ARN},
    {"ArnLike", &text_family, EQUAL, false, IAM_PATTERN_ARN},
    {"ArnNotLike", &text_family, EQUAL, true, IAM_PATTERN_ARN},
    {"NumericEquals", &number_family, EQUAL, false, 0},
    {"NumericNotEquals", &number_family, EQUAL, true, 0},
    {"NumericLessThan", &number_family, LESS, false, 0},
    {"NumericLessThanEquals", &number_family, LESS | EQUAL, false, 0},
    {"NumericGreaterThan", &number_family, GREATER, false, 0},
    {"NumericGreaterThanEquals", &number_family, GREATER | EQUAL, false, 0},
    {"DateEquals", &date_family, EQUAL, false, 0},
    {"DateNotEquals", &date_family, EQUAL, true, 0},
    {"DateLessThan", &date_family, LESS, false, 0},
    {"DateLessThanEquals", &date_family, LESS | EQUAL, false, 0},
    {"DateGreaterThan", &date_family, GREATER, false, 0},
    {"DateGreaterThanEquals", &date_family, GREATER | EQUAL, false, 0},
    {"Bool", &boolean_family, EQUAL, false, 0},
    {"BinaryEquals", &binary_family, EQUAL, false, 0},
    {"IpAddress", &address_family, EQUAL, false, 0},
    {"NotIpAddress", &address_family, EQUAL, true, 0},
    {"Null", &null_family, EQUAL, false, 0},
};

#define OPERATOR_COUNT (sizeof(operators) / sizeof(*operators))

static const struct iam_operator *find_operator(const char *name, size_t length)
{
    for (size_t i = 0; i < OPERATOR_COUNT; i++)
        if (strncmp(operators[i].name, name, length) == 0 && !operators[i].name[length])
            return &operators[i];
    return NULL;
}

/* Takes prefix from the front of *text. */
static bool take(const char **text, const char *prefix)
{
    bool taken = text_begins(*text, prefix);

    *text += taken ? strlen(prefix) : 0;
    return taken;
}

static bool read_operator(struct iam_condition *condition, struct error *err)
{
    static const char if_exists[] = "IfExists";
    const char *name = condition->text, *names[OPERATOR_COUNT + 1] = {NULL};

    if (take(&name, "ForAllValues:"))
        condition->set = IAM_SET_FOR_ALL_VALUES;
    else if (take(&name, "ForAnyValue:"))
        condition->set = IAM_SET_FOR_ANY_VALUE;
    size_t length = strlen(name), suffix = strlen(if_exists);
    condition->if_exists = length > suffix && strcmp(name + length - suffix, if_exists) == 0;
    length -= condition->if_exists ? suffix : 0;
    condition->operation = find_operator(name, length);
    if (!condition->operation) {
        for (size_t i = 0; i < OPERATOR_COUNT; i++)
            names[i] = operators[i].name;
        return error_set(err, ERROR_INPUT, "unknown operator %s%s", condition->text,
                         did_you_mean(name, names).text);
    }
    if (condition->operation->family == &null_family && condition->if_exists)
        return error_set(err, ERROR_INPUT, "%s: Null takes no IfExists", condition->text);
    return true;
}

bool iam_operator_check(const char *text, struct error *err)
{
    struct iam_condition condition = {.text = text};

    return read_operator(&condition, err);
}

/* Reads the n-th value of the list that its family has. */
static bool read_value(struct arena *arena, const struct iam_condition *condition, size_t n,
                       const cJSON *json, bool variables, struct error *err)
{
    const struct iam_operator *operation = condition->operation;
    const char *source = iam_scalar_text(arena, json);

    if (!source)
        return error_set(err, ERROR_INPUT,
                         "a value is not a string, a boolean or a number of at most 15 digits");
    if (!operation->family->compare)
        return iam_pattern_parse(arena, source, operation->style, variables,
                                 (struct iam_pattern *)&condition->patterns.items[n], err);
    return operation->family->read(arena, source, (union iam_value *)&condition->values[n]) ||
           error_set(err, ERROR_INPUT, "\"%s\" is not %s", source, operation->family->form);
}

static bool read_values(struct arena *arena, const cJSON *values, bool variables,
                        struct iam_condition *out, struct error *err)
{
    const cJSON *value;
    size_t count = json_entries(values, &value);

    if (!count && out->set == IAM_SET_ONE_VALUE && !out->if_exists)
        return error_set(err, ERROR_INPUT, "the list is empty");
    if (!out->operation->family->compare) {
        out->patterns.items = arena_alloc(arena, count * sizeof(*out->patterns.items));
        out->patterns.count = count;
    } else {
        out->values = arena_alloc(arena, count * sizeof(*out->values));
        out->value_count = count;
    }
    for (size_t n = 0; n < count; n++, value = value->next)
        if (!read_value(arena, out, n, value, variables, err))
            return false;
    return true;
}

bool iam_condition_parse(struct arena *arena, const char *operator_text, const char *key,
                         const cJSON *values, bool variables, struct iam_condition *out,
                         struct error *err)
{
    *out = (struct iam_condition){.text = operator_text, .key = key};
    if (!read_operator(out, err))
        return false;
    if (!iam_is_key(key))
        return error_set(err, ERROR_INPUT,
                         "%s: \"%s\" is no context key: it is not of the form service:name",
                         operator_text, key);
    return read_values(arena, values, variables, out, err) ||
           error_prefix(err, "%s: %s: ", operator_text, key);
}

/* Whether one value of the request is, or under a negated operator is not, one of the policy's. */
static bool value_met(struct arena *scratch, const struct iam_condition *condition,
                      const struct iam_request *request, const char *given, bool *met,
                      struct error *err)
{
    const struct iam_operator *operation = condition->operation;
    const struct family *family = operation->family;
    struct arena_mark mark = arena_mark(scratch);
    union iam_value read;
    bool found, arn = operation->style == IAM_PATTERN_ARN;

    if (arn ? !arn_resource(scratch, given)
            : family->compare && !family->read(scratch, given, &read))
        return error_set(err, ERROR_INPUT,
                         "the request's context has \"%s\" for %s, which %s cannot compare: it is "
                         "not %s",
                         given, condition->key, condition->text, arn ? "an ARN" : family->form);
    found = iam_patterns_match(scratch, &condition->patterns, request, given);
    for (size_t i = 0; family->compare && i < condition->value_count && !found; i++)
        found = family->compare(&read, &condition->values[i]) & operation->accepts;
    *met = found != operation->negated;
    arena_rewind(scratch, mark);
    return true;
}

/* The same of a key of which only the form is known. */
static bool possible_met(struct arena *scratch, const struct iam_condition *condition,
                         const struct iam_request *request, const struct iam_possible_key *key,
                         bool *met, struct error *err)
{
    const struct iam_operator *operation = condition->operation;
    bool arn = operation->style == IAM_PATTERN_ARN && !operation->family->compare;

    if (operation->family->compare || (arn && !text_begins(key->forms[0], "arn:")))
        return error_set(err, ERROR_INPUT,
                         "the request's context lacks %s (%s), which %s asks for: give it",
                         key->name, key->text, condition->text);
    *met = iam_patterns_match_possible(scratch, &condition->patterns, request, key) !=
           operation->negated;
    return true;
}

bool iam_condition_met(struct arena *scratch, const struct iam_condition *condition,
                       const struct iam_request *request, bool *met, struct error *err)
{
    const struct iam_context_key *key = iam_request_key(request, condition->key);
    const struct iam_possible_key *possible = NULL;
    bool all = condition->set == IAM_SET_FOR_ALL_VALUES,
         any = condition->set == IAM_SET_FOR_ANY_VALUE;
    bool empty = condition->patterns.count + condition->value_count == 0;

    if (!key && request->possible_count)
        possible = iam_possible_key(request, condition->key);
    if (possible && !iam_possible_is_present(request, possible))
        possible = NULL;
    bool absent = !key && !possible;
    if (condition->operation->family == &null_family) {
        *met = all; /* with either of the two it looks at no value */
        for (size_t i = 0; i < condition->value_count && !all && !any; i++)
            *met = *met || condition->values[i].boolean == absent;
        return true;
    }
    *met = condition->if_exists || all || (condition->operation->negated && !any);
    if (absent)
        return true;
    if (key && !all && !any && key->count > 1)
        return error_set(err, ERROR_INPUT,
                         "the request's context has %zu values for %s, and %s is without "
                         "ForAllValues or ForAnyValue: AWS does not say what that means",
                         key->count, condition->key, condition->text);
    *met = all && !empty;
    if (possible && !empty)
        return possible_met(scratch, condition, request, possible, met, err);
    for (size_t i = 0; key && i < key->count && !empty; i++) {
        bool one = false;

        if (all && !*key->values[i]) /* to AWS a set of nothing */
            continue;
        if (!value_met(scratch, condition, request, key->values[i], &one, err))
            return false;
        *met = all ? *met && one : *met || one;
    }
    return true;
}

const char *iam_condition_unresolved(const struct iam_condition *condition,
                                     const struct iam_request *request)
{
    const struct iam_possible_key *possible = iam_possible_key(request, condition->key);
    bool present = iam_request_key(request, condition->key) ||
                   (possible && iam_possible_is_present(request, possible));

    if (!condition->operation->negated || (condition->if_exists && !present))
        return NULL;
    return iam_patterns_unresolved(&condition->patterns, request);
}

bool iam_condition_is_negated(const struct iam_condition *condition)
{
    return condition->operation->negated ||
           (condition->operation->family == &null_family && condition->value_count > 0 &&
            condition->values[0].boolean);
}
