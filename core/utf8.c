#include "core/utf8.h"

#include <string.h>

/* RFC 3629, section 4. */
size_t utf8_size(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    unsigned char first = bytes[0], low = 0x80, high = 0xBF;
    size_t size = 0;

    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        size = 2;
    else if (first >= 0xE0 && first <= 0xEF)
        size = 3;
    else if (first >= 0xF0 && first <= 0xF4)
        size = 4;
    if (size == 0 || size > length)
        return 0;
    if (first == 0xE0)
        low = 0xA0;
    else if (first == 0xED)
        high = 0x9F;
    else if (first == 0xF0)
        low = 0x90;
    else if (first == 0xF4)
        high = 0x8F;
    if (bytes[1] < low || bytes[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    return size;
}

bool utf8_valid(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t size = utf8_size(text + at, length - at);

        if (size == 0)
            return false;
        at += size;
    }
    return true;
}

size_t utf8_cut(const char *text, size_t limit)
{
    size_t at = 0, units = 0, length = strlen(text);

    while (at < length) {
        size_t size = utf8_size(text + at, length - at);

        units += size == 4 ? 2 : 1;
        if (size == 0 || units > limit)
            break;
        at += size;
    }
    return at;
}

size_t utf8_count(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}
