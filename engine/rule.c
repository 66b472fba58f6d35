#include "engine/rule.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/names.h"
#include "engine/context.h"

#define ACCOUNT "AWS::::Account"
#define FEW 3 /* names that an annotation has room for */

struct compliance compliant(void)
{
    return (struct compliance){.type = COMPLIANT};
}

#define ANSWER(function, kind)                                                 \
    struct compliance function(struct rule_context *ctx, const char *fmt, ...) \
    {                                                                          \
        va_list args;                                                          \
        va_start(args, fmt);                                                   \
        char *text = arena_vprintf(ctx->arena, fmt, args);                     \
        va_end(args);                                                          \
        return (struct compliance){.type = (kind), .annotation = text};        \
    }
ANSWER(non_compliant, NON_COMPLIANT)
ANSWER(not_applicable, NOT_APPLICABLE)
ANSWER(evaluation_failed, EVALUATION_FAILED)

void miss(struct rule_context *ctx, struct misses *misses, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    const char *text = arena_vprintf(ctx->arena, fmt, args);
    va_end(args);
    if (misses->count)
        text = arena_printf(ctx->arena, "%s, %s", misses->text, text);
    misses->text = text;
    if (++misses->count <= FEW)
        misses->first = text;
}

const char *misses_few(struct rule_context *ctx, const struct misses *misses)
{
    if (misses->count <= FEW)
        return misses->first;
    return arena_printf(ctx->arena, "%s and %zu more", misses->first, misses->count - FEW);
}

const struct rule *rule_find(const char *name)
{
    for (size_t i = 0; rules[i]; i++)
        if (strcmp(rules[i]->name, name) == 0)
            return rules[i];
    return NULL;
}

const char *const *rule_names(struct arena *arena)
{
    size_t count = 0;

    while (rules[count])
        count++;
    const char **names = arena_alloc(arena, (count + 1) * sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = rules[i]->name;
    return names;
}

static size_t length_of(const char *const *names)
{
    size_t length = 0;

    while (names && names[length])
        length++;
    return length;
}

/* Appends the types that list does not have yet to its count entries; returns how many it has. */
static size_t add_types(const char **list, size_t count, const char *const *types)
{
    for (; types && *types; types++)
        if (strcmp(*types, ACCOUNT) != 0 && !name_is_among(*types, list))
            list[count++] = *types;
    return count;
}

static int order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *rule_recorded_types(struct arena *arena)
{
    size_t size = 1, count = 0;

    for (size_t i = 0; rules[i]; i++)
        size += length_of(rules[i]->resource_types) + length_of(rules[i]->scope);
    const char **types = arena_alloc(arena, size * sizeof(*types));
    for (size_t i = 0; rules[i]; i++) {
        count = add_types(types, count, rules[i]->resource_types);
        count = add_types(types, count, rules[i]->scope);
    }
    qsort(types, count, sizeof(*types), order);
    return types;
}

bool rule_get(struct arena *arena, const char *place, const char *name, const struct rule **out,
              struct error *err)
{
    *out = rule_find(name);
    return *out || error_set(err, ERROR_PARAMETER, "%s names no rule of this program: %s%s", place,
                             name, did_you_mean(name, rule_names(arena)).text);
}

const char *severity_name(enum severity severity)
{
    static const char *const names[] = {
#define X(severity, name) [severity] = (name),
        SEVERITIES(X)
#undef X
    };

    return names[severity];
}

const char *standard_name(enum standard standard)
{
    static const char *const names[] = {
#define X(standard, name) [standard] = (name),
        STANDARDS(X)
#undef X
    };

    return names[standard];
}

bool rule_is_for_account(const struct rule *rule)
{
    return name_is_among(ACCOUNT, rule->resource_types);
}

bool rule_in_scope(const struct rule *rule, const char *resource_type)
{
    return name_is_among(resource_type, rule->scope ? rule->scope : rule->resource_types);
}

struct arena *context_arena(struct rule_context *ctx)
{
    return ctx->arena;
}

const cJSON *aws_read(struct rule_context *ctx, const char *service, const char *operation,
                      const cJSON *input, struct error *err)
{
    const char *action = arena_printf(ctx->arena, "%s:%s", service, operation);

    if (!name_is_among(action, ctx->rule->reads)) {
        log_write(LOG_FATAL, "%s calls %s, which its descriptor's reads lack", ctx->rule->name,
                  action);
        abort();
    }
    return reader_join(ctx->reader, service, operation, input, err);
}
