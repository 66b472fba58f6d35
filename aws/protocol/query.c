/* https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
#include <string.h>

#include "aws/operations.h"
#include "aws/protocol/protocol.h"
#include "aws/protocol/xml.h"

static void write_request(struct arena *arena, const struct operation *operation,
                          const cJSON *input, struct protocol_request *out)
{
    const cJSON *member;

    *out = (struct protocol_request){
        .method = "POST",
        .path = "/",
        .query = "",
        .headers = {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}},
        .header_count = 1,
        .body = arena_printf(arena, "Action=%s&Version=%s", operation->name,
                             operation->service->version),
    };
    cJSON_ArrayForEach (member, input)
        out->body = arena_printf(arena, "%s&%s=%s", out->body, sigv4_encode(arena, member->string),
                                 sigv4_encode(arena, json_string(member, "", "")));
    out->body_length = strlen(out->body);
}

static bool read_reply(struct arena *arena, const struct operation *operation,
                       const struct protocol_reply *reply, struct protocol_answer *out,
                       struct error *err)
{
    cJSON *xml = NULL;
    bool read = xml_parse(arena, reply->body, reply->body_length, "the reply", &xml, err);
    cJSON *error = json_member(xml, "ErrorResponse");
    cJSON *response = json_member(xml, arena_printf(arena, "%sResponse", operation->name));
    cJSON *result = json_member(response, arena_printf(arena, "%sResult", operation->name));

    *out = (struct protocol_answer){
        .output = cJSON_IsObject(result) ? result : cJSON_CreateObject(),
        .failed = reply->status != 200 || error,
        .code = json_string(error, "Error.Code", NULL),
        .message = json_string(error, "Error.Message", ""),
    };
    return read;
}

const struct protocol protocol_query = {write_request, read_reply, .markup = true};
