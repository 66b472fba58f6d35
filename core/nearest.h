/* nearest.h - "did you mean": the known name a misspelt one was most likely meant to be. */
#ifndef CORE_NEAREST_H
#define CORE_NEAREST_H

#include <stddef.h>

/*
 * The one of count names with the least Levenshtein distance to text, case ignored; NULL when none
 * is near (more than a third of its letters differ).
 */
const char *nearest_name(const char *text, const char *const *names, size_t count);

#endif
