#include "iam/pattern.h"

#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/wildcard.h"

#define SERVICE_COLONS 3 /* of an ARN, up to the end of its service */

struct iam_pattern_part {
    const struct iam_pattern_part *next;
    char *text;           /* compiled; NULL: a variable */
    const char *key;      /* of a variable */
    const char *fallback; /* its default; NULL: none */
};

static bool has_wildcards(enum iam_pattern_style style)
{
    return style != IAM_PATTERN_LITERAL && style != IAM_PATTERN_LITERAL_ANY_CASE;
}

/* Says of each wildcard in an ARN how far it reaches. False: it has less than six parts. */
static bool divide(char *compiled, enum iam_pattern_style style)
{
    return iam_wildcard_divide(compiled, style == IAM_PATTERN_RESOURCE);
}

static bool refuse(const struct iam_pattern *pattern, const char *why, struct error *err)
{
    return error_set(err, ERROR_INPUT, "\"%.200s\" %s", pattern->source, why);
}

/* "${*}", "${?}" and "${$}" are the character itself. */
static bool is_escape(const char *source)
{
    return text_begins(source, "${") && source[2] && strchr("*?$", source[2]) && source[3] == '}';
}

static bool is_variable(const char *source)
{
    return text_begins(source, "${") && !is_escape(source);
}

/* "${Account}" is one: a key has a service and a colon. */
static bool is_placeholder(const char *variable)
{
    size_t length = strcspn(variable, ":}");

    return variable[length] == '}' && length > strlen("${");
}

/* Reads "${key}" or "${key, 'default'}" and returns its end; NULL: it is ill-formed. */
static const char *read_variable(struct arena *arena, const char *source,
                                 struct iam_pattern_part *out)
{
    const char *key = source + strlen("${");
    size_t length = strcspn(key, ",}");
    const char *end = key + length;

    out->key = arena_strndup(arena, key, length);
    if (*end == ',') {
        const char *quote = end + 1 + strspn(end + 1, " ");
        const char *close = *quote == '\'' ? strchr(quote + 1, '\'') : NULL;

        if (!close)
            return NULL;
        out->fallback = arena_strndup(arena, quote + 1, (size_t)(close - quote - 1));
        end = close + 1;
    }
    bool whole = *end == '}' && iam_context_key_is_valid(out->key) && !strpbrk(out->key, " ${");
    return whole ? end + 1 : NULL;
}

/* The text up to the next variable, compiled; *source is moved there. */
static char *read_text(struct arena *arena, const char **source, enum iam_pattern_style style,
                       bool variables)
{
    char *text = arena_alloc(arena, strlen(*source) + 1), *to = text;
    const char *from = *source;
    bool wildcards = has_wildcards(style);

    while (*from && !(variables && is_variable(from))) {
        if (variables && is_escape(from)) {
            *to++ = from[2];
            from += strlen("${*}");
        } else {
            *to = *from++;
            if (wildcards)
                *to = iam_wildcard_of(*to);
            to++;
        }
    }
    *source = from;
    return text;
}

/* Whether the pattern takes the variable at that place of its source. */
static bool takes_variable(struct iam_pattern *pattern, const char *variable, struct error *err)
{
    int colons = arn_count_colons(pattern->source, variable);
    bool resource = pattern->style == IAM_PATTERN_RESOURCE;

    if (is_placeholder(variable))
        return refuse(pattern,
                      "has a placeholder in it that is no policy variable: those are "
                      "${service:key}",
                      err);
    if (resource && colons < SERVICE_COLONS)
        return refuse(pattern, "has a policy variable before the third colon, where IAM takes none",
                      err);
    pattern->misplaced |= resource && colons < ARN_COLONS;
    return true;
}

/* Reads texts and variables in turn, a text first and last, which may be empty. */
static bool read_parts(struct arena *arena, struct iam_pattern *pattern, bool variables,
                       struct iam_pattern_part *part, struct error *err)
{
    const char *source = pattern->source;

    for (;;) {
        part->text = read_text(arena, &source, pattern->style, variables);
        if (!*source)
            return true;
        if (!takes_variable(pattern, source, err))
            return false;
        struct iam_pattern_part *variable = arena_alloc(arena, sizeof(*variable));
        part->next = variable;
        source = read_variable(arena, source, variable);
        if (!source)
            return refuse(pattern, "has a policy variable that is not ${key} or ${key, 'default'}",
                          err);
        part = arena_alloc(arena, sizeof(*part));
        variable->next = part;
    }
}

bool iam_pattern_parse(struct arena *arena, const char *source, enum iam_pattern_style style,
                       bool variables, struct iam_pattern *out, struct error *err)
{
    struct iam_pattern_part *parts = arena_alloc(arena, sizeof(*parts));

    *out = (struct iam_pattern){.source = source, .style = style};
    if (!read_parts(arena, out, variables, parts, err))
        return false;
    if (style == IAM_PATTERN_RESOURCE && strcmp(source, "*") != 0 && !text_begins(source, "arn:"))
        return refuse(out, "is neither an ARN nor \"*\"", err);
    if (parts->next) {
        out->parts = parts;
        return true;
    }
    char *text = parts->text;
    if (style == IAM_PATTERN_ARN && !divide(text, style))
        return refuse(out, "is neither an ARN of six parts nor \"*\"", err);
    if (style == IAM_PATTERN_RESOURCE && !divide(text, style)) /* the parts that it lacks are any */
        text = arena_printf(arena, "%s:" IAM_WILDCARD_ANY, text);
    out->compiled = text;
    return true;
}

/* The key of a variable of whose value only the form is known; NULL: it is another part. */
static const struct iam_possible_key *possible_of(const struct iam_pattern_part *part,
                                                  const struct iam_request *request)
{
    const struct iam_possible_key *key = part->text ? NULL : iam_possible_key(request, part->key);

    return key && iam_possible_is_present(request, key) ? key : NULL;
}

/*
 * What stands in the place of a part: its text, or the value of its variable. Where only the form
 * of the value is known, that is form number "form", or the first where there are fewer. missing:
 * the variable has no value.
 */
static const char *text_of(const struct iam_pattern_part *part, const struct iam_request *request,
                           size_t form, const char *missing)
{
    const struct iam_possible_key *possible;
    const struct iam_context_key *key;

    if (part->text)
        return part->text;
    possible = possible_of(part, request);
    if (possible)
        return possible->forms[form] ? possible->forms[form] : possible->forms[0];
    key = iam_request_key(request, part->key);
    if (key && key->count == 1 && !key->several)
        return key->values[0];
    return part->fallback ? part->fallback : missing;
}

/*
 * The compiled text with the values of its variables, as text_of() has them. NULL: missing is NULL
 * and a variable has no value, or the text is no ARN then.
 */
static const char *resolve(struct arena *arena, const struct iam_pattern *pattern,
                           const struct iam_request *request, size_t form, const char *missing)
{
    size_t length = 0;
    const char *text;

    for (const struct iam_pattern_part *part = pattern->parts; part; part = part->next) {
        text = text_of(part, request, form, missing);
        if (!text)
            return NULL;
        length += strlen(text);
    }
    char *resolved = arena_alloc(arena, length + 1), *to = resolved;
    for (const struct iam_pattern_part *part = pattern->parts;
         part && (text = text_of(part, request, form, missing)); part = part->next)
        to = stpcpy(to, text);
    if (pattern->style == IAM_PATTERN_ARN || pattern->style == IAM_PATTERN_RESOURCE)
        return divide(resolved, pattern->style) ? resolved : NULL;
    return resolved;
}

const char *iam_pattern_resolve(struct arena *arena, const struct iam_pattern *pattern,
                                const struct iam_request *request, const char *missing)
{
    return pattern->compiled ? pattern->compiled : resolve(arena, pattern, request, 0, missing);
}

static bool match_style(struct arena *scratch, enum iam_pattern_style style, const char *compiled,
                        const char *text)
{
    if (style == IAM_PATTERN_LITERAL_ANY_CASE)
        return iam_wildcard_match(text_lower(scratch, compiled), text_lower(scratch, text));
    return iam_wildcard_match(compiled, text);
}

/* The first variable of whose value only the form is known; NULL: there is none. */
static const struct iam_possible_key *first_possible(const struct iam_pattern *pattern,
                                                     const struct iam_request *request)
{
    const struct iam_possible_key *possible = NULL;

    for (const struct iam_pattern_part *part = pattern->parts; part && !possible; part = part->next)
        possible = possible_of(part, request);
    return possible;
}

bool iam_pattern_match(struct arena *scratch, const struct iam_pattern *pattern,
                       const struct iam_request *request, const char *text)
{
    const struct iam_possible_key *possible = NULL;
    bool matches = false;

    if (pattern->compiled && pattern->style != IAM_PATTERN_LITERAL_ANY_CASE)
        return iam_wildcard_match(pattern->compiled, text);
    if (pattern->compiled)
        return text_same_any_case(pattern->compiled, text);
    if (pattern->misplaced)
        return false;
    struct arena_mark mark = arena_mark(scratch);
    if (request->possible_count)
        possible = first_possible(pattern, request);
    for (size_t form = 0; form < IAM_FORM_LIMIT && !matches; form++) {
        const char *compiled = resolve(scratch, pattern, request, form, NULL);

        matches = compiled && match_style(scratch, pattern->style, compiled, text);
        if (!possible)
            break;
    }
    arena_rewind(scratch, mark);
    return matches && (!possible || iam_world_holds(request->world, possible, pattern, text));
}

const char *iam_patterns_unresolved(const struct iam_patterns *patterns,
                                    const struct iam_request *request)
{
    for (size_t i = 0; i < patterns->count; i++)
        for (const struct iam_pattern_part *part = patterns->items[i].parts; part;
             part = part->next)
            if (!text_of(part, request, 0, NULL))
                return part->key;
    return NULL;
}

bool iam_patterns_match(struct arena *scratch, const struct iam_patterns *patterns,
                        const struct iam_request *request, const char *text)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (iam_pattern_match(scratch, &patterns->items[i], request, text))
            return true;
    return false;
}

bool iam_patterns_may_match(struct arena *scratch, const struct iam_patterns *patterns,
                            const struct iam_request *request, const char *text)
{
    struct arena_mark mark = arena_mark(scratch);
    bool matches = false;

    for (size_t i = 0; i < patterns->count && !matches; i++) {
        const char *compiled = patterns->items[i].compiled;

        if (!compiled)
            compiled = resolve(scratch, &patterns->items[i], request, 0, IAM_WILDCARD_ANY);
        matches = compiled && match_style(scratch, patterns->items[i].style, compiled, text);
    }
    arena_rewind(scratch, mark);
    return matches;
}

enum standing { STANDING_NEVER, STANDING_SOMETIMES, STANDING_ALWAYS };

/* How many of the values of that form the pattern matches. */
static enum standing standing_of(struct arena *scratch, const struct iam_pattern *pattern,
                                 const struct iam_request *request, const char *form)
{
    const char *compiled = pattern->compiled;

    if (!compiled && first_possible(pattern, request))
        return STANDING_SOMETIMES;
    if (!compiled)
        compiled = resolve(scratch, pattern, request, 0, NULL);
    if (!compiled)
        return STANDING_NEVER;
    if (pattern->style == IAM_PATTERN_LITERAL_ANY_CASE) {
        compiled = text_lower(scratch, compiled);
        form = text_lower(scratch, form);
    }
    struct iam_world *world = request->world;
    world->work += (strlen(compiled) + 1) * (strlen(form) + 1);
    if (world->work > IAM_WORLD_WORK_LIMIT) {
        world->exhausted = true;
        return STANDING_NEVER; /* whatever is said now, there will be no decision */
    }
    if (iam_wildcard_covers(compiled, form))
        return STANDING_ALWAYS;
    return iam_wildcard_meets(compiled, form) ? STANDING_SOMETIMES : STANDING_NEVER;
}

/* The same for the pattern of a list that matches most of them. */
static enum standing standing_of_list(struct arena *scratch, const struct iam_patterns *patterns,
                                      const struct iam_request *request, const char *form)
{
    enum standing most = STANDING_NEVER;

    for (size_t i = 0; i < patterns->count && most != STANDING_ALWAYS; i++) {
        enum standing standing = standing_of(scratch, &patterns->items[i], request, form);

        most = standing > most ? standing : most;
    }
    return most;
}

static bool match_possible(struct arena *scratch, const struct iam_patterns *patterns,
                           const struct iam_request *request, const struct iam_possible_key *key)
{
    const char *form = key->forms[0], *second = key->forms[1];
    enum standing standing = standing_of_list(scratch, patterns, request, form);

    if (second) {
        enum standing other = standing_of_list(scratch, patterns, request, second);

        /* The world has a value of one of the forms. */
        if ((standing != other || standing == STANDING_SOMETIMES) &&
            iam_world_holds(request->world, key, NULL, second)) {
            form = second;
            standing = other;
        }
    }
    for (size_t i = 0; i < patterns->count && standing == STANDING_SOMETIMES; i++)
        if (standing_of(scratch, &patterns->items[i], request, form) == STANDING_SOMETIMES &&
            iam_world_holds(request->world, key, &patterns->items[i], NULL))
            return true;
    return standing == STANDING_ALWAYS;
}

bool iam_patterns_match_possible(struct arena *scratch, const struct iam_patterns *patterns,
                                 const struct iam_request *request,
                                 const struct iam_possible_key *key)
{
    struct arena_mark mark = arena_mark(scratch);
    bool matches = match_possible(scratch, patterns, request, key);

    arena_rewind(scratch, mark);
    return matches;
}

bool iam_pattern_covers(const struct iam_pattern *wide, const struct iam_pattern *narrow)
{
    if (wide->compiled && narrow->compiled)
        return iam_wildcard_covers(wide->compiled, narrow->compiled);
    return strcmp(wide->source, narrow->source) == 0;
}

const char *iam_pattern_variable(const struct iam_pattern *pattern, size_t n)
{
    for (const struct iam_pattern_part *part = pattern->parts; part; part = part->next)
        if (!part->text && n-- == 0)
            return part->key;
    return NULL;
}

bool iam_patterns_have_variable(const struct iam_patterns *patterns, const char *key)
{
    const char *variable;

    for (size_t i = 0; i < patterns->count; i++)
        for (size_t n = 0; (variable = iam_pattern_variable(&patterns->items[i], n)); n++)
            if (text_same_any_case(variable, key))
                return true;
    return false;
}
