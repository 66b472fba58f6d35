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

char *iam_lower(struct arena *arena, const char *text)
{
    char *lower = arena_strdup(arena, text);

    for (char *c = lower; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return lower;
}

bool iam_begins(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool iam_is_account(const char *text)
{
    return text && strlen(text) == ACCOUNT_LENGTH && strspn(text, "0123456789") == ACCOUNT_LENGTH;
}

bool iam_is_key(const char *text)
{
    size_t service = strcspn(text, ":/");

    return service > 0 && text[service] == ':' && text[service + 1];
}
