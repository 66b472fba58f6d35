/*
 * What no model of AWS's says of the protocols: requests that cannot be written, replies that are
 * errors or nobody's. tests/tools/check_protocols.py compares the rest with botocore.
 */
#include "tests/unit.h"

#include "aws/operations.h"
#include "aws/protocol/protocol.h"

struct arena arena = {.limit = (size_t)8 << 20};

/* "METHOD path?query", lines "name: value", an empty line, the body; or the error. */
static const char *written(const char *service, const char *name, const char *input)
{
    const struct operation *operation = operation_find(service, name);
    struct protocol_request request;
    struct error err;

    if (!operation->service->protocol->write(&arena, operation, input ? parse(input) : NULL,
                                             &request, &err)) {
        assert_int_equal(err.kind, ERROR_SERVICE);
        return arena_strdup(&arena, err.message);
    }
    const char *text =
        arena_printf(&arena, "%s %s?%s\n", request.method, request.path, request.query);
    for (size_t i = 0; i < request.header_count; i++)
        text = arena_printf(&arena, "%s%s: %s\n", text, request.headers[i].name,
                            request.headers[i].value);
    assert_int_equal(request.body_length, strlen(request.body));
    return arena_printf(&arena, "%s\n%s", text, request.body);
}

static void requests_are_written_or_refused(void **state)
{
    static const struct {
        const char *service, *operation, *input, *request;
    } cases[] = {
        {"bedrock", "ListGuardrails", NULL, "GET /guardrails?\n\n"},
        {"bedrock", "ListInferenceProfiles", "{\"typeEquals\":\"APPLICATION\",\"maxResults\":5}",
         "GET /inference-profiles?type=APPLICATION&maxResults=5\n\n"},
        {"bedrock", "GetGuardrail",
         "{\"guardrailIdentifier\":\"a/b%?#\",\"guardrailVersion\":null}",
         "GET /guardrails/a%2Fb%25%3F%23?\n\n"},
        {"bedrock-agent", "ListAgents", NULL,
         "POST /agents/?\ncontent-type: application/json\n\n{}"},
        {"bedrock", "ListAgentVersions", "{\"nextToken\":\"n\",\"agentId\":\"A\"}",
         "POST /agents/A/agentversions/?\ncontent-type: application/json\n\n{\"nextToken\":\"n\"}"},
        {"s3", "GetObject", "{\"Bucket\":\"b\",\"Key\":\"a/./../b c+\"}",
         "GET /b/a/./../b%20c%2B?\n\n"},
        {"s3", "ListObjectsV2", "{\"Bucket\":\"b\",\"ExpectedBucketOwner\":\"1\"}",
         "GET /b?list-type=2\nx-amz-expected-bucket-owner: 1\n\n"},
        {"ec2", "DescribeVpcs",
         "{\"VpcIds\":[],\"Filters\":[{\"Name\":\"n\",\"Values\":[\"1\",\"2\"]}],\"x\":null}",
         "POST /?\ncontent-type: application/x-www-form-urlencoded; charset=utf-8\n\n"
         "Action=DescribeVpcs&Version=2016-11-15&Filter.1.Name=n&Filter.1.Value.1=1&"
         "Filter.1.Value.2=2"},
        /* A label that is missing would ask for something else: a list instead of one. */
        {"bedrock", "GetGuardrail", NULL, "bedrock GetGuardrail needs guardrailIdentifier"},
        {"bedrock", "GetGuardrail", "{\"guardrailIdentifier\":\"\"}",
         "bedrock GetGuardrail needs guardrailIdentifier"},
        {"bedrock", "GetGuardrail", "{\"guardrailIdentifier\":[\"a\"]}",
         "bedrock GetGuardrail needs guardrailIdentifier"},
        {"bedrock-agent", "GetAgent", "{\"agentId\":\"..\"}",
         "agentId of bedrock-agent GetAgent is no name: .."},
        {"s3", "GetObject", "{\"Bucket\":\".\",\"Key\":\"k\"}",
         "Bucket of s3 GetObject is no name: ."},
        /* A member that is misspelt would be left out. */
        {"bedrock", "ListGuardrails", "{\"maxresults\":5}",
         "bedrock ListGuardrails has no place for maxresults"},
        {"bedrock", "ListGuardrails", "{\"maxResults\":{}}",
         "bedrock ListGuardrails has no place for maxResults"},
        {"s3", "GetObject", "{\"Bucket\":\"b\",\"Key\":\"k\",\"ExpectedBucketOwner\":[]}",
         "s3 GetObject has no place for ExpectedBucketOwner"},
        {"s3", "GetObject", "{\"Bucket\":\"b\",\"Key\":\"k\",\"ExpectedBucketOwner\":\" \"}",
         "s3 GetObject has no place for ExpectedBucketOwner"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(written(cases[i].service, cases[i].operation, cases[i].input),
                            cases[i].request);
}

/* The output; or "!code: message"; or "?error" of one that cannot be read. */
static const char *read_reply(const char *service, const char *name, long status, const char *type,
                              const char *body)
{
    const struct operation *operation = operation_find(service, name);
    const struct protocol_reply reply = {status, type, body, strlen(body)};
    struct protocol_answer answer;
    struct error err;

    if (!operation->service->protocol->read(&arena, operation, &reply, &answer, &err))
        return arena_printf(&arena, "?%s", err.message);
    if (answer.failed)
        return arena_printf(&arena, "!%s: %s", answer.code ? answer.code : "", answer.message);
    return cJSON_PrintUnformatted(answer.output);
}

static void replies_are_read_or_refused(void **state)
{
    static const struct {
        const char *service, *operation;
        long status;
        const char *type, *body, *said;
    } cases[] = {
        {"bedrock", "ListGuardrails", 200, NULL, "{\"guardrails\":[]}", "{\"guardrails\":[]}"},
        {"bedrock", "ListGuardrails", 404, "A:http://x/", "{\"message\":\"no\"}", "!A: no"},
        {"bedrock", "ListGuardrails", 200, "A", "{}", "!A: "},
        {"bedrock", "ListGuardrails", 429, NULL, "{\"code\":\"A\",\"Message\":\"no\"}", "!A: no"},
        {"bedrock", "ListGuardrails", 502, NULL, "{}", "!: "},
        {"bedrock", "ListGuardrails", 200, NULL, "",
         "?the reply is not JSON near line 1, column 1"},
        {"bedrock", "ListGuardrails", 200, NULL, "[]", "?the reply is not a JSON object"},
        {"ec2", "DescribeVpcs", 200, NULL,
         "<DescribeVpcsResponse><requestId>1</requestId><vpcSet/></DescribeVpcsResponse>",
         "{\"Vpcs\":[]}"},
        {"ec2", "DescribeVpcs", 503, NULL,
         "<Response><Errors><Error><Code>A</Code><Message>no</Message></Error></Errors></Response>",
         "!A: no"},
        {"ec2", "DescribeVpcs", 200, NULL, "<html/>", "?the reply is not one of the service"},
        {"iam", "ListUsers", 200, NULL,
         "<ListUsersResponse><ListUsersResult><Users/></ListUsersResult></ListUsersResponse>",
         "{\"Users\":[]}"},
        {"iam", "ListUsers", 200, NULL, "<ListUsersResponse/>", "{}"},
        {"iam", "ListUsers", 400, NULL,
         "<ErrorResponse><Error><Code>A</Code><Message>no</Message></Error></ErrorResponse>",
         "!A: no"},
        {"iam", "ListUsers", 200, NULL, "<html/>", "?the reply is not one of the service"},
        {"iam", "ListUsers", 400, NULL, "<html/>", "!: "},
        {"iam", "ListUsers", 400, "A", "", "?the reply is not well-formed XML"},
        {"iam", "ListUsers", 200, NULL, "{}", "?the reply is not well-formed XML"},
        {"s3", "ListObjectsV2", 200, NULL, "<ListBucketResult><Contents/></ListBucketResult>",
         "{\"Contents\":[\"\"]}"},
        {"s3", "ListObjectsV2", 200, NULL, "<Error><Code>A</Code><Message>no</Message></Error>",
         "!A: no"},
        {"s3", "ListObjectsV2", 200, NULL, "<html/>", "?the reply is not one of the service"},
        /* A payload is nobody's to read here; an error is, instead of one. */
        {"s3", "PutObject", 200, NULL, "", "{}"},
        {"s3", "PutObject", 200, NULL, "<Error><Code>InternalError</Code></Error>",
         "!InternalError: "},
        {"s3", "PutObject", 200, NULL, "<html/>", "?the reply is not one of the service"},
        {"s3", "GetObject", 404, NULL, "<Error><Code>NoSuchKey</Code></Error>", "!NoSuchKey: "},
        {"s3", "GetObject", 404, NULL, "", "?the reply is not well-formed XML"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(read_reply(cases[i].service, cases[i].operation, cases[i].status,
                                       cases[i].type, cases[i].body),
                            cases[i].said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(requests_are_written_or_refused),
        TEST(replies_are_read_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
