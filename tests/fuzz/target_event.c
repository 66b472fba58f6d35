/*
 * A whole invocation: event | replies of AWS..., through event_parse(), the engine, and
 * PutEvaluations over a transport that answers from the input. What is sent must be what
 * PutEvaluations takes
 * (https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html), and say of a
 * resource what the engine concluded of it.
 */
#include <string.h>

#include "aws/config_service.h"
#include "rules/engine.h"
#include "tests/fuzz/transport.h"

static struct fuzz *current;

static bool was_concluded(const cJSON *sent)
{
    for (size_t i = 0; i < current->evaluations.count; i++) {
        const struct evaluation *one = &current->evaluations.items[i];

        if (strcmp(json_string(sent, "ComplianceResourceId", ""), one->resource_id) == 0 &&
            strcmp(json_string(sent, "ComplianceType", ""),
                   compliance_type_name(one->compliance_type)) == 0)
            return true;
    }
    return false;
}

static bool has_length(const cJSON *json, const char *key, size_t least, size_t most)
{
    size_t length = utf16_length(json_string(json, key, ""));

    return length >= least && length <= most;
}

static void expect_put(const struct http_request *request)
{
    const char *target = transport_header(request, "x-amz-target: ");
    struct error err;
    const cJSON *one;
    cJSON *json;

    EXPECT(json_parse(request->body, request->body_length, "the request", &json, &err));
    if (!target || strcmp(target, "StarlingDoveService.PutEvaluations") != 0)
        return;
    fprintf(current->said, "%s\n", request->body);
    EXPECT(*json_string(json, "ResultToken", ""));
    EXPECT(cJSON_IsArray(json_get(json, "Evaluations")));
    EXPECT(cJSON_GetArraySize(json_get(json, "Evaluations")) <= 100);
    cJSON_ArrayForEach (one, json_get(json, "Evaluations")) {
        const char *type = json_string(one, "ComplianceType", "");
        const cJSON *annotation = json_get(one, "Annotation");

        EXPECT(has_length(one, "ComplianceResourceType", 1, 256));
        EXPECT(has_length(one, "ComplianceResourceId", 1, 768));
        EXPECT(strcmp(type, "COMPLIANT") == 0 || strcmp(type, "NON_COMPLIANT") == 0 ||
               strcmp(type, "NOT_APPLICABLE") == 0);
        EXPECT(!annotation ||
               (cJSON_IsString(annotation) && has_length(one, "Annotation", 1, 256)));
        EXPECT(cJSON_IsNumber(json_get(one, "OrderingTimestamp")));
        EXPECT(was_concluded(one));
    }
}

void fuzz_target(struct fuzz *fuzz)
{
    struct aws_client *client = transport_client(fuzz);
    struct error err = {0};
    const struct rule *rule;
    struct event event;
    struct bytes payload;

    current = fuzz;
    transport_use(fuzz, expect_put);
    fuzz_bytes(fuzz, &payload);
    if (!event_parse(fuzz->arena, payload.at, payload.length, &event, &err) ||
        !engine_find_rule(fuzz->arena, &event, &rule, &err) ||
        !engine_evaluate(fuzz->arena, rule, &event, &client->reader, &fuzz->evaluations, &err)) {
        expect_failure(fuzz, &err);
        if (fuzz->evaluations.count == 0)
            return;
    }
    expect_evaluations(fuzz, &fuzz->evaluations);
    if (!config_put_evaluations(client, event.result_token, &fuzz->evaluations, &err))
        expect_failure(fuzz, &err);
}
