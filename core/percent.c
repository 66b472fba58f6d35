#include "core/percent.h"

#include <string.h>

#include "core/text.h"

/* The value of a hexadecimal digit; -1: it is none. */
static int value_of(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = digit ? strchr(digits, text_lower_letter(digit)) : NULL;

    return found ? (int)(found - digits) : -1;
}

char *percent_put(char *to, unsigned char byte)
{
    static const char unreserved[] = TEXT_ALPHANUMERIC "-._~";
    static const char digits[] = "0123456789ABCDEF";

    if (memchr(unreserved, byte, sizeof(unreserved) - 1)) {
        *to++ = (char)byte;
        return to;
    }
    *to++ = '%';
    *to++ = digits[byte >> 4];
    *to++ = digits[byte & 15];
    return to;
}

size_t percent_take(const char *text, size_t length, unsigned char *byte)
{
    if (*text == '%' && length >= PERCENT_SIZE) {
        int high = value_of(text[1]), low = value_of(text[2]);

        if (high >= 0 && low >= 0) {
            *byte = (unsigned char)(high * 16 + low);
            return PERCENT_SIZE;
        }
    }
    *byte = (unsigned char)*text;
    return 1;
}

void percent_decode(char *text)
{
    size_t length = strlen(text);
    char *to = text;

    for (const char *from = text; length > 0;) {
        unsigned char byte;
        size_t taken = percent_take(from, length, &byte);

        if (byte == '\0') {
            memmove(to, from, taken);
            to += taken;
        } else {
            *to++ = (char)byte;
        }
        from += taken;
        length -= taken;
    }
    *to = '\0';
}
