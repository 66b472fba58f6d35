#include "core/names.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"

/*
 * Bytes of a name that may be suggested. The longest IAM action of 2026-09 has 63. Some context
 * keys have more, 74 at most, and are never suggested.
 */
#define LENGTH_LIMIT 64
#define PREFIX_LEAST 4

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Of Levenshtein, whatever the case of letters. b has no more than LENGTH_LIMIT bytes. */
static size_t distance(const char *a, const char *b)
{
    size_t row[LENGTH_LIMIT + 1], columns = strlen(b);
    char lower[LENGTH_LIMIT];

    row[0] = 0;
    for (size_t j = 0; j < columns; j++) {
        lower[j] = text_lower_letter(b[j]);
        row[j + 1] = j + 1;
    }
    for (; *a; a++) {
        size_t diagonal = row[0]++;
        char letter = text_lower_letter(*a);

        for (size_t j = 1; j <= columns; j++) {
            size_t above = row[j];

            row[j] = least(diagonal + (letter != lower[j - 1]), 1 + least(above, row[j - 1]));
            diagonal = above;
        }
    }
    return row[columns];
}

int name_index(const char *name, const char *const *names)
{
    for (int i = 0; names[i]; i++)
        if (strcmp(name, names[i]) == 0)
            return i;
    return -1;
}

bool name_is_among(const char *name, const char *const *names)
{
    return name && names && name_index(name, names) >= 0;
}

bool name_is_among_any_case(const char *name, const char *const *names)
{
    while (*names && !text_same_any_case(name, *names))
        names++;
    return *names;
}

struct hint did_you_mean(const char *text, const char *const *names)
{
    struct hint hint = {""};
    size_t best = LENGTH_LIMIT, best_length = 0;

    size_t asked = strlen(text);
    for (; asked <= LENGTH_LIMIT && *names; names++) {
        size_t length = strlen(*names);

        size_t apart = length > asked ? length - asked : asked - length;
        bool begins = asked >= PREFIX_LEAST && text_begins_any_case(*names, text);
        if (length > LENGTH_LIMIT || (!begins && apart > (length + 2) / 3))
            continue;
        size_t far = begins ? 1 : distance(text, *names); /* 1: somebody stopped typing */
        /* Of equally near names the shortest counts: "ListAgents" before "ListAgentAliases". */
        bool nearer = far < best || (far == best && length < best_length);
        if (nearer && far <= (length + 2) / 3) {
            best = far;
            best_length = length;
            snprintf(hint.text, sizeof(hint.text), " (did you mean %s?)", *names);
        }
    }
    return hint;
}
