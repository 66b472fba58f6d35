#include "iam/witness_resources.h"

#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/service_rules.h"
#include "iam/wildcard.h"
#include "iam/witness_variables.h"

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

static void add_pattern(struct collector *collector, const struct iam_pattern *pattern)
{
    struct iam_value_list variants = {0};

    iam_pattern_variants(collector->arena, pattern, collector->base, collector->keys, &variants);
    for (size_t i = 0; i < variants.count; i++)
        add(collector, variants.items[i]);
    if (!pattern->compiled)
        add(collector,
            iam_pattern_resolve(collector->arena, pattern, collector->base, IAM_WILDCARD_ANY));
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
    struct iam_resource_patterns out = {/* Who needs no policy. */
                                        .only_wanted =
                                            base->principal.kind != IAM_PRINCIPAL_ROOT_USER &&
                                            !base->rules[IAM_SERVICE_RULE_ALLOWED]};
    struct collector collector = {.arena = arena, .base = base, .keys = keys, .out = &out};

    for (size_t i = 0; i < policies->count; i++) {
        const struct iam_statement *statement = policies->statements[i].statement;

        add_statement(&collector, &policies->statements[i]);
        for (size_t j = 0; j < statement->condition_count; j++)
            add_condition(&collector, &statement->conditions[j], via_key);
    }
    return out;
}

const char *const *iam_values_in_resource(struct arena *arena, const struct iam_narrowed *policies,
                                          const struct iam_request *base, const char *key,
                                          const char *resource)
{
    struct iam_value_list list = {0};

    for (size_t i = 0; i < policies->count; i++) {
        const struct iam_patterns *patterns = &policies->statements[i].statement->resources;

        for (size_t j = 0; j < patterns->count; j++)
            iam_variable_values(arena, &patterns->items[j], key, base, resource, &list);
    }
    list.items = arena_grow(arena, list.items, list.count, &list.capacity, sizeof(*list.items));
    list.items[list.count] = NULL;
    return list.items;
}
