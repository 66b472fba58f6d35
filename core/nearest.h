/* nearest.h - the known name that a misspelt one was most likely meant to be. */
#ifndef CORE_NEAREST_H
#define CORE_NEAREST_H

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
