/* names.h - known names: where one is among them, and which one a misspelt one was meant to be. */
#ifndef CORE_NAMES_H
#define CORE_NAMES_H

#include <stdbool.h>

/* Where name stands among names, which end with NULL, from 0; -1: it does not. */
int name_index(const char *name, const char *const *names);

/* Whether it does. names NULL: there are none; name NULL: it is none. */
bool name_is_among(const char *name, const char *const *names);

/* Whether one of names, which is not NULL, differs from name in the case of letters at most. */
bool name_is_among_any_case(const char *name, const char *const *names);

/* " (did you mean NAME?)", to end a message with; "" when nothing is near. */
struct hint {
    char text[96];
};

/*
 * names, which end with NULL, are searched for the least Levenshtein distance to text, case
 * ignored; near is when no more than a third of the name's letters differ, or when text is the
 * name's beginning.
 */
struct hint did_you_mean(const char *text, const char *const *names);

#endif
