#include "iam/operator.h"

#include <string.h>

#include "core/names.h"
#include "core/text.h"

static const struct iam_comparison comparisons[] = {
    {"StringEquals", .style = IAM_PATTERN_LITERAL},
    {"StringNotEquals", .style = IAM_PATTERN_LITERAL, .negated = true},
    {"StringEqualsIgnoreCase", .style = IAM_PATTERN_LITERAL_ANY_CASE},
    {"StringNotEqualsIgnoreCase", .style = IAM_PATTERN_LITERAL_ANY_CASE, .negated = true},
    {"StringLike", .style = IAM_PATTERN_TEXT},
    {"StringNotLike", .style = IAM_PATTERN_TEXT, .negated = true},
    {"ArnEquals", .style = IAM_PATTERN_ARN},
    {"ArnNotEquals", .style = IAM_PATTERN_ARN, .negated = true},
    {"ArnLike", .style = IAM_PATTERN_ARN},
    {"ArnNotLike", .style = IAM_PATTERN_ARN, .negated = true},
    {"NumericEquals", &iam_number, .accepts = IAM_ORDER_EQUAL},
    {"NumericNotEquals", &iam_number, .accepts = IAM_ORDER_EQUAL, .negated = true},
    {"NumericLessThan", &iam_number, .accepts = IAM_ORDER_LESS},
    {"NumericLessThanEquals", &iam_number, .accepts = IAM_ORDER_LESS | IAM_ORDER_EQUAL},
    {"NumericGreaterThan", &iam_number, .accepts = IAM_ORDER_GREATER},
    {"NumericGreaterThanEquals", &iam_number, .accepts = IAM_ORDER_GREATER | IAM_ORDER_EQUAL},
    {"DateEquals", &iam_date, .accepts = IAM_ORDER_EQUAL},
    {"DateNotEquals", &iam_date, .accepts = IAM_ORDER_EQUAL, .negated = true},
    {"DateLessThan", &iam_date, .accepts = IAM_ORDER_LESS},
    {"DateLessThanEquals", &iam_date, .accepts = IAM_ORDER_LESS | IAM_ORDER_EQUAL},
    {"DateGreaterThan", &iam_date, .accepts = IAM_ORDER_GREATER},
    {"DateGreaterThanEquals", &iam_date, .accepts = IAM_ORDER_GREATER | IAM_ORDER_EQUAL},
    {"Bool", &iam_boolean, .accepts = IAM_ORDER_EQUAL},
    {"BinaryEquals", &iam_binary, .accepts = IAM_ORDER_EQUAL},
    {"IpAddress", &iam_ip_address, .accepts = IAM_ORDER_EQUAL},
    {"NotIpAddress", &iam_ip_address, .accepts = IAM_ORDER_EQUAL, .negated = true},
    {"Null", &iam_boolean, .null = true},
};

#define COMPARISON_COUNT (sizeof(comparisons) / sizeof(*comparisons))

static const struct iam_comparison *find(const char *name, size_t length)
{
    for (size_t i = 0; i < COMPARISON_COUNT; i++)
        if (strncmp(comparisons[i].name, name, length) == 0 && !comparisons[i].name[length])
            return &comparisons[i];
    return NULL;
}

static bool refuse(const char *text, const char *name, struct error *err)
{
    const char *names[COMPARISON_COUNT + 1] = {NULL};

    for (size_t i = 0; i < COMPARISON_COUNT; i++)
        names[i] = comparisons[i].name;
    return error_set(err, ERROR_INPUT, "unknown operator %s%s", text,
                     did_you_mean(name, names).text);
}

/* Takes prefix from the front of *text. */
static bool take(const char **text, const char *prefix)
{
    bool taken = text_begins(*text, prefix);

    *text += taken ? strlen(prefix) : 0;
    return taken;
}

bool iam_operator_read(const char *text, struct iam_operator *out, struct error *err)
{
    static const char if_exists[] = "IfExists";
    const char *name = text;

    *out = (struct iam_operator){.set = IAM_SET_ONE_VALUE};
    if (take(&name, "ForAllValues:"))
        out->set = IAM_SET_FOR_ALL_VALUES;
    else if (take(&name, "ForAnyValue:"))
        out->set = IAM_SET_FOR_ANY_VALUE;
    size_t length = strlen(name), suffix = strlen(if_exists);
    out->if_exists = length > suffix && strcmp(name + length - suffix, if_exists) == 0;
    length -= out->if_exists ? suffix : 0;
    out->comparison = find(name, length);
    if (!out->comparison)
        return refuse(text, name, err);
    if (out->comparison->null && out->if_exists)
        return error_set(err, ERROR_INPUT, "%s: Null takes no IfExists", text);
    return true;
}
