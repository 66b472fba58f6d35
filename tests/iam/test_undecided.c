/*
 * test_undecided.c - context keys of which a request says only the form: what hangs on their value
 * is undecided, and the message names the key; what does not is decided.
 */
#include "iam/keys.h"
#include "iam/reason.h"
#include "tests/iam/iam.h"

struct arena arena = {.limit = (size_t)64 << 20};

#define SSO "AWSReservedSSO_Reader_0a1b2c3d4e5f6071"
#define SESSION_OF(role) "arn:aws:sts::" ACCOUNT ":assumed-role/" role "/bob"
#define ROLES "arn:aws:iam::" ACCOUNT ":role/"
#define QUEUE "arn:aws:sqs:us-east-1:" ACCOUNT ":q"
#define BUCKET "arn:aws:s3:::b/k"
#define UNDECIDED "the decision hangs on "

#define ALLOW "{'Effect':'Allow','Action':'*','Resource':'*'}"
#define ALLOW_IF(condition) \
    "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{" condition "}}"
#define DENY_IF(condition) \
    "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{" condition "}}"

/* Statements of an identity-based policy and, with Principal "*", of a resource-based one. */
struct scenario {
    const char *principal, *resource, *context, *statements;
    const char *outcome; /* a decision, or a part of the message */
};

static const char *outcome_of(const struct scenario *scenario, struct error *err)
{
    struct iam_policy policy;
    struct iam_request request;
    struct iam_decision decision;
    const char *text =
        arena_printf(&arena, "{'action':'%s','resource':'%s','principal':'%s','context':{%s}}",
                     strstr(scenario->resource, ":s3:") ? "s3:GetObject" : "sqs:SendMessage",
                     scenario->resource, scenario->principal, scenario->context);

    if (!iam_request_parse(&arena, json(text), &request, err))
        return err->message;
    iam_keys_mark_several(&arena, &request);
    if (!iam_policy_parse(&arena,
                          json(arena_printf(&arena, "{'Version':'2012-10-17','Statement':[%s]}",
                                            scenario->statements)),
                          "policy", IAM_POLICY_IDENTITY, &policy, err))
        return err->message;
    struct iam_policy_set set = {.identity = {&policy, 1}};
    return iam_decide(&arena, &set, &request, &decision, err) ? iam_decision_text(decision.type)
                                                              : err->message;
}

static void expect_outcomes(const struct scenario *cases, size_t count)
{
    size_t failures = 0;

    for (size_t i = 0; i < count; i++) {
        struct error err = {0};
        const char *outcome = outcome_of(&cases[i], &err);

        if (!strstr(outcome, cases[i].outcome)) {
            print_error("%s %s {%s} %s: %s\n", cases[i].principal, cases[i].resource,
                        cases[i].context, cases[i].statements, outcome);
            failures++;
        }
        arena_reset(&arena);
    }
    assert_int_equal(failures, 0);
}

static void the_path_of_a_role(void **state)
{
    static const struct scenario cases[] = {
        /* What another path could meet. */
        {SESSION_OF(SSO), QUEUE, "",
         ALLOW "," DENY_IF("'ArnNotLike':{'aws:PrincipalArn':'" ROLES
                           "aws-reserved/sso.amazonaws.com/*'}"),
         UNDECIDED "aws:PrincipalArn"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW "," DENY_IF("'ArnLike':{'aws:PrincipalArn':'arn:*:iam::*:role/ci/*'}"),
         "policy: Statement[1]: " UNDECIDED "aws:PrincipalArn"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW_IF("'StringLike':{'AWS:principalarn':'" ROLES "*/deploy'}"),
         UNDECIDED "aws:PrincipalArn"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW_IF("'StringEquals':{'aws:PrincipalArn':'" ROLES "deploy'}"),
         UNDECIDED "aws:PrincipalArn"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW_IF("'StringEqualsIgnoreCase':{'aws:PrincipalArn':'" ROLES "CI/Deploy'}"),
         UNDECIDED "aws:PrincipalArn"},
        {SESSION_OF("deploy"), QUEUE, "'x:Arn':'" ROLES "ci/deploy'",
         ALLOW_IF("'StringEquals':{'x:Arn':'${aws:PrincipalArn}'}"), UNDECIDED "aws:PrincipalArn"},
        {SESSION_OF("deploy"), "arn:aws:s3:::b/" ROLES "ci/deploy", "",
         "{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/${aws:PrincipalArn}'}",
         UNDECIDED "aws:PrincipalArn"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW "," DENY_IF("'ForAnyValue:ArnNotEquals':{'aws:PrincipalArn':'" ROLES "ci/deploy'}"),
         UNDECIDED "aws:PrincipalArn"},
        /* What no path can, and what any does. */
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW "," DENY_IF("'ArnLike':{'aws:PrincipalArn':'" ROLES "ci/*-admin'}"), "Allowed"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW
         "," DENY_IF("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::" OTHER_ACCOUNT ":role/*'}"),
         "Allowed"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW "," DENY_IF("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/*'}"),
         "ExplicitlyDenied"},
        {SESSION_OF("deploy"), QUEUE, "", ALLOW_IF("'StringLike':{'aws:PrincipalArn':'*deploy'}"),
         "Allowed"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW_IF("'StringLike':{'aws:PrincipalArn':'arn:aws:iam::??????????22:role/*'}"),
         "ImplicitlyDenied"},
        {SESSION_OF("deploy"), QUEUE, "", ALLOW_IF("'Null':{'aws:PrincipalArn':'false'}"),
         "Allowed"},
        {SESSION_OF("deploy"), QUEUE, "'x:Arn':'" ROLES "ci/build'",
         ALLOW_IF("'StringEquals':{'x:Arn':'${aws:PrincipalArn}'}"), "ImplicitlyDenied"},
        /* The same decision, whatever the path is. */
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW "," ALLOW_IF("'ArnLike':{'aws:PrincipalArn':'" ROLES "ci/*'}"), "Allowed"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW_IF("'ArnLike':{'aws:PrincipalArn':'" ROLES
                  "ci/*'}") "," ALLOW_IF("'ArnNotLike':{'aws:PrincipalArn':'" ROLES "ci/*'}"),
         "Allowed"},
        {SESSION_OF("deploy"), QUEUE, "",
         DENY_IF("'ArnLike':{'aws:PrincipalArn':'" ROLES
                 "ci/*'}") "," DENY_IF("'ArnNotLike':{'aws:PrincipalArn':'" ROLES "ci/eu/*'}"),
         "ExplicitlyDenied"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW "," DENY_IF("'ArnLike':{'aws:PrincipalArn':'" ROLES "ci/eu/*'},"
                           "'ArnNotLike':{'AWS:PrincipalArn':'" ROLES "ci/*'}"),
         "Allowed"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW "," DENY_IF("'StringEquals':{'aws:PrincipalArn':'" ROLES "a/deploy'},"
                           "'ArnEquals':{'aws:PrincipalArn':'" ROLES "b/deploy'}"),
         "Allowed"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW "," DENY_IF("'ArnLike':{'aws:PrincipalArn':'" ROLES "ci/*'},"
                           "'StringEquals':{'x:Key':'v'}"),
         "Allowed"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW "," DENY_IF("'ArnNotLike':{'aws:PrincipalArn':['arn:aws:iam::*:role/deploy',"
                           "'arn:aws:iam::*:role/*/deploy']}"),
         "Allowed"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW_IF("'StringEquals':{'aws:PrincipalArn':'" ROLES
                  "deploy'}") "," ALLOW_IF("'StringLike':{'aws:PrincipalArn':'" ROLES "*/*'}"),
         "Allowed"},
        /* Given, it decides. */
        {SESSION_OF("deploy"), QUEUE, "'aws:PrincipalArn':'" ROLES "ci/deploy'",
         ALLOW "," DENY_IF("'ArnLike':{'aws:PrincipalArn':'" ROLES "ci/*'}"), "ExplicitlyDenied"},
        {SESSION_OF("deploy"), QUEUE, "'aws:PrincipalArn':[]",
         ALLOW "," DENY_IF("'ArnLike':{'aws:PrincipalArn':'" ROLES "ci/*'}"), "Allowed"},
        {ROLES "deploy", QUEUE, "",
         ALLOW "," DENY_IF("'ArnLike':{'aws:PrincipalArn':'" ROLES "ci/*'}"), "Allowed"},
    };

    (void)state;
    expect_outcomes(cases, COUNT(cases));
}

static void the_id_of_a_principal(void **state)
{
    static const struct scenario cases[] = {
        {SESSION_OF("deploy"), QUEUE, "", ALLOW_IF("'StringLike':{'aws:userid':'*:bob'}"),
         "Allowed"},
        {SESSION_OF("deploy"), QUEUE, "", ALLOW_IF("'StringLike':{'aws:userid':'*:ann'}"),
         "ImplicitlyDenied"},
        {SESSION_OF("deploy"), QUEUE, "", ALLOW_IF("'StringLike':{'aws:userid':'AROA1234:*'}"),
         UNDECIDED "aws:userid"},
        {SESSION_OF("deploy"), QUEUE, "",
         ALLOW "," DENY_IF("'StringNotLike':{'aws:userid':['AROA1234:*','" ACCOUNT "']}"),
         UNDECIDED "aws:userid"},
        {ROLES "deploy", QUEUE, "", ALLOW_IF("'StringLike':{'aws:userid':'*:ann'}"),
         UNDECIDED "aws:userid"},
        {USER, QUEUE, "", ALLOW_IF("'StringLike':{'aws:userid':'AROA*'}"), "ImplicitlyDenied"},
        {USER, QUEUE, "", ALLOW_IF("'StringEquals':{'aws:userid':'AIDA12345678'}"),
         UNDECIDED "aws:userid"},
        {USER, "arn:aws:s3:::b/home/AIDA12345678/x", "",
         "{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/home/${aws:userid}/*'}",
         UNDECIDED "aws:userid"},
        {USER, "arn:aws:s3:::b/home/ada/x", "",
         "{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/home/${aws:userid}/*'}",
         "ImplicitlyDenied"},
        {USER, QUEUE, "'aws:userid':'AIDA12345678'",
         ALLOW_IF("'StringEquals':{'aws:userid':'AIDA12345678'}"), "Allowed"},
        {"arn:aws:sts::" ACCOUNT ":federated-user/eve", QUEUE, "",
         DENY_IF("'StringEquals':{'aws:userid':'" ACCOUNT ":eve'}"), "ExplicitlyDenied"},
        {"arn:aws:iam::" ACCOUNT ":root", QUEUE, "'aws:userid':'" OTHER_ACCOUNT "'", ALLOW,
         "context: aws:userid is not"},
    };

    (void)state;
    expect_outcomes(cases, COUNT(cases));
}

static void the_account_of_a_resource(void **state)
{
    static const struct scenario cases[] = {
        {USER, BUCKET, "", ALLOW_IF("'StringEquals':{'aws:ResourceAccount':'" ACCOUNT "'}"),
         UNDECIDED "aws:ResourceAccount"},
        {USER, BUCKET, "",
         ALLOW "," DENY_IF("'StringNotEquals':{'aws:ResourceAccount':'${aws:PrincipalAccount}'}"),
         UNDECIDED "aws:ResourceAccount"},
        {USER, BUCKET, "", ALLOW_IF("'StringEquals':{'aws:ResourceAccount':'mine'}"),
         "ImplicitlyDenied"},
        {USER, BUCKET, "", ALLOW_IF("'NumericLessThan':{'aws:ResourceAccount':'5'}"),
         "aws:ResourceAccount"},
        {USER, BUCKET, "", ALLOW_IF("'Null':{'aws:ResourceAccount':'false'}"), "Allowed"},
        {USER, BUCKET, "'aws:ResourceAccount':'" OTHER_ACCOUNT "'",
         ALLOW "," DENY_IF("'StringNotEquals':{'aws:ResourceAccount':'${aws:PrincipalAccount}'}"),
         "ExplicitlyDenied"},
        /* That account says whose the resource is, too. */
        {USER, BUCKET, "'aws:ResourceAccount':'" OTHER_ACCOUNT "'", ALLOW, "ImplicitlyDenied"},
        {USER, BUCKET, "'aws:ResourceAccount':'" ACCOUNT "'", ALLOW, "Allowed"},
        /* Of no resource AWS says none, or the principal's. */
        {USER, "*", "", ALLOW_IF("'StringEquals':{'aws:ResourceAccount':'" ACCOUNT "'}"),
         UNDECIDED "aws:ResourceAccount"},
        {USER, "*", "", ALLOW_IF("'StringEqualsIfExists':{'aws:ResourceAccount':'" ACCOUNT "'}"),
         "Allowed"},
        {USER, "*", "", ALLOW_IF("'StringEquals':{'aws:ResourceAccount':'" OTHER_ACCOUNT "'}"),
         "ImplicitlyDenied"},
        {USER, "*", "", ALLOW_IF("'Null':{'aws:ResourceAccount':'true'}"),
         UNDECIDED "aws:ResourceAccount"},
        {USER, "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-opus-4-6-v1", "",
         ALLOW_IF("'StringEquals':{'aws:ResourceAccount':'${aws:PrincipalAccount}'}"), "Allowed"},
    };

    (void)state;
    expect_outcomes(cases, COUNT(cases));
}

/* What may make its statement invalid is taken neither for a match nor for a difference. */
static void a_variable_without_a_value(void **state)
{
#define DENY_ALL_BUT(resources) ALLOW ",{'Effect':'Deny','Action':'*','NotResource':" resources "}"
#define NO_VALUE "policy variable ${"

    static const struct scenario cases[] = {
        {USER, BUCKET, "", DENY_ALL_BUT("'arn:aws:s3:::b/${aws:PrincipalTag/team}/*'"),
         NO_VALUE "aws:PrincipalTag/team}"},
        {USER, BUCKET, "'aws:PrincipalTag/team':'red'",
         DENY_ALL_BUT("'arn:aws:s3:::b/${aws:PrincipalTag/team}/*'"), "ExplicitlyDenied"},
        {USER, BUCKET, "'aws:PrincipalTag/team':'k'",
         DENY_ALL_BUT("'arn:aws:s3:::b/${aws:PrincipalTag/team}'"), "Allowed"},
        {USER, BUCKET, "", DENY_ALL_BUT("'arn:aws:s3:::b/${aws:PrincipalTag/team, `red`}/*'"),
         "ExplicitlyDenied"},
        {USER, BUCKET, "", DENY_ALL_BUT("['arn:aws:s3:::c/${x:Y}','arn:aws:s3:::b/*']"), "Allowed"},
        {USER, BUCKET, "", "{'Effect':'Allow','Action':'*','NotResource':'arn:aws:s3:::${x:Y}'}",
         "ImplicitlyDenied"},
        {USER, BUCKET, "", ALLOW "," DENY_IF("'StringNotEquals':{'x:A':'${x:B}'}"),
         "policy: Statement[1]: the decision hangs on a Deny whose " NO_VALUE "x:B}"},
        {USER, BUCKET, "'x:A':'1'",
         ALLOW "," DENY_IF("'StringNotLike':{'x:A':['2','team-${x:B}-*']}"), NO_VALUE "x:B}"},
        {USER, BUCKET, "'x:A':'2'",
         ALLOW "," DENY_IF("'StringNotLike':{'x:A':['2','team-${x:B}-*']}"), "Allowed"},
        {USER, BUCKET, "'x:A':'1','x:B':['1','2']",
         ALLOW "," DENY_IF("'StringNotEquals':{'x:A':'${x:B}'}"), NO_VALUE "x:B}"},
        {USER, BUCKET, "", ALLOW "," DENY_IF("'StringNotEqualsIfExists':{'x:A':'${x:B}'}"),
         "ExplicitlyDenied"},
        {USER, BUCKET, "'x:A':'1'", ALLOW "," DENY_IF("'StringEquals':{'x:A':'${x:B}'}"),
         "Allowed"},
        /* Keys that may have several values. */
        {USER, BUCKET, "'x:A':'2','aws:CalledVia':'1'",
         ALLOW_IF("'StringNotEquals':{'x:A':'${aws:CalledVia}'}"), "ImplicitlyDenied"},
        {USER, BUCKET, "'x:A':'1','aws:CalledVia':'1'",
         ALLOW_IF("'StringEquals':{'x:A':'${aws:CalledVia}'}"), "ImplicitlyDenied"},
        {USER, BUCKET, "'x:A':'2','aws:TagKeys':['1']",
         ALLOW "," DENY_IF("'StringNotEquals':{'x:A':'${aws:TagKeys}'}"), NO_VALUE "aws:TagKeys}"},
        {USER, BUCKET, "'x:A':'2','aws:SourceVpc':'1'",
         ALLOW_IF("'StringNotEquals':{'x:A':'${aws:SourceVpc}'}"), "Allowed"},
        /* The decision does not hang on it. */
        {USER, BUCKET, "", DENY_IF("'StringNotEquals':{'x:A':'${x:B}','x:C':'1'}") "," ALLOW,
         NO_VALUE},
        {USER, BUCKET, "'x:C':'1'",
         DENY_IF("'StringNotEquals':{'x:A':'${x:B}','x:C':'1'}") "," ALLOW, "Allowed"},
        {USER, BUCKET, "",
         DENY_IF("'StringNotEquals':{'x:A':'${x:B}'}") ",{'Effect':'Deny','Action':'s3:*',"
                                                       "'Resource':'*'}," ALLOW,
         "ExplicitlyDenied"},
        /* Whether the request has the key at all is not known. */
        {USER, "*", "'x:A':'1'",
         ALLOW "," DENY_IF("'StringNotEquals':{'x:A':'${aws:ResourceAccount}'}"), UNDECIDED},
    };

    (void)state;
    expect_outcomes(cases, COUNT(cases));
}

/* Statements of the policy of a queue in the principal's account, without Action and Resource. */
static void principals_that_the_request_does_not_tell(void **state)
{
#define TO(effect, principal) "{'Effect':'" effect "','Principal':{'AWS':" principal "}}"
#define NOT_TO(principal) "{'Effect':'Deny','NotPrincipal':{'AWS':" principal "}}"
#define EVERYBODY TO("Allow", "'*'")
#define USER_ID "'aws:userid':'AIDA1234567'"
#define ROLE_ID "'aws:userid':'AROA1234567:bob'"

    static const struct {
        const char *principal, *context, *statements, *outcome;
    } cases[] = {
        /* Unique ids. */
        {USER, "", EVERYBODY "," TO("Deny", "'AIDA1234567'"),
         "policy: Statement[1]: " UNDECIDED "aws:userid"},
        {USER, USER_ID, EVERYBODY "," TO("Deny", "'AIDA1234567'"), "ExplicitlyDenied"},
        {USER, USER_ID, EVERYBODY "," TO("Deny", "['AIDA7654321','AIDA123456']"), "Allowed"},
        {USER, "", EVERYBODY "," TO("Deny", "'AROA1234567'"), "Allowed"},
        {USER, "", EVERYBODY "," TO("Deny", "['AIDA1234567','" ACCOUNT "']"), "ExplicitlyDenied"},
        {USER, "", TO("Allow", "'AIDA1234567'"), "ImplicitlyDenied"},
        {USER, USER_ID, TO("Allow", "'AIDA1234567'"), "Allowed"},
        {SESSION_OF("deploy"), "", EVERYBODY "," TO("Deny", "'AROA1234567'"),
         UNDECIDED "aws:userid"},
        {SESSION_OF("deploy"), ROLE_ID, EVERYBODY "," TO("Deny", "'AROA1234567'"),
         "ExplicitlyDenied"},
        {SESSION_OF("deploy"), ROLE_ID, EVERYBODY "," TO("Deny", "'AROA123456'"), "Allowed"},
        {ROLES "deploy", "'aws:userid':'AROA1234567:eve'",
         EVERYBODY "," TO("Deny", "'AROA1234567'"), "ExplicitlyDenied"},
        {ROLES "deploy", "", EVERYBODY "," TO("Deny", "'AROA1234567'"), UNDECIDED "aws:userid"},
        {"arn:aws:iam::" ACCOUNT ":root", "", EVERYBODY "," TO("Deny", "'AIDA1234567'"), "Allowed"},
        {"anonymous", "", EVERYBODY "," TO("Deny", "'AIDA1234567'"), "Allowed"},
        {"sns.amazonaws.com", "", EVERYBODY "," TO("Deny", "'AIDA1234567'"), "Allowed"},
        {USER, "", EVERYBODY "," NOT_TO("['AIDA1234567','" ACCOUNT "']"), UNDECIDED "aws:userid"},
        {USER, USER_ID, EVERYBODY "," NOT_TO("['AIDA1234567','" ACCOUNT "']"), "Allowed"},
        /* One session, where the request is of any. */
        {ROLES "ci/deploy", "", EVERYBODY "," TO("Deny", "'" SESSION_OF("deploy") "'"),
         UNDECIDED "aws:userid"},
        {ROLES "ci/deploy", "", TO("Allow", "'" SESSION_OF("deploy") "'"), UNDECIDED "aws:userid"},
        {ROLES "ci/deploy", "'aws:userid':'AROA1234567:eve'",
         EVERYBODY "," TO("Deny", "'" SESSION_OF("deploy") "'"), "Allowed"},
        {ROLES "ci/deploy", ROLE_ID, EVERYBODY "," TO("Deny", "'" SESSION_OF("deploy") "'"),
         "ExplicitlyDenied"},
        {ROLES "deploy", "", EVERYBODY "," TO("Deny", "'" SESSION_OF("deployer") "'"), "Allowed"},
        {ROLES "deploy", "", EVERYBODY "," TO("Deny", "'" SESSION_OF("dep") "'"), "Allowed"},
        {"arn:aws:iam::" OTHER_ACCOUNT ":role/deploy", "",
         EVERYBODY "," TO("Deny", "'" SESSION_OF("deploy") "'"), "no identity"},
        {SESSION_OF("deploy"), "", EVERYBODY "," TO("Deny", "'" SESSION_OF("deploy") "'"),
         "ExplicitlyDenied"},
        {ROLES "deploy", "",
         EVERYBODY "," NOT_TO("['" SESSION_OF("deploy") "','" ROLES "deploy','" ACCOUNT "']"),
         UNDECIDED "aws:userid"},
        {ROLES "deploy", "", EVERYBODY "," NOT_TO("['" ROLES "deploy','" ACCOUNT "']"),
         "ExplicitlyDenied"},
        /* The session is the same one in a condition. */
        {ROLES "deploy", "",
         EVERYBODY ",{'Effect':'Deny','Principal':{'AWS':'" SESSION_OF(
             "deploy") "'},'Condition':{'StringNotLike':{'aws:userid':'*:bob'}}}",
         "Allowed"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct iam_policy policy;
        struct iam_policy_set set = {.resource = {&policy, 1}};
        struct iam_request request;
        struct iam_decision decision;
        struct error err = {0};
        char *text =
            arena_printf(&arena, "{'Version':'2012-10-17','Statement':[%s]}", cases[i].statements);
        cJSON *document = json(text), *statement;

        cJSON_ArrayForEach (statement, json_get(document, "Statement")) {
            cJSON_AddStringToObject(statement, "Action", "*");
            cJSON_AddStringToObject(statement, "Resource", "*");
        }
        assert_true(
            iam_policy_parse(&arena, document, "policy", IAM_POLICY_RESOURCE, &policy, &err));
        assert_true(
            iam_request_parse(&arena,
                              json(arena_printf(&arena,
                                                "{'action':'sqs:SendMessage','resource':'" QUEUE
                                                "','principal':'%s','context':{%s}}",
                                                cases[i].principal, cases[i].context)),
                              &request, &err));
        const char *outcome = iam_decide(&arena, &set, &request, &decision, &err)
                                  ? iam_decision_text(decision.type)
                                  : err.message;
        if (strcmp(outcome, "ImplicitlyDenied") == 0)
            outcome = arena_printf(&arena, "ImplicitlyDenied: %s",
                                   iam_decision_reason(&arena, &decision, &request));
        if (!strstr(outcome, cases[i].outcome))
            fail_msg("%s {%s} %s: %s", cases[i].principal, cases[i].context, cases[i].statements,
                     outcome);
        arena_reset(&arena);
    }
}

/* A Deny in a service control policy, which does not restrict service-linked roles. */
static void whether_a_role_is_service_linked(void **state)
{
    static const struct {
        const char *session, *arn, *outcome;
    } cases[] = {
        {SESSION_OF("AWSServiceRoleForConfig"), NULL, UNDECIDED "aws:PrincipalArn"},
        {SESSION_OF("AWSServiceRoleForConfig"), ROLES "AWSServiceRoleForConfig",
         "ExplicitlyDenied"},
        {SESSION_OF("AWSServiceRoleForConfig"),
         ROLES "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig", "Allowed"},
        {SESSION_OF("ServiceRole"), NULL, "ExplicitlyDenied"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct iam_policy allow, deny;
        struct iam_request request;
        struct iam_decision decision;
        struct error err = {0};
        const char *context =
            cases[i].arn ? arena_printf(&arena, "'aws:PrincipalArn':'%s'", cases[i].arn) : "";

        assert_true(iam_policy_parse(&arena, json("{'Version':'2012-10-17','Statement':" ALLOW "}"),
                                     "allow", IAM_POLICY_IDENTITY, &allow, &err));
        assert_true(iam_policy_parse(
            &arena,
            json("{'Version':'2012-10-17','Statement':" DENY_IF("'Null':{'x:y':'true'}") "}"),
            "deny", IAM_POLICY_SERVICE_CONTROL, &deny, &err));
        struct iam_policies level = {&deny, 1};
        struct iam_policy_set set = {
            .identity = {&allow, 1}, .service_control = &level, .service_control_count = 1};
        assert_true(
            iam_request_parse(&arena,
                              json(arena_printf(&arena,
                                                "{'action':'sqs:SendMessage','resource':'" QUEUE
                                                "','principal':'%s','context':{%s}}",
                                                cases[i].session, context)),
                              &request, &err));
        const char *outcome = iam_decide(&arena, &set, &request, &decision, &err)
                                  ? iam_decision_text(decision.type)
                                  : err.message;
        if (!strstr(outcome, cases[i].outcome))
            fail_msg("%s %s: %s", cases[i].session, context, outcome);
        arena_reset(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_path_of_a_role),
        TEST(the_id_of_a_principal),
        TEST(the_account_of_a_resource),
        TEST(a_variable_without_a_value),
        TEST(principals_that_the_request_does_not_tell),
        TEST(whether_a_role_is_service_linked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
