#include "aws/protocol/rest.h"

#include <string.h>

#include "aws/operations.h"
#include "aws/protocol/wire.h"

/* A {label} of the path: "agentId", or "Key+", whose value may hold '/'. */
static bool put_label(struct wire_text *to, const struct operation *operation, const char *label,
                      cJSON *members, struct error *err)
{
    const size_t length = strcspn(label, "+}");
    const bool greedy = label[length] == '+';
    cJSON *member = json_member(members, arena_strndup(to->arena, label, length));
    const char *value = wire_value(member);

    if (!value || !*value)
        return error_set(err, ERROR_SERVICE, "%s %s needs %.*s", operation->service->name,
                         operation->name, (int)length, label);
    /* A server, or whoever stands between, would take the path for another one. */
    if (!greedy && (strcmp(value, ".") == 0 || strcmp(value, "..") == 0))
        return error_set(err, ERROR_SERVICE, "%.*s of %s %s is no name: %s", (int)length, label,
                         operation->service->name, operation->name, value);
    wire_put_encoded(to, value, greedy ? "/" : "");
    cJSON_DetachItemViaPointer(members, member);
    return true;
}

static void put_parameter(struct wire_text *to, const struct wire_name *name, const char *value)
{
    wire_put(to, "&", to->length > 0);
    wire_put(to, name->sent, name->sent_length);
    wire_put(to, "=", 1);
    wire_put_encoded(to, value, "");
}

/* The value of a member, or each of its values where it is a list. */
static bool put_parameters(struct wire_text *to, const struct wire_name *name, const cJSON *member)
{
    const cJSON *one;
    size_t count = json_entries(member, &one);

    for (; count > 0; count--, one = one->next) {
        const char *value = wire_value(one);

        if (!value)
            return false;
        put_parameter(to, name, value);
    }
    return true;
}

static bool put_path(struct wire_text *to, const struct operation *operation, cJSON *members,
                     struct error *err)
{
    const char *at = operation->path;

    while (*at && *at != '?') {
        size_t length = strcspn(at, "{?");

        wire_put(to, at, length);
        at += length;
        if (*at != '{')
            continue;
        if (!put_label(to, operation, at + 1, members, err))
            return false;
        at += strcspn(at, "}") + 1;
    }
    return true;
}

/* Whether the member goes into the query string or a header, and is there now. */
static bool place(struct wire_text *query, struct protocol_request *out,
                  const struct operation *operation, const cJSON *member)
{
    const char *value = wire_value(member);
    struct wire_name name;

    if (wire_find(operation->query, member->string, &name))
        return put_parameters(query, &name, member);
    /* libcurl sends no header without a value, and the signature would not be that of the rest. */
    if (!value || !value[strspn(value, " ")] ||
        !wire_find(operation->headers, member->string, &name) ||
        out->header_count == PROTOCOL_HEADERS - 1) /* the last is for Content-Type */
        return false;
    out->headers[out->header_count++] = (struct sigv4_header){
        .name = arena_strndup(query->arena, name.sent, name.sent_length),
        .value = value,
    };
    return true;
}

bool rest_write(struct arena *arena, const struct operation *operation, const cJSON *input,
                struct protocol_request *out, cJSON **rest, struct error *err)
{
    struct wire_text path = {.arena = arena}, query = {.arena = arena};
    const char *fixed = strchr(operation->path, '?');
    cJSON *next;

    *rest = input ? cJSON_Duplicate(input, true) : cJSON_CreateObject();
    *out = (struct protocol_request){.method = operation->method, .body = ""};
    if (!put_path(&path, operation, *rest, err))
        return false;
    wire_put(&query, fixed ? fixed + 1 : "", fixed ? strlen(fixed + 1) : 0);
    for (cJSON *member = (*rest)->child; member; member = next) {
        next = member->next;
        if (cJSON_IsNull(member) || place(&query, out, operation, member))
            cJSON_DetachItemViaPointer(*rest, member);
    }
    out->path = path.text;
    out->query = query.text;
    return true;
}

bool rest_is_empty(const struct operation *operation, const cJSON *rest, struct error *err)
{
    return !rest->child ||
           error_set(err, ERROR_SERVICE, "%s %s has no place for %s", operation->service->name,
                     operation->name, rest->child->string);
}
