#include "iam/actions.h"

#include <string.h>

#include "core/nearest.h"
#include "iam/tables.h"
#include "iam/text.h"

static const struct iam_service *find_service(const char *name)
{
    return iam_table_find(iam_services, iam_service_count, sizeof(*iam_services), name);
}

static const struct iam_action *find_action(const struct iam_service *service, const char *name)
{
    return iam_table_find(iam_actions + service->actions.first, service->actions.count,
                          sizeof(*iam_actions), name);
}

static struct hint service_hint(struct arena *arena, const char *name)
{
    const char **names = arena_alloc(arena, (iam_service_count + 1) * sizeof(*names));

    for (size_t i = 0; i < iam_service_count; i++)
        names[i] = iam_texts + iam_services[i].name;
    names[iam_service_count] = NULL;
    return did_you_mean(name, names);
}

static struct hint action_hint(struct arena *arena, const struct iam_service *service,
                               const char *name)
{
    const struct iam_action *actions = iam_actions + service->actions.first;
    size_t count = service->actions.count;
    const char **names = arena_alloc(arena, (count + 1) * sizeof(*names));

    for (size_t i = 0; i < count; i++)
        names[i] = iam_texts + actions[i].name;
    names[count] = NULL;
    return did_you_mean(name, names);
}

/* Of a pattern with wildcards: whether it matches an action of its service. */
static bool matches_one(struct arena *arena, const struct iam_pattern *pattern,
                        const struct iam_service *service)
{
    const struct iam_action *actions = iam_actions + service->actions.first;
    const char *prefix = iam_texts + service->name;
    bool matches = false;

    for (size_t i = 0; i < service->actions.count && !matches; i++) {
        struct arena_mark mark = arena_mark(arena);
        const char *name = iam_texts + actions[i].name;
        const char *action = iam_lower(arena, arena_printf(arena, "%s:%s", prefix, name));

        matches = iam_pattern_match(arena, pattern, NULL, action);
        arena_rewind(arena, mark);
    }
    return matches;
}

const char *iam_action_fault(struct arena *arena, const struct iam_pattern *pattern)
{
    const char *source = pattern->source, *colon = strchr(source, ':');

    if (!colon || *source == '*')
        return NULL;
    const char *prefix = arena_strndup(arena, source, (size_t)(colon - source));
    const struct iam_service *service = find_service(prefix);
    const char *name = colon + 1;
    if (!service)
        return arena_printf(arena, "is of no service known as of %s%s", iam_facts_date,
                            service_hint(arena, prefix).text);
    if (!service->actions.count || strcmp(name, "*") == 0)
        return NULL;
    if (strpbrk(name, "*?"))
        return matches_one(arena, pattern, service)
                   ? NULL
                   : arena_printf(arena, "matches no action known as of %s", iam_facts_date);
    if (find_action(service, name))
        return NULL;
    return arena_printf(arena, "is no action known as of %s%s", iam_facts_date,
                        action_hint(arena, service, name).text);
}

/* NULL: not known. */
static const struct iam_action *find(struct arena *arena, const char *action,
                                     const struct iam_service **service)
{
    const char *colon = strchr(action, ':');

    *service = colon ? find_service(arena_strndup(arena, action, (size_t)(colon - action))) : NULL;
    return *service ? find_action(*service, colon + 1) : NULL;
}

const char *const *iam_action_resources(struct arena *arena, const char *action)
{
    const struct iam_service *service;
    const struct iam_action *known = find(arena, action, &service);

    if (!known)
        return NULL;
    const struct iam_action_type *types = iam_action_types + known->types.first;
    size_t count = known->types.count;
    const char **arns = arena_alloc(arena, (count + 2) * sizeof(*arns));
    bool bound = count > 0;
    for (size_t i = 0; i < count; i++) {
        bound = bound && types[i].needed;
        arns[i] = iam_texts + iam_resource_types[service->types.first + types[i].type].arn;
    }
    if (!bound)
        arns[0] = "*";
    arns[bound ? count : 1] = NULL;
    return arns;
}

const char *iam_operation_meant(struct arena *arena, const char *service, const char *operation)
{
    (void)arena;
    (void)service;
    (void)operation;
    return NULL;
}
