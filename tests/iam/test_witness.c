/*
 * test_witness.c - the questions that rules ask of policies, and the witnesses that answer them. A
 * line has statements and what the answer begins with, or has in it: "none", a witness's text, or
 * why it is undecided.
 */
#include "iam/witness.h"
#include "tests/iam/iam.h"

struct arena arena = {.limit = (size_t)64 << 20};

#define MODELS "arn:aws:bedrock:*::foundation-model/"
#define PROFILES "arn:aws:bedrock:*:" ACCOUNT ":inference-profile/"
#define ALLOW(rest) "{'Effect':'Allow','Action':'bedrock:*'," rest "}"
#define DENY(rest) "{'Effect':'Deny','Action':'bedrock:Invoke*'," rest "}"
#define ON(resource) "'Resource':'" resource "'"
#define IF(condition) ",'Condition':{" condition "}"
#define ALL ALLOW(ON("*"))

static struct iam_policy policy(enum iam_policy_type type, const char *statements)
{
    struct iam_policy out;
    struct error err = {0};
    const char *text =
        arena_printf(&arena, "{'Version':'2012-10-17','Statement':[%s]}", statements);

    if (!iam_policy_parse(&arena, json(text), "p", type, &out, &err))
        fail_msg("%s: %s", text, err.message);
    return out;
}

/* The answer in one text. A witness is decided anew. */
static const char *answer_of(const struct iam_question *question)
{
    struct iam_witness witness;
    struct iam_decision decision;
    struct error err = {0};

    if (!iam_find_witness(&arena, question, &witness, &err))
        return arena_strdup(&arena, err.message);
    if (witness.kind == IAM_WITNESS_FOUND) {
        assert_true(iam_decide(&arena, question->policies, &witness.request, &decision, &err));
        assert_int_equal(decision.type, IAM_DECISION_ALLOWED);
        assert_int_equal(witness.has_via, question->via != NULL);
        if (witness.has_via) {
            assert_true(iam_decide(&arena, question->policies, &witness.via, &decision, &err));
            assert_int_equal(decision.type, IAM_DECISION_ALLOWED);
        }
    }
    if (witness.kind == IAM_WITNESS_UNDECIDED)
        return arena_printf(&arena, "undecided: %s", witness.text);
    return witness.kind == IAM_WITNESS_NONE ? "none" : witness.text;
}

/* What a line has: statements of the role's policy, and what is expected. */
struct line {
    const char *statements, *answer;
};

/* Each line with the question, whose policies are one identity-based policy of the line. */
static void expect_answers(const struct iam_question *question, const struct line *lines,
                           size_t count)
{
    size_t failures = 0;

    for (size_t i = 0; i < count; i++) {
        struct iam_policy identity = policy(IAM_POLICY_IDENTITY, lines[i].statements);
        struct iam_policy_set set = *question->policies;
        struct iam_question asked = *question;

        set.identity = (struct iam_policies){&identity, 1};
        asked.policies = &set;
        const char *answer = answer_of(&asked);
        if (strcmp(lines[i].answer, "none") == 0 ? strcmp(answer, "none") != 0
                                                 : !strstr(answer, lines[i].answer)) {
            print_error("%s: %s\n", lines[i].statements, answer);
            failures++;
        }
        arena_reset(&arena);
    }
    assert_int_equal(failures, 0);
}

static const struct iam_policy_set none;
static const char *const role[] = {ROLE, NULL};
static const char *const invoke[] = {"bedrock:InvokeModel", NULL};
static const char *const models[] = {"arn:${Partition}:bedrock:${Region}::foundation-model/*",
                                     "arn:${Partition}:bedrock:::foundation-model/*", NULL};
static const char *const profiles[] = {
    "arn:${Partition}:bedrock:${Region}:${Account}:inference-profile/*", NULL};
static const struct iam_question_key without_profile = {.name = "bedrock:InferenceProfileArn"};

#define FOUND(arn) "bedrock:InvokeModel on arn:aws:bedrock:" arn

static void a_model_that_is_not_approved(void **state)
{
    static const char *const approved[] = {MODELS "anthropic.*", NULL};
    static const struct iam_question question = {
        .policies = &none,
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

/* Sessions of users whose names policies know, and of the root user, who needs no policy. */
static void principals_of_an_account(void **state)
{
    static const char *const users[] = {"arn:aws:iam::" ACCOUNT ":user/*", NULL};
    static const char *const root[] = {ROOT, NULL}, *const who[] = {"sts:GetCallerIdentity", NULL};
    static const char *const any[] = {"*", NULL};
    struct iam_question question = {.policies = &none,
                                    .actions.forms = invoke,
                                    .resources.forms = models,
                                    .principals.forms = users};
    static const struct line lines[] = {
        {ALLOW(ON("*") IF("'StringLike':{'aws:username':'a?a'}")), "bedrock:InvokeModel on"},
        {ALLOW(ON("*") IF("'StringLike':{'aws:username':'a?a','aws:PrincipalArn':'*/ada'}")),
         "bedrock:InvokeModel on"},
        {ALLOW(ON("*") IF("'StringLike':{'aws:username':'a?a','aws:PrincipalArn':'*/b*'}")),
         "none"},
        {ALLOW(ON(MODELS "${aws:username}")), "foundation-model/"},
    };

    (void)state;
    expect_answers(&question, lines, COUNT(lines));
    question.principals.forms = root;
    assert_string_equal(answer_of(&question), FOUND("us-east-1::foundation-model/any-other"));
    question.principals.forms = role;
    assert_string_equal(answer_of(&question), "none");
    question.actions.forms = who;
    question.resources.forms = any;
    assert_string_equal(answer_of(&question), "sts:GetCallerIdentity on *");
}

static void a_model_through_a_profile(void **state)
{
    static const char *const approved[] = {MODELS "anthropic.*", NULL};
    static const struct iam_question_via via = {.resources.forms = profiles,
                                                .key = "bedrock:InferenceProfileArn"};
    static const struct iam_question question = {
        .policies = &none,
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
    static const struct iam_question question = {.policies = &none,
                                                 .actions.forms = invoke,
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
    static const struct iam_question question = {.policies = &none,
                                                 .actions.forms = mantle,
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
    static const struct iam_question question = {.policies = &none,
                                                 .actions = {actions, allowed},
                                                 .resources.forms = resources,
                                                 .principals.forms = role};
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

static void a_service_for_another_account(void **state)
{
    static const char *const service[] = {"bedrock.amazonaws.com", NULL};
    static const char *const assume[] = {"sts:AssumeRole", NULL};
    static const char *const foreign[] = {OTHER_ACCOUNT, NULL};
    static const char *const arns[] = {"arn:aws:bedrock:${Region}:" OTHER_ACCOUNT ":agent/*", NULL};
    static const char *const organizations[] = {"o-foreign000", NULL};
    static const struct iam_question_key keys[] = {
        {.name = "aws:SourceAccount", .values.forms = foreign},
        {.name = "aws:SourceArn", .values.forms = arns},
        {.name = "aws:SourceOrgID", .values.forms = organizations},
        {.name = "aws:SourceOrgPaths"}};
    static const struct {
        const char *condition, *with, *without;
    } lines[] = {
        {"", "sts:AssumeRole on " ROLE " with aws:SourceAccount = " OTHER_ACCOUNT,
         "sts:AssumeRole on"},
        {"'StringEquals':{'aws:SourceAccount':'" ACCOUNT "'}", "none", "none"},
        {"'ArnLike':{'aws:SourceArn':'arn:aws:bedrock:*:" ACCOUNT ":agent/*'}", "none", "none"},
        {"'ArnLike':{'aws:SourceArn':'arn:aws:bedrock:*:*:agent/A*'}", ":agent/A", "none"},
        {"'StringEqualsIfExists':{'aws:SourceAccount':'" ACCOUNT "'}", "none", "sts:AssumeRole on"},
        {"'StringEquals':{'aws:SourceOrgID':'o-own'}", "none", "none"},
        {"'StringEquals':{'aws:PrincipalOrgID':'o-own'}", "none", "none"},
        {"'StringNotEquals':{'aws:SourceAccount':'" OTHER_ACCOUNT "'}", "none",
         "sts:AssumeRole on"},
    };
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++)
        for (size_t absent = 0; absent < 2; absent++) {
            const char *resources[] = {ROLE, NULL};
            struct iam_policy trust = policy(
                IAM_POLICY_RESOURCE,
                arena_printf(&arena,
                             "{'Effect':'Allow','Principal':{'Service':'bedrock.amazonaws.com'},"
                             "'Action':'sts:AssumeRole','Condition':{%s}}",
                             lines[i].condition));
            struct iam_policy_set set = {.resource = {&trust, 1}};
            struct iam_question_key none_of_them[COUNT(keys)];
            struct iam_question question = {.policies = &set,
                                            .actions.forms = assume,
                                            .resources.forms = resources,
                                            .principals.forms = service,
                                            .keys = absent ? none_of_them : keys,
                                            .key_count = COUNT(keys)};
            const char *expected = absent ? lines[i].without : lines[i].with;

            for (size_t k = 0; k < COUNT(keys); k++)
                none_of_them[k] = (struct iam_question_key){.name = keys[k].name};
            const char *answer = answer_of(&question);
            if (!strstr(answer, expected)) {
                print_error("%s %s: %s\n", lines[i].condition, absent ? "absent" : "", answer);
                failures++;
            }
            arena_reset(&arena);
        }
    assert_int_equal(failures, 0);
}

#define EVERYBODY(rest) "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'" rest "}"

/* Of an endpoint, by a policy that lets its users do anything. */
static void a_principal_from_outside(void **state)
{
    static const char *const strangers[] = {"arn:aws:iam::999999999999:role/*",
                                            "arn:aws:iam::999999999999:user/*", NULL};
    static const char *const own[] = {"arn:aws:*::" ACCOUNT ":*", NULL};
    static const char *const organizations[] = {"o-foreign000", NULL};
    static const struct iam_question_key keys[] = {
        {.name = "aws:PrincipalOrgID", .values.forms = organizations},
        {.name = "aws:PrincipalOrgPaths"}};
    static const struct line lines[] = {
        {EVERYBODY(""), "bedrock:InvokeModel on arn:aws:bedrock:"},
        {EVERYBODY(IF("'StringEquals':{'aws:PrincipalOrgID':'o-own'}")), "none"},
        {EVERYBODY(IF("'StringEquals':{'aws:PrincipalAccount':'" ACCOUNT "'}")), "none"},
        {EVERYBODY(IF("'StringEquals':{'aws:PrincipalAccount':'999999999999'}")), "bedrock:"},
        {EVERYBODY(IF("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/ci-*'}")), "bedrock:"},
        {EVERYBODY(IF("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::" ACCOUNT ":*'}")), "none"},
        {EVERYBODY("") ",{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'" IF(
             "'StringNotEquals':{'aws:PrincipalOrgID':'o-own'}") "}",
         "none"},
        {"{'Effect':'Allow','Principal':{'AWS':'" ACCOUNT "'},'Action':'*','Resource':'*'}",
         "none"},
        {"{'Effect':'Allow','Principal':{'AWS':'" OTHER_ACCOUNT "'},'Action':'*','Resource':'*'}",
         "bedrock:"},
        {"{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::" OTHER_ACCOUNT
         ":role/app'},'Action':'*','Resource':'*'}",
         "bedrock:"},
    };
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct iam_policy all = policy(IAM_POLICY_IDENTITY, ALL);
        struct iam_policy endpoint = policy(IAM_POLICY_VPC_ENDPOINT, lines[i].statements);
        struct iam_policy_set set = {.identity = {&all, 1}, .vpc_endpoint = {&endpoint, 1}};
        struct iam_question question = {.policies = &set,
                                        .actions.forms = invoke,
                                        .resources.forms = models,
                                        .principals = {strangers, own},
                                        .named_principals = true,
                                        .keys = keys,
                                        .key_count = COUNT(keys)};
        const char *answer = answer_of(&question);

        if (!strstr(answer, lines[i].answer)) {
            print_error("%s: %s\n", lines[i].statements, answer);
            failures++;
        }
        arena_reset(&arena);
    }
    assert_int_equal(failures, 0);
}

/* A role that no policy exempts, under two levels of service control policies. */
static void what_control_policies_let_through(void **state)
{
    static const char *const keys_of_api[] = {"iam:CreateServiceSpecificCredential", NULL};
    static const char *const users[] = {"arn:aws:iam::${Account}:user/**", NULL};
    static const char *const roles[] = {"arn:aws:iam::" ACCOUNT ":role/*", NULL};
    static const char *const exempt[] = {"arn:aws:iam::*:role/break-glass", NULL};
    static const char *const bedrock[] = {"bedrock.amazonaws.com", NULL};
    static const struct iam_question_key service = {
        .name = "iam:ServiceSpecificCredentialServiceName", .values.forms = bedrock};
    static const struct line lines[] = {
        {"{'Effect':'Allow','Action':'*','Resource':'*'}",
         "iam:CreateServiceSpecificCredential on arn:aws:iam::" ACCOUNT ":user/any-other"},
        {"{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':"
         "'iam:CreateServiceSpecificCredential','Resource':'*','Condition':{'StringEquals':"
         "{'iam:ServiceSpecificCredentialServiceName':'bedrock.amazonaws.com'},'ArnNotLike':"
         "{'aws:PrincipalArn':'arn:aws:iam::*:role/break-glass'}}}",
         "none"},
        {"{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':"
         "'iam:CreateServiceSpecificCredential','Resource':'*','Condition':{'ArnNotLike':"
         "{'aws:PrincipalArn':'arn:aws:iam::*:role/admin-*'}}}",
         "iam:CreateServiceSpecificCredential on"},
        {"{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':"
         "'iam:CreateServiceSpecificCredential','Resource':'*','Condition':{"
         "'NumericGreaterThanEquals':{'iam:ServiceSpecificCredentialAgeDays':'30'}}}",
         "iam:CreateServiceSpecificCredential on"},
        {"{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':"
         "'iam:CreateServiceSpecificCredential','Resource':'*','Condition':{"
         "'NumericGreaterThanEqualsIfExists':{'iam:ServiceSpecificCredentialAgeDays':'30'}}}",
         ", iam:ServiceSpecificCredentialAgeDays = 29"},
    };
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct iam_policy all =
            policy(IAM_POLICY_IDENTITY, "{'Effect':'Allow','Action':'*','Resource':'*'}");
        struct iam_policy control = policy(IAM_POLICY_SERVICE_CONTROL, lines[i].statements);
        struct iam_policies levels[] = {{&control, 1}, {&control, 1}};
        struct iam_policy_set set = {.identity = {&all, 1},
                                     .service_control = levels,
                                     .service_control_count = COUNT(levels)};
        struct iam_question question = {.policies = &set,
                                        .actions.forms = keys_of_api,
                                        .resources.forms = users,
                                        .principals = {roles, exempt},
                                        .keys = &service,
                                        .key_count = 1};
        const char *answer = answer_of(&question);

        if (!strstr(answer, lines[i].answer)) {
            print_error("%s: %s\n", lines[i].statements, answer);
            failures++;
        }
        arena_reset(&arena);
    }
    assert_int_equal(failures, 0);
}

/* Within a boundary a role can do what both allow. */
static void what_a_boundary_leaves(void **state)
{
    struct iam_policy boundary =
        policy(IAM_POLICY_PERMISSIONS_BOUNDARY,
               ALLOW(ON(MODELS "*-v1") IF("'StringNotEquals':{'aws:PrincipalTag/a':'1'}")));
    struct iam_policy identity =
        policy(IAM_POLICY_IDENTITY,
               ALLOW(ON(MODELS "meta.*") IF("'StringEquals':{'aws:PrincipalTag/a':['1','2']}")));
    struct iam_policy_set set = {.identity = {&identity, 1}, .boundaries = {&boundary, 1}};
    struct iam_question question = {.policies = &set,
                                    .actions.forms = invoke,
                                    .resources.forms = models,
                                    .principals.forms = role};

    (void)state;
    assert_string_equal(
        answer_of(&question),
        FOUND("us-east-1::foundation-model/meta.any-other-v1 with aws:PrincipalTag/a = 2, by "
              "Statement[0] of p"));
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
        TEST(a_model_that_is_not_approved),      TEST(principals_of_an_account),
        TEST(a_model_through_a_profile),         TEST(a_model_without_a_profile_of_the_region),
        TEST(a_model_that_is_a_context_key),     TEST(an_action_that_is_not_allowed),
        TEST(a_service_for_another_account),     TEST(a_principal_from_outside),
        TEST(what_control_policies_let_through), TEST(what_a_boundary_leaves),
        TEST(questions_that_cannot_be_read),     TEST(memory_that_is_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
