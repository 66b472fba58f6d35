/*
 * text.h - questions about C strings, and letters in lower case. Letters are those of ASCII. The
 * locale is not asked, as the C library's comparisons do: in some locales "I" is not the capital of
 * "i".
 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include "core/arena.h"

#define TEXT_DIGITS "0123456789"
#define TEXT_ALPHANUMERIC "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" TEXT_DIGITS

/* A capital letter in lower case; any other character as it is. */
char text_lower_letter(char character);

/* A copy in the arena, with its letters in lower case. */
char *text_lower(struct arena *arena, const char *text);

bool text_begins(const char *text, const char *prefix);

/* Whether two texts differ in the case of their letters at most. */
bool text_same_any_case(const char *a, const char *b);
bool text_begins_any_case(const char *text, const char *prefix);

/* As strcmp(), but a letter and its capital are equal. */
int text_order_any_case(const char *a, const char *b);

#endif
