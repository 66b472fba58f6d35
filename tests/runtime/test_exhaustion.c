/*
 * Whole invocations of one process in which the Nth allocation fails, for every N: once it alone,
 * and once with all that follow it. Nothing may be put that is not so, what is missing must be an
 * error, and the invocation right afterwards must be served as if nothing had been.
 */
#include <stdlib.h>
#include <strings.h>

#include "core/log.h"
#include "runtime/evaluator.h"
#include "tests/aws/no_network.h"
#include "tests/shortage.h"
#include "tests/unit.h"

#define FUNCTION_ARN "arn:aws:lambda:us-east-1:123456789012:function:f"
#define MEMBER "222222222222"

/* What AWS was told, "id TYPE" each; the same id again replaces what was said of it. */
static struct {
    char lines[16][80];
    size_t count;
} told;

static void tell(const cJSON *one)
{
    const char *id = json_string(one, "ComplianceResourceId", "");
    size_t i = 0;

    while (i < told.count && strncmp(told.lines[i], id, strlen(id)) != 0)
        i++;
    assert_true(i < COUNT(told.lines));
    snprintf(told.lines[i], sizeof(*told.lines), "%s %s", id,
             json_string(one, "ComplianceType", ""));
    told.count += i == told.count;
}

/* An AWS that always answers the same. Its functions are a, b, c, d and g; e was deleted, and g is
 * not in the list. */

#define ITEM(id, vpc)                                                                      \
    "\"{\\\"resourceType\\\":\\\"AWS::Lambda::Function\\\",\\\"resourceId\\\":\\\"" id     \
    "\\\",\\\"accountId\\\":\\\"" MEMBER "\\\",\\\"awsRegion\\\":\\\"us-east-1\\\","       \
    "\\\"configurationItemStatus\\\":\\\"OK\\\",\\\"configurationItemCaptureTime\\\":"     \
    "\\\"2026-03-02T09:15:04.217Z\\\",\\\"configuration\\\":{\\\"functionName\\\":\\\"" id \
    "\\\"" vpc "},\\\"supplementaryConfiguration\\\":{},\\\"tags\\\":[{\\\"key\\\":"       \
    "\\\"BedrockAgent\\\",\\\"value\\\":\\\"true\\\"}]}\""
#define IN_VPC \
    ",\\\"vpcConfig\\\":{\\\"subnetIds\\\":[\\\"subnet-1\\\"],\\\"securityGroupIds\\\":[]}"

static const struct {
    const char *target; /* what is looked for in the request; the first counts */
    const char *reply;
} world[] = {
    {"Action=AssumeRole",
     "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIAMEMBER</AccessKeyId>"
     "<SecretAccessKey>member-secret-member-secret</SecretAccessKey><SessionToken>member-token"
     "</SessionToken><Expiration>2037-01-01T00:00:00Z</Expiration></Credentials>"
     "</AssumeRoleResult></AssumeRoleResponse>"},
    {"\"NextToken\":\"2\"", "{\"Results\":[" ITEM("c", IN_VPC) "," ITEM("d", "") "]}"},
    {".SelectResourceConfig",
     "{\"Results\":[" ITEM("a", "") "," ITEM("b", IN_VPC) "],\"NextToken\":\"2\"}"},
    {".GetComplianceDetailsByConfigRule",
     "{\"EvaluationResults\":[{\"EvaluationResultIdentifier\":{\"EvaluationResultQualifier\":"
     "{\"ResourceType\":\"AWS::Lambda::Function\",\"ResourceId\":\"e\"},\"OrderingTimestamp\":1}},"
     "{\"EvaluationResultIdentifier\":{\"EvaluationResultQualifier\":"
     "{\"ResourceType\":\"AWS::Lambda::Function\",\"ResourceId\":\"g\"},\"OrderingTimestamp\":1}}]"
     "}"},
    {"\"resourceId\":\"e\"",
     "{\"configurationItems\":[{\"resourceType\":\"AWS::Lambda::Function\",\"resourceId\":\"e\","
     "\"accountId\":\"" MEMBER "\",\"configurationItemStatus\":\"ResourceDeleted\"}]}"},
    {".GetResourceConfigHistory",
     "{\"configurationItems\":[{\"resourceType\":\"AWS::Lambda::Function\",\"resourceId\":\"f\","
     "\"accountId\":\"" MEMBER "\",\"configurationItemStatus\":\"OK\","
     "\"configurationItemCaptureTime\":1772442904.217,\"configuration\":\"{}\","
     "\"supplementaryConfiguration\":{\"Tags\":\"{\\\"BedrockAgent\\\":\\\"true\\\"}\"}}]}"},
    {".DescribeTrails",
     "{\"trailList\":[{\"Name\":\"t\",\"TrailARN\":\"arn:aws:cloudtrail:us-east-1:" MEMBER
     ":trail/t\",\"HomeRegion\":\"us-east-1\",\"IsMultiRegionTrail\":true,"
     "\"IncludeGlobalServiceEvents\":true,\"HasCustomEventSelectors\":true}]}"},
    {".GetTrailStatus", "{\"IsLogging\":true}"},
    {".GetEventSelectors",
     "{\"EventSelectors\":[{\"ReadWriteType\":\"All\",\"IncludeManagementEvents\":true}]}"},
    {".PutEvaluations", "{\"FailedEvaluations\":[]}"},
    {"AWS_CONTAINER_", /* the request that has neither target nor body */
     "{\"AccessKeyId\":\"AKIAOWN\",\"SecretAccessKey\":\"own-secret-own-secret\","
     "\"Token\":\"own-token\",\"Expiration\":\"2037-01-01T00:00:00Z\"}"},
};

static struct evaluator evaluator; /* too large for some stacks */

bool http_send(struct http *client, const struct http_request *request, struct http_response *out,
               struct error *err)
{
    const char *target = "AWS_CONTAINER_";

    (void)client;
    (void)err;
    for (const char *const *line = request->headers; line && *line; line++)
        if (strncasecmp(*line, "x-amz-target:", 13) == 0)
            target = *line;
    for (size_t i = 0; i < COUNT(world); i++) {
        if (!strstr(target, world[i].target) &&
            !(request->body && strstr(request->body, world[i].target)))
            continue;
        *out = (struct http_response){
            .status = 200, .body = world[i].reply, .body_length = strlen(world[i].reply)};
        if (!strstr(target, ".PutEvaluations"))
            return true;
        /* AWS's memory is not ours. */
        size_t number = shortage.number;
        cJSON *json, *one;

        shortage.number = 0;
        assert_true(json_parse(request->body, request->body_length, "it", &json, err));
        cJSON_ArrayForEach (one, json_member(json, "Evaluations"))
            tell(one);
        shortage.number = number;
        return true;
    }
    fail_msg("%s", target);
    return false;
}

#define EVENT(rule, parameters, invoking)                                                    \
    "{\"configRuleName\":\"" rule "\",\"configRuleArn\":\"arn:aws:config:us-east-1:" MEMBER  \
    ":config-rule/config-rule-1\",\"accountId\":\"" MEMBER                                   \
    "\",\"resultToken\":\"the-token-of-the-event\",\"ruleParameters\":"                      \
    "\"{\\\"executionRoleName\\\":\\\"r\\\"" parameters "}\",\"invokingEvent\":\"{" invoking \
    "\\\"notificationCreationTime\\\":\\\"2026-03-02T09:15:06.480Z\\\"}\"}"
#define SCHEDULED_EVENT "\\\"messageType\\\":\\\"ScheduledNotification\\\","

static const struct {
    const char *name, *event;
    const char *told[8]; /* all that AWS Config must hear when nothing fails */
} cases[] = {
    {"a list of resources",
     EVENT("bedrock-agent-vpc-required", "", SCHEDULED_EVENT),
     {"a NON_COMPLIANT", "b COMPLIANT", "c COMPLIANT", "d NON_COMPLIANT", "e NOT_APPLICABLE"}},
    {"an oversized item",
     EVENT("bedrock-agent-vpc-required", ",\\\"tagKey\\\":\\\"BedrockAgent\\\"",
           "\\\"messageType\\\":\\\"OversizedConfigurationItemChangeNotification\\\","
           "\\\"configurationItemSummary\\\":{\\\"resourceType\\\":\\\"AWS::Lambda::Function\\\","
           "\\\"resourceId\\\":\\\"f\\\",\\\"awsAccountId\\\":\\\"" MEMBER
           "\\\",\\\"awsRegion\\\":\\\"us-east-1\\\",\\\"configurationItemStatus\\\":\\\"OK\\\","
           "\\\"configurationItemCaptureTime\\\":\\\"2026-03-02T09:15:04.217Z\\\"},"),
     {"f NON_COMPLIANT"}},
    {"an account", EVENT("cloudtrail-enabled", "", SCHEDULED_EVENT), {MEMBER " COMPLIANT"}},
};

/* One invocation in the process of the evaluator, for arena_try(). */
struct serving {
    struct evaluator *evaluator;
    struct invocation invocation;
    struct outcome outcome;
    struct error err;
    bool succeeded;
};

static void serve(void *context)
{
    struct serving *s = context;

    s->outcome.evaluations.memory = arena_within(&arena);
    s->succeeded = evaluator_serve(s->evaluator, &arena, &s->invocation, &s->outcome, &s->err);
}

/* True: all was evaluated and put. Else *err says why not. */
static bool invoke(const char *event, struct error *err)
{
    struct serving s = {.evaluator = &evaluator,
                        .invocation = {.function_arn = FUNCTION_ARN,
                                       .deadline_ms = INT64_MAX,
                                       .payload = event,
                                       .payload_length = strlen(event)}};

    memset(&told, 0, sizeof(told));
    if (!arena_try(&arena, 0, serve, &s))
        error_set(&s.err, ERROR_LIMIT, "memory ended");
    arena_reset(&arena);
    assert_int_equal(arena.used, 0);
    assert_int_equal(http.opened, 1); /* the client's own; none of the container's is left */
    *err = s.err;
    return s.succeeded;
}

static bool was_told(const char *line)
{
    for (size_t i = 0; i < told.count; i++)
        if (strcmp(told.lines[i], line) == 0)
            return true;
    return false;
}

static void expect_all(size_t number, const char *name, const char *const *lines)
{
    for (; *lines; lines++)
        if (!was_told(*lines))
            fail_msg("%s, allocation %zu: %s was not put", name, number, *lines);
}

/* Nothing but the truth, and at most once of each resource. */
static void expect_true(size_t number, const char *name, const char *const *lines)
{
    for (size_t i = 0; i < told.count; i++) {
        const char *const *line = lines;

        while (*line && strcmp(*line, told.lines[i]) != 0)
            line++;
        if (!*line)
            fail_msg("%s, allocation %zu: %s was put", name, number, told.lines[i]);
    }
}

static void forget_credentials(void)
{
    roles_close(&evaluator.roles);
    memset(&evaluator.roles, 0, sizeof(evaluator.roles));
    identity_forget(evaluator.client.own);
}

static size_t run_out_of_memory(size_t i, bool lasting)
{
    const char *name = cases[i].name, *const *lines = cases[i].told;
    struct error err;
    size_t number = 0;

    do {
        forget_credentials();
        shortage.taken = 0;
        shortage.lasting = lasting;
        shortage.number = ++number;
        bool all = invoke(cases[i].event, &err);
        bool failed = shortage.taken >= number;
        shortage.number = 0;
        expect_true(number, name, lines);
        /* The results of resources that are gone are looked for again by the next run. */
        for (const char *const *line = lines; all && *line; line++)
            if (!was_told(*line) && strcmp(*line, "e NOT_APPLICABLE") != 0)
                fail_msg("%s, allocation %zu: %s was forgotten", name, number, *line);
        if (!all && (err.kind == ERROR_NONE || !*err.message))
            fail_msg("%s, allocation %zu: no error says why", name, number);
        if (!all && !failed)
            fail_msg("%s: %s", name, err.message);

        if (!invoke(cases[i].event, &err))
            fail_msg("%s, after allocation %zu: %s", name, number, err.message);
        expect_all(number, name, lines);
        if (!failed)
            return number - 1;
    } while (true);
}

static void every_allocation_may_fail(void **state)
{
    struct error err;

    (void)state;
    setenv("AWS_REGION", "us-east-1", 1);
    setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/credentials", 1);
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "a-token", 1);
    unsetenv("AWS_ACCESS_KEY_ID");
    evaluator.accounts = (struct accounts){.allowed = MEMBER, .external_id = "x1"};
    assert_true(aws_client_open(&evaluator.client, NULL, NULL, &err));
    arena_reset(&arena);
    log_configure(NULL, "FATAL");
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t alone = run_out_of_memory(i, false);
        size_t lasting = run_out_of_memory(i, true);

        print_message("%s: %zu and %zu allocations\n", cases[i].name, alone, lasting);
        assert_in_range(alone, 200, 100000); /* fewer would mean that nothing was tried */
        assert_int_equal(alone, lasting);
    }
    roles_close(&evaluator.roles);
    aws_client_close(&evaluator.client);
}

struct arena arena = {.limit = (size_t)64 << 20};

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(every_allocation_may_fail)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
