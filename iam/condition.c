#include "iam/condition.h"

#include "core/arn.h"
#include "core/text.h"

/* NULL with *err: the value is of another kind. */
static const char *read_text(struct arena *arena, const cJSON *value, struct error *err)
{
    const char *text = iam_value_text(arena, value);

    if (!text)
        error_set(err, ERROR_INPUT,
                  "a value is not a string, a boolean or a number of at most 15 digits");
    return text;
}

static bool read_patterns(struct arena *arena, const cJSON *value, size_t count, bool variables,
                          struct iam_condition *out, struct error *err)
{
    enum iam_pattern_style style = out->op.comparison->style;
    struct iam_pattern *items = arena_alloc(arena, count * sizeof(*items));

    for (size_t i = 0; i < count; i++, value = value->next) {
        const char *text = read_text(arena, value, err);

        if (!text || !iam_pattern_parse(arena, text, style, variables, &items[i], err))
            return false;
    }
    out->patterns = (struct iam_patterns){.items = items, .count = count};
    return true;
}

static bool read_values(struct arena *arena, const cJSON *value, size_t count,
                        struct iam_condition *out, struct error *err)
{
    const struct iam_value_type *type = out->op.comparison->type;
    union iam_value *values = arena_alloc(arena, count * sizeof(*values));

    for (size_t i = 0; i < count; i++, value = value->next) {
        const char *text = read_text(arena, value, err);

        if (!text)
            return false;
        if (!type->read(arena, text, &values[i]))
            return error_set(err, ERROR_INPUT, "\"%s\" is not %s", text, type->form);
    }
    out->values = values;
    out->value_count = count;
    return true;
}

static bool read_list(struct arena *arena, const cJSON *list, bool variables,
                      struct iam_condition *out, struct error *err)
{
    const cJSON *first;
    size_t count = json_entries(list, &first);

    if (!count && out->op.set == IAM_SET_ONE_VALUE && !out->op.if_exists)
        return error_set(err, ERROR_INPUT, "the list is empty");
    return out->op.comparison->type ? read_values(arena, first, count, out, err)
                                    : read_patterns(arena, first, count, variables, out, err);
}

bool iam_condition_parse(struct arena *arena, const char *operator_text, const char *key,
                         const cJSON *values, bool variables, struct iam_condition *out,
                         struct error *err)
{
    *out = (struct iam_condition){.text = operator_text, .key = key};
    if (!iam_operator_read(operator_text, &out->op, err))
        return false;
    if (!iam_context_key_is_valid(key))
        return error_set(err, ERROR_INPUT,
                         "%s: \"%s\" is no context key: it is not of the form service:name",
                         operator_text, key);
    return read_list(arena, values, variables, out, err) ||
           error_prefix(err, "%s: %s: ", operator_text, key);
}

/* What the request has for a condition's key. Both NULL: it lacks the key. */
struct subject {
    const struct iam_context_key *key;
    const struct iam_possible_key *possible; /* of which only the form is known */
};

static struct subject find_subject(const struct iam_condition *condition,
                                   const struct iam_request *request)
{
    const struct iam_context_key *key = iam_request_key(request, condition->key);
    const struct iam_possible_key *possible = NULL;

    if (!key && request->possible_count)
        possible = iam_possible_key(request, condition->key);
    if (possible && !iam_possible_is_present(request, possible))
        possible = NULL;
    return (struct subject){key, possible};
}

static bool null_met(const struct iam_condition *condition, bool absent)
{
    if (condition->op.set != IAM_SET_ONE_VALUE)
        return condition->op.set == IAM_SET_FOR_ALL_VALUES; /* no value is looked at */
    for (size_t i = 0; i < condition->value_count; i++)
        if (condition->values[i].boolean == absent)
            return true;
    return false;
}

static bool absent_met(const struct iam_operator *op)
{
    return op->if_exists || op->set == IAM_SET_FOR_ALL_VALUES ||
           (op->comparison->negated && op->set != IAM_SET_FOR_ANY_VALUE);
}

static bool is_among_values(const struct iam_condition *condition, const union iam_value *given)
{
    const struct iam_comparison *comparison = condition->op.comparison;

    for (size_t i = 0; i < condition->value_count; i++)
        if (comparison->type->compare(given, &condition->values[i]) & comparison->accepts)
            return true;
    return false;
}

/* Whether one value of the request is, or under a negated operator is not, one of the policy's. */
static bool value_met(struct arena *scratch, const struct iam_condition *condition,
                      const struct iam_request *request, const char *given, bool *met,
                      struct error *err)
{
    const struct iam_comparison *comparison = condition->op.comparison;
    const struct iam_value_type *type = comparison->type;
    bool arn = comparison->style == IAM_PATTERN_ARN;
    struct arena_mark mark = arena_mark(scratch);
    union iam_value read;

    if (arn ? !arn_resource(scratch, given) : type && !type->read(scratch, given, &read))
        return error_set(err, ERROR_INPUT,
                         "the request's context has \"%s\" for %s, which %s cannot compare: it is "
                         "not %s",
                         given, condition->key, condition->text, arn ? "an ARN" : type->form);
    bool found = type ? is_among_values(condition, &read)
                      : iam_patterns_match(scratch, &condition->patterns, request, given);
    *met = found != comparison->negated;
    arena_rewind(scratch, mark);
    return true;
}

static bool values_met(struct arena *scratch, const struct iam_condition *condition,
                       const struct iam_request *request, const struct iam_context_key *key,
                       bool *met, struct error *err)
{
    bool all = condition->op.set == IAM_SET_FOR_ALL_VALUES;

    *met = all;
    for (size_t i = 0; i < key->count; i++) {
        bool one = false;

        if (all && !*key->values[i]) /* AWS takes it for an empty set */
            continue;
        if (!value_met(scratch, condition, request, key->values[i], &one, err))
            return false;
        *met = all ? *met && one : *met || one;
    }
    return true;
}

/* As values_met(), for a key of which only the form is known. */
static bool possible_met(struct arena *scratch, const struct iam_condition *condition,
                         const struct iam_request *request, const struct iam_possible_key *key,
                         bool *met, struct error *err)
{
    const struct iam_comparison *comparison = condition->op.comparison;
    bool arn = comparison->style == IAM_PATTERN_ARN;

    if (comparison->type || (arn && !text_begins(key->forms[0], "arn:")))
        return error_set(err, ERROR_INPUT,
                         "the request's context lacks %s (%s), which %s asks for: give it",
                         key->name, key->text, condition->text);
    *met = iam_patterns_match_possible(scratch, &condition->patterns, request, key) !=
           comparison->negated;
    return true;
}

bool iam_condition_met(struct arena *scratch, const struct iam_condition *condition,
                       const struct iam_request *request, bool *met, struct error *err)
{
    struct subject subject = find_subject(condition, request);
    bool absent = !subject.key && !subject.possible;

    if (condition->op.comparison->null) {
        *met = null_met(condition, absent);
        return true;
    }
    if (absent) {
        *met = absent_met(&condition->op);
        return true;
    }
    if (subject.key && subject.key->count > 1 && condition->op.set == IAM_SET_ONE_VALUE)
        return error_set(err, ERROR_INPUT,
                         "the request's context has %zu values for %s, and %s is without "
                         "ForAllValues or ForAnyValue: AWS does not say what that means",
                         subject.key->count, condition->key, condition->text);
    *met = false;
    if (condition->patterns.count + condition->value_count == 0)
        return true;
    return subject.key ? values_met(scratch, condition, request, subject.key, met, err)
                       : possible_met(scratch, condition, request, subject.possible, met, err);
}

const char *iam_condition_unresolved(const struct iam_condition *condition,
                                     const struct iam_request *request)
{
    if (!condition->op.comparison->negated)
        return NULL;
    struct subject subject = find_subject(condition, request);
    if (condition->op.if_exists && !subject.key && !subject.possible)
        return NULL;
    return iam_patterns_unresolved(&condition->patterns, request);
}

bool iam_condition_is_negated(const struct iam_condition *condition)
{
    const struct iam_comparison *comparison = condition->op.comparison;

    return comparison->negated ||
           (comparison->null && condition->value_count > 0 && condition->values[0].boolean);
}
