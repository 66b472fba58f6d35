#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/names.h"
#include "core/text.h"
#include "engine/context.h"
#include "engine/selection.h"
#include "iam/wildcard.h"

const char *parameter_type_name(enum parameter_type type)
{
    static const char *const names[] = {
#define X(type, name) [type] = (name),
        PARAMETER_TYPES(X)
#undef X
    };

    return names[type];
}

static size_t count_of(const struct parameter *parameters)
{
    size_t count = 0;

    while (parameters && parameters[count].name)
        count++;
    return count;
}

static size_t count_parameters(const struct rule *rule)
{
    return count_of(rule->parameters);
}

static const struct parameter_value *get(const struct rule_context *ctx, const char *name,
                                         enum parameter_type type)
{
    const struct parameter *parameters = ctx->rule->parameters;

    for (size_t i = 0; i < count_parameters(ctx->rule); i++)
        if (strcmp(parameters[i].name, name) == 0 && parameters[i].type == type)
            return &ctx->values[i];
    log_write(LOG_FATAL, "%s reads %s as a %s, which its descriptor does not say", ctx->rule->name,
              name, parameter_type_name(type));
    abort();
}

const char *parameter_string(const struct rule_context *ctx, const char *name)
{
    return get(ctx, name, PARAMETER_STRING)->text;
}

int64_t parameter_integer(const struct rule_context *ctx, const char *name)
{
    return get(ctx, name, PARAMETER_INTEGER)->integer;
}

double parameter_decimal(const struct rule_context *ctx, const char *name)
{
    return get(ctx, name, PARAMETER_DECIMAL)->decimal;
}

bool parameter_boolean(const struct rule_context *ctx, const char *name)
{
    return get(ctx, name, PARAMETER_BOOLEAN)->integer != 0;
}

const char *const *parameter_list(const struct rule_context *ctx, const char *name)
{
    return get(ctx, name, PARAMETER_LIST)->list;
}

bool parameter_list_matches(const struct rule_context *ctx, const char *name, const char *text)
{
    for (const char *const *item = parameter_list(ctx, name); *item; item++)
        if (iam_wildcard_match(iam_wildcard_compile(ctx->arena, *item), text))
            return true;
    return false;
}

bool parameter_list_has(const struct rule_context *ctx, const char *name, const char *item)
{
    for (const char *const *at = parameter_list(ctx, name); *at; at++)
        if (strcmp(*at, item) == 0)
            return true;
    return false;
}

static const char *const *split(struct arena *arena, const char *text)
{
    size_t count = 0;
    const char **items = arena_alloc(arena, (strlen(text) / 2 + 2) * sizeof(*items));

    while (*text) {
        size_t length = strcspn(text, ","), first = strspn(text, " \t\r\n"), end = length;

        while (end > first && strchr(" \t\r\n", text[end - 1]))
            end--;
        if (end > first)
            items[count++] = arena_strndup(arena, text + first, end - first);
        text += length + (text[length] == ',');
    }
    return items;
}

static bool require_choice(struct arena *arena, const struct parameter *p, const char *text,
                           struct error *err)
{
    const char *all = "";

    if (!p->choices)
        return true;
    for (const char *const *choice = p->choices; *choice; choice++) {
        if (strcmp(*choice, text) == 0)
            return true;
        all = arena_printf(arena, "%s%s%s", all, *all ? ", " : "", *choice);
    }
    return error_set(err, ERROR_PARAMETER, "ruleParameters.%s: %s is not one of %s", p->name, text,
                     all);
}

/*
 * Whether text is of the form; false: there is no memory to tell. regcomp() takes memory that the
 * arena does not own, so that nothing of the arena is asked for until it is given back.
 */
static bool matches(const char *whole, const char *text, bool *out)
{
    regex_t expression;
    int status = regcomp(&expression, whole, REG_EXTENDED | REG_NOSUB);

    if (status != 0)
        return false;
    status = regexec(&expression, text, 0, NULL, 0);
    regfree(&expression);
    *out = status == 0;
    return status == 0 || status == REG_NOMATCH;
}

static bool require_pattern(struct arena *arena, const struct parameter *p, const char *text,
                            struct error *err)
{
    bool matched;

    /* Nothing here takes as long as to compare. A test compares the defaults. */
    if (!p->pattern || (p->default_value && strcmp(text, p->default_value) == 0))
        return true;
    if (!matches(arena_printf(arena, "^(%s)$", p->pattern), text, &matched))
        return error_set(err, ERROR_LIMIT,
                         "ruleParameters.%s: there is no memory to compare it with its form",
                         p->name);
    return matched ||
           error_set(err, ERROR_PARAMETER, "ruleParameters.%s: %s is not of the form %s%s", p->name,
                     text, p->pattern,
                     p->type == PARAMETER_LIST ? "; items are separated by commas" : "");
}

static bool require_form(struct arena *arena, const struct parameter *p, const char *text,
                         struct error *err)
{
    return require_choice(arena, p, text, err) && require_pattern(arena, p, text, err);
}

/* The number that text says, as a double, which holds every limit. */
static bool require_range(const struct parameter *p, const char *text, double number,
                          struct error *err)
{
    return (!p->minimum && !p->maximum) ||
           (number >= (double)p->minimum && number <= (double)p->maximum) ||
           error_set(err, ERROR_PARAMETER,
                     "ruleParameters.%s: %s is not between %" PRId64 " and %" PRId64 "%s%s",
                     p->name, text, p->minimum, p->maximum, p->unit ? " " : "",
                     p->unit ? p->unit : "");
}

static bool read_integer(const struct parameter *p, const char *text, int64_t *out,
                         struct error *err)
{
    char *end;

    errno = 0;
    *out = strtoll(text, &end, 10);
    if (errno || end == text || *end)
        return error_set(err, ERROR_PARAMETER, "ruleParameters.%s: not a whole number: %s", p->name,
                         text);
    return require_range(p, text, (double)*out, err);
}

/* Digits, and a fraction of digits: what Terraform's module catalogue takes for one too. */
static bool read_decimal(const struct parameter *p, const char *text, double *out,
                         struct error *err)
{
    const char *digits = text + (*text == '+' || *text == '-');
    size_t whole = strspn(digits, TEXT_DIGITS);
    const char *point = digits + whole;
    size_t fraction = *point == '.' ? strspn(point + 1, TEXT_DIGITS) : 0;

    *out = strtod(text, NULL); /* LC_NUMERIC is never set */
    if (!whole || (*point && (!fraction || point[1 + fraction])) || !isfinite(*out))
        return error_set(err, ERROR_PARAMETER, "ruleParameters.%s: not a decimal number: %s",
                         p->name, text);
    return require_range(p, text, *out, err);
}

static bool read_one(struct arena *arena, const struct parameter *p, const char *text,
                     struct parameter_value *out, struct error *err)
{
    out->text = text;
    out->list = split(arena, text && p->type == PARAMETER_LIST ? text : "");
    if (!text)
        return !p->required ||
               error_set(err, ERROR_PARAMETER, "ruleParameters.%s is required", p->name);
    switch (p->type) {
    case PARAMETER_STRING:
        return require_form(arena, p, text, err);
    case PARAMETER_INTEGER:
        return read_integer(p, text, &out->integer, err);
    case PARAMETER_DECIMAL:
        return read_decimal(p, text, &out->decimal, err);
    case PARAMETER_BOOLEAN:
        out->integer = strcmp(text, "true") == 0;
        return out->integer || strcmp(text, "false") == 0 ||
               error_set(err, ERROR_PARAMETER, "ruleParameters.%s: neither true nor false: %s",
                         p->name, text);
    case PARAMETER_LIST:
        if (!out->list[0])
            return error_set(err, ERROR_PARAMETER, "ruleParameters.%s names nothing: %s", p->name,
                             text);
        for (const char *const *item = out->list; *item; item++)
            if (!require_form(arena, p, *item, err))
                return false;
        return true;
    }
    return false;
}

/* The text of a number is unknown where a double does not hold it to the last digit. */
static bool text_of_number(struct arena *arena, const cJSON *value, const char **out,
                           struct error *err)
{
    *out = arena_printf(arena, "%.15g", value->valuedouble);
    return (isfinite(value->valuedouble) && strtod(*out, NULL) == value->valuedouble) ||
           error_set(err, ERROR_PARAMETER,
                     "ruleParameters.%s: a number of more than 15 digits must be given as text",
                     value->string);
}

/* A value as its text; NULL for one that counts as not given. */
static bool text_of(struct arena *arena, const cJSON *value, const char **out, struct error *err)
{
    *out = NULL;
    if (json_is_absent(value))
        return true;
    if (cJSON_IsString(value))
        *out = *value->valuestring ? value->valuestring : NULL;
    else if (cJSON_IsBool(value))
        *out = cJSON_IsTrue(value) ? "true" : "false";
    else if (cJSON_IsNumber(value))
        return text_of_number(arena, value, out, err);
    else
        return error_set(err, ERROR_PARAMETER, "ruleParameters.%s is not a string", value->string);
    return true;
}

static bool refuse_unknown(struct arena *arena, const struct rule *rule, const cJSON *given,
                           struct error *err)
{
    size_t own = count_parameters(rule), count = own + count_of(reserved_parameters);
    const char **names = arena_alloc(arena, (count + 1) * sizeof(*names));
    const cJSON *value;

    for (size_t i = 0; i < count; i++)
        names[i] = i < own ? rule->parameters[i].name : reserved_parameters[i - own].name;
    cJSON_ArrayForEach (value, given) {
        bool known = false;

        for (size_t i = 0; i < count; i++)
            known = known || strcmp(value->string, names[i]) == 0;
        if (known)
            continue;
        return error_set(err, ERROR_PARAMETER, "ruleParameters.%s: %s has no such parameter%s",
                         value->string, rule->name, did_you_mean(value->string, names).text);
    }
    return true;
}

bool parameters_read(struct rule_context *ctx, const cJSON *given, struct error *err)
{
    const struct parameter *parameters = ctx->rule->parameters;
    size_t count = count_parameters(ctx->rule);
    struct parameter_value *values = arena_alloc(ctx->arena, (count + 1) * sizeof(*values));

    if (!refuse_unknown(ctx->arena, ctx->rule, given, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *text;

        if (!text_of(ctx->arena, json_member(given, parameters[i].name), &text, err) ||
            !read_one(ctx->arena, &parameters[i], text ? text : parameters[i].default_value,
                      &values[i], err))
            return false;
    }
    ctx->values = values;
    return true;
}
