#include "aws/protocol/wire.h"

#include <string.h>

#include "aws/operations.h"
#include "aws/protocol/xml.h"
#include "core/percent.h"

bool wire_next(const char **list, struct wire_name *out)
{
    const char *text = *list;
    size_t length = text ? strcspn(text, " ") : 0, ours;

    if (!length)
        return false;
    *list = text + length + (text[length] == ' ');
    out->kind = WIRE_TEXT;
    if (text[length - 1] == '#')
        out->kind = WIRE_LITERAL;
    else if (text[length - 1] == '*')
        out->kind = WIRE_ENTRY;
    else if (text[length - 1] == ']')
        out->kind = WIRE_LIST;
    length -= out->kind == WIRE_LIST ? 2 : out->kind != WIRE_TEXT;
    ours = strcspn(text, "= ");
    out->ours = out->sent = text;
    out->ours_length = out->sent_length = length;
    if (ours < length) {
        out->ours_length = ours;
        out->sent += ours + 1;
        out->sent_length -= ours + 1;
    }
    return true;
}

bool wire_find(const char *list, const char *member, struct wire_name *out)
{
    while (wire_next(&list, out))
        if (out->ours_length == strlen(member) && strncmp(out->ours, member, out->ours_length) == 0)
            return true;
    return false;
}

void wire_put(struct wire_text *to, const char *text, size_t length)
{
    size_t wanted = to->length + length + 1;

    if (wanted > to->capacity) {
        wanted = wanted < 2 * to->capacity ? 2 * to->capacity : wanted;
        char *grown = arena_alloc(to->arena, wanted);
        if (to->length)
            memcpy(grown, to->text, to->length);
        to->text = grown;
        to->capacity = wanted;
    }
    memcpy(to->text + to->length, text, length);
    to->length += length;
    to->text[to->length] = '\0';
}

void wire_put_encoded(struct wire_text *to, const char *text, const char *kept)
{
    char encoded[PERCENT_SIZE];

    for (; *text; text++)
        if (strchr(kept, *text))
            wire_put(to, text, 1);
        else
            wire_put(to, encoded, (size_t)(percent_put(encoded, (unsigned char)*text) - encoded));
}

const char *wire_value(const cJSON *value)
{
    if (cJSON_IsNumber(value) || cJSON_IsBool(value))
        return cJSON_PrintUnformatted(value);
    return cJSON_GetStringValue(value);
}

/* "com.amazonaws.config#NoSuchConfigRuleException:http://..." -> NoSuchConfigRuleException */
const char *wire_code(struct arena *arena, const char *header, const char *body)
{
    const char *code = header ? header : body;

    if (!code)
        return NULL;
    const char *hash = strchr(code, '#');
    code = hash ? hash + 1 : code;
    return arena_strndup(arena, code, strcspn(code, ":"));
}

static bool ends_in(const char *text, const char *suffix)
{
    size_t length = strlen(text), size = strlen(suffix);

    return length >= size && strcmp(text + length - size, suffix) == 0;
}

bool wire_read_xml(struct arena *arena, const struct operation *operation,
                   const struct protocol_reply *reply, const struct wire_xml *how,
                   struct protocol_answer *out, struct error *err)
{
    const struct xml_names names = {operation->elements, how->entry, how->capital};
    cJSON *xml = NULL;
    bool read = xml_parse(arena, reply->body, reply->body_length, "the reply", &names, &xml, err);
    cJSON *root = xml ? xml->child : NULL;
    const cJSON *error = json_get(xml, how->errors);
    bool known = root && ends_in(root->string, how->root);

    *out = (struct protocol_answer){
        .output = cJSON_IsObject(root) ? root : cJSON_CreateObject(),
        .failed = reply->status != 200 || reply->error_type || error,
        .code = wire_code(arena, reply->error_type, json_string(error, "Code", NULL)),
        .message = json_string(error, "Message", ""),
    };
    if (read && !out->failed && !known)
        return error_set(err, ERROR_SERVICE, "the reply is not one of the service");
    return read;
}
