#include "aws/operations.h"

#include <string.h>

#define CONFIG                                                                          \
    .service = "config", .endpoint_prefix = "config", .endpoint_env = "CONFIG_SERVICE", \
    .target_prefix = "StarlingDoveService"
#define CLOUDTRAIL                                                                          \
    .service = "cloudtrail", .endpoint_prefix = "cloudtrail", .endpoint_env = "CLOUDTRAIL", \
    .target_prefix = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"
#define STS \
    .service = "sts", .endpoint_prefix = "sts", .endpoint_env = "STS", .query_version = "2011-06-15"

const struct operation operations[] = {
    {CONFIG, .name = "PutEvaluations"},
    {CONFIG, .name = "SelectResourceConfig", .token = "NextToken", .results = "Results"},
    {CONFIG, .name = "GetResourceConfigHistory", .token = "nextToken",
     .results = "configurationItems", .first_results = true},
    {CONFIG, .name = "GetComplianceDetailsByConfigRule", .token = "NextToken",
     .results = "EvaluationResults", .one_page = true}, /* there may be 100,000 results */
    {CLOUDTRAIL, .name = "DescribeTrails"},
    {CLOUDTRAIL, .name = "GetTrailStatus"},
    {CLOUDTRAIL, .name = "GetEventSelectors"},
    {STS, .name = "AssumeRole"},
    {STS, .name = "GetCallerIdentity"},
    {0},
};

const struct operation *operation_find(const char *service, const char *name)
{
    for (size_t i = 0; operations[i].name; i++)
        if (strcmp(operations[i].service, service) == 0 && strcmp(operations[i].name, name) == 0)
            return &operations[i];
    return NULL;
}

const struct operation *operation_find_target(const char *x_amz_target)
{
    const char *dot = strrchr(x_amz_target, '.');

    for (size_t i = 0; dot && operations[i].name; i++) {
        const char *prefix = operations[i].target_prefix;
        size_t length = (size_t)(dot - x_amz_target);

        if (prefix && strlen(prefix) == length && strncmp(prefix, x_amz_target, length) == 0 &&
            strcmp(operations[i].name, dot + 1) == 0)
            return &operations[i];
    }
    return NULL;
}

/* Moves the results of a page behind those of the first one. */
static void append_results(cJSON *first, cJSON *page, const char *results)
{
    cJSON *list = json_member(page, results), *all = json_member(first, results), *one;

    if (!all && list)
        json_set(first, results, all = cJSON_CreateArray());
    while ((one = cJSON_DetachItemFromArray(list, 0)))
        cJSON_AddItemToArray(all, one);
}

const cJSON *operation_read(const struct operation *operation, const cJSON *input,
                            struct page_source *source, struct error *err)
{
    cJSON *request = input ? cJSON_Duplicate(input, true) : cJSON_CreateObject();
    cJSON *tokens = cJSON_CreateObject(), *first = NULL, *page;

    for (;;) {
        if (!source->page(source, operation, request, &page, err))
            return NULL;
        if (!first)
            first = page;
        else
            append_results(first, page, operation->results);
        const char *token = operation->token ? json_string(page, operation->token, "") : "";
        if (!*token || operation->one_page ||
            (operation->first_results &&
             cJSON_GetArraySize(json_member(first, operation->results)) > 0))
            return first;
        if (json_member(tokens, token)) {
            error_set(err, ERROR_SERVICE, "%s %s answered with the same %s twice",
                      operation->service, operation->name, operation->token);
            return NULL;
        }
        cJSON_AddTrueToObject(tokens, token);
        json_set(request, operation->token, cJSON_CreateString(token));
    }
}
