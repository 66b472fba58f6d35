/*
 * utf8.h - what we ask of UTF-8: whether it is well formed, how long it is, and where it may be
 * cut.
 */
#ifndef CORE_UTF8_H
#define CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The bytes, 1 to 4, of the code point that the next length bytes begin with; length is not 0. 0:
 * they begin with none.
 */
size_t utf8_size(const char *text, size_t length);

/* Well formed by RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF. */
bool utf8_valid(const char *text, size_t length);

/*
 * How many bytes at the beginning of text, a C string, fit into limit code units of UTF-16, cut
 * between two code points; strlen(text) when all of it fits. It ends before what is not well
 * formed. AWS counts the length of an annotation in characters, of which there are never more than
 * units.
 */
size_t utf8_cut(const char *text, size_t limit);

/* How many code points well-formed text, a C string, has. */
size_t utf8_count(const char *text);

#endif
