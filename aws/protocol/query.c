#include "aws/protocol/query.h"

#include "aws/sigv4.h"

const char *query_body(struct arena *arena, const struct operation *operation, const cJSON *input)
{
    const char *body =
        arena_printf(arena, "Action=%s&Version=%s", operation->name, operation->query_version);
    const cJSON *member;

    cJSON_ArrayForEach (member, input)
        body = arena_printf(arena, "%s&%s=%s", body, sigv4_encode(arena, member->string),
                            sigv4_encode(arena, json_string(member, "", "")));
    return body;
}
