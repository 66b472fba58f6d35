#include "iam/text.h"

#include <string.h>

#define EXACT_LIMIT 1e15
#define ACCOUNT_LENGTH 12

const char *iam_scalar_text(struct arena *arena, const cJSON *value)
{
    if (cJSON_IsString(value))
        return value->valuestring;
    if (cJSON_IsBool(value))
        return cJSON_IsTrue(value) ? "true" : "false";
    if (cJSON_IsNumber(value) && value->valuedouble < EXACT_LIMIT &&
        value->valuedouble > -EXACT_LIMIT)
        return arena_printf(arena, "%.15g", value->valuedouble);
    return NULL;
}

int iam_lower_letter(int character)
{
    return character >= 'A' && character <= 'Z' ? character - 'A' + 'a' : character;
}

char *iam_lower(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);

    for (char *c = copy; *c; c++)
        *c = (char)iam_lower_letter(*c);
    return copy;
}

bool iam_name_begins(const char *text, const char *prefix)
{
    for (; *prefix; text++, prefix++)
        if (iam_lower_letter(*text) != iam_lower_letter(*prefix))
            return false;
    return true;
}

bool iam_is_same_name(const char *a, const char *b)
{
    return iam_name_begins(a, b) && strlen(a) == strlen(b);
}

int iam_name_order(const char *a, const char *b)
{
    for (; *a && iam_lower_letter(*a) == iam_lower_letter(*b); a++)
        b++;
    return (unsigned char)iam_lower_letter(*a) - (unsigned char)iam_lower_letter(*b);
}

bool iam_begins(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

int iam_count_colons(const char *from, const char *end)
{
    int colons = 0;

    for (; from < end; from++)
        colons += *from == ':';
    return colons;
}

bool iam_is_one_of(const char *text, const char *const *list)
{
    while (*list && !iam_is_same_name(text, *list))
        list++;
    return *list;
}

bool iam_is_account(const char *text)
{
    return text && strlen(text) == ACCOUNT_LENGTH && strspn(text, "0123456789") == ACCOUNT_LENGTH;
}

bool iam_is_key(const char *text)
{
    size_t service = strcspn(text, ":");

    return service > 0 && text[service] == ':' && text[service + 1];
}
