#include "iam/text.h"

#include <string.h>

#define EXACT_LIMIT 1e15

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

bool iam_is_key(const char *text)
{
    size_t service = strcspn(text, ":");

    return service > 0 && text[service] == ':' && text[service + 1];
}
