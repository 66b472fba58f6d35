#include "iam/document.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* In place: percent-decoding only shortens. */
static void percent_decode(char *text)
{
    char *to = text;

    for (const char *from = text; *from; from++, to++) {
        *to = *from;
        if (*from == '%' && isxdigit((unsigned char)from[1]) && isxdigit((unsigned char)from[2]) &&
            strncmp(from, "%00", 3) != 0) {
            *to = (char)strtol((char[]){from[1], from[2], '\0'}, NULL, 16);
            from += 2;
        }
    }
    *to = '\0';
}

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
