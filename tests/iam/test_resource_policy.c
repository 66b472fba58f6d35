#include "tests/unit.h"

#include "iam/resource_policy.h"

struct arena arena = {.limit = (size_t)8 << 20};

#define STATEMENT(rest) "{\"Statement\":[{\"Effect\":\"Allow\"," rest "}]}"
#define BEDROCK "\"Principal\":{\"Service\":\"bedrock.amazonaws.com\"}"
#define INVOKE "\"Action\":\"lambda:InvokeFunction\""
#define ANYBODY "\"Principal\":\"*\"," INVOKE

static void policies_let_a_service_act_or_not(void **state)
{
    static const struct {
        const char *policy;
        bool allowed;
    } cases[] = {
        {"{\"Statement\":[]}", false},
        {STATEMENT(BEDROCK "," INVOKE), true},
        {STATEMENT(BEDROCK ",\"Action\":[\"lambda:GetFunction\",\"lambda:invoke*\"]"), true},
        {STATEMENT(BEDROCK ",\"Action\":\"lambda:GetFunction\""), false},
        {STATEMENT(BEDROCK ",\"NotAction\":\"lambda:GetFunction\""), true},
        {STATEMENT(BEDROCK ",\"NotAction\":\"lambda:*\""), false},
        {STATEMENT("\"Principal\":{\"Service\":[\"s3.amazonaws.com\",\"bedrock.amazonaws.com\"]}"
                   "," INVOKE),
         true},
        {STATEMENT("\"Principal\":{\"Service\":\"s3.amazonaws.com\"}," INVOKE), false},
        {STATEMENT(ANYBODY), true},
        {STATEMENT("\"Principal\":{\"AWS\":\"*\"}," INVOKE), true},
        {STATEMENT("\"Principal\":{\"AWS\":\"123456789012\"}," INVOKE), false},
        {STATEMENT(ANYBODY ",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}"),
         false},
        {STATEMENT(ANYBODY ",\"Condition\":{\"StringEquals\":{\"AWS:SourceAccount\":\"1\"}}"),
         true},
        {STATEMENT(ANYBODY ",\"Condition\":{\"ArnLike\":{\"aws:SourceArn\":"
                           "\"arn:aws:bedrock:eu-central-1:1:agent/*\"}}"),
         true},
        {STATEMENT(ANYBODY ",\"Condition\":{\"ArnLike\":{\"aws:SourceArn\":"
                           "[\"arn:aws:s3:::b\"]}}"),
         false},
        {STATEMENT(ANYBODY ",\"Condition\":{\"ArnLike\":{\"aws:SourceArn\":"
                           "[\"arn:aws:s3:::b\",\"*\"]}}"),
         true},
        {STATEMENT(BEDROCK "," INVOKE ",\"Condition\":{\"ArnLike\":{\"AWS:SourceArn\":"
                           "\"arn:aws:bedrock:eu-central-1:1:agent/A\"}}"),
         true},
        {STATEMENT(ANYBODY ",\"Condition\":{\"Bool\":{\"aws:PrincipalIsAWSService\":\"true\"}}"),
         true},
        {STATEMENT(ANYBODY ",\"Condition\":{\"Bool\":{\"aws:PrincipalIsAWSService\":true}}"), true},
        {STATEMENT(ANYBODY ",\"Condition\":{\"Bool\":{\"aws:PrincipalIsAWSService\":false}}"),
         false},
        {"{\"Statement\":{\"Effect\":\"Allow\"," BEDROCK "," INVOKE "}}", true},
        {"{\"Statement\":[{\"Effect\":\"Allow\"," BEDROCK "," INVOKE
         "},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"lambda:*\"}]}",
         false},
        {"{\"Statement\":[{\"Effect\":\"Allow\"," BEDROCK "," INVOKE
         "},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"lambda:*\","
         "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}",
         true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const cJSON *spelled[] = {parse(cases[i].policy), cJSON_CreateString(cases[i].policy)};

        for (size_t j = 0; j < COUNT(spelled); j++) {
            struct error err = {0};
            bool allowed = !cases[i].allowed;

            if (!resource_policy_allows_service(&arena, spelled[j], "bedrock.amazonaws.com",
                                                "lambda:InvokeFunction", &allowed, &err))
                fail_msg("%s: %s", cases[i].policy, err.message);
            if (allowed != cases[i].allowed)
                fail_msg("%s: %d", cases[i].policy, allowed);
        }
    }
}

static void what_is_no_policy_is_an_error(void **state)
{
    static const char *const bad[] = {
        "\"not JSON\"",
        "\"[]\"",
        "\"{}\"",
        "[]",
        "7",
        "{}",
        "{\"Statement\":\"x\"}",
        "{\"Statement\":[{\"Effect\":\"allow\"}]}",
        "{\"Statement\":[7]}",
        STATEMENT(BEDROCK),
        STATEMENT(INVOKE),
        STATEMENT("\"Principal\":{\"Service\":\"*\"}," INVOKE),
        STATEMENT("\"NotPrincipal\":{\"Service\":\"s3.amazonaws.com\"}," INVOKE),
        STATEMENT(ANYBODY ",\"Condition\":{\"ArnLike\":{\"aws:SourceArn\":[\"x\"]}}"),
        "\"%7B%22Statement%22\"",
        "{\"Statement\":[],\"Statement\":[]}",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Effect\":\"Allow\"}]}",
        "\"{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Deny\\\",\\\"Effect\\\":\\\"Allow\\\"}]}\"",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Condition\":{\"Bool\":{\"a\":\"1\",\"b\":\"\","
        "\"a\":\"2\"}}}]}",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Condition\":[]}]}",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Condition\":{\"Bool\":7}}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\","
        "\"Condition\":[{}]}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\","
        "\"Condition\":{\"ArnLike\":[\"*\"]}}]}",
    };
    struct error err;
    bool allowed;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        if (resource_policy_allows_service(&arena, parse(bad[i]), "bedrock.amazonaws.com",
                                           "lambda:InvokeFunction", &allowed, &err))
            fail_msg("%s", bad[i]);
        assert_int_equal(err.kind, ERROR_RULE);
    }
}

/* Errors of policies go into logs, where nothing of a policy may be. */
static void an_error_says_where_and_not_what(void **state)
{
    static const struct {
        const char *policy, *message;
    } cases[] = {
        {"\"hush\"", "the policy is not JSON near line 1, column 1"},
        {"\"{\\\"Statement\\\":\\n[hush\"", "the policy is not JSON near line 2, column 2"},
        {"\"%7B%22hush%22\"", "the policy is not JSON near line 1"},
        {"\"\\\"hush\\\"\"", "the policy is not an object"},
        {"{\"Statement\":[],\"hush\":1}", "the policy: IAM does not take"},
        {"{\"Statement\":[],\"Version\":\"hush\"}", "the policy: IAM does not take"},
        {"{\"Statement\":[],\"Id\":[\"hush\"]}", "the policy: Id is not a string"},
        {"{\"Statement\":\"hush\"}", "the policy: Statement is neither an object nor a list"},
        {"{\"Statement\":[\"hush\"]}", "Statement[0]: not a JSON object"},
        {"{\"Statement\":[{\"Sid\":\"hush\"}]}", "Statement[0]: Effect is missing"},
        {"{\"Statement\":{\"Effect\":\"hush\"}}", "Statement: IAM does not take"},
        {STATEMENT("\"hush\":1"), "Statement[0]: IAM does not take"},
        {STATEMENT(BEDROCK ",\"Sid\":\"hush\",\"Action\":\"hush\""),
         "Statement[0].Action: IAM does not take"},
        {STATEMENT(BEDROCK ",\"NotAction\":[\"hush\"]"), "Statement[0].NotAction: IAM does not"},
        {STATEMENT(BEDROCK ",\"Sid\":\"hush\",\"Action\":[]"
                           ",\"NotAction\":\"hush\""),
         "Statement[0]: has both Action and NotAction"},
        {STATEMENT(INVOKE ",\"Principal\":\"hush\""),
         "Statement[0].Principal: neither \"*\" nor an object"},
        {STATEMENT(INVOKE ",\"Principal\":{\"hush\":1}"), "Statement[0].Principal: IAM does not"},
        {STATEMENT(INVOKE ",\"Principal\":{\"AWS\":\"hush\"}"),
         "Statement[0].Principal: IAM does not take"},
        {STATEMENT(INVOKE ",\"Principal\":{\"Service\":\"hush *\"}"),
         "Statement[0].Principal: IAM does not take"},
        {STATEMENT(ANYBODY ",\"Resource\":\"hush\""), "Statement[0].Resource: IAM does not take"},
        {STATEMENT(ANYBODY ",\"Resource\":\"arn:aws:s*:::hush\""),
         "Statement[0].Resource: IAM does not take"},
        {STATEMENT(ANYBODY ",\"Condition\":[\"hush\"]"),
         "Statement[0].Condition: not a JSON object"},
        {STATEMENT(ANYBODY ",\"Condition\":{\"hush\":{}}"), "Statement[0].Condition: IAM does not"},
        {STATEMENT(ANYBODY ",\"Condition\":{\"Bool\":{\"hush\":true}}"),
         "Statement[0].Condition: IAM does not take"},
        {STATEMENT(ANYBODY ",\"Condition\":{\"DateEquals\":{\"a:hush\":\"hush\"}}"),
         "Statement[0].Condition: IAM does not take"},
        {STATEMENT(ANYBODY ",\"Condition\":{\"Bool\":{\"a:hush\":1,\"A:hush\":2}}"),
         "Statement[0].Condition: IAM does not take"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        bool allowed;

        if (resource_policy_allows_service(&arena, parse(cases[i].policy), "bedrock.amazonaws.com",
                                           "lambda:InvokeFunction", &allowed, &err) ||
            strstr(err.message, "hush") ||
            strncmp(err.message, cases[i].message, strlen(cases[i].message)) != 0)
            fail_msg("%s: %s", cases[i].policy, err.message);
    }
}

static void documents_may_be_percent_encoded(void **state)
{
    struct error err = {0};
    bool allowed = false;

    (void)state;
    assert_true(resource_policy_allows_service(
        &arena,
        parse("\"%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B"
              "%22Service%22%3A%22bedrock.amazonaws.com%22%7D%2C%22Action%22%3A%22lambda%3A*%22%7D"
              "%5D%7D\""),
        "bedrock.amazonaws.com", "lambda:InvokeFunction", &allowed, &err));
    assert_true(allowed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(policies_let_a_service_act_or_not),
        TEST(what_is_no_policy_is_an_error),
        TEST(an_error_says_where_and_not_what),
        TEST(documents_may_be_percent_encoded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
