#include "iam/witness_variables.h"

#include <string.h>

#include "core/text.h"
#include "iam/wildcard.h"

#define VALUE_LIMIT 8 /* values of a variable that are tried in a pattern */

/* The pattern with each value that the key, one of its variables, can have. */
static void add_with_values(struct arena *arena, const struct iam_pattern *pattern,
                            const struct iam_request *base, const struct iam_key_choices *key,
                            struct iam_value_list *out)
{
    struct iam_request request = *base;
    struct iam_context_key *context =
        arena_alloc(arena, (base->context_count + 1) * sizeof(*context));
    size_t added = 0;

    if (base->context_count)
        memcpy(context, base->context, base->context_count * sizeof(*context));
    request.context = context;
    request.context_count++;
    for (size_t i = 0; i < key->count && added < VALUE_LIMIT; i++) {
        if (key->items[i].count != 1)
            continue;
        context[base->context_count] = key->items[i];
        const char *text = iam_pattern_resolve(arena, pattern, &request, IAM_ANY_OTHER);
        if (text)
            iam_value_list_add(arena, out, text);
        added++;
    }
}

void iam_pattern_variants(struct arena *arena, const struct iam_pattern *pattern,
                          const struct iam_request *base, const struct iam_key_table *keys,
                          struct iam_value_list *out)
{
    const char *text = iam_pattern_resolve(arena, pattern, base, IAM_ANY_OTHER), *variable;

    if (text)
        iam_value_list_add(arena, out, text);
    for (size_t n = 0; keys && (variable = iam_pattern_variable(pattern, n)); n++)
        for (size_t i = 0; i < keys->count; i++)
            if (text_same_any_case(keys->keys[i].name, variable))
                add_with_values(arena, pattern, base, &keys->keys[i], out);
}

/* A part of a pattern, with any text in the place of variables. */
static const char *compile_part(struct arena *arena, const char *source, size_t length,
                                const struct iam_request *base)
{
    const char *part = arena_strndup(arena, source, length);
    struct iam_pattern pattern;
    struct error ignored = {0};

    if (!iam_pattern_parse(arena, part, IAM_PATTERN_TEXT, true, &pattern, &ignored))
        return NULL;
    return iam_pattern_resolve(arena, &pattern, base, IAM_WILDCARD_ANY);
}

/* What stands in the text in the place of the variable at that place of the pattern. */
static void add_values_at(struct arena *arena, const char *source, const char *variable,
                          const struct iam_request *base, const char *text,
                          struct iam_value_list *list)
{
    const char *end = strchr(variable, '}') + 1;
    const char *before = compile_part(arena, source, (size_t)(variable - source), base);
    const char *after = compile_part(arena, end, strlen(end), base);
    size_t length = strlen(text);

    for (size_t i = 0; before && after && i < length && list->count < VALUE_LIMIT; i++) {
        if (!iam_wildcard_match(before, arena_strndup(arena, text, i)))
            continue;
        for (size_t j = length; j > i && list->count < VALUE_LIMIT; j--)
            if (iam_wildcard_match(after, text + j))
                iam_value_list_add(arena, list, arena_strndup(arena, text + i, j - i));
    }
}

void iam_variable_values(struct arena *arena, const struct iam_pattern *pattern, const char *key,
                         const struct iam_request *base, const char *text,
                         struct iam_value_list *out)
{
    const char *at = pattern->source;

    for (; !pattern->compiled && (at = strstr(at, "${")); at += strlen("${")) {
        const char *name = at + strlen("${");

        if (text_begins_any_case(name, key) && strchr(",}", name[strlen(key)]))
            add_values_at(arena, pattern->source, at, base, text, out);
    }
}
