#include "rules/rule.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/nearest.h"
#include "rules/context.h"

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

const struct rule *rule_find(const char *name)
{
    for (size_t i = 0; rules[i]; i++)
        if (strcmp(rules[i]->name, name) == 0)
            return rules[i];
    return NULL;
}

bool rule_get(struct arena *arena, const char *place, const char *name, const struct rule **out,
              struct error *err)
{
    size_t count = 0;

    *out = rule_find(name);
    if (*out)
        return true;
    while (rules[count])
        count++;
    const char **names = arena_alloc(arena, (count + 1) * sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = rules[i]->name;
    return error_set(err, ERROR_PARAMETER, "%s names no rule of this program: %s%s", place, name,
                     did_you_mean(name, names).text);
}

static bool is_among(const char *const *names, const char *name)
{
    for (; names && *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

bool rule_is_for_account(const struct rule *rule)
{
    return is_among(rule->resource_types, "AWS::::Account");
}

bool rule_in_scope(const struct rule *rule, const char *resource_type)
{
    return is_among(rule->scope ? rule->scope : rule->resource_types, resource_type);
}

struct arena *context_arena(struct rule_context *ctx)
{
    return ctx->arena;
}

const cJSON *aws_read(struct rule_context *ctx, const char *service, const char *operation,
                      const cJSON *input, struct error *err)
{
    const char *action = arena_printf(ctx->arena, "%s:%s", service, operation);

    if (!is_among(ctx->rule->reads, action)) {
        log_write(LOG_FATAL, "%s calls %s, which its descriptor's reads lack", ctx->rule->name,
                  action);
        abort();
    }
    return reader_join(ctx->reader, service, operation, input, err);
}
