#include "iam/world.h"

#include <string.h>

#include "iam/pattern.h"
#include "iam/wildcard.h"

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_same(const struct iam_assumption *assumption, const struct iam_possible_key *key,
                    const struct iam_pattern *pattern, const char *text)
{
    const struct iam_pattern *other = assumption->pattern;

    if (assumption->key != key || !pattern != !other || !is_same_text(assumption->text, text))
        return false;
    return !pattern ||
           (pattern->style == other->style && strcmp(pattern->source, other->source) == 0);
}

/* The compiled pattern of an answer that is about the key's whole value; NULL: it is another. */
static const char *compiled_of(const struct iam_assumption *assumption)
{
    const struct iam_pattern *pattern = assumption->pattern;
    bool plain = pattern && !assumption->text && pattern->style != IAM_PATTERN_LITERAL_ANY_CASE;

    return plain ? pattern->compiled : NULL;
}

/* Whether the answer follows from one that was given before. It is in assumption->holds then. */
static bool follows(const struct iam_world *world, struct iam_assumption *assumption)
{
    const char *compiled = compiled_of(assumption), *other;

    for (size_t i = 0; compiled && i < world->count; i++) {
        const struct iam_assumption *known = &world->items[i];

        other = known->key == assumption->key ? compiled_of(known) : NULL;
        if (!other)
            continue;
        if (known->holds && iam_wildcard_covers(compiled, other))
            return assumption->holds = true;
        if (known->holds ? !iam_wildcard_meets(compiled, other)
                         : iam_wildcard_covers(other, compiled))
            return true;
    }
    return false;
}

void iam_world_begin(struct iam_world *world)
{
    world->count = 0; /* the items are not read */
    world->work = 0;
    world->exhausted = false;
    world->policy = NULL;
    world->statement = NULL;
}

bool iam_world_holds(struct iam_world *world, const struct iam_possible_key *key,
                     const struct iam_pattern *pattern, const char *text)
{
    struct iam_assumption assumption = {.key = key,
                                        .pattern = pattern,
                                        .text = text,
                                        .policy = world->policy,
                                        .statement = world->statement};

    for (size_t i = 0; i < world->count; i++)
        if (is_same(&world->items[i], key, pattern, text))
            return world->items[i].holds;
    if (world->count == IAM_ASSUMPTION_LIMIT) {
        world->exhausted = true;
        return false;
    }
    assumption.fixed = follows(world, &assumption);
    world->items[world->count++] = assumption;
    return assumption.holds;
}

const struct iam_assumption *iam_world_next(struct iam_world *world)
{
    for (; world->count > 0; world->count--) {
        struct iam_assumption *last = &world->items[world->count - 1];

        if (last->fixed)
            continue;
        last->holds = true;
        last->fixed = true;
        return last;
    }
    return NULL;
}
