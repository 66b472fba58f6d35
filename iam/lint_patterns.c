#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/keys.h"
#include "iam/linter.h"

static bool is_letter(char c)
{
    return text_lower_letter(c) >= 'a' && text_lower_letter(c) <= 'z';
}

/* Where a placeholder that begins at open ends, behind its bracket. NULL: it is none. */
static const char *placeholder_end(const char *open)
{
    static const char *const brackets[] = {"<>", "{}", "[]"};

    for (size_t i = 0; i < sizeof(brackets) / sizeof(*brackets); i++) {
        const char *close = *open == brackets[i][0] ? strchr(open, brackets[i][1]) : NULL;
        const char *name = open + 1 + strspn(open + 1, "<{[ ");

        if (close && is_letter(*name))
            return close + 1;
    }
    return NULL;
}

static bool is_word(const char *text, const char *word)
{
    for (; *text; text++)
        if (text_begins_any_case(text, word))
            return true;
    return false;
}

/* Whether an ARN's Region or account is a word, such as "ACCOUNT_ID" or "region". */
static bool is_wordy(const char *part, const char *word)
{
    return part && !strpbrk(part, "*?$") &&
           (!arn_is_region(part) || is_word(part, word) || strspn(part, "x") == strlen(part));
}

/*
 * What somebody was to replace, as AWS's samples and templates spell it; NULL: nothing.
 * "${Region}", without "service:", never was a variable of IAM's. In a policy of version 2012-10-17
 * the parser refuses it.
 */
static const char *find_placeholder(struct arena *arena, const char *source, bool variables)
{
    bool arn = text_begins(source, "arn:") && arn_resource(arena, source) && !strstr(source, "${");
    const char *region = arn ? arn_region(arena, source) : NULL;
    const char *account = arn ? arn_account(arena, source) : NULL;

    for (const char *at = source; *at; at++) {
        if (text_begins(at, "...") || *at == '`')
            return *at == '`' ? "`" : "...";
        if (text_begins(at, "${")) {
            const char *close = strchr(at, '}');
            size_t length = close ? (size_t)(close - at) + 1 : 0;

            if (!variables && length > strlen("${x}") && !memchr(at, ':', length))
                return arena_strndup(arena, at, length);
            at += length ? length - 1 : 0;
        } else {
            const char *end = placeholder_end(at);

            if (end)
                return arena_strndup(arena, at, (size_t)(end - at));
        }
    }
    return is_wordy(account, "account") ? account : is_wordy(region, "region") ? region : NULL;
}

void lint_placeholders(struct linter *linter, const char *element, const char *source)
{
    bool variables = linter->policy->variables;
    const char *found = find_placeholder(linter->warnings.arena, source, variables);

    if (found)
        linter_warn(linter, "%s: \"%s\" has a placeholder in it: %s", element, source, found);
    else if (strstr(source, "${") && !variables)
        linter_warn(linter,
                    "%s: \"%s\" is text, and no variable, in a policy without Version 2012-10-17",
                    element, source);
}

/*
 * Another pattern of the list that matches all that this one does. Of equal ones the first stays.
 */
static const struct iam_pattern *find_wider(struct linter *linter,
                                            const struct iam_patterns *patterns, size_t i)
{
    const struct iam_pattern *one = &patterns->items[i];

    for (size_t j = 0; j < patterns->count; j++) {
        const struct iam_pattern *other = &patterns->items[j];

        if (j != i && linter_covers(linter, other, one) &&
            (j < i || !iam_pattern_covers(one, other)))
            return other;
    }
    return NULL;
}

/* https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
static void warn_of_variables(struct linter *linter, const char *element,
                              const struct iam_pattern *pattern)
{
    const char *variable;
    struct iam_key key;

    for (size_t n = 0; (variable = iam_pattern_variable(pattern, n)); n++)
        if (iam_key_find(variable, &key) && key.several)
            linter_warn(linter, "%s: \"%s\": %s has several values, and is no policy variable",
                        element, pattern->source, variable);
}

void lint_patterns(struct linter *linter, const char *element, const struct iam_patterns *patterns)
{
    for (size_t i = 0; i < patterns->count; i++) {
        const struct iam_pattern *wider = find_wider(linter, patterns, i);

        lint_placeholders(linter, element, patterns->items[i].source);
        warn_of_variables(linter, element, &patterns->items[i]);
        if (wider)
            linter_warn(linter, "%s: \"%s\" adds nothing to \"%s\"", element,
                        patterns->items[i].source, wider->source);
    }
}
