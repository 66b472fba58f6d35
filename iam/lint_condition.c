#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/keys.h"
#include "iam/linter.h"

/* The last part of an ARN, up to the first wildcard or variable; "": it has none. */
static const char *literal_resource(struct arena *arena, const char *source)
{
    const char *resource = arn_resource(arena, source);

    return resource ? arena_strndup(arena, resource, strcspn(resource, "*?$")) : "";
}

static bool may_begin(const char *literal, const char *kind)
{
    size_t length = strlen(literal) < strlen(kind) ? strlen(literal) : strlen(kind);

    return strncmp(literal, kind, length) == 0;
}

/* Of values that the key never has. */
static void warn_of_form(struct linter *linter, const struct iam_condition *condition,
                         const struct iam_pattern *pattern)
{
    const char *literal = literal_resource(linter->warnings.arena, pattern->source);

    if (text_same_any_case(condition->key, "bedrock:InferenceProfileArn") &&
        !may_begin(literal, "inference-profile/") &&
        !may_begin(literal, "application-inference-profile/"))
        linter_warn(linter,
                    "%s: %s: \"%s\" matches nothing: the key is the ARN of an inference profile",
                    condition->text, condition->key, pattern->source);
    if (text_same_any_case(condition->key, "aws:PrincipalArn") && *literal &&
        may_begin(literal, "assumed-role/"))
        linter_warn(linter,
                    "%s: %s: \"%s\" matches nothing: of a session the key is the role's ARN",
                    condition->text, condition->key, pattern->source);
}

/* wildcards: the key has values in which a '*' is meant as itself. */
static void warn_of_values(struct linter *linter, const struct iam_condition *condition,
                           bool wildcards)
{
    const char *element =
        arena_printf(linter->warnings.arena, "%s: %s", condition->text, condition->key);

    lint_patterns(linter, element, &condition->patterns);
    for (size_t i = 0; i < condition->patterns.count; i++) {
        const struct iam_pattern *pattern = &condition->patterns.items[i];
        bool literal =
            pattern->style == IAM_PATTERN_LITERAL || pattern->style == IAM_PATTERN_LITERAL_ANY_CASE;

        warn_of_form(linter, condition, pattern);
        if (literal && !wildcards && pattern->compiled && strpbrk(pattern->compiled, "*?") &&
            !strstr(pattern->source, "${"))
            linter_warn(linter, "%s: \"%s\": the wildcard is text here, use StringLike", element,
                        pattern->source);
    }
}

/* Whether the line only asks if the request has the key. */
static bool is_null(const struct iam_condition *condition)
{
    return condition->op.comparison->null && condition->op.set == IAM_SET_ONE_VALUE;
}

/* Whether the statement asks that the key be there, or that it be absent. */
static bool asks_null(const struct iam_statement *statement, const char *key, bool absent)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct iam_condition *condition = &statement->conditions[i];

        if (is_null(condition) && text_same_any_case(condition->key, key) &&
            iam_condition_is_negated(condition) == absent)
            return true;
    }
    return false;
}

/* The families of operators, by how their names begin, and the values that they compare. */
static const struct family {
    const char *prefix, *values;
    enum iam_key_type type;
} families[] = {
    {"String", "strings", IAM_KEY_STRING},
    {"Numeric", "numbers", IAM_KEY_NUMERIC},
    {"Date", "dates", IAM_KEY_DATE},
    {"Bool", "booleans", IAM_KEY_BOOL},
    {"IpAddress", "IP addresses", IAM_KEY_IP_ADDRESS},
    {"NotIpAddress", "IP addresses", IAM_KEY_IP_ADDRESS},
    {"Arn", "ARNs", IAM_KEY_ARN},
    {"Binary", "bytes", IAM_KEY_OF_UNKNOWN_TYPE},
    {"Null", NULL, IAM_KEY_OF_UNKNOWN_TYPE}, /* takes any key */
};

#define FAMILY_COUNT (sizeof(families) / sizeof(*families))

static const struct family *family_of_operator(const char *name)
{
    size_t i = 0;

    while (i < FAMILY_COUNT - 1 && !text_begins(name, families[i].prefix))
        i++;
    return &families[i];
}

static const struct family *family_of_key(enum iam_key_type type)
{
    size_t i = 0;

    while (i < FAMILY_COUNT - 1 && families[i].type != type)
        i++;
    return &families[i];
}

/* The name without ForAllValues or ForAnyValue. */
static const char *name_of(const struct iam_condition *condition)
{
    const char *colon = strchr(condition->text, ':');

    return colon ? colon + 1 : condition->text;
}

/*
 * General warning "Type mismatch" of
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 * An ARN is a string too, but a wildcard of StringLike does not stop at its colons.
 */
static void warn_of_type(struct linter *linter, const struct iam_condition *condition,
                         const struct iam_key *key)
{
    const char *name = name_of(condition);
    const struct family *used = family_of_operator(name), *wanted = family_of_key(key->type);
    /* https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
    bool seconds =
        used->type == IAM_KEY_NUMERIC && text_same_any_case(condition->key, "aws:EpochTime");

    if (key->type == IAM_KEY_OF_UNKNOWN_TYPE || key->type == used->type || seconds ||
        (key->family && key->type == IAM_KEY_STRING) || condition->op.comparison->null)
        return;
    if (key->type != IAM_KEY_ARN || used->type != IAM_KEY_STRING)
        linter_warn(linter, "%s: %s holds %s, and the operator compares %s: use %s...",
                    condition->text, condition->key, wanted->values, used->values, wanted->prefix);
    else if (condition->op.comparison->style == IAM_PATTERN_TEXT)
        linter_warn(linter,
                    "%s: %s holds ARNs, and a wildcard reaches over their colons: use Arn%s",
                    condition->text, condition->key, name + strlen("String"));
}

/* Of an operator for one value on a key with several, and the reverse. */
static void warn_of_number(struct linter *linter, const struct iam_condition *condition,
                           const struct iam_key *key)
{
    if (key->several && condition->op.set == IAM_SET_ONE_VALUE && !is_null(condition))
        linter_warn(linter,
                    "%s: %s has several values: the operator needs ForAllValues or ForAnyValue",
                    condition->text, condition->key);
    if (!key->several && condition->op.set != IAM_SET_ONE_VALUE)
        linter_warn(linter,
                    "%s: %s has one value: the operator needs no ForAllValues or ForAnyValue",
                    condition->text, condition->key);
}

/* Of what the statement makes of requests without the key. */
static void warn_of_absence(struct linter *linter, const struct iam_condition *condition)
{
    const struct iam_statement *statement = linter->statement;
    const char *key = condition->key;
    bool all = condition->op.set == IAM_SET_FOR_ALL_VALUES;

    if (statement->effect == IAM_EFFECT_ALLOW && all && !asks_null(statement, key, false))
        linter_warn(linter,
                    "%s: %s: a request without the key is allowed too: add Null with \"false\"",
                    condition->text, key);
    if (!is_null(condition) && !condition->op.if_exists && !all &&
        !iam_condition_is_negated(condition) && asks_null(statement, key, true))
        linter_warn(linter, "%s: %s: Null asks that the key be absent: the statement has no effect",
                    condition->text, key);
}

void lint_condition(struct linter *linter, const struct iam_condition *condition)
{
    const char *fault = iam_key_fault(linter->warnings.arena, condition->key);
    struct iam_key key;
    bool known = iam_key_find(condition->key, &key);

    if (fault)
        linter_warn(linter, "Condition: %s %s", condition->key, fault);
    warn_of_values(linter, condition, known && key.has_wildcards);
    if (known) {
        warn_of_type(linter, condition, &key);
        warn_of_number(linter, condition, &key);
    }
    warn_of_absence(linter, condition);
}
