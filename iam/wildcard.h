/*
 * wildcard.h - a text with wildcards, compiled: a C string of UTF-8 in which a byte that UTF-8
 * never has stands for a wildcard. A '*' matches any characters, none too; a '?' matches one code
 * point.
 *
 * Wildcards that stay in their part stand in the first five parts of ARNs only, where
 * iam_wildcard_divide() puts them, and never in one part with others.
 */
#ifndef IAM_WILDCARD_H
#define IAM_WILDCARD_H

#include <stdbool.h>

#include "core/arena.h"

#define IAM_WILDCARD_ANY "\xff"      /* '*' */
#define IAM_WILDCARD_ANY_PART "\xfe" /* '*' that does not reach over a colon */
#define IAM_WILDCARD_ONE "\xfd"      /* '?' */
#define IAM_WILDCARD_ONE_PART "\xfc" /* '?' that is no colon */

/* '*' and '?' compiled; any other character as it is. */
char iam_wildcard_of(char character);

/* A copy of the text in the arena, with these compiled. */
char *iam_wildcard_compile(struct arena *arena, const char *text);

/*
 * Of the compiled text of an ARN: keeps the wildcards of the first five parts within their part.
 * long_ends: but a '*' that ends a part reaches over colons. "*" alone stays any ARN. False: the
 * text has less than six parts.
 */
bool iam_wildcard_divide(char *compiled, bool long_ends);

/* Whether the compiled pattern matches the text, which has no wildcards. */
bool iam_wildcard_match(const char *pattern, const char *text);

/*
 * Whether every text that the compiled pattern narrow matches is matched by wide too. False also
 * where that is unsure.
 */
bool iam_wildcard_covers(const char *wide, const char *narrow);

/*
 * Whether there is a text that two compiled patterns both match. True also where that is unsure, as
 * for a pattern that is longer than IAM_TEXT_LIMIT (limits.h).
 */
bool iam_wildcard_meets(const char *a, const char *b);

#endif
