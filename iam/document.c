#include "iam/document.h"

#include <string.h>

#include "core/percent.h"

bool iam_document_read(const cJSON *json, const cJSON **out, struct error *err)
{
    cJSON *parsed;

    *out = json;
    if (cJSON_IsObject(json))
        return true;
    if (!cJSON_IsString(json))
        return error_set(err, ERROR_INPUT, "the policy is neither an object nor text");
    char *text = json->valuestring;
    if (text[0] == '%') { /* a policy begins with '{' */
        cJSON *copy = cJSON_CreateString(text);

        text = copy->valuestring;
        percent_decode(text);
    }
    if (!json_parse(text, strlen(text), "the policy", &parsed, err))
        return false;
    *out = parsed;
    return cJSON_IsObject(parsed) || error_set(err, ERROR_INPUT, "the policy is not an object");
}
