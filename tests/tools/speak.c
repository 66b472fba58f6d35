/*
 * Writes requests and reads replies as the protocols of aws/ do, for check_protocols.py. Each line
 * of the input is {"service", "operation"} with "input", what is asked, or with "reply", "status"
 * and maybe "type", what was answered; or it is {"status", "code"}, an error. A line of the output
 * is what becomes of it: the request, what the reply says, or whether waiting helps.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/operations.h"
#include "aws/protocol/protocol.h"
#include "aws/retry.h"

static cJSON *request_json(const struct protocol_request *request)
{
    cJSON *json = cJSON_CreateObject(), *headers = cJSON_AddObjectToObject(json, "headers");

    cJSON_AddStringToObject(json, "method", request->method);
    cJSON_AddStringToObject(json, "path", request->path);
    cJSON_AddStringToObject(json, "query", request->query);
    cJSON_AddStringToObject(json, "body", request->body);
    for (size_t i = 0; i < request->header_count; i++)
        cJSON_AddStringToObject(headers, request->headers[i].name, request->headers[i].value);
    return json;
}

static cJSON *answer_json(const struct protocol_answer *answer)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddItemToObject(json, "output", answer->output);
    cJSON_AddBoolToObject(json, "failed", answer->failed);
    cJSON_AddStringToObject(json, "code", answer->code ? answer->code : "");
    cJSON_AddStringToObject(json, "message", answer->message);
    return json;
}

static long status_of(const cJSON *line)
{
    return (long)json_get(line, "status")->valuedouble;
}

static cJSON *remedy_json(const cJSON *line)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddBoolToObject(json, "wait",
                          retry_remedy(status_of(line), json_string(line, "code", NULL)) ==
                              REMEDY_WAIT);
    return json;
}

static cJSON *speak(struct arena *arena, const cJSON *line, struct error *err)
{
    if (json_get(line, "code"))
        return remedy_json(line);
    const struct operation *operation =
        operation_find(json_string(line, "service", ""), json_string(line, "operation", ""));
    const char *body = json_string(line, "reply", NULL);
    const struct protocol *protocol = operation->service->protocol;

    if (body) {
        const struct protocol_reply reply = {
            .status = status_of(line),
            .error_type = json_string(line, "type", NULL),
            .body = body,
            .body_length = strlen(body),
        };
        struct protocol_answer answer;

        return protocol->read(arena, operation, &reply, &answer, err) ? answer_json(&answer) : NULL;
    }
    struct protocol_request request;
    return protocol->write(arena, operation, json_get(line, "input"), &request, err)
               ? request_json(&request)
               : NULL;
}

int main(void)
{
    struct arena arena = {.limit = (size_t)256 << 20};
    char *text = NULL;
    size_t size = 0;
    ssize_t length;

    while ((length = getline(&text, &size, stdin)) > 0) {
        struct error err = {0};
        cJSON *line, *said;

        json_use_arena(&arena);
        if (!json_parse(text, (size_t)length, "the line", &line, &err))
            return 1;
        said = speak(&arena, line, &err);
        if (!said)
            cJSON_AddStringToObject(said = cJSON_CreateObject(), "error", err.message);
        puts(cJSON_PrintUnformatted(said));
        fflush(stdout);
        arena_reset(&arena);
    }
    free(text);
    return 0;
}
