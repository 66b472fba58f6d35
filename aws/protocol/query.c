/*
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 * https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
#include <ctype.h>
#include <string.h>

#include "aws/operations.h"
#include "aws/protocol/wire.h"

/* What is posted, and how the one protocol differs from the other. */
struct form {
    struct wire_text text;
    const struct operation *operation;
    const char *entry;   /* before the number of a list's entry: ".member" or "" */
    bool capital, empty; /* names begin with a capital letter; an empty list is sent */
};

static void put_text(struct form *form, const char *name, const char *value)
{
    wire_put(&form->text, "&", form->text.length > 0);
    wire_put_encoded(&form->text, name, "");
    wire_put(&form->text, "=", 1);
    wire_put_encoded(&form->text, value, "");
}

/* The name of a member inside of another one, whose name is prefix; "": inside of none. */
static char *member_name(const struct form *form, const char *prefix, const char *member)
{
    struct arena *arena = form->text.arena;
    struct wire_name name;
    char *sent = wire_find(form->operation->query, member, &name)
                     ? arena_strndup(arena, name.sent, name.sent_length)
                     : arena_strdup(arena, member);

    if (form->capital)
        *sent = (char)toupper((unsigned char)*sent);
    return *prefix ? arena_printf(arena, "%s.%s", prefix, sent) : sent;
}

static void put(struct form *form, const char *name, const cJSON *value)
{
    const char *text = wire_value(value);
    const cJSON *one;
    unsigned number = 0;

    if (text)
        put_text(form, name, text);
    else if (cJSON_IsArray(value) && !value->child && form->empty)
        put_text(form, name, "");
    cJSON_ArrayForEach (one, value)
        put(form,
            cJSON_IsArray(value)
                ? arena_printf(form->text.arena, "%s%s.%u", name, form->entry, ++number)
                : member_name(form, name, one->string),
            one);
}

static void write_form(struct form *form, const cJSON *input, struct protocol_request *out)
{
    put_text(form, "Action", form->operation->name);
    put_text(form, "Version", form->operation->service->version);
    put(form, "", input);
    *out = (struct protocol_request){
        .method = "POST",
        .path = "/",
        .query = "",
        .headers = {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}},
        .header_count = 1,
        .body = form->text.text,
        .body_length = form->text.length,
    };
}

static bool write_request(struct arena *arena, const struct operation *operation,
                          const cJSON *input, struct protocol_request *out, struct error *err)
{
    struct form form = {
        .text.arena = arena, .operation = operation, .entry = ".member", .empty = true};

    (void)err;
    write_form(&form, input, out);
    return true;
}

static bool write_ec2_request(struct arena *arena, const struct operation *operation,
                              const cJSON *input, struct protocol_request *out, struct error *err)
{
    struct form form = {.text.arena = arena, .operation = operation, .entry = "", .capital = true};

    (void)err;
    write_form(&form, input, out);
    return true;
}

static bool read_reply(struct arena *arena, const struct operation *operation,
                       const struct protocol_reply *reply, struct protocol_answer *out,
                       struct error *err)
{
    static const struct wire_xml how = {
        .entry = "member", .root = "Response", .errors = "ErrorResponse.Error"};
    bool read = wire_read_xml(arena, operation, reply, &how, out, err);
    cJSON *result = json_member(out->output, arena_printf(arena, "%sResult", operation->name));

    out->output = cJSON_IsObject(result) ? result : cJSON_CreateObject();
    return read;
}

static bool read_ec2_reply(struct arena *arena, const struct operation *operation,
                           const struct protocol_reply *reply, struct protocol_answer *out,
                           struct error *err)
{
    static const struct wire_xml how = {
        .entry = "item", .root = "Response", .errors = "Response.Errors.Error", .capital = true};
    bool read = wire_read_xml(arena, operation, reply, &how, out, err);

    cJSON_DetachItemFromObjectCaseSensitive(out->output, "RequestId");
    return read;
}

const struct protocol protocol_query = {write_request, read_reply, .markup = true};
const struct protocol protocol_ec2 = {write_ec2_request, read_ec2_reply, .markup = true};
