#include "iam/condition.h"

#include <arpa/inet.h>
#include <string.h>

#include "core/arn.h"
#include "core/nearest.h"
#include "core/timestamp.h"
#include "iam/text.h"

#define BITS 8            /* of a byte */
#define SECONDS_DIGITS 11 /* a time in milliseconds has more, of which AWS says nothing */

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

union iam_value {
    struct decimal decimal;
    int64_t time_ms; /* since 1970 */
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

/* Of two without sign: less than, equal to, or greater than 0. */
static int order_magnitudes(const struct decimal *a, const struct decimal *b)
{
    size_t shorter = a->fraction_count < b->fraction_count ? a->fraction_count : b->fraction_count;
    int order;

    if (a->digit_count != b->digit_count)
        return a->digit_count < b->digit_count ? -1 : 1;
    order = a->digit_count ? memcmp(a->digits, b->digits, a->digit_count) : 0;
    if (order == 0 && shorter)
        order = memcmp(a->fraction, b->fraction, shorter);
    if (order == 0)
        order = (a->fraction_count > shorter) - (b->fraction_count > shorter);
    return order;
}

static int compare_decimals(const union iam_value *given, const union iam_value *value)
{
    const struct decimal *a = &given->decimal, *b = &value->decimal;

    if (a->negative != b->negative)
        return a->negative ? LESS : GREATER;
    return standing(a->negative ? order_magnitudes(b, a) : order_magnitudes(a, b));
}

static bool read_seconds(const char *text, int64_t *ms)
{
    cJSON seconds = {.type = cJSON_Number};

    for (size_t digits = 0; *text; text++) {
        if (*text < '0' || *text > '9' || ++digits > SECONDS_DIGITS)
            return false;
        seconds.valuedouble = seconds.valuedouble * 10 + (*text - '0');
    }
    return timestamp_read(&seconds, ms);
}

/* The length of form where text begins with it, a digit for each '0'; else 0. */
static size_t begins_as(const char *text, const char *form)
{
    size_t i = 0;

    for (; form[i]; i++)
        if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return 0;
    return i;
}

/* The forms of https://www.w3.org/TR/NOTE-datetime, and seconds since 1970. */
static bool read_date(struct arena *arena, const char *text, union iam_value *out)
{
    static const struct {
        const char *form, *rest;
        bool zone; /* what follows is one, after the rest */
    } forms[] = {{"0000-00-00T00:00:00", "", true},
                 {"0000-00-00T00:00", ":00", true},
                 {"0000-00-00", "T00:00:00Z", false},
                 {"0000-00", "-01T00:00:00Z", false},
                 {"0000", "-01-01T00:00:00Z", false}};

    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        size_t length = begins_as(text, forms[i].form);

        if (!length || !text[length] == forms[i].zone || strchr(text, ' '))
            continue;
        cJSON whole = {.type = cJSON_String,
                       .valuestring = arena_printf(arena, "%.*s%s%s", (int)length, text,
                                                   forms[i].rest, text + length)};
        return timestamp_read(&whole, &out->time_ms);
    }
    return read_seconds(text, &out->time_ms);
}

static int compare_dates(const union iam_value *given, const union iam_value *value)
{
    return standing((given->time_ms > value->time_ms) - (given->time_ms < value->time_ms));
}

static bool read_boolean(struct arena *arena, const char *text, union iam_value *out)
{
    (void)arena;
    out->boolean = iam_is_same_name(text, "true");
    return out->boolean || iam_is_same_name(text, "false");
}

static int compare_booleans(const union iam_value *given, const union iam_value *value)
{
    return given->boolean == value->boolean ? EQUAL : 0;
}

static bool read_base64(struct arena *arena, const char *text, union iam_value *out)
{
    size_t length = strspn(text, IAM_ALPHANUMERIC "+/");

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
    {"StringEquals", &text_family, EQUAL, false, IAM_LITERAL},
    {"StringNotEquals", &text_family, EQUAL, true, IAM_LITERAL},
    {"StringEqualsIgnoreCase", &text_family, EQUAL, false, IAM_LITERAL_ANY_CASE},
    {"StringNotEqualsIgnoreCase", &text_family, EQUAL, true, IAM_LITERAL_ANY_CASE},
    {"StringLike", &text_family, EQUAL, false, IAM_TEXT},
    {"StringNotLike", &text_family, EQUAL, true, IAM_TEXT},
    {"ArnEquals", &text_family, EQUAL, false, IAM_ARN},
    {"ArnNotEquals", &text_family, EQUAL, true, IAM_ARN},
    {"ArnLike", &text_family, EQUAL, false, IAM_ARN},
    {"ArnNotLike", &text_family, EQUAL, true, IAM_ARN},
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
    bool taken = iam_begins(*text, prefix);

    *text += taken ? strlen(prefix) : 0;
    return taken;
}

static bool read_operator(struct iam_condition *condition, struct error *err)
{
    static const char if_exists[] = "IfExists";
    const char *name = condition->text, *names[OPERATOR_COUNT + 1] = {NULL};

    if (take(&name, "ForAllValues:"))
        condition->set = IAM_FOR_ALL_VALUES;
    else if (take(&name, "ForAnyValue:"))
        condition->set = IAM_FOR_ANY_VALUE;
    size_t length = strlen(name), suffix = strlen(if_exists);
    condition->if_exists = length > suffix && strcmp(name + length - suffix, if_exists) == 0;
    length -= condition->if_exists ? suffix : 0;
    condition->operation = find_operator(name, length);
    if (!condition->operation) {
        for (size_t i = 0; i < OPERATOR_COUNT; i++)
            names[i] = operators[i].name;
        return error_set(err, ERROR_EVENT, "unknown operator %s%s", condition->text,
                         did_you_mean(name, names).text);
    }
    if (condition->operation->family == &null_family && condition->if_exists)
        return error_set(err, ERROR_EVENT, "%s: Null takes no IfExists", condition->text);
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
        return error_set(err, ERROR_EVENT,
                         "a value is not a string, a boolean or a number of at most 15 digits");
    if (!operation->family->compare)
        return iam_pattern_parse(arena, source, operation->style, variables,
                                 (struct iam_pattern *)&condition->patterns.items[n], err);
    return operation->family->read(arena, source, (union iam_value *)&condition->values[n]) ||
           error_set(err, ERROR_EVENT, "\"%s\" is not %s", source, operation->family->form);
}

static bool read_values(struct arena *arena, const cJSON *values, bool variables,
                        struct iam_condition *out, struct error *err)
{
    const cJSON *value;
    size_t count = json_entries(values, &value);

    if (!count && out->set == IAM_ONE_VALUE && !out->if_exists)
        return error_set(err, ERROR_EVENT, "the list is empty");
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
        return error_set(err, ERROR_EVENT,
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
    bool found, arn = operation->style == IAM_ARN;

    if (arn ? !arn_resource(scratch, given)
            : family->compare && !family->read(scratch, given, &read))
        return error_set(err, ERROR_EVENT,
                         "the request's context has \"%s\" for %s, which %s cannot judge: it is "
                         "not %s",
                         given, condition->key, condition->text, arn ? "an ARN" : family->form);
    found = iam_patterns_match(scratch, &condition->patterns, request, given);
    for (size_t i = 0; family->compare && i < condition->value_count && !found; i++)
        found = family->compare(&read, &condition->values[i]) & operation->accepts;
    *met = found != operation->negated;
    arena_rewind(scratch, mark);
    return true;
}

bool iam_condition_met(struct arena *scratch, const struct iam_condition *condition,
                       const struct iam_request *request, bool *met, struct error *err)
{
    const struct iam_context_key *key = iam_request_key(request, condition->key);
    bool all = condition->set == IAM_FOR_ALL_VALUES, any = condition->set == IAM_FOR_ANY_VALUE;
    bool empty = condition->patterns.count + condition->value_count == 0;

    if (condition->operation->family == &null_family) {
        *met = all; /* with either of the two it looks at no value */
        for (size_t i = 0; i < condition->value_count && !all && !any; i++)
            *met = *met || condition->values[i].boolean == !key;
        return true;
    }
    *met = condition->if_exists || all || (condition->operation->negated && !any);
    if (!key)
        return true;
    if (!all && !any && key->count > 1)
        return error_set(err, ERROR_EVENT,
                         "the request's context has %zu values for %s, and %s is without "
                         "ForAllValues or ForAnyValue: AWS does not say what that means",
                         key->count, condition->key, condition->text);
    *met = all && !empty;
    for (size_t i = 0; i < key->count && !empty; i++) {
        bool one = false;

        if (all && !*key->values[i]) /* to AWS a set of nothing */
            continue;
        if (!value_met(scratch, condition, request, key->values[i], &one, err))
            return false;
        *met = all ? *met && one : *met || one;
    }
    return true;
}

bool iam_condition_is_negated(const struct iam_condition *condition)
{
    return condition->operation->negated ||
           (condition->operation->family == &null_family && condition->value_count > 0 &&
            condition->values[0].boolean);
}
