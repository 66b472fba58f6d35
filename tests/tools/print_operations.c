/* Prints the table of operations, one JSON object a line, for check_operations.py: REGION. */
#include <stdio.h>

#include "aws/endpoint.h"
#include "aws/protocol/protocol.h"
#include "core/json.h"

static const char *protocol_name(const struct protocol *protocol)
{
    static const struct {
        const struct protocol *protocol;
        const char *name; /* as AWS's models have it */
    } names[] = {
        {&protocol_json, "json"}, {&protocol_rest_json, "rest-json"}, {&protocol_query, "query"},
        {&protocol_ec2, "ec2"},   {&protocol_rest_xml, "rest-xml"},
    };
    size_t i = 0;

    while (names[i].protocol != protocol)
        i++;
    return names[i].name;
}

static void add(cJSON *row, const char *key, const char *text)
{
    if (text)
        cJSON_AddStringToObject(row, key, text);
    else
        cJSON_AddNullToObject(row, key);
}

int main(int argc, char **argv)
{
    struct arena arena = {.limit = (size_t)16 << 20};
    const struct aws_endpoint *endpoints;
    struct error err;

    json_use_arena(&arena);
    if (argc != 2 || !endpoints_read(&arena, argv[1], &endpoints, &err))
        return 1;
    for (const struct operation *op = operations; op->name; op++) {
        const struct service *service = op->service;
        const struct aws_endpoint *endpoint = &endpoints[service - services];
        cJSON *row = cJSON_CreateObject();

        add(row, "service", service->name);
        add(row, "iam_prefix", service->iam_prefix);
        add(row, "endpoint_env", service->endpoint_env);
        add(row, "protocol", protocol_name(service->protocol));
        add(row, "target_prefix", service->target_prefix);
        add(row, "version", service->version);
        add(row, "host", endpoint->parts.host);
        add(row, "region", endpoint->region);
        add(row, "name", op->name);
        add(row, "iam_action", op->iam_action);
        add(row, "method", op->method);
        add(row, "path", op->path);
        add(row, "query", op->query);
        add(row, "headers", op->headers);
        add(row, "payload", op->payload);
        add(row, "elements", op->elements);
        add(row, "token_out", op->token_out);
        add(row, "token_in", op->token_in ? op->token_in : op->token_out);
        add(row, "last_with", op->last_with);
        puts(cJSON_PrintUnformatted(row));
    }
    return 0;
}
