/*
 * test_lint.c - what is warned of in a policy, what is not, and what a decision names. ' stands for
 * " and ` for ' in the JSON of the tables (iam.h).
 */
#include "tests/iam/iam.h"

#include "iam/lint.h"

struct arena arena = {.limit = (size_t)8 << 20};

#define POLICY(statement) "{'Version':'2012-10-17','Statement':[" statement "]}"
#define ALLOW(rest) POLICY("{'Effect':'Allow','Action':'bedrock:InvokeModel'," rest "}")
#define DENY(rest) POLICY("{'Effect':'Deny','Action':'bedrock:InvokeModel'," rest "}")
#define WHEN(condition) ALLOW("'Resource':'*','Condition':{" condition "}")
#define UNLESS(condition) DENY("'Resource':'*','Condition':{" condition "}")
#define ACTIONS(list) POLICY("{'Effect':'Allow','Action':" list ",'Resource':'*'}")
#define PROFILE "arn:aws:bedrock:eu-central-1:*:inference-profile/eu.*"

static void policies_are_warned_of(void **state)
{
    static const struct {
        const char *policy;
        const char *warning; /* the only one, or its part; NULL: none */
    } cases[] = {
        {ALLOW("'Resource':'*'"), NULL},
        /* Actions. */
        {ACTIONS("'bedrock:InvokeModle'"), "Statement[0]: Action: \"bedrock:InvokeModle\" matches "
                                           "nothing: bedrock has no such action "
                                           "(did you mean invokemodel?)"},
        {ACTIONS("'bedrok:InvokeModel'"), "no service is called bedrok (did you mean bedrock?)"},
        {ACTIONS("'bedrock:Invoice*'"), "\"bedrock:Invoice*\" matches nothing"},
        {ACTIONS("'bedrock:Invoke*'"), NULL},
        {ACTIONS("'BEDROCK:invokemodel'"), NULL},
        {ACTIONS("'s3:NoSuchActionButWeCannotKnow'"), NULL},
        {ACTIONS("'*'"), NULL},
        {ACTIONS("'bedrock:Converse'"), "bedrock has no such action"},
        {POLICY("{'Effect':'Deny','Action':['bedrock:Converse','bedrock:ConverseStream'],"
                "'Resource':'*'}"),
         NULL},
        {POLICY("{'Effect':'Deny','NotAction':'*','Resource':'*'}"), "leaves no action"},
        {POLICY("{'Effect':'Deny','NotAction':['iam:*','sts:*'],'Resource':'*'}"), NULL},
        {ACTIONS("[]"), "a list is empty"},
        /* What adds nothing. */
        {ACTIONS("['bedrock:*','bedrock:InvokeModel']"),
         "\"bedrock:InvokeModel\" adds nothing to \"bedrock:*\""},
        {ACTIONS("['bedrock:InvokeModel','bedrock:InvokeModel']"), "adds nothing"},
        {ACTIONS("['bedrock:InvokeModel','bedrock:INVOKEMODEL']"), "adds nothing"},
        {ACTIONS("['bedrock:InvokeModel','bedrock:InvokeModelWithResponseStream']"), NULL},
        {ALLOW("'Resource':['arn:aws:s3:::a*','arn:aws:s3:::ab']"), "adds nothing"},
        {ALLOW("'Resource':['arn:aws:s3:::a?','arn:aws:s3:::ab*']"), NULL},
        {ALLOW("'Resource':['arn:aws:bedrock:*::foundation-model/a.*',"
               "'arn:aws:bedrock:*::foundation-model/b.*']"),
         NULL},
        {DENY("'NotResource':'*'"), "leaves no resource"},
        {WHEN("'StringLike':{'aws:PrincipalTag/a':['x*','xy']}"), "adds nothing"},
        {WHEN("'StringEquals':{'aws:PrincipalTag/a':['x','y']}"), NULL},
        {WHEN("'StringLike':{'aws:PrincipalTag/a':['${aws:username}','${aws:username}']}"),
         "adds nothing"},
        /* ARNs that nothing has. */
        {ALLOW("'Resource':'arn:aws:bedrock:*:111122223333:foundation-model/amazon.*'"),
         "foundation models have no account"},
        {ALLOW("'Resource':'arn:aws:bedrock:*:*:foundation-model/amazon.*'"), NULL},
        {ALLOW("'Resource':'arn:aws:bedrock:eu-central-1::inference-profile/eu.*'"),
         "inference profiles have an account"},
        {ALLOW("'Resource':'arn:aws:s3::my-bucket/*'"), "lacks parts of an ARN"},
        /* Placeholders. */
        {ALLOW("'Resource':'arn:aws:bedrock:eu-west-1:<account>:agent/A'"), "placeholder"},
        {ALLOW("'Resource':'arn:aws:bedrock:...:agent/A:b:c'"), "placeholder"},
        {UNLESS("'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/\\u0060Admin\\u0060'}"),
         "placeholder"},
        {WHEN("'NumericLessThan':{'s3:max-keys':'10'}"), NULL},
        {"{'Statement':[{'Effect':'Allow','Action':'s3:GetObject',"
         "'Resource':'arn:aws:s3:::b/${aws:username}'}]}",
         "is text, and no variable"},
        /* Operators that do not fit their key. */
        {WHEN("'StringEquals':{'aws:TagKeys':'a'}"), "needs ForAllValues or ForAnyValue"},
        {WHEN("'StringLike':{'vpc-lattice-svcs:RequestQueryString/model':'a'}"),
         "needs ForAllValues or ForAnyValue"},
        {WHEN("'ForAnyValue:StringEquals':{'AWS:tagkeys':'a'}"), NULL},
        {WHEN("'Null':{'aws:TagKeys':'false'}"), NULL},
        {WHEN("'ForAnyValue:StringEquals':{'aws:SourceAccount':'111122223333'}"),
         "needs no ForAllValues or ForAnyValue"},
        {WHEN("'ForAllValues:StringEquals':{'aws:TagKeys':'a'}"), "add Null with \"false\""},
        {WHEN("'ForAllValues:StringEquals':{'aws:TagKeys':'a'},'Null':{'aws:TagKeys':'false'}"),
         NULL},
        {UNLESS("'ForAllValues:StringEquals':{'aws:TagKeys':'a'}"), NULL},
        {WHEN("'StringEquals':{'aws:PrincipalTag/a':'x*'}"), "use StringLike"},
        {WHEN("'StringEquals':{'aws:PrincipalTag/a':'x${*}'}"), NULL},
        {WHEN("'StringLike':{'aws:PrincipalTag/a':'x*'}"), NULL},
        /* Keys that are misspelt. */
        {WHEN("'ArnLike':{'bedrock:InferenceProfileArm':'" PROFILE "'}"),
         "bedrock:InferenceProfileArm is no key that is known (did you mean "
         "bedrock:InferenceProfileArn?)"},
        {WHEN("'Bool':{'aws:SecureTransprot':'true'}"), "(did you mean aws:SecureTransport?)"},
        {WHEN("'StringEquals':{'kms:ViaService':'s3.eu-west-1.amazonaws.com'}"), NULL},
        {WHEN("'StringEquals':{'AWS:principaltag/Team':'a'}"), NULL},
        /* What never has an effect. */
        {WHEN("'Null':{'aws:username':'true'},'StringEquals':{'aws:username':'ada'}"),
         "Null asks that the key be absent"},
        {WHEN("'Null':{'aws:username':'true'},'StringEqualsIfExists':{'aws:username':'ada'}"),
         NULL},
        {WHEN("'Null':{'aws:username':'false'},'StringEquals':{'aws:username':'ada'}"), NULL},
        {UNLESS("'ArnNotLike':{'bedrock:InferenceProfileArn':['" PROFILE "',"
                "'arn:aws:bedrock:*::foundation-model/*']}"),
         "the key is the ARN of an inference profile"},
        {UNLESS("'ArnNotLike':{'bedrock:InferenceProfileArn':['" PROFILE "',"
                "'arn:aws:bedrock:eu-central-1:*:application-inference-profile/*']}"),
         NULL},
        {UNLESS("'ArnNotLike':{'bedrock:InferenceProfileArn':'arn:aws:bedrock:*:*:*'}"), NULL},
        {UNLESS("'ArnNotLike':{'aws:PrincipalArn':'arn:aws:sts::*:assumed-role/Admin/*'}"),
         "of a session the key is the role's ARN"},
        {POLICY("{'Effect':'Allow','Action':'s3:GetObject','Resource':'*'},"
                "{'Effect':'Deny','Action':'s3:*','Resource':'*'}"),
         "Statement[0]: Statement[1] denies all of it"},
        {POLICY("{'Effect':'Allow','Action':'s3:GetObject','Resource':'*'},"
                "{'Effect':'Deny','Action':'s3:*','Resource':'*',"
                "'Condition':{'Bool':{'aws:SecureTransport':'false'}}}"),
         NULL},
        {POLICY("{'Effect':'Allow','Action':'s3:*','Resource':'*'},"
                "{'Effect':'Deny','Action':'s3:GetObject','Resource':'*'}"),
         NULL},
    };
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct iam_policy policy;
        struct error err = {0};

        if (!iam_policy_parse(&arena, json(cases[i].policy), "p", IAM_IDENTITY_POLICY, &policy,
                              &err)) {
            print_error("%s: %s\n", cases[i].policy, err.message);
            failures++;
            continue;
        }
        const char *const *found = iam_policy_lint(&arena, &policy);
        bool good =
            cases[i].warning ? *found && strstr(*found, cases[i].warning) && !found[1] : !*found;

        failures += !good;
        if (!good)
            print_error("%s: %s\n", cases[i].policy, *found ? *found : "no warning");
        for (size_t j = 1; !good && *found && found[j]; j++)
            print_error("  and %s\n", found[j]);
        arena_reset(&arena);
    }
    assert_int_equal(failures, 0);
}

/* Other services take a Sid twice. */
static void a_sid_of_a_resource_policy_may_be_given_twice(void **state)
{
    struct iam_policy policy;
    struct error err = {0};

    (void)state;
    assert_true(iam_policy_parse(
        &arena,
        json(
            "{'Statement':[{'Sid':'a','Effect':'Allow','Principal':'*','Action':'sqs:SendMessage'},"
            "{'Sid':'a','Effect':'Deny','Principal':'*','Action':'sqs:ReceiveMessage'}]}"),
        "p", IAM_RESOURCE_POLICY, &policy, &err));
    const char *const *found = iam_policy_lint(&arena, &policy);
    assert_string_equal(found[0], "Statement[1] (a): the Sid is that of Statement[0] too");
    assert_null(found[1]);
    arena_reset(&arena);
}

#define REQUEST                                                                 \
    "{'action':'s3:GetObject','resource':'arn:aws:s3:::b/k','principal':'" USER \
    "','context':{'aws:RequestedRegion':'eu-west-1','aws:TagKeys':[]}}"

static void missing_context_values_are_those_of_the_policies(void **state)
{
    struct iam_policy policies[2];
    struct iam_request request;
    struct error err = {0};

    (void)state;
    assert_true(iam_request_parse(&arena, json(REQUEST), &request, &err));
    assert_true(iam_policy_parse(
        &arena,
        json(POLICY(
            "{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/${aws:SourceIdentity}',"
            "'Condition':{'StringEquals':{'aws:RequestedRegion':'x','aws:SourceVpc':'v'}}}")),
        "a", IAM_IDENTITY_POLICY, &policies[0], &err));
    assert_true(iam_policy_parse(
        &arena,
        json(WHEN("'StringLike':{'AWS:sourcevpc':'v','aws:PrincipalArn':'${aws:userid}'},"
                  "'ForAnyValue:StringEquals':{'aws:TagKeys':'a'}")),
        "b", IAM_IDENTITY_POLICY, &policies[1], &err));
    const char *const *keys =
        iam_missing_context(&arena, &(struct iam_policies){policies, 2}, &request);
    static const char *const expected[] = {"aws:SourceIdentity", "aws:SourceVpc", "aws:userid",
                                           "aws:TagKeys"};
    for (size_t i = 0; i < COUNT(expected); i++)
        assert_string_equal(keys[i], expected[i]);
    assert_null(keys[COUNT(expected)]);
    arena_reset(&arena);
}

static void decisions_name_what_decided(void **state)
{
    static const struct {
        const char *policy, *place, *condition, *reason;
    } cases[] = {
        {WHEN("'StringEquals':{'aws:RequestedRegion':'eu-west-1'}"), "Statement[0]", NULL,
         "Allow in the identity-based policy, its Condition is met: StringEquals on "
         "aws:RequestedRegion, which is \"eu-west-1\""},
        {ALLOW("'Resource':'*'"), "Statement[0]", NULL, "Allow in the identity-based policy"},
        {WHEN("'StringEquals':{'aws:RequestedRegion':['eu-west-1'],'aws:SourceVpc':'v'}"),
         "Statement[0]", "aws:SourceVpc",
         "no identity-based policy allows it; this statement would, but its Condition is not met: "
         "StringEquals on aws:SourceVpc, which the request lacks"},
        {DENY("'Resource':'*'"), "Statement[0]", NULL, "Deny in the identity-based policy"},
        {UNLESS("'ArnNotLike':{'bedrock:InferenceProfileArn':'" PROFILE "'}"), "Statement[0]", NULL,
         "Deny in the identity-based policy, its Condition is met: ArnNotLike on "
         "bedrock:InferenceProfileArn, which the request lacks"},
        {ACTIONS("'s3:GetObject'"), NULL, NULL, "no identity-based policy allows it"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct iam_policy policy;
        struct iam_request request;
        struct iam_decision decision;
        struct error err = {0};

        assert_true(iam_request_parse(
            &arena,
            json("{'action':'bedrock:InvokeModel','resource':'*','principal':'" USER
                 "','context':{'aws:RequestedRegion':'eu-west-1'}}"),
            &request, &err));
        assert_true(iam_policy_parse(&arena, json(cases[i].policy), "p", IAM_IDENTITY_POLICY,
                                     &policy, &err));
        struct iam_policy_set set = {.identity = {&policy, 1}};
        assert_true(iam_evaluate(&arena, &set, &request, &decision, &err));
        assert_string_equal(iam_decision_reason(&arena, &decision, &request), cases[i].reason);
        assert_string_equal(decision.statement ? decision.statement->place : "",
                            cases[i].place ? cases[i].place : "");
        assert_string_equal(decision.condition ? decision.condition->key : "",
                            cases[i].condition ? cases[i].condition : "");
        assert_int_equal(decision.policy != NULL, decision.statement != NULL);
        arena_reset(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(policies_are_warned_of),
        TEST(a_sid_of_a_resource_policy_may_be_given_twice),
        TEST(missing_context_values_are_those_of_the_policies),
        TEST(decisions_name_what_decided),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
