/* names.h - known names: whether one is among them, and which one was meant by a misspelt one. */
#ifndef CORE_NAMES_H
#define CORE_NAMES_H

#include <stdbool.h>

/* Where name stands among names, which end with NULL, from 0. -1: it does not. */
int name_index(const char *name, const char *const *names);

/* Whether name is one of names. name NULL is none; names NULL has none. */
bool name_is_among(const char *name, const char *const *names);

/* The same whatever the case of letters. Neither is NULL. */
bool name_is_among_any_case(const char *name, const char *const *names);

/* " (did you mean NAME?)", to end a message with; "" when no name is near. */
struct hint {
    char text[96];
};

/*
 * The hint to the nearest of names, which end with NULL. It is the one at the least Levenshtein
 * distance from text, whatever the case. A name is near when no more than a third of its letters
 * differ, or when text is its beginning. Names and texts of more than 64 bytes are near nothing.
 */
struct hint did_you_mean(const char *text, const char *const *names);

#endif
