/*
 * percent.h - the percent-encoding of RFC 3986, section 2, in which a byte is "%" and two
 * hexadecimal digits.
 */
#ifndef CORE_PERCENT_H
#define CORE_PERCENT_H

#include <stddef.h>

/* Bytes that one encoded byte takes at most. */
#define PERCENT_SIZE 3

/*
 * Writes byte to "to", where PERCENT_SIZE bytes are free, and returns where it ends. Letters,
 * digits and "-._~", which the RFC calls unreserved, stay as they are; of all others the digits are
 * capital: "%2F". Writes no NUL.
 */
char *percent_put(char *to, unsigned char byte);

/*
 * Reads the byte that text begins with, of which length bytes are left, at least one. Returns how
 * many of them it took: 3 of "%2f" or "%2F"; else 1, and the byte is the first one itself, also
 * where that is a "%" without two digits.
 */
size_t percent_take(const char *text, size_t length, unsigned char *byte);

/* Decodes text in place, which only shortens it. "%00" stays: no C string holds what it means. */
void percent_decode(char *text);

#endif
