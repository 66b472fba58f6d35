#include "iam/actions.h"

#include <string.h>

#include "core/names.h"
#include "core/text.h"
#include "iam/tables.h"
#include "iam/wildcard.h"

#define SERVICE_SIZE 128 /* bytes of a service's prefix and its NUL; the longest has 36 */

static const struct iam_service *find_service(const char *name)
{
    return iam_table_find(iam_services, iam_service_count, sizeof(*iam_services), name);
}

static const struct iam_action *find_action(const struct iam_service *service, const char *name)
{
    return iam_table_find(iam_actions + service->actions.first, service->actions.count,
                          sizeof(*iam_actions), name);
}

/* Names of tables, among which the nearest one is looked for. */
struct names {
    const char **items; /* with room for all; they end with NULL */
    size_t count;
};

static struct names names_init(struct arena *arena, size_t room)
{
    return (struct names){arena_alloc(arena, (room + 1) * sizeof(char *)), 0};
}

static struct hint service_hint(struct arena *arena, const char *name)
{
    struct names names = names_init(arena, iam_service_count);

    for (size_t i = 0; i < iam_service_count; i++)
        names.items[names.count++] = iam_texts + iam_services[i].name;
    return did_you_mean(name, names.items);
}

static void add_actions(struct names *names, const struct iam_service *service)
{
    for (size_t i = 0; i < service->actions.count; i++)
        names->items[names->count++] = iam_texts + iam_actions[service->actions.first + i].name;
}

/* Whether a pattern with wildcards matches an action of its service. */
static bool matches_one(struct arena *arena, const struct iam_pattern *pattern,
                        const struct iam_service *service)
{
    const struct iam_action *actions = iam_actions + service->actions.first;
    const char *prefix = iam_texts + service->name;
    bool matches = false;

    for (size_t i = 0; i < service->actions.count && !matches; i++) {
        struct arena_mark mark = arena_mark(arena);
        const char *name = iam_texts + actions[i].name;
        const char *action = text_lower(arena, arena_printf(arena, "%s:%s", prefix, name));

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
    struct arena_mark mark = arena_mark(arena);
    struct names names = names_init(arena, service->actions.count);
    add_actions(&names, service);
    struct hint hint = did_you_mean(name, names.items);
    arena_rewind(arena, mark);
    return arena_printf(arena, "is no action known as of %s%s", iam_facts_date, hint.text);
}

/* NULL: the action is not known. */
static const struct iam_action *find(const char *action, const struct iam_service **service)
{
    char prefix[SERVICE_SIZE];
    size_t length = strcspn(action, ":");

    if (!action[length] || length >= sizeof(prefix))
        return NULL;
    memcpy(prefix, action, length);
    prefix[length] = '\0';
    *service = find_service(prefix);
    return *service ? find_action(*service, action + length + 1) : NULL;
}

static const struct iam_resource_type *type_of(const struct iam_service *service,
                                               const struct iam_action *action, size_t n)
{
    size_t type = iam_action_types[action->types.first + n].type;

    return &iam_resource_types[service->types.first + type];
}

static bool needs_all_types(const struct iam_action *action)
{
    const struct iam_action_type *types = iam_action_types + action->types.first;

    for (size_t i = 0; i < action->types.count; i++)
        if (!types[i].needed)
            return false;
    return true;
}

const char *iam_action_resource(const char *action, size_t n)
{
    const struct iam_service *service;
    const struct iam_action *known = find(action, &service);

    if (!known || n >= known->types.count || !needs_all_types(known))
        return NULL;
    return iam_texts + type_of(service, known, n)->arn;
}

/* Whether the resource can have an ARN of this format, in which each "${...}" is any text. */
static bool may_be(struct arena *arena, const char *format, const char *resource)
{
    char *compiled = arena_alloc(arena, strlen(format) + 1), *to = compiled;

    for (; *format; format++) {
        if (text_begins(format, "${")) {
            format = strchr(format, '}');
            *to++ = *IAM_WILDCARD_ANY;
        } else {
            *to++ = iam_wildcard_of(*format);
        }
    }
    return iam_wildcard_match(compiled, resource);
}

const char *iam_action_resource_fault(struct arena *arena, const char *action, const char *resource)
{
    const struct iam_service *service;
    const struct iam_action *known = find(action, &service);
    const char *types = "";

    if (!known || !known->types.count)
        return NULL;
    if (strcmp(resource, "*") == 0 && !needs_all_types(known))
        return NULL;
    for (size_t i = 0; i < known->types.count; i++) {
        const struct iam_resource_type *type = type_of(service, known, i);

        if (may_be(arena, iam_texts + type->arn, resource))
            return NULL;
        types = arena_printf(arena, "%s%s%s", types, i ? ", " : "", iam_texts + type->name);
    }
    return arena_printf(arena, "takes resources of type %s, and %s is none of those known as of %s",
                        types, resource, iam_facts_date);
}

/* The operations of a service after which no action is named. */
static void add_operations(struct names *names, const char *prefix)
{
    for (size_t i = 0; i < iam_operation_count; i++) {
        const char *name = iam_action_name(iam_texts + iam_operations[i].name, prefix);

        if (name)
            names->items[names->count++] = name;
    }
}

const char *iam_operation_fault(struct arena *arena, const char *service, const char *operation)
{
    const struct iam_prefix *alias =
        iam_table_find(iam_prefixes, iam_prefix_count, sizeof(*iam_prefixes), service);
    const char *prefixes[] = {service, alias ? iam_texts + alias->prefix : service};
    const struct iam_service *known[] = {find_service(prefixes[0]), find_service(prefixes[1])};
    size_t room = iam_operation_count * 2;

    for (size_t i = 0; i < 2; i++) {
        if (known[i] && strcmp(iam_texts + known[i]->name, prefixes[i]) != 0)
            known[i] = NULL; /* a request to AWS spells it in one way */
        room += known[i] ? known[i]->actions.count : 0;
    }
    struct names names = names_init(arena, room);
    for (size_t i = 0; i < (alias ? 2 : 1); i++) {
        add_operations(&names, prefixes[i]);
        if (known[i])
            add_actions(&names, known[i]);
    }
    if (!names.count)
        return known[0] ? NULL
                        : arena_printf(arena, "is of no service known as of %s%s", iam_facts_date,
                                       service_hint(arena, service).text);
    for (size_t i = 0; i < names.count; i++)
        if (strcmp(names.items[i], operation) == 0)
            return NULL;
    return arena_printf(arena, "is no operation known as of %s%s", iam_facts_date,
                        did_you_mean(operation, names.items).text);
}
