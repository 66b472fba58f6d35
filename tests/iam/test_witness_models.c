/*
 * test_witness_models.c - which models and actions a role's policies allow: by resources, by
 * inference profiles and by context keys. What a question refuses, and what memory it leaves.
 */
#include "tests/iam/witness_question.h"

struct arena arena = {.limit = (size_t)64 << 20};

#define PROFILES "arn:aws:bedrock:*:" ACCOUNT ":inference-profile/"

static const char *const profiles[] = {
    "arn:${Partition}:bedrock:${Region}:${Account}:inference-profile/*", NULL};

static void a_model_that_is_not_approved(void **state)
{
    static const char *const approved[] = {MODELS "anthropic.*", NULL};
    static const struct iam_question_key without_profile = {.name = "bedrock:InferenceProfileArn"};
    static const struct iam_question question = {
        .actions.forms = invoke,
        .resources = {.forms = models, .outside = approved},
        .principals.forms = role,
        .keys = &without_profile,
        .key_count = 1};
    static const struct line lines[] = {
        {ALL, FOUND("us-east-1::foundation-model/any-other, by Statement[0] of p")},
        {"{'Sid':'All','Effect':'Allow','Action':'*','Resource':'*'}",
         ", by Statement[0] (All) of p"},
        {"{'Effect':'Allow','Action':'bedrock:Get*','Resource':'*'}", "none"},
        {"{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}", FOUND("us-east-1::")},
        {ALLOW(ON(MODELS "anthropic.*")), "none"},
        {ALLOW(ON(MODELS "anthropic.claude-v2:1")), "none"},
        {ALLOW(ON(MODELS "a*")), FOUND("us-east-1::foundation-model/a")},
        {ALLOW(ON("arn:aws:bedrock:eu-*::foundation-model/*")), FOUND("eu-central-1::")},
        {ALLOW(ON("arn:aws:bedrock:xy-new-1::foundation-model/*")), FOUND("xy-new-1::")},
        {ALLOW(ON("arn:aws:bedrock:::foundation-model/*")), FOUND("::foundation-model/any-other")},
        {ALLOW(ON(MODELS "*nova*")), "nova, by"},
        {ALLOW("'NotResource':'" MODELS "meta.*'"), "foundation-model/any-other"},
        {ALLOW("'NotResource':'" MODELS "*'"), "none"},
        {ALL "," DENY("'NotResource':'" MODELS "anthropic.*'"), "none"},
        {ALL "," DENY("'NotResource':['" MODELS "anthropic.*','" MODELS "amazon.*']"),
         "foundation-model/amazon."},
        {ALL "," DENY(ON(MODELS "*")), "none"},
        {ALL "," DENY(ON("arn:aws:bedrock:us-*::foundation-model/*")), FOUND("eu-central-1::")},
        {ALLOW(ON(MODELS "*") IF("'StringEquals':{'aws:RequestedRegion':'eu-west-3'}")),
         FOUND("eu-west-3::")},
        {ALLOW(ON(MODELS "*") IF("'StringEquals':{'aws:RequestedRegion':'unspecified'}")),
         FOUND("::foundation-model/any-other")},
        {ALLOW(ON("arn:aws:bedrock:us-*::foundation-model/*")
                   IF("'StringEquals':{'aws:RequestedRegion':'eu-west-3'}")),
         "none"},
        {ALL "," DENY(ON("*") IF("'StringNotEquals':{'aws:RequestedRegion':['eu-west-3']}")),
         FOUND("eu-west-3::")},
        {ALLOW(ON("*") IF("'StringEquals':{'aws:PrincipalTag/team':['blue','red']}")),
         " with aws:PrincipalTag/team = "},
        {ALLOW(ON("*") IF("'StringEquals':{'aws:PrincipalTag/team':'blue'}")) "," DENY(
             ON("*") IF("'StringLike':{'aws:PrincipalTag/team':'b*'}")),
         "none"},
        {ALLOW(ON("*") IF("'StringLike':{'aws:PrincipalTag/team':'b*'}")) "," DENY(
             ON("*") IF("'StringNotLike':{'aws:PrincipalTag/team':'*e'}")),
         " with aws:PrincipalTag/team = b"},
        {ALLOW(ON("*") IF("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/reader'}")),
         "any-other, by"},
        {ALLOW(ON("*") IF("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/other'}")), "none"},
        {ALLOW(ON("*") IF("'StringEquals':{'aws:PrincipalAccount':'" OTHER_ACCOUNT "'}")), "none"},
        {ALLOW(ON("*") IF("'StringEquals':{'aws:username':'ada'}")), "none"},
        {ALLOW(ON("*") IF("'StringEquals':{'aws:SourceAccount':'" ACCOUNT "'}")), "none"},
        {ALLOW(ON("*") IF("'Null':{'aws:SecureTransport':'true'}")), "none"},
        {ALLOW(ON("*") IF("'Null':{'bedrock:InferenceProfileArn':'false'}")), "none"},
        {ALLOW(ON("*") IF("'NumericLessThan':{'x:Age':'30'},'NumericGreaterThan':{'X:Age':'28'}")),
         " with x:Age = 29"},
        {ALLOW(ON("*") IF("'NumericLessThan':{'x:Age':'30'},'NumericGreaterThan':{'X:Age':'29'}")),
         "none"},
        {ALLOW(ON("*") IF("'IpAddress':{'aws:SourceIp':'10.0.0.0/8'},"
                          "'NotIpAddress':{'aws:SourceIp':'10.0.0.0/9'}")),
         " with aws:SourceIp = 10.255.255.255"},
        {ALLOW(ON("*") IF("'DateGreaterThan':{'aws:CurrentTime':'2027-01-01T00:00:00Z'}")),
         " with aws:CurrentTime = 2027-01-01T00:00:01Z"},
        {ALLOW(ON("*") IF("'ForAllValues:StringEquals':{'aws:TagKeys':['a','b']},"
                          "'ForAnyValue:StringEquals':{'aws:tagkeys':'b'}")),
         " with aws:TagKeys = b"},
        {ALLOW(ON("*") IF("'ForAnyValue:StringEquals':{'aws:TagKeys':'a'},"
                          "'ForAnyValue:StringLike':{'aws:tagkeys':'b*'}")),
         " with aws:TagKeys = "},
        {ALLOW(ON("*") IF("'ForAnyValue:StringEquals':{'aws:TagKeys':'a'},"
                          "'ForAllValues:StringLike':{'aws:tagkeys':'b*'}")),
         "none"},
        {ALLOW(ON("*") IF("'Bool':{'aws:MultiFactorAuthPresent':'true'}")),
         " with aws:MultiFactorAuthPresent = true"},
        {ALLOW(ON(MODELS "${aws:PrincipalTag/model}")),
         "foundation-model/another with aws:PrincipalTag/model = another"},
        {ALLOW(ON(MODELS "${aws:PrincipalTag/model}")
                   IF("'StringEquals':{'aws:PrincipalTag/model':'amazon.nova'}")),
         "foundation-model/amazon.nova with aws:PrincipalTag/model = amazon.nova"},
        {ALLOW(ON(MODELS "${aws:PrincipalTag/model}") IF(
             "'StringEquals':{'aws:PrincipalTag/model':['anthropic.claude','meta.llama']}")),
         "foundation-model/meta.llama with aws:PrincipalTag/model = meta.llama"},
        {ALLOW(ON("*") IF(
             "'StringEquals':{'aws:RequestTag/a':'${aws:PrincipalTag/a}'},"
             "'StringLike':{'aws:PrincipalTag/a':['x*','y*']}")) "," DENY(ON("*")
                                                                              IF("'StringLike':{'"
                                                                                 "aws:PrincipalTag/"
                                                                                 "a':'x*'}")),
         ", aws:PrincipalTag/a = y"},
        {ALLOW(ON("*") IF("'StringEquals':{'aws:RequestTag/a':'${aws:PrincipalTag/a}'},"
                          "'StringLike':{'aws:requesttag/a':'y*'}")),
         " = y"},
        {ALLOW(ON("*") IF("'StringEquals':{'aws:PrincipalAccount':'${aws:ResourceTag/owner}'}")),
         " with aws:ResourceTag/owner = " ACCOUNT},
        {ALLOW(ON("*") IF("'StringEquals':{'aws:RequestTag/a':'${aws:PrincipalTag/a}',"
                          "'aws:PrincipalTag/a':'x'},'StringNotEquals':{'aws:RequestTag/a':'x'}")),
         "none"},
        {ALLOW(ON("*") IF("'StringLike':{'aws:userid':'AROAEXAMPLE:*'}")),
         "undecided: bedrock:InvokeModel on arn:aws:bedrock:us-east-1::foundation-model/any-other"},
        {ALL "," DENY(ON("*") IF("'StringLike':{'aws:userid':'AROAEXAMPLE:*'}")),
         "the decision hangs on aws:userid"},
        {ALLOW(ON(MODELS "*") IF("'StringLike':{'aws:userid':'AROAEXAMPLE:*'}")) "," ALLOW(
             ON(MODELS "meta.*")),
         "foundation-model/meta."},
    };

    (void)state;
    expect_answers(&question, lines, COUNT(lines));
}

static void a_model_through_a_profile(void **state)
{
    static const char *const approved[] = {MODELS "anthropic.*", NULL};
    static const struct iam_question_via via = {.resources.forms = profiles,
                                                .key = "bedrock:InferenceProfileArn"};
    static const struct iam_question question = {
        .actions.forms = invoke,
        .resources = {.forms = models, .outside = approved},
        .principals.forms = role,
        .via = &via};
    static const struct line lines[] = {
        {ALL,
         FOUND("us-east-1::foundation-model/any-other through arn:aws:bedrock:us-east-1:" ACCOUNT
               ":inference-profile/any-other, by Statement[0] of p")},
        {ALLOW(ON(MODELS "*")), "none"},
        {ALLOW(ON(PROFILES "*")), "none"},
        {ALLOW(ON(PROFILES "eu.*")) "," ALLOW(ON(MODELS "anthropic.*")), "none"},
        {ALLOW(ON(PROFILES "eu.*")) "," ALLOW(ON(MODELS "*") IF(
             "'ArnLike':{'bedrock:InferenceProfileArn':'" PROFILES "eu.amazon.*'}")),
         "inference-profile/eu.amazon."},
        {ALLOW(ON(PROFILES "eu.*")) "," ALLOW(
             ON(MODELS "*") IF("'ArnLike':{'bedrock:InferenceProfileArn':'" PROFILES "us.*'}")),
         "none"},
        {ALLOW(ON(PROFILES "*") IF("'StringEquals':{'aws:PrincipalTag/a':'1'}")) "," ALLOW(
             ON(MODELS "*") IF("'StringEquals':{'aws:PrincipalTag/a':'2'}")),
         "none"},
        {ALLOW(ON(PROFILES "*") IF("'StringEquals':{'aws:PrincipalTag/a':['1','2']}")) "," ALLOW(
             ON(MODELS "*") IF("'StringEquals':{'aws:PrincipalTag/a':['2','3']}")),
         " with aws:PrincipalTag/a = 2"},
        {ALL "," DENY(ON("*") IF("'StringNotEquals':{'aws:RequestedRegion':['eu-west-1']},"
                                 "'Null':{'bedrock:InferenceProfileArn':'true'}")),
         "foundation-model/any-other through arn:aws:bedrock:eu-west-1:"},
    };

    (void)state;
    expect_answers(&question, lines, COUNT(lines));
}

static void a_model_without_a_profile_of_the_region(void **state)
{
    static const char *const source[] = {"arn:aws:bedrock:eu-central-1:*:*", NULL};
    static const struct iam_question_via elsewhere = {
        .resources = {.forms = profiles, .outside = source}, .key = "bedrock:InferenceProfileArn"};
    static const struct iam_question question = {.actions.forms = invoke,
                                                 .resources = {.forms = models, .outside = source},
                                                 .principals.forms = role,
                                                 .via = &elsewhere};
    static const struct line lines[] = {
        {ALL, FOUND("us-east-1::foundation-model/any-other through arn:aws:bedrock:us-east-1:")},
        {ALL "," DENY("'NotResource':'arn:aws:bedrock:eu-central-1:*:*'" IF(
             "'ArnNotLike':{'bedrock:InferenceProfileArn':"
             "'arn:aws:bedrock:eu-central-1:*:inference-profile/*'}")),
         "none"},
        {ALL "," DENY(ON(MODELS "*") IF("'ArnNotLike':{'bedrock:InferenceProfileArn':"
                                        "'arn:aws:bedrock:eu-*:*:inference-profile/*'}")),
         "through arn:aws:bedrock:eu-west-1:"},
    };

    (void)state;
    expect_answers(&question, lines, COUNT(lines));
}

static void a_model_that_is_a_context_key(void **state)
{
    static const char *const mantle[] = {"bedrock-mantle:CreateInference", NULL};
    static const char *const projects[] = {"arn:aws:bedrock-mantle:${Region}:${Account}:project/*",
                                           NULL};
    static const char *const any[] = {"*", NULL}, *const approved[] = {"anthropic.*", NULL};
    static const struct iam_question_key model = {.name = "bedrock-mantle:Model",
                                                  .values = {.forms = any, .outside = approved}};
    static const struct iam_question question = {.actions.forms = mantle,
                                                 .resources.forms = projects,
                                                 .principals.forms = role,
                                                 .keys = &model,
                                                 .key_count = 1};
    static const struct line lines[] = {
        {"{'Effect':'Allow','Action':'*','Resource':'*'}",
         " with bedrock-mantle:Model = any-other"},
        {"{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringLike':"
         "{'bedrock-mantle:Model':'anthropic.*'}}}",
         "none"},
        {"{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringLike':"
         "{'bedrock-mantle:Model':['anthropic.*','openai.gpt-*']}}}",
         " with bedrock-mantle:Model = openai.gpt-"},
        {"{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':'*',"
         "'Resource':'*','Condition':{'StringNotLike':{'bedrock-mantle:Model':'anthropic.*'}}}",
         "none"},
    };

    (void)state;
    expect_answers(&question, lines, COUNT(lines));
}

static void an_action_that_is_not_allowed(void **state)
{
    static const char *const actions[] = {"iam:PutRolePolicy", "s3:GetObject", "*:*", NULL};
    static const char *const allowed[] = {"bedrock:*", "S3:Get*", NULL};
    static const char *const resources[] = {"*", "arn:aws:s3:::**",
                                            "arn:aws:iam::${Account}:role/**", NULL};
    static const struct iam_question question = {
        .actions = {actions, allowed}, .resources.forms = resources, .principals.forms = role};
    static const struct line lines[] = {
        {ALL, "none"},
        {"{'Effect':'Allow','Action':['bedrock:InvokeModel','s3:GetObject*'],'Resource':'*'}",
         "none"},
        {"{'Effect':'Allow','Action':'*','Resource':'*'}",
         "iam:PutRolePolicy on arn:aws:iam::" ACCOUNT ":role/any-other, by"},
        {"{'Effect':'Allow','Action':'s3:*','Resource':'*'}", "s3:"},
        {"{'Effect':'Allow','Action':'s3:PutObject','Resource':'arn:aws:s3:::logs/*'}",
         "s3:putobject on arn:aws:s3:::logs/"},
        {"{'Effect':'Allow','Action':'iam:*','Resource':'arn:aws:iam::*:role/app-*'}", "role/app-"},
        {"{'Effect':'Allow','Action':'*','Resource':'*'},"
         "{'Effect':'Deny','NotAction':['bedrock:*','s3:Get*'],'Resource':'*'}",
         "none"},
    };

    (void)state;
    expect_answers(&question, lines, COUNT(lines));
}

static void questions_that_cannot_be_read(void **state)
{
    static const char *const outside[] = {"foundation-model/x", NULL};
    struct iam_policy identity = policy(IAM_POLICY_IDENTITY, ALL);
    struct iam_policy_set set = {.identity = {&identity, 1}};
    struct iam_question question = {.policies = &set,
                                    .actions.forms = invoke,
                                    .resources = {.forms = models, .outside = outside},
                                    .principals.forms = role};

    (void)state;
    assert_string_equal(answer_of(&question), "\"foundation-model/x\" is neither an ARN nor \"*\"");
}

/* What a question takes is given back, whatever it takes: only the witness is left. */
static void memory_that_is_left(void **state)
{
    struct iam_policy identity = policy(IAM_POLICY_IDENTITY, ALL);
    struct iam_policy_set set = {.identity = {&identity, 1}};
    struct iam_question question = {.policies = &set,
                                    .actions.forms = invoke,
                                    .resources.forms = models,
                                    .principals.forms = role};
    size_t before = arena.used;

    (void)state;
    for (int i = 0; i < 100; i++)
        assert_non_null(answer_of(&question));
    assert_in_range(arena.used - before, 0, (size_t)1 << 19);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_model_that_is_not_approved),
        TEST(a_model_through_a_profile),
        TEST(a_model_without_a_profile_of_the_region),
        TEST(a_model_that_is_a_context_key),
        TEST(an_action_that_is_not_allowed),
        TEST(questions_that_cannot_be_read),
        TEST(memory_that_is_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
