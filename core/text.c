#include "core/text.h"

#include <string.h>

char text_lower_letter(char character)
{
    return (char)(character >= 'A' && character <= 'Z' ? character - 'A' + 'a' : character);
}

char *text_lower(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);

    for (char *c = copy; *c; c++)
        *c = text_lower_letter(*c);
    return copy;
}

bool text_begins(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_begins_any_case(const char *text, const char *prefix)
{
    for (; *prefix; text++, prefix++)
        if (text_lower_letter(*text) != text_lower_letter(*prefix))
            return false;
    return true;
}

bool text_same_any_case(const char *a, const char *b)
{
    return text_begins_any_case(a, b) && strlen(a) == strlen(b);
}

int text_order_any_case(const char *a, const char *b)
{
    for (; *a && text_lower_letter(*a) == text_lower_letter(*b); a++)
        b++;
    return (unsigned char)text_lower_letter(*a) - (unsigned char)text_lower_letter(*b);
}
