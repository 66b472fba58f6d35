#include "iam/witness_resources.h"

#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/wildcard.h"
#include "iam/witness_values.h"

#define VALUE_LIMIT 8 /* values of a variable that are tried in a pattern */

struct collector {
    struct arena *arena;
    const struct iam_request *base;
    const struct iam_key_table *keys;
    struct iam_resource_patterns *out;
    struct iam_sample_pattern as; /* what the patterns of a list are to be */
};

static void add(struct collector *collector, const char *compiled)
{
    if (!compiled)
        return;
    collector->as.compiled = compiled;
    iam_sample_patterns_add(collector->arena, &collector->out->list, collector->as);
}

/* The pattern with each value that one of its variables can have. */
static void add_with_values(struct collector *collector, const struct iam_pattern *pattern,
                            const struct iam_key_choices *key)
{
    struct iam_request request = *collector->base;
    struct iam_context_key *context =
        arena_alloc(collector->arena, (request.context_count + 1) * sizeof(*context));
    size_t added = 0;

    if (request.context_count)
        memcpy(context, request.context, request.context_count * sizeof(*context));
    request.context = context;
    for (size_t i = 0; i < key->count && added < VALUE_LIMIT; i++) {
        if (key->items[i].count != 1)
            continue;
        context[collector->base->context_count] = key->items[i];
        request.context_count = collector->base->context_count + 1;
        add(collector, iam_pattern_resolve(collector->arena, pattern, &request, IAM_ANY_OTHER));
        added++;
    }
}

static void add_pattern(struct collector *collector, const struct iam_pattern *pattern)
{
    const char *variable;

    add(collector,
        iam_pattern_resolve(collector->arena, pattern, collector->base, IAM_WILDCARD_ANY));
    if (pattern->compiled)
        return;
    add(collector, iam_pattern_resolve(collector->arena, pattern, collector->base, IAM_ANY_OTHER));
    for (size_t n = 0; (variable = iam_pattern_variable(pattern, n)); n++)
        for (size_t i = 0; i < collector->keys->count; i++)
            if (text_same_any_case(collector->keys->keys[i].name, variable))
                add_with_values(collector, pattern, &collector->keys->keys[i]);
}

/* Whether an identity-based or resource-based policy has the statement, which alone can grant. */
static bool can_grant(const struct iam_narrowed_statement *one)
{
    return one->statement->effect == IAM_EFFECT_ALLOW &&
           (one->type == IAM_POLICY_IDENTITY || one->type == IAM_POLICY_RESOURCE);
}

/* A Deny of the principal that asks for nothing but action and resource: it denies all of them. */
static bool forbids(const struct iam_request *base, const struct iam_narrowed_statement *one)
{
    const struct iam_statement *statement = one->statement;
    bool bound = one->type == IAM_POLICY_IDENTITY || one->type == IAM_POLICY_PERMISSIONS_BOUNDARY;

    return bound && iam_principal_has_policies(&base->principal) &&
           statement->effect == IAM_EFFECT_DENY && !statement->not_resource &&
           !statement->has_principal && !statement->condition_count;
}

static void add_statement(struct collector *collector, const struct iam_narrowed_statement *one)
{
    const struct iam_statement *statement = one->statement;
    bool grants = can_grant(one), forbidden = forbids(collector->base, one);

    if (grants && (statement->not_resource || !statement->has_resource))
        collector->out->only_wanted = false;
    for (size_t i = 0; i < statement->resources.count; i++) {
        const struct iam_pattern *pattern = &statement->resources.items[i];

        collector->as = (struct iam_sample_pattern){.forbidden = forbidden && pattern->compiled,
                                                    .wanted = grants && !statement->not_resource};
        add_pattern(collector, pattern);
    }
}

/* Regions of resources, and what the resource is the value of, are told apart by conditions too. */
static void add_condition(struct collector *collector, const struct iam_condition *condition,
                          const char *via_key)
{
    bool region = text_same_any_case(condition->key, "aws:RequestedRegion");
    bool via = via_key && text_same_any_case(condition->key, via_key);

    collector->as = (struct iam_sample_pattern){0};
    for (size_t i = 0; (region || via) && i < condition->patterns.count; i++) {
        const char *compiled = iam_pattern_resolve(collector->arena, &condition->patterns.items[i],
                                                   collector->base, IAM_WILDCARD_ANY);

        if (compiled)
            add(collector, via ? compiled : iam_region_pattern(collector->arena, compiled));
    }
}

struct iam_resource_patterns iam_resource_patterns(struct arena *arena,
                                                   const struct iam_narrowed *policies,
                                                   const struct iam_request *base,
                                                   const struct iam_key_table *keys,
                                                   const char *via_key)
{
    struct iam_resource_patterns out = {
        .only_wanted = base->principal.kind != IAM_PRINCIPAL_ROOT_USER}; /* it needs no policy */
    struct collector collector = {.arena = arena, .base = base, .keys = keys, .out = &out};

    for (size_t i = 0; i < policies->count; i++) {
        const struct iam_statement *statement = policies->statements[i].statement;

        add_statement(&collector, &policies->statements[i]);
        for (size_t j = 0; j < statement->condition_count; j++)
            add_condition(&collector, &statement->conditions[j], via_key);
    }
    return out;
}

/* A part of a pattern, with any text in the place of variables. */
static const char *compile_part(struct arena *arena, const char *source, size_t length,
                                const struct iam_request *base)
{
    const char *text = arena_strndup(arena, source, length);
    struct iam_pattern pattern;
    struct error ignored = {0};

    if (!iam_pattern_parse(arena, text, IAM_PATTERN_TEXT, true, &pattern, &ignored))
        return NULL;
    return iam_pattern_resolve(arena, &pattern, base, IAM_WILDCARD_ANY);
}

/* What stands in the resource in the place of the variable at that place of the pattern. */
static void add_values_at(struct arena *arena, const char *source, const char *variable,
                          const struct iam_request *base, const char *resource,
                          struct iam_value_list *list)
{
    const char *end = strchr(variable, '}') + 1;
    const char *before = compile_part(arena, source, (size_t)(variable - source), base);
    const char *after = compile_part(arena, end, strlen(end), base);
    size_t length = strlen(resource);

    for (size_t i = 0; before && after && i < length && list->count < VALUE_LIMIT; i++) {
        if (!iam_wildcard_match(before, arena_strndup(arena, resource, i)))
            continue;
        for (size_t j = length; j > i && list->count < VALUE_LIMIT; j--)
            if (iam_wildcard_match(after, resource + j))
                iam_value_list_add(arena, list, arena_strndup(arena, resource + i, j - i));
    }
}

const char *const *iam_values_in_resource(struct arena *arena, const struct iam_narrowed *policies,
                                          const struct iam_request *base, const char *key,
                                          const char *resource)
{
    struct iam_value_list list = {0};

    for (size_t i = 0; i < policies->count; i++) {
        const struct iam_patterns *patterns = &policies->statements[i].statement->resources;

        for (size_t j = 0; j < patterns->count; j++) {
            const char *source = patterns->items[j].source, *at = source;

            for (; !patterns->items[j].compiled && (at = strstr(at, "${")); at += strlen("${"))
                if (text_begins_any_case(at + strlen("${"), key))
                    add_values_at(arena, source, at, base, resource, &list);
        }
    }
    list.items = arena_grow(arena, list.items, list.count, &list.capacity, sizeof(*list.items));
    list.items[list.count] = NULL;
    return list.items;
}
