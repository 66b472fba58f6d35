/*
 * utf8.h - what we ask of UTF-8: is it well formed, where may it be cut, how long is it. AWS
 * counts the length of an annotation in characters; UTF-16 units are never fewer, so counting those
 * is safe.
 */
#ifndef CORE_UTF8_H
#define CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Well formed by RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF. */
bool utf8_valid(const char *text, size_t length);

/*
 * How many leading bytes of well-formed text, a C string, fit into limit UTF-16 code units when it
 * is cut between two code points. strlen(text) when all of it fits.
 */
size_t utf8_cut(const char *text, size_t limit);

/* How many code points well-formed text, a C string, has. */
size_t utf8_count(const char *text);

#endif
