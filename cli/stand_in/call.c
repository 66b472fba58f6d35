#include "cli/stand_in/call.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/protocol/protocol.h"
#include "aws/protocol/wire.h"
#include "core/percent.h"
#include "core/text.h"
#include "report/print.h"

#define JSON_1_1 "application/x-amz-json-1.1"
#define FORM "application/x-www-form-urlencoded; charset=utf-8"
#define DEPTH_LIMIT 16 /* of names in a form: "Filter.1.Value.2" has 4 parts */

static char *decoded(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_strndup(arena, text, length);

    percent_decode(copy);
    return copy;
}

/* Whether the path is one of the template's, whose labels become members of labels. */
static bool path_fits(struct arena *arena, const char *template, const char *path, cJSON *labels)
{
    while (*template && *template != '?') {
        if (*template != '{') {
            if (*template ++ != *path++)
                return false;
            continue;
        }
        size_t name = strcspn(++template, "+}");
        size_t length = template[name] == '+' ? strlen(path) : strcspn(path, "/");
        if (!length)
            return false;
        json_set(labels, arena_strndup(arena, template, name),
                 cJSON_CreateString(decoded(arena, path, length)));
        template += strcspn(template, "}") + 1;
        path += length;
    }
    return !*path;
}

/* The signing name, the fourth part of "Credential=AKID/20260101/eu-central-1/bedrock/...". */
static const char *signing_name(struct arena *arena, const struct server_request *request)
{
    const char *authorization = server_header(request, "authorization");
    const char *part = authorization ? strstr(authorization, "Credential=") : NULL;

    for (int i = 0; part && i < 3; i++) {
        part = strchr(part, '/');
        part = part ? part + 1 : NULL;
    }
    return part ? arena_strndup(arena, part, strcspn(part, "/,")) : "";
}

static bool is_for(struct arena *arena, const struct operation *operation,
                   const struct server_request *request)
{
    if (operation->path)
        return strcmp(request->method, operation->method) == 0 &&
               path_fits(arena, operation->path, request->path, cJSON_CreateObject());
    const char *form =
        arena_printf(arena, "Action=%s&Version=%s", operation->name, operation->service->version);
    size_t length = strlen(form);
    return operation->service->version && request->length >= length &&
           strncmp(request->body, form, length) == 0 &&
           (request->length == length || request->body[length] == '&');
}

const struct operation *call_operation(struct arena *arena, const struct server_request *request)
{
    const char *target = server_header(request, "x-amz-target");
    const char *service = signing_name(arena, request);

    if (target)
        return operation_find_target(target);
    for (const struct operation *op = operations; op->name; op++)
        if (strcmp(op->service->iam_prefix, service) == 0 && !op->service->target_prefix &&
            is_for(arena, op, request))
            return op;
    return NULL;
}

/* The member that is sent by this name. */
static const char *member_of(struct arena *arena, const char *names, const char *sent)
{
    struct wire_name name;

    while (wire_next(&names, &name))
        if (name.sent_length == strlen(sent) && strncmp(name.sent, sent, name.sent_length) == 0)
            return arena_strndup(arena, name.ours, name.ours_length);
    return sent;
}

/* Whether entries of a list follow. */
static bool is_list(const char *key)
{
    return isdigit((unsigned char)*key) || text_begins(key, "member.");
}

/* key is what is left of a name in a form: "Filter.1.Value.2", "Users.member.1". */
static void put(struct arena *arena, const char *names, cJSON *to, char *key, const char *value,
                int depth)
{
    char *rest = depth < DEPTH_LIMIT ? strchr(key, '.') : NULL;

    if (rest)
        *rest++ = '\0';
    if (rest && strcmp(key, "member") == 0) {
        put(arena, names, to, rest, value, depth + 1);
        return;
    }
    bool entry = cJSON_IsArray(to);
    const char *member = member_of(arena, names, key);
    cJSON *child = !rest   ? NULL
                   : entry ? cJSON_GetArrayItem(to, (int)strtol(key, NULL, 10) - 1)
                           : json_member(to, member);
    if (!child) {
        child = !rest           ? cJSON_CreateString(value)
                : is_list(rest) ? cJSON_CreateArray()
                                : cJSON_CreateObject();
        if (entry)
            cJSON_AddItemToArray(to, child);
        else
            json_set(to, member, child);
    }
    if (rest)
        put(arena, names, child, rest, value, depth + 1);
}

/* The pairs of a form, or of a query string. */
static void read_pairs(struct arena *arena, const char *names, const char *text, cJSON *to)
{
    while (*text) {
        size_t length = strcspn(text, "&"), name = strcspn(text, "=&");
        char *key = decoded(arena, text, name);

        put(arena, names, to, key,
            name < length ? decoded(arena, text + name + 1, length - name - 1) : "", 0);
        text += length + (text[length] == '&');
    }
}

static void read_headers(struct arena *arena, const char *names,
                         const struct server_request *request, cJSON *to)
{
    struct wire_name name;

    while (wire_next(&names, &name)) {
        const char *value =
            server_header(request, arena_strndup(arena, name.sent, name.sent_length));

        if (value)
            json_set(to, arena_strndup(arena, name.ours, name.ours_length),
                     cJSON_CreateString(value));
    }
}

static bool read_json(const struct server_request *request, cJSON *to, struct error *err)
{
    cJSON *body, *member;

    if (!json_parse(request->body, request->length, "the request", &body, err))
        return false;
    if (!cJSON_IsObject(body))
        return error_set(err, ERROR_SERVICE, "the request is not a JSON object");
    while ((member = body->child)) {
        cJSON_DetachItemViaPointer(body, member);
        json_set(to, member->string, member);
    }
    return true;
}

static bool expect_type(const struct server_request *request, const char *wanted, struct error *err)
{
    const char *type = server_header(request, "content-type");

    return (type && strcmp(type, wanted) == 0) ||
           error_set(err, ERROR_SERVICE, "Content-Type is not %s", wanted);
}

bool call_input(struct arena *arena, const struct operation *operation,
                const struct server_request *request, cJSON **out, struct error *err)
{
    const struct service *service = operation->service;

    *out = cJSON_CreateObject();
    if (service->target_prefix)
        return expect_type(request, JSON_1_1, err) && read_json(request, *out, err);
    if (service->version) {
        read_pairs(arena, operation->query, arena_strndup(arena, request->body, request->length),
                   *out);
        cJSON_DetachItemFromObjectCaseSensitive(*out, "Action");
        cJSON_DetachItemFromObjectCaseSensitive(*out, "Version");
        return expect_type(request, FORM, err);
    }
    path_fits(arena, operation->path, request->path, *out);
    read_pairs(arena, operation->query, request->query, *out);
    read_headers(arena, operation->headers, request, *out);
    return !request->length || operation->payload || read_json(request, *out, err);
}

/* "<" and what else XML has for itself, as report/print.h writes it. */
static const char *escaped(struct arena *arena, const char *text)
{
    size_t room = 6 * strlen(text) + 1; /* "&quot;" is the longest */
    char *to = arena_alloc(arena, room);
    FILE *stream = fmemopen(to, room, "w");

    if (stream) {
        print_xml(stream, text);
        fclose(stream);
    }
    return to;
}

/* An element, and the members of its object or the entries of its list in it. */
static void put_element(struct wire_text *to, const struct operation *operation, const char *name,
                        const cJSON *value);

static void put_text(struct wire_text *to, const char *text)
{
    wire_put(to, text, strlen(text));
}

static void put_member(struct wire_text *to, const struct operation *operation, const cJSON *member)
{
    const char *entry = operation->service->protocol == &protocol_ec2 ? "item" : "member";
    struct wire_name name;
    bool known = wire_find(operation->elements, member->string, &name);
    char *sent = known ? arena_strndup(to->arena, name.sent, name.sent_length)
                       : arena_strdup(to->arena, member->string);
    const cJSON *one;

    if (operation->service->protocol == &protocol_ec2)
        *sent = (char)tolower((unsigned char)*sent);
    if (!cJSON_IsArray(member)) {
        put_element(to, operation, sent, member);
        return;
    }
    bool encloses = !known || name.kind != WIRE_ENTRY;
    if (encloses)
        put_text(to, arena_printf(to->arena, "<%s>", sent));
    cJSON_ArrayForEach (one, member)
        put_element(to, operation, encloses ? entry : sent, one);
    if (encloses)
        put_text(to, arena_printf(to->arena, "</%s>", sent));
}

static void put_element(struct wire_text *to, const struct operation *operation, const char *name,
                        const cJSON *value)
{
    const char *text = wire_value(value);
    const cJSON *member;

    if (cJSON_IsNull(value))
        return;
    put_text(to, arena_printf(to->arena, "<%s>%s", name, text ? escaped(to->arena, text) : ""));
    if (cJSON_IsObject(value))
        cJSON_ArrayForEach (member, value)
            put_member(to, operation, member);
    put_text(to, arena_printf(to->arena, "</%s>", name));
}

static void reply_text(struct server_reply *reply, unsigned status, const char *type,
                       const char *text, size_t length)
{
    reply->status = status;
    reply->headers[0] = (struct sigv4_header){"Content-Type", type};
    reply->body = text;
    reply->length = length;
}

void call_reply(struct arena *arena, const struct operation *operation, const cJSON *output,
                struct server_reply *reply)
{
    const struct protocol *protocol = operation->service->protocol;
    struct wire_text xml = {.arena = arena};

    if (protocol == &protocol_json) {
        server_reply_json(reply, 200, JSON_1_1, output);
    } else if (protocol == &protocol_rest_json) {
        server_reply_json(reply, 200, "application/json", output);
    } else if (operation->payload) {
        const char *body = json_string(output, operation->payload, "");

        reply_text(reply, 200, "application/octet-stream", body, strlen(body));
    } else if (protocol == &protocol_rest_xml) {
        put_element(&xml, operation, "Result", output);
        reply_text(reply, 200, "application/xml", xml.text, xml.length);
    } else {
        const char *response = arena_printf(arena, "%sResponse", operation->name);
        const char *result = arena_printf(arena, "%sResult", operation->name);

        if (protocol == &protocol_query) {
            put_text(&xml, arena_printf(arena, "<%s>", response));
            put_element(&xml, operation, result, output);
            put_text(&xml, arena_printf(arena, "</%s>", response));
        } else {
            put_element(&xml, operation, response, output);
        }
        reply_text(reply, 200, "text/xml", xml.text, xml.length);
    }
}

void call_fail(struct arena *arena, const struct operation *operation, unsigned status,
               const char *code, const char *message, struct server_reply *reply)
{
    const struct protocol *protocol = operation ? operation->service->protocol : &protocol_json;
    const char *error = arena_printf(arena, "<Error><Code>%s</Code><Message>%s</Message></Error>",
                                     escaped(arena, code), escaped(arena, message));

    if (!protocol->markup) {
        cJSON *json = cJSON_CreateObject();

        cJSON_AddStringToObject(json, "__type", code);
        cJSON_AddStringToObject(json, "message", message);
        server_reply_json(reply, status, JSON_1_1, json);
        return;
    }
    if (protocol == &protocol_query)
        error = arena_printf(arena, "<ErrorResponse>%s</ErrorResponse>", error);
    else if (protocol == &protocol_ec2)
        error = arena_printf(arena, "<Response><Errors>%s</Errors></Response>", error);
    reply_text(reply, status, "text/xml", error, strlen(error));
}
