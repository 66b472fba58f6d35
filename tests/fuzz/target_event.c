/*
 * A whole invocation: event | replies of AWS..., through evaluator_serve() over a transport that
 * answers from the input, in a function that serves another account too. What is sent must be what
 * PutEvaluations takes
 * (https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html), and say of a
 * resource what was concluded of it.
 */
#include <string.h>

#include "core/text.h"
#include "runtime/evaluator.h"
#include "tests/fuzz/transport.h"

#define FUNCTION_ARN "arn:aws:lambda:us-east-1:123456789012:function:f"
#define MEMBER "222222222222"

static struct fuzz *current;
static struct evaluator evaluator;
static struct outcome outcome;

static bool was_concluded(const cJSON *sent)
{
    for (size_t i = 0; i < outcome.evaluations.count; i++) {
        const struct evaluation *one = &outcome.evaluations.items[i];

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

static void expect_put(const char *body, size_t length)
{
    struct error err;
    const cJSON *one;
    cJSON *json;

    fprintf(current->said, "%s\n", body);
    EXPECT(json_parse(body, length, "the request", &json, &err));
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

/* Roles are assumed in two accounts and in no other. */
static void expect_role(const char *body)
{
    static const char own[] = "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2F";
    static const char member[] = "RoleArn=arn%3Aaws%3Aiam%3A%3A" MEMBER "%3Arole%2F";

    fprintf(current->said, "%s\n", body);
    EXPECT(strstr(body, "Action=AssumeRole&"));
    EXPECT(strstr(body, own) || strstr(body, member));
}

/* The other calls are questions, which rules may ask any service. */
static void expect_call(const struct http_request *request)
{
    const char *target = transport_header(request, "x-amz-target: ");

    if (text_begins(request->url, "https://sts."))
        expect_role(request->body);
    else if (target && strcmp(target, "StarlingDoveService.PutEvaluations") == 0)
        expect_put(request->body, request->body_length);
}

void fuzz_target(struct fuzz *fuzz)
{
    struct invocation invocation = {.function_arn = FUNCTION_ARN, .deadline_ms = INT64_MAX};
    struct error err = {0};
    struct bytes payload;

    current = fuzz;
    outcome = (struct outcome){.evaluations.memory = arena_within(fuzz->arena)};
    roles_close(&evaluator.roles);
    evaluator.roles = (struct roles){0};
    evaluator.accounts = (struct accounts){.allowed = MEMBER, .external_id = "x1"};
    if (!transport_open(fuzz, &evaluator.client))
        return;
    transport_use(fuzz, expect_call);
    fuzz_bytes(fuzz, &payload);
    invocation.payload = payload.at;
    invocation.payload_length = payload.length;
    if (evaluator_serve(&evaluator, fuzz->arena, &invocation, &outcome, &err))
        EXPECT(evaluations_count(&outcome.evaluations, EVALUATION_FAILED) == 0);
    else
        expect_failure(fuzz, &err);
    expect_evaluations(fuzz, &outcome.evaluations);
}
