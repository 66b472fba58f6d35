#include "core/nearest.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define LENGTH_LIMIT 64 /* no name of ours is longer */
#define PREFIX_LEAST 4

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance(const char *a, const char *b)
{
    size_t row[LENGTH_LIMIT + 1], columns = strlen(b);

    for (size_t j = 0; j <= columns; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];

        row[0] = i + 1;
        for (size_t j = 1; j <= columns; j++) {
            size_t above = row[j];
            size_t differ = tolower((unsigned char)a[i]) != tolower((unsigned char)b[j - 1]);

            row[j] = least(diagonal + differ, 1 + least(above, row[j - 1]));
            diagonal = above;
        }
    }
    return row[columns];
}

struct hint did_you_mean(const char *text, const char *const *names)
{
    struct hint hint = {""};
    size_t best = LENGTH_LIMIT;

    for (; strlen(text) <= LENGTH_LIMIT && *names; names++) {
        size_t length = strlen(*names);

        if (length > LENGTH_LIMIT)
            continue;
        size_t far = distance(text, *names);
        if (strlen(text) >= PREFIX_LEAST && strncasecmp(text, *names, strlen(text)) == 0)
            far = 1; /* left off in the middle */
        if (far < best && far <= (length + 2) / 3) {
            best = far;
            snprintf(hint.text, sizeof(hint.text), " (did you mean %s?)", *names);
        }
    }
    return hint;
}
