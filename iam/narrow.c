#include "iam/narrow.h"

struct narrower {
    struct arena *arena;
    const char *action; /* NULL: all */
    struct iam_narrowed_statement *statements;
    size_t count, capacity;
};

static bool is_about(struct narrower *narrower, const struct iam_statement *statement)
{
    return !narrower->action || iam_patterns_match(narrower->arena, &statement->actions, NULL,
                                                   narrower->action) != statement->not_action;
}

static void add(struct narrower *narrower, const struct iam_statement *statement,
                enum iam_policy_type type)
{
    narrower->statements = arena_grow(narrower->arena, narrower->statements, narrower->count,
                                      &narrower->capacity, sizeof(*narrower->statements));
    narrower->statements[narrower->count++] = (struct iam_narrowed_statement){statement, type};
}

/* A policy stays one, also without statements: a boundary that allows nothing still bounds. */
static void narrow_policy(struct narrower *narrower, const struct iam_policy *from,
                          struct iam_policy *out)
{
    size_t before = narrower->count, count = 0;

    for (size_t i = 0; i < from->statement_count; i++)
        if (is_about(narrower, &from->statements[i]))
            add(narrower, &from->statements[i], from->type);
    *out = *from;
    out->statement_count = narrower->count - before;
    struct iam_statement *statements =
        arena_alloc(narrower->arena, out->statement_count * sizeof(*statements));
    for (; count < out->statement_count; count++) {
        statements[count] = *narrower->statements[before + count].statement;
        narrower->statements[before + count].statement = &statements[count];
    }
    out->statements = statements;
}

static struct iam_policies narrow(struct narrower *narrower, struct iam_policies from)
{
    struct iam_policy *items = arena_alloc(narrower->arena, from.count * sizeof(*items));

    for (size_t i = 0; i < from.count; i++)
        narrow_policy(narrower, &from.items[i], &items[i]);
    return (struct iam_policies){items, from.count};
}

static const struct iam_policies *narrow_levels(struct narrower *narrower,
                                                const struct iam_policies *from, size_t count)
{
    struct iam_policies *levels = arena_alloc(narrower->arena, count * sizeof(*levels));

    for (size_t i = 0; i < count; i++)
        levels[i] = narrow(narrower, from[i]);
    return levels;
}

void iam_narrow(struct arena *arena, const struct iam_policy_set *set, const char *action,
                struct iam_narrowed *out)
{
    struct narrower narrower = {.arena = arena, .action = action};

    out->set = (struct iam_policy_set){
        .identity = narrow(&narrower, set->identity),
        .resource = narrow(&narrower, set->resource),
        .boundaries = narrow(&narrower, set->boundaries),
        .session = narrow(&narrower, set->session),
        .service_control =
            narrow_levels(&narrower, set->service_control, set->service_control_count),
        .service_control_count = set->service_control_count,
        .resource_control =
            narrow_levels(&narrower, set->resource_control, set->resource_control_count),
        .resource_control_count = set->resource_control_count,
        .vpc_endpoint = narrow(&narrower, set->vpc_endpoint)};
    out->statements = narrower.statements;
    out->count = narrower.count;
}
