#include "aws/operations.h"

#include <stdio.h>
#include <string.h>

#include "aws/protocol/protocol.h"

/*
 * Bytes of a token and its NUL. AWS's models bound none of these; those in AWS's documents have up
 * to 700. A longer one is an error, and the list is not taken for whole.
 */
#define TOKEN_SIZE 8192

enum { CLOUDTRAIL, CONFIG, STS };

const struct service services[] = {
    [CLOUDTRAIL] = {.name = "cloudtrail",
                    .iam_prefix = "cloudtrail",
                    .endpoint_env = "CLOUDTRAIL",
                    .protocol = &protocol_json,
                    .target_prefix = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"},
    [CONFIG] = {.name = "config",
                .iam_prefix = "config",
                .endpoint_env = "CONFIG_SERVICE",
                .protocol = &protocol_json,
                .target_prefix = "StarlingDoveService"},
    [STS] = {.name = "sts",
             .iam_prefix = "sts",
             .endpoint_env = "STS",
             .protocol = &protocol_query,
             .version = "2011-06-15"},
    {0},
};

#define OF(SERVICE) .service = &services[SERVICE]

const struct operation operations[] = {
    {OF(CONFIG), .name = "PutEvaluations"},
    {OF(CONFIG), .name = "SelectResourceConfig", .token = "NextToken"},
    {OF(CONFIG), .name = "GetResourceConfigHistory", .token = "nextToken",
     .last_with = "configurationItems"},
    {OF(CONFIG), .name = "GetComplianceDetailsByConfigRule", .token = "NextToken"},
    {OF(CLOUDTRAIL), .name = "DescribeTrails"},
    {OF(CLOUDTRAIL), .name = "GetTrailStatus"},
    {OF(CLOUDTRAIL), .name = "GetEventSelectors"},
    {OF(STS), .name = "AssumeRole"},
    {OF(STS), .name = "GetCallerIdentity"},
    {0},
};

const struct operation *operation_find(const char *service, const char *name)
{
    for (const struct operation *op = operations; op->name; op++)
        if (strcmp(op->name, name) == 0 && (strcmp(op->service->name, service) == 0 ||
                                            strcmp(op->service->iam_prefix, service) == 0))
            return op;
    return NULL;
}

const struct operation *operation_find_target(const char *x_amz_target)
{
    const char *dot = strrchr(x_amz_target, '.');

    for (size_t i = 0; dot && operations[i].name; i++) {
        const char *prefix = operations[i].service->target_prefix;
        size_t length = (size_t)(dot - x_amz_target);

        if (prefix && strlen(prefix) == length && strncmp(prefix, x_amz_target, length) == 0 &&
            strcmp(operations[i].name, dot + 1) == 0)
            return &operations[i];
    }
    return NULL;
}

/* The token of the next page, "" where there is none. False: it would never end. */
static bool read_token(const struct operation *operation, const cJSON *page, cJSON *seen,
                       char token[TOKEN_SIZE], struct error *err)
{
    const char *given = operation->token ? json_string(page, operation->token, "") : "";
    const cJSON *last = operation->last_with ? json_get(page, operation->last_with) : NULL;

    if (json_member(seen, given))
        return error_set(err, ERROR_SERVICE, "%s %s answered with the same %s twice",
                         operation->service->name, operation->name, operation->token);
    if (strlen(given) >= TOKEN_SIZE)
        return error_set(err, ERROR_SERVICE, "%s %s answered with a %s of more than %d bytes",
                         operation->service->name, operation->name, operation->token,
                         TOKEN_SIZE - 1);
    snprintf(token, TOKEN_SIZE, "%s", last && last->child ? "" : given);
    return true;
}

bool operation_read(const struct operation *operation, const cJSON *input,
                    struct page_source *source, struct page_visitor *visitor, struct error *err)
{
    cJSON *request = input ? cJSON_Duplicate(input, true) : cJSON_CreateObject();
    cJSON *seen = cJSON_CreateObject(), *page;
    char token[TOKEN_SIZE] = "";

    for (;;) {
        struct arena_mark mark =
            visitor->arena ? arena_mark(visitor->arena) : (struct arena_mark){0};

        if (!source->page(source, operation, request, &page, err) ||
            !read_token(operation, page, seen, token, err) || !visitor->visit(visitor, page, err))
            return false;
        if (!*token)
            return true;
        if (visitor->arena)
            arena_rewind(visitor->arena, mark);
        cJSON_AddTrueToObject(seen, token);
        json_set(request, operation->token, cJSON_CreateString(token));
    }
}
