/*
 * test_witness_principals.c - who can make a call: users, services, principals of other accounts,
 * and roles under service control policies and permissions boundaries.
 */
#include "tests/iam/witness_question.h"

struct arena arena = {.limit = (size_t)64 << 20};

/* Sessions of users whose names policies know, and of the root user, who needs no policy. */
static void principals_of_an_account(void **state)
{
    static const char *const users[] = {"arn:aws:iam::" ACCOUNT ":user/*", NULL};
    static const char *const root[] = {ROOT, NULL}, *const who[] = {"sts:GetCallerIdentity", NULL};
    static const char *const any[] = {"*", NULL};
    static const struct iam_policy_set none;
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
            const char *what =
                arena_printf(&arena, "%s%s", lines[i].condition, absent ? ", keys absent" : "");

            for (size_t k = 0; k < COUNT(keys); k++)
                none_of_them[k] = (struct iam_question_key){.name = keys[k].name};
            expect_answer(&question, expected, what, &failures);
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

        expect_answer(&question, lines[i].answer, lines[i].statements, &failures);
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

        expect_answer(&question, lines[i].answer, lines[i].statements, &failures);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(principals_of_an_account), TEST(a_service_for_another_account),
        TEST(a_principal_from_outside), TEST(what_control_policies_let_through),
        TEST(what_a_boundary_leaves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
