/*
 * test_elements.c - the elements of a statement and the grammar of a policy, by what AWS's
 * documents say. ' stands for " and ` for ' in the JSON of the tables (iam.h).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 *
 * AWS's list of policy checks, to which tables refer:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
#include "core/arn.h"
#include "tests/iam/iam.h"

struct arena arena = {.limit = (size_t)8 << 20};

#define ROLE "arn:aws:iam::" ACCOUNT ":role/reader"
#define SESSION "arn:aws:sts::" ACCOUNT ":assumed-role/reader/monday"
#define FEDERATED_USER "arn:aws:sts::" ACCOUNT ":federated-user/fay"
#define ROOT "arn:aws:iam::" ACCOUNT ":root"
#define MODEL "arn:aws:bedrock:us-east-1::foundation-model/m"

/* Action or NotAction with its value, and the action of the request. */
struct action {
    const char *element, *value, *action;
    enum expectation expectation;
};

/*
 * Neither the service's prefix nor the action's name has a case; '*' and '?' stand in the name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
 */
static void actions_match(void **state)
{
    static const struct action cases[] = {
        {"Action", "'bedrock:InvokeModel'", "bedrock:InvokeModel", MET},
        {"Action", "'bedrock:invokemodel'", "bedrock:InvokeModel", MET},
        {"Action", "'bedrock:InvokeModel'", "bedrock:INVOKEMODEL", MET},
        {"Action", "'BEDROCK:InvokeModel'", "bedrock:InvokeModel", MET},
        {"Action", "'bedrock:InvokeModel'", "bedrock:InvokeModelWithResponseStream", NOT_MET},
        {"Action", "'bedrock:InvokeModelX'", "bedrock:InvokeModel", NOT_MET},
        {"Action", "'bedrock:InvokeModel'", "bedrock:GetAgent", NOT_MET},
        {"Action", "'bedrock:*'", "bedrock:InvokeModel", MET},
        {"Action", "'bedrock:*'", "bedrock-agentcore:InvokeGateway", NOT_MET},
        {"Action", "'bedrock-agent:*'", "bedrock:InvokeModel", NOT_MET},
        {"Action", "'*'", "bedrock:InvokeModel", MET},
        {"Action", "'bedrock:Invoke*'", "bedrock:InvokeModel", MET},
        {"Action", "'bedrock:Invoke*'", "bedrock:Invoke", MET},
        {"Action", "'bedrock:Invoke*'", "bedrock:ReInvokeModel", NOT_MET},
        {"Action", "'bedrock:INVOKE*'", "bedrock:InvokeModel", MET},
        {"Action", "'iam:*AccessKey*'", "iam:CreateAccessKey", MET},
        {"Action", "'iam:*AccessKey*'", "iam:ListAccessKeys", MET},
        {"Action", "'iam:*AccessKey*'", "iam:CreateUser", NOT_MET},
        {"Action", "'iam:*Key'", "iam:CreateAccessKey", MET},
        {"Action", "'iam:*Key'", "iam:ListAccessKeys", NOT_MET},
        {"Action", "'s3:Get*Acl'", "s3:GetObjectAcl", MET},
        {"Action", "'s3:Get*Acl'", "s3:GetObject", NOT_MET},
        {"Action", "'bedrock:InvokeMode?'", "bedrock:InvokeModel", MET},
        {"Action", "'bedrock:InvokeModel?'", "bedrock:InvokeModel", NOT_MET},
        {"Action", "'bedrock:????gent'", "bedrock:GetAgent", MET},
        {"Action", "['bedrock:GetAgent','bedrock:InvokeModel']", "bedrock:InvokeModel", MET},
        {"Action", "['bedrock:GetAgent','bedrock:List*']", "bedrock:InvokeModel", NOT_MET},
        {"Action", "['bedrock:InvokeModel']", "bedrock:InvokeModel", MET},
        {"NotAction", "'bedrock:InvokeModel'", "bedrock:InvokeModel", NOT_MET},
        {"NotAction", "'bedrock:invokemodel'", "bedrock:InvokeModel", NOT_MET},
        {"NotAction", "'bedrock:InvokeModel'", "bedrock:GetAgent", MET},
        {"NotAction", "'bedrock:*'", "s3:GetObject", MET},
        {"NotAction", "'bedrock:Invoke*'", "bedrock:InvokeModel", NOT_MET},
        {"NotAction", "['iam:*','sts:*']", "bedrock:InvokeModel", MET},
        {"NotAction", "['iam:*','bedrock:*']", "bedrock:InvokeModel", NOT_MET},
        {"NotAction", "'*'", "bedrock:InvokeModel", NOT_MET},
        /* The list of policy checks says that it allows nothing. */
        {"Action", "[]", "bedrock:InvokeModel", NOT_MET},
        /* Of this one it is not clear whether it lists no action or all: refused. */
        {"NotAction", "[]", "bedrock:InvokeModel", ERROR},
    };
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct action *c = &cases[i];
        char line[512];

        snprintf(line, sizeof(line), "%s %s, request %s", c->element, c->value, c->action);
        expect(line, IAM_POLICY_IDENTITY,
               arena_printf(&arena,
                            "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','%s':%s,"
                            "'Resource':'*'}]}",
                            c->element, c->value),
               arena_printf(&arena, "{'action':'%s','resource':'" MODEL "','principal':'" USER "'}",
                            c->action),
               IAM_DECISION_ALLOWED, c->expectation, NULL, &failures);
    }
    assert_int_equal(failures, 0);
}

/* Resource or NotResource with its value, and the resource of a request of user ada. */
struct resource {
    const char *element, *value, *resource;
    enum expectation expectation;
};

static void match_resources(const char *version, const struct resource *cases, size_t count)
{
    size_t failures = 0;

    for (size_t i = 0; i < count; i++) {
        const struct resource *c = &cases[i];
        const char *partition = arn_partition(&arena, c->resource);
        char line[512];

        snprintf(line, sizeof(line), "%s %s, request %s", c->element, c->value, c->resource);
        expect(line, IAM_POLICY_IDENTITY,
               arena_printf(&arena,
                            "{'Version':'%s','Statement':[{'Effect':'Allow','Action':'*',"
                            "'%s':%s}]}",
                            version, c->element, c->value),
               arena_printf(&arena,
                            "{'action':'bedrock:InvokeModel','resource':'%s',"
                            "'resourceAccount':'" ACCOUNT "',"
                            "'principal':'arn:%s:iam::" ACCOUNT ":user/ada',"
                            "'context':{'aws:username':'ada','aws:PrincipalTag/star':'*'}}",
                            c->resource, partition ? partition : "aws"),
               IAM_DECISION_ALLOWED, c->expectation, c->element, &failures);
    }
    assert_int_equal(failures, 0);
}

/*
 * Wildcards stand within a segment between colons; a '*' that ends its segment reaches further. A
 * slash separates nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
 */
static void resources_match(void **state)
{
    static const struct resource cases[] = {
        {"Resource", "'arn:aws:sqs:us-east-1:1:q'", "arn:aws:sqs:us-east-1:1:q", MET},
        {"Resource", "'arn:aws:sqs:us-east-1:1:q'", "arn:aws:sqs:us-east-1:1:qq", NOT_MET},
        {"Resource", "'arn:aws:sqs:us-east-1:1:q'", "arn:aws:sqs:us-east-2:1:q", NOT_MET},
        {"Resource", "'arn:aws:sqs:us-east-1:1:q'", "arn:aws:sqs:us-east-1:2:q", NOT_MET},
        {"Resource", "'arn:aws:sqs:us-east-1:1:q'", "arn:aws:sns:us-east-1:1:q", NOT_MET},
        {"Resource", "'arn:aws:sqs:us-east-1:1:q'", "arn:aws-cn:sqs:us-east-1:1:q", NOT_MET},
        {"Resource", "'*'", "arn:aws:sqs:us-east-1:1:q", MET},
        {"Resource", "'*'", "*", MET},
        {"Resource", "'arn:aws:s3:::b'", "arn:aws:s3:::b/k", NOT_MET},
        {"Resource", "'arn:aws:s3:::b/*'", "arn:aws:s3:::b", NOT_MET},
        {"Resource", "'arn:aws:s3:::b/*'", "arn:aws:s3:::b/k/l", MET},
        {"Resource", "'arn:aws:s3:::b/*'", "arn:aws:s3:::b/", MET},
        {"Resource", "'arn:aws:s3:::b*'", "arn:aws:s3:::b2/k", MET},
        {"Resource", "'arn:aws:s3:::b/*/test/*'", "arn:aws:s3:::b/1/test/x", MET},
        {"Resource", "'arn:aws:s3:::b/*/test/*'", "arn:aws:s3:::b/1/2/test/3/x.jpg", MET},
        {"Resource", "'arn:aws:s3:::b/*/test/*'", "arn:aws:s3:::b//test/x", MET},
        {"Resource", "'arn:aws:s3:::b/*/test/*'", "arn:aws:s3:::b/1/test/", MET},
        {"Resource", "'arn:aws:s3:::b/*/test/*'", "arn:aws:s3:::b/1-test/x", NOT_MET},
        {"Resource", "'arn:aws:s3:::b/*/test/*'", "arn:aws:s3:::b/test/x", NOT_MET},
        {"Resource", "'arn:aws:s3:::b?'", "arn:aws:s3:::b1", MET},
        {"Resource", "'arn:aws:s3:::b?'", "arn:aws:s3:::b", NOT_MET},
        {"Resource", "'arn:aws:s3:::b??k'", "arn:aws:s3:::b1k", NOT_MET},
        {"Resource", "'arn:aws:iam::1:user/Ada'", "arn:aws:iam::1:user/ada", NOT_MET},
        {"Resource", "'arn:aws:iam::1:user/accounting/*'", "arn:aws:iam::1:user/accounting/x/y",
         MET},
        {"Resource", "'arn:aws:sqs:us-east-?:1:q'", "arn:aws:sqs:us-east-2:1:q", MET},
        {"Resource", "'arn:aws:sqs:us-*-1:1:q'", "arn:aws:sqs:us-west-1:1:q", MET},
        {"Resource", "'arn:aws:sqs:us-*-1:1:q'", "arn:aws:sqs:us-west-2:1:q", NOT_MET},
        {"Resource", "'arn:aws:sqs:*:1:q'", "arn:aws:sqs:eu-west-1:1:q", MET},
        {"Resource", "'arn:aws:sqs:us-*:1:q'", "arn:aws:sqs:eu-west-1:1:q", NOT_MET},
        {"Resource", "'arn:aws:sqs:us-*:*:q'", "arn:aws:sqs:us-east-1:1:q", MET},
        {"Resource", "'arn:*:sqs:us-gov-west-1:1:q'", "arn:aws-us-gov:sqs:us-gov-west-1:1:q", MET},
        {"Resource", "'arn:aws:iam:*:1:role/x'", "arn:aws:iam::1:role/x", MET},
        {"Resource", "'arn:aws:iam::1:role/x'", "arn:aws:iam:us-east-1:1:role/x", NOT_MET},
        {"Resource", "'arn:aws:sqs:us-*:1:q'", "arn:aws:sqs:us-east-1:2:x:1:q", MET},
        {"Resource", "'arn:aws:sqs:us-*:1:q'", "arn:aws:sqs:us-east-1:2:x:1:p", NOT_MET},
        {"Resource", "'arn:aws:sqs:us-east-1:*'", "arn:aws:sqs:us-east-1:1:q", MET},
        {"Resource", "'arn:aws:sqs:us-*'", "arn:aws:sqs:us-east-1:1:q", MET},
        {"Resource", "'arn:aws:sqs:us-*'", "arn:aws:sqs:eu-west-1:1:us-q", NOT_MET},
        {"Resource", "'arn:aws:lambda:r:1:function:f'", "arn:aws:lambda:r:1:function:f:v", NOT_MET},
        {"Resource", "'arn:aws:lambda:r:1:function:f:*'", "arn:aws:lambda:r:1:function:f:v", MET},
        {"Resource", "'arn:aws:lambda:r:1:function:*'", "arn:aws:lambda:r:1:function:f:v", MET},
        {"Resource", "'arn:aws:lambda:r:1:*'", "arn:aws:lambda:r:1:function:f:v", MET},
        {"Resource", "'arn:aws:bedrock:::foundation-model/x'",
         "arn:aws:bedrock:::foundation-model/x", MET},
        {"Resource", "'arn:aws:bedrock:::foundation-model/*'",
         "arn:aws:bedrock:us-east-1::foundation-model/x", NOT_MET},
        {"Resource", "'arn:aws:bedrock:us-east-1::foundation-model/*'",
         "arn:aws:bedrock:::foundation-model/x", NOT_MET},
        {"Resource", "'arn:aws:bedrock:*::foundation-model/*'",
         "arn:aws:bedrock:us-east-1::foundation-model/x", MET},
        {"Resource", "'arn:aws:bedrock:*::foundation-model/*'",
         "arn:aws:bedrock:::foundation-model/x", MET},
        {"Resource", "['arn:aws:s3:::a','arn:aws:s3:::b']", "arn:aws:s3:::b", MET},
        {"Resource", "['arn:aws:s3:::a','arn:aws:s3:::b']", "arn:aws:s3:::c", NOT_MET},
        {"NotResource", "'arn:aws:s3:::b'", "arn:aws:s3:::b", NOT_MET},
        {"NotResource", "'arn:aws:s3:::b'", "arn:aws:s3:::b/k", MET},
        {"NotResource", "'arn:aws:s3:::b*'", "arn:aws:s3:::b/k", NOT_MET},
        {"NotResource", "['arn:aws:s3:::a','arn:aws:s3:::b']", "arn:aws:s3:::b", NOT_MET},
        {"NotResource", "['arn:aws:s3:::a','arn:aws:s3:::b']", "arn:aws:s3:::c", MET},
        {"NotResource", "'*'", "arn:aws:s3:::c", NOT_MET},
        /* https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html: what is left off an
         * ARN of an identity-based policy is any. */
        {"Resource", "'arn:aws:sqs'", "arn:aws:sqs:us-east-1:1:q", MET},
        {"Resource", "'arn:aws:sqs'", "arn:aws:sns:us-east-1:1:q", NOT_MET},
        {"Resource", "'arn:aws:sqs:us-east-1'", "arn:aws:sqs:us-east-1:1:q", MET},
        {"Resource", "'arn:aws:sqs:us-east-1'", "arn:aws:sqs:us-east-2:1:q", NOT_MET},
        /* The list of policy checks says that the statement has no effect. */
        {"Resource", "[]", "arn:aws:s3:::c", NOT_MET},
        /* Of this one it is not clear whether it lists no resource or all: refused. */
        {"NotResource", "[]", "arn:aws:s3:::c", ERROR},
    };

    (void)state;
    match_resources("2012-10-17", cases, COUNT(cases));
}

/*
 * Variables stand behind the fifth colon; one without a value matches no resource, and so excludes
 * none in NotResource.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
static void resources_have_variables(void **state)
{
    static const struct resource cases[] = {
        {"Resource", "'arn:aws:iam::1:user/${aws:username}'", "arn:aws:iam::1:user/ada", MET},
        {"Resource", "'arn:aws:iam::1:user/${aws:username}'", "arn:aws:iam::1:user/bob", NOT_MET},
        {"Resource", "'arn:aws:iam::1:user/${AWS:UserName}'", "arn:aws:iam::1:user/ada", MET},
        {"Resource", "'arn:aws:s3:::b/${aws:username}/*'", "arn:aws:s3:::b/ada/x/y", MET},
        {"Resource", "'arn:aws:s3:::b/${aws:username}/*'", "arn:aws:s3:::b/adam/x", NOT_MET},
        {"Resource", "'arn:aws:sqs:us-east-2:*:${aws:username}-queue'",
         "arn:aws:sqs:us-east-2:1:ada-queue", MET},
        {"Resource", "'arn:aws:s3:::${aws:PrincipalTag/none}/*'", "arn:aws:s3:::b/x", NOT_MET},
        {"Resource", "'arn:aws:s3:::b/${aws:PrincipalTag/none, `all`}'", "arn:aws:s3:::b/all", MET},
        {"Resource", "'arn:aws:s3:::b/${aws:username, `all`}'", "arn:aws:s3:::b/all", NOT_MET},
        {"Resource", "['arn:aws:s3:::b/${aws:PrincipalTag/none}','arn:aws:s3:::b/y']",
         "arn:aws:s3:::b/y", MET},
        {"Resource", "'arn:aws:s3:::b/${*}'", "arn:aws:s3:::b/*", MET},
        {"Resource", "'arn:aws:s3:::b/${*}'", "arn:aws:s3:::b/x", NOT_MET},
        {"Resource", "'arn:aws:s3:::b/${?}'", "arn:aws:s3:::b/x", NOT_MET},
        {"Resource", "'arn:aws:s3:::b/${$}'", "arn:aws:s3:::b/$", MET},
        {"NotResource", "'arn:aws:s3:::b/${aws:username}'", "arn:aws:s3:::b/ada", NOT_MET},
        {"NotResource", "'arn:aws:s3:::b/${aws:username}'", "arn:aws:s3:::b/bob", MET},
        {"NotResource", "'arn:aws:s3:::b/${aws:PrincipalTag/none}'", "arn:aws:s3:::b/x", NOT_MET},
        {"Resource", "'arn:aws:${aws:username}:us-east-1:1:q'", "arn:aws:ada:us-east-1:1:q", ERROR},
        {"Resource", "'arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:q'",
         "arn:aws:sqs:us-east-1:" ACCOUNT ":q", ERROR},
        {"Resource", "'arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:q'",
         "arn:aws:sqs:us-east-1:1:other", NOT_MET},
        {"Resource", "['arn:aws:sqs:*:${aws:PrincipalAccount}:q','arn:aws:sqs:*:*:q']",
         "arn:aws:sqs:us-east-1:1:q", MET},
        {"NotResource", "'arn:aws:sqs:${aws:username}:1:q'", "arn:aws:sqs:ada:1:q", ERROR},
        {"NotResource", "'arn:aws:sqs:${aws:username}:1:q'", "arn:aws:sqs:eu-west-1:1:q", MET},
        /* Not documented: a wildcard in the value. Here it is no wildcard. */
        {"Resource", "'arn:aws:s3:::b/${aws:PrincipalTag/star}'", "arn:aws:s3:::b/x", NOT_MET},
        {"Resource", "'arn:aws:s3:::b/${aws:PrincipalTag/star}'", "arn:aws:s3:::b/*", MET},
    };
    static const struct resource old[] = {
        {"Resource", "'arn:aws:s3:::b/${aws:username}'", "arn:aws:s3:::b/${aws:username}", MET},
        {"Resource", "'arn:aws:s3:::b/${aws:username}'", "arn:aws:s3:::b/ada", NOT_MET},
        {"NotResource", "'arn:aws:s3:::b/${aws:username}'", "arn:aws:s3:::b/ada", MET},
    };

    (void)state;
    match_resources("2012-10-17", cases, COUNT(cases));
    match_resources("2008-10-17", old, COUNT(old));
}

/* Principal or NotPrincipal of a Deny, and who asks: MET is an explicit denial. */
struct principal {
    const char *element, *value, *principal;
    enum expectation expectation;
};

/*
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
static void principals_match(void **state)
{
    static const struct principal cases[] = {
        {"Principal", "'*'", USER, MET},
        {"Principal", "'*'", ROLE, MET},
        {"Principal", "'*'", SESSION, MET},
        {"Principal", "'*'", FEDERATED_USER, MET},
        {"Principal", "'*'", ROOT, MET},
        {"Principal", "'*'", "*", MET},
        {"Principal", "{'AWS':'*'}", USER, MET},
        {"Principal", "{'AWS':'*'}", SESSION, MET},
        {"Principal", "{'AWS':'*'}", "*", MET},
        /* What AWS shows for a role or user that is no more. */
        {"Principal", "{'AWS':'AROAEXAMPLEEXAMPLEAAA'}", SESSION, ERROR},
        {"Principal", "{'AWS':['AIDAEXAMPLEEXAMPLEAAA','" USER "']}", USER, MET},
        {"Principal", "{'AWS':'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1'}",
         USER, NOT_MET},
        /* An account is all of its principals, in both spellings. */
        {"Principal", "{'AWS':'" ACCOUNT "'}", USER, MET},
        {"Principal", "{'AWS':'" ACCOUNT "'}", ROLE, MET},
        {"Principal", "{'AWS':'" ACCOUNT "'}", SESSION, MET},
        {"Principal", "{'AWS':'" ACCOUNT "'}", FEDERATED_USER, MET},
        {"Principal", "{'AWS':'" ACCOUNT "'}", ROOT, MET},
        {"Principal", "{'AWS':'" ROOT "'}", USER, MET},
        {"Principal", "{'AWS':'" ROOT "'}", SESSION, MET},
        {"Principal", "{'AWS':'" OTHER_ACCOUNT "'}", USER, NOT_MET},
        {"Principal", "{'AWS':'" OTHER_ACCOUNT "'}", SESSION, NOT_MET},
        {"Principal", "{'AWS':'" ACCOUNT "'}", "*", NOT_MET},
        {"Principal", "{'AWS':'" ACCOUNT "'}", "bedrock.amazonaws.com", NOT_MET},
        {"Principal", "{'AWS':['" OTHER_ACCOUNT "','" ACCOUNT "']}", USER, MET},
        /* Users; their names have a case. */
        {"Principal", "{'AWS':'" USER "'}", USER, MET},
        {"Principal", "{'AWS':'arn:aws:iam::" ACCOUNT ":user/Ada'}", USER, NOT_MET},
        {"Principal", "{'AWS':'arn:aws:iam::" ACCOUNT ":user/adam'}", USER, NOT_MET},
        {"Principal", "{'AWS':'arn:aws:iam::" OTHER_ACCOUNT ":user/ada'}", USER, NOT_MET},
        {"Principal", "{'AWS':'arn:aws:iam::" ACCOUNT ":role/ada'}", USER, NOT_MET},
        {"Principal", "{'AWS':'" USER "'}", ROOT, NOT_MET},
        {"Principal", "{'AWS':'" USER "'}", "*", NOT_MET},
        {"Principal", "{'AWS':'arn:aws:iam::" ACCOUNT ":user/x/ada'}",
         "arn:aws:iam::" ACCOUNT ":user/x/ada", MET},
        {"Principal", "{'AWS':['arn:aws:iam::" ACCOUNT ":user/bob','" USER "']}", USER, MET},
        /* A role is each of its sessions, a session is itself. */
        {"Principal", "{'AWS':'" ROLE "'}", ROLE, MET},
        {"Principal", "{'AWS':'" ROLE "'}", SESSION, MET},
        {"Principal", "{'AWS':'" ROLE "'}", "arn:aws:sts::" ACCOUNT ":assumed-role/writer/monday",
         NOT_MET},
        {"Principal", "{'AWS':'" ROLE "'}",
         "arn:aws:sts::" OTHER_ACCOUNT ":assumed-role/reader/monday", NOT_MET},
        {"Principal", "{'AWS':'" SESSION "'}", SESSION, MET},
        {"Principal", "{'AWS':'" SESSION "'}",
         "arn:aws:sts::" ACCOUNT ":assumed-role/reader/tuesday", NOT_MET},
        {"Principal", "{'AWS':'" SESSION "'}",
         "arn:aws:sts::" ACCOUNT ":assumed-role/writer/monday", NOT_MET},
        {"Principal", "{'AWS':'" FEDERATED_USER "'}", FEDERATED_USER, MET},
        {"Principal", "{'AWS':'" FEDERATED_USER "'}", "arn:aws:sts::" ACCOUNT ":federated-user/guy",
         NOT_MET},
        {"Principal", "{'AWS':'arn:aws:iam::" ACCOUNT ":user/fay'}", FEDERATED_USER, NOT_MET},
        /* The list of policy checks says that the statement has no effect. */
        {"Principal", "{}", USER, NOT_MET},
        {"Principal", "{'AWS':[]}", USER, NOT_MET},
        /* Services. */
        {"Principal", "{'Service':'bedrock.amazonaws.com'}", "bedrock.amazonaws.com", MET},
        {"Principal", "{'Service':'bedrock.amazonaws.com'}", "s3.amazonaws.com", NOT_MET},
        {"Principal", "{'Service':'bedrock.amazonaws.com'}", USER, NOT_MET},
        {"Principal", "{'Service':'bedrock.amazonaws.com'}", "*", NOT_MET},
        {"Principal", "{'Service':['ecs.amazonaws.com','bedrock.amazonaws.com']}",
         "bedrock.amazonaws.com", MET},
        {"Principal", "{'Service':'logs.us-east-1.amazonaws.com'}", "logs.us-east-1.amazonaws.com",
         MET},
        {"Principal", "{'Service':'logs.us-east-1.amazonaws.com'}", "logs.eu-west-1.amazonaws.com",
         NOT_MET},
        {"Principal", "{'AWS':'" USER "','Service':'bedrock.amazonaws.com'}",
         "bedrock.amazonaws.com", MET},
        {"Principal", "{'AWS':'" USER "','Service':'bedrock.amazonaws.com'}", USER, MET},
        /* Identity providers, who call sts:AssumeRoleWith.... */
        {"Principal", "{'Federated':'arn:aws:iam::" ACCOUNT ":saml-provider/corp'}",
         "arn:aws:iam::" ACCOUNT ":saml-provider/corp", MET},
        {"Principal", "{'Federated':'arn:aws:iam::" ACCOUNT ":saml-provider/corp'}",
         "arn:aws:iam::" ACCOUNT ":saml-provider/other", NOT_MET},
        {"Principal", "{'Federated':'arn:aws:iam::" ACCOUNT ":oidc-provider/token.example.com/id'}",
         "arn:aws:iam::" ACCOUNT ":oidc-provider/token.example.com/id", MET},
        {"Principal", "{'Federated':'cognito-identity.amazonaws.com'}",
         "cognito-identity.amazonaws.com", MET},
        {"Principal", "{'Federated':'accounts.google.com'}", USER, NOT_MET},
        /* NotPrincipal with Deny: all but those named, who are to be named with their account. */
        {"NotPrincipal", "{'AWS':['" USER "','" ROOT "']}", USER, NOT_MET},
        {"NotPrincipal", "{'AWS':['" USER "','" ACCOUNT "']}", USER, NOT_MET},
        {"NotPrincipal", "{'AWS':['" USER "','" ROOT "']}", "arn:aws:iam::" ACCOUNT ":user/bob",
         MET},
        {"NotPrincipal", "{'AWS':['" USER "','" ROOT "']}",
         "arn:aws:iam::" OTHER_ACCOUNT ":user/ada", MET},
        {"NotPrincipal", "{'AWS':['" USER "','" ROOT "']}", "*", MET},
        {"NotPrincipal", "{'AWS':['" SESSION "','" ROLE "','" ROOT "']}", SESSION, NOT_MET},
        {"NotPrincipal", "{'AWS':['" SESSION "','" ROLE "','" ROOT "']}",
         "arn:aws:sts::" ACCOUNT ":assumed-role/writer/monday", MET},
        {"NotPrincipal", "{'AWS':['" SESSION "','" ROLE "','" ROOT "']}", USER, MET},
        {"Principal", "{'AWS':'arn:aws:iam::" ACCOUNT ":root'}", USER, MET},
        {"Principal", "{'AWS':'arn:aws-cn:iam::" ACCOUNT ":root'}", USER, NOT_MET},
        {"Principal", "{'AWS':'arn:aws-us-gov:iam::" ACCOUNT ":root'}",
         "arn:aws:iam::" ACCOUNT ":root", NOT_MET},
        {"Principal", "{'AWS':'arn:aws-cn:sts::" ACCOUNT ":assumed-role/reader/monday'}", ROLE,
         NOT_MET},
        {"Principal", "{'AWS':'*'}", "arn:aws-cn:iam::" ACCOUNT ":user/ada", ERROR},
        {"Principal", "{'AWS':'*'}", "arn:aws-us-gov:sts::" ACCOUNT ":assumed-role/reader/monday",
         ERROR},
        {"NotPrincipal", "{'Service':'bedrock.amazonaws.com'}", "bedrock.amazonaws.com", NOT_MET},
        {"NotPrincipal", "{'Service':'bedrock.amazonaws.com'}", "s3.amazonaws.com", MET},
        {"NotPrincipal", "{'Service':'bedrock.amazonaws.com'}", USER, MET},
    };
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct principal *c = &cases[i];
        char line[512];

        snprintf(line, sizeof(line), "%s %s, request of %s", c->element, c->value, c->principal);
        expect(line, IAM_POLICY_RESOURCE,
               arena_printf(&arena,
                            "{'Version':'2012-10-17','Statement':[{'Effect':'Deny','%s':%s,"
                            "'Action':'*','Resource':'*'}]}",
                            c->element, c->value),
               arena_printf(&arena,
                            "{'action':'sqs:SendMessage','resource':'arn:aws:sqs:us-east-1:" ACCOUNT
                            ":q','principal':'%s'}",
                            c->principal),
               IAM_DECISION_EXPLICITLY_DENIED, c->expectation, NULL, &failures);
    }
    assert_int_equal(failures, 0);
}

#define STATEMENT(rest) "{'Version':'2012-10-17','Statement':[{" rest "}]}"
#define ALLOW "'Effect':'Allow',"
#define INVOKE "'Action':'bedrock:InvokeModel',"
#define EVERYTHING "'Resource':'*'"
#define EVERYBODY "'Principal':'*',"

/* A policy of the given type, and a part of the message that refuses it; NULL: it is good. */
struct document {
    enum iam_policy_type type;
    const char *text, *fragment;
};

static void read_documents(const struct document *cases, size_t count, bool as_text)
{
    size_t failures = 0;

    for (size_t i = 0; i < count; i++) {
        const struct document *c = &cases[i];
        const cJSON *document = as_text ? cJSON_CreateString(unquote(c->text)) : json(c->text);
        struct error err = {0};
        struct iam_policy policy;
        bool read = iam_policy_parse(&arena, document, "the-policy", c->type, &policy, &err);

        if (read != !c->fragment ||
            (!read && (err.kind != ERROR_INPUT || !strstr(err.message, c->fragment) ||
                       !strstr(err.message, "the-policy")))) {
            print_error("%s %s: %s\n", iam_policy_type_text(c->type), c->text,
                        read ? "read" : err.message);
            failures++;
        }
        arena_reset(&arena);
    }
    assert_int_equal(failures, 0);
}

/*
 * The grammar, the list of policy checks, and what policies of organizations and endpoints lack:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
static const struct document documents[] = {
    /* What AWS would not attach, or what it does not say the meaning of. */
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE EVERYTHING ",'Condition':{'Bogus':{}}"),
     "Condition: unknown operator Bogus"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW EVERYTHING ",'Action':'*:Get*'"), "Action"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW EVERYTHING ",'Action':'*:*'"), NULL},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW EVERYTHING ",'Action':'s3:DeleteBucket '"), "Action"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW EVERYTHING ",'Action':'s3:a:b'"), "Action"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE "'Resource':'arn:aws:*:::b'"),
     "Resource: \"arn:aws:*:::b\" has a wildcard for the service"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE "'Resource':'arn:aws:s3:::b/${aws:${x}}'"),
     "policy variable"},
    {IAM_POLICY_RESOURCE,
     "{'Statement':{'Effect':'Deny','NotPrincipal':'*','Action':'*','Resource':'*'}}",
     "NotPrincipal: not a JSON object"},
    {IAM_POLICY_RESOURCE,
     "{'Statement':{'Effect':'Deny','NotPrincipal':{'AWS':'*'},'Action':'*','Resource':'*'}}",
     "NotPrincipal: AWS: \"*\" leaves nobody to deny"},
    {IAM_POLICY_SERVICE_CONTROL, "{'Statement':{" ALLOW INVOKE EVERYTHING "}}",
     "a service control policy needs Version"},
    {IAM_POLICY_RESOURCE_CONTROL,
     "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':'*','Action':'*',"
     "'Resource':'*'}}",
     NULL},
    {IAM_POLICY_RESOURCE_CONTROL,
     "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':'*','Action':'s3:*',"
     "'Resource':'*'}}",
     "allows nothing: RCPFullAWSAccess does"},
    {IAM_POLICY_RESOURCE_CONTROL,
     "{'Version':'2012-10-17','Statement':{'Effect':'Deny','Principal':'*','Action':'*',"
     "'Resource':'*'}}",
     "takes no Action \"*\""},
    /* The policy itself. */
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE EVERYTHING), NULL},
    {IAM_POLICY_IDENTITY, "{'Statement':[{" ALLOW INVOKE EVERYTHING "}]}", NULL},
    {IAM_POLICY_IDENTITY, "{'Statement':{" ALLOW INVOKE EVERYTHING "}}", NULL},
    {IAM_POLICY_IDENTITY,
     "{'Statement':{" EVERYTHING "," INVOKE "'Effect':'Allow'},'Version':'2008-10-17'}", NULL},
    {IAM_POLICY_RESOURCE,
     "{'Id':'My policy 1','Statement':[{'Sid':'Let all in: yes'," ALLOW EVERYBODY INVOKE EVERYTHING
     "}]}",
     NULL},
    {IAM_POLICY_IDENTITY, "{'Version':'2012-10-17'}", "Statement"},
    {IAM_POLICY_IDENTITY, "{'Version':'2012-10-17','Statement':[]}", "Statement"},
    {IAM_POLICY_IDENTITY, "{'Version':'2012-10-17','Statement':'Allow'}", "Statement"},
    {IAM_POLICY_IDENTITY, "{'Version':'2012-10-17','Statement':[7]}", "Statement"},
    {IAM_POLICY_IDENTITY, "{'Statements':[{" ALLOW INVOKE EVERYTHING "}]}", "Statements"},
    {IAM_POLICY_IDENTITY,
     "{'Statement':[{" ALLOW INVOKE EVERYTHING "}],'Statement':[{" ALLOW INVOKE EVERYTHING "}]}",
     "Statement"},
    {IAM_POLICY_IDENTITY, "{'Version':'2012-10-18','Statement':{" ALLOW INVOKE EVERYTHING "}}",
     "Version"},
    {IAM_POLICY_IDENTITY, "{'Version':'2012-10-17 ','Statement':{" ALLOW INVOKE EVERYTHING "}}",
     "Version"},
    {IAM_POLICY_IDENTITY, "{'Version':2012,'Statement':{" ALLOW INVOKE EVERYTHING "}}", "Version"},
    {IAM_POLICY_IDENTITY, "{'version':'2012-10-17','Statement':{" ALLOW INVOKE EVERYTHING "}}",
     "version"},
    {IAM_POLICY_IDENTITY,
     "{'Version':'2012-10-17','Version':'2008-10-17','Statement':{" ALLOW INVOKE EVERYTHING "}}",
     "Version"},
    {IAM_POLICY_IDENTITY, "{'Id':'x','Statement':{" ALLOW INVOKE EVERYTHING "}}", "Id"},
    {IAM_POLICY_RESOURCE, "{'Id':7,'Statement':{" ALLOW EVERYBODY INVOKE EVERYTHING "}}", "Id"},
    /* Effect: its two words have a case. */
    {IAM_POLICY_IDENTITY, STATEMENT("'Effect':'Deny'," INVOKE EVERYTHING), NULL},
    {IAM_POLICY_IDENTITY, STATEMENT(INVOKE EVERYTHING), "Effect"},
    {IAM_POLICY_IDENTITY, STATEMENT("'Effect':'allow'," INVOKE EVERYTHING), "Effect"},
    {IAM_POLICY_IDENTITY, STATEMENT("'Effect':'DENY'," INVOKE EVERYTHING), "Effect"},
    {IAM_POLICY_IDENTITY, STATEMENT("'Effect':['Allow']," INVOKE EVERYTHING), "Effect"},
    {IAM_POLICY_IDENTITY, STATEMENT("'Effect':true," INVOKE EVERYTHING), "Effect"},
    {IAM_POLICY_IDENTITY, STATEMENT("'effect':'Allow'," INVOKE EVERYTHING), "effect"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW "'Effect':'Deny'," INVOKE EVERYTHING), "Effect"},
    /* Sid: letters and digits in IAM, and each once; other services take more. */
    {IAM_POLICY_IDENTITY, STATEMENT("'Sid':'Rule1'," ALLOW INVOKE EVERYTHING), NULL},
    {IAM_POLICY_IDENTITY, STATEMENT("'Sid':7," ALLOW INVOKE EVERYTHING), "Sid"},
    {IAM_POLICY_IDENTITY, STATEMENT("'Sid':'Rule 1'," ALLOW INVOKE EVERYTHING), "Sid"},
    {IAM_POLICY_IDENTITY,
     STATEMENT("'Sid':'Twice'," ALLOW INVOKE EVERYTHING "},{'Sid':'Twice'," ALLOW
               "'Action':'s3:GetObject'," EVERYTHING),
     "Twice"},
    /* Action and NotAction: one of them. */
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW EVERYTHING), "Action"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE "'NotAction':'s3:*'," EVERYTHING), "NotAction"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE INVOKE EVERYTHING), "Action"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW "'Actions':'s3:*'," EVERYTHING), "Actions"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW "'Action':''," EVERYTHING), "Action"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW "'Action':'InvokeModel'," EVERYTHING), "Action"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW "'Action':'bedrock:'," EVERYTHING), "Action"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW "'Action':7," EVERYTHING), "Action"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW "'Action':{'a':'s3:*'}," EVERYTHING), "Action"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW "'Action':['s3:*',7]," EVERYTHING), "Action"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW "'NotAction':['s3:*',['iam:*']]," EVERYTHING),
     "NotAction"},
    /* Resource and NotResource: one of them; a resource's own policy may say none. */
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW "'Action':'s3:*'"), "Resource"},
    {IAM_POLICY_SERVICE_CONTROL, STATEMENT("'Effect':'Deny','Action':'s3:*'"), "Resource"},
    {IAM_POLICY_RESOURCE,
     STATEMENT(ALLOW "'Principal':{'Service':'bedrock.amazonaws.com'},'Action':'sts:AssumeRole'"),
     NULL},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE EVERYTHING ",'NotResource':'*'"), "NotResource"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE "'Ressource':'*'"), "Ressource"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE EVERYTHING "," EVERYTHING), "Resource"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE "'Resource':''"), "Resource"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE "'Resource':'my-bucket'"), "Resource"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE "'Resource':{'a':'*'}"), "Resource"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE "'Resource':['*',null]"), "Resource"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE "'NotResource':true"), "NotResource"},
    /* Principal and NotPrincipal: where the policy is a resource's, and only there. */
    {IAM_POLICY_RESOURCE, STATEMENT(ALLOW EVERYBODY INVOKE EVERYTHING), NULL},
    {IAM_POLICY_RESOURCE, STATEMENT(ALLOW INVOKE EVERYTHING), "Principal"},
    {IAM_POLICY_VPC_ENDPOINT, STATEMENT(ALLOW INVOKE EVERYTHING), "Principal"},
    {IAM_POLICY_RESOURCE_CONTROL, STATEMENT("'Effect':'Deny','Action':'s3:*'," EVERYTHING),
     "Principal"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW EVERYBODY INVOKE EVERYTHING), "Principal"},
    {IAM_POLICY_PERMISSIONS_BOUNDARY, STATEMENT(ALLOW EVERYBODY INVOKE EVERYTHING), "Principal"},
    {IAM_POLICY_SESSION, STATEMENT(ALLOW EVERYBODY INVOKE EVERYTHING), "Principal"},
    {IAM_POLICY_SERVICE_CONTROL, STATEMENT(ALLOW EVERYBODY INVOKE EVERYTHING), "Principal"},
    {IAM_POLICY_IDENTITY,
     STATEMENT("'Effect':'Deny','NotPrincipal':{'AWS':'" USER "'}," INVOKE EVERYTHING),
     "NotPrincipal"},
    {IAM_POLICY_SERVICE_CONTROL,
     STATEMENT("'Effect':'Deny','NotPrincipal':{'AWS':'" USER "'}," INVOKE EVERYTHING),
     "NotPrincipal"},
    {IAM_POLICY_RESOURCE_CONTROL,
     STATEMENT("'Effect':'Deny','NotPrincipal':{'AWS':'" USER "'},'Action':'s3:*'," EVERYTHING),
     "Principal"},
    {IAM_POLICY_RESOURCE,
     STATEMENT(ALLOW "'NotPrincipal':{'AWS':['" USER "','" ACCOUNT "']}," INVOKE EVERYTHING),
     "NotPrincipal"},
    {IAM_POLICY_RESOURCE_CONTROL,
     STATEMENT("'Effect':'Deny','Principal':{'AWS':'" ACCOUNT "'},'Action':'s3:*'," EVERYTHING),
     "Principal"},
    {IAM_POLICY_RESOURCE_CONTROL,
     STATEMENT("'Effect':'Deny'," EVERYBODY "'NotAction':'s3:*'," EVERYTHING), "NotAction"},
    {IAM_POLICY_RESOURCE_CONTROL,
     "{'Version':'2008-10-17','Statement':{'Effect':'Deny'," EVERYBODY "'Action':'s3:*'," EVERYTHING
     "}}",
     "Version"},
    {IAM_POLICY_RESOURCE_CONTROL,
     STATEMENT("'Effect':'Deny'," EVERYBODY "'Action':'s3:*','NotResource':'arn:aws:s3:::b'"),
     NULL},
    {IAM_POLICY_RESOURCE,
     STATEMENT("'Effect':'Deny'," EVERYBODY "'NotPrincipal':{'AWS':'" USER "'}," INVOKE EVERYTHING),
     "NotPrincipal"},
    {IAM_POLICY_RESOURCE, STATEMENT(ALLOW "'Principal':['*']," INVOKE EVERYTHING), "Principal"},
    {IAM_POLICY_RESOURCE, STATEMENT(ALLOW "'Principal':'" USER "'," INVOKE EVERYTHING),
     "Principal"},
    {IAM_POLICY_RESOURCE, STATEMENT(ALLOW "'Principal':{'AWS':7}," INVOKE EVERYTHING), "Principal"},
    {IAM_POLICY_RESOURCE, STATEMENT(ALLOW "'Principal':{'User':'" USER "'}," INVOKE EVERYTHING),
     "User"},
    {IAM_POLICY_RESOURCE, STATEMENT(ALLOW "'Principal':{'aws':'*'}," INVOKE EVERYTHING), "aws"},
    {IAM_POLICY_RESOURCE, STATEMENT(ALLOW "'Principal':{'AWS':'11112222333'}," INVOKE EVERYTHING),
     "Principal"},
    {IAM_POLICY_RESOURCE,
     STATEMENT(ALLOW "'Principal':{'AWS':'arn:aws:iam::" ACCOUNT ":user/*'}," INVOKE EVERYTHING),
     "Principal"},
    {IAM_POLICY_RESOURCE,
     STATEMENT(ALLOW "'Principal':{'AWS':'arn:aws:iam::*:root'}," INVOKE EVERYTHING), "Principal"},
    {IAM_POLICY_RESOURCE,
     STATEMENT(ALLOW "'Principal':{'AWS':'arn:aws:sts::" ACCOUNT
                     ":assumed-role/r/*'}," INVOKE EVERYTHING),
     "Principal"},
    {IAM_POLICY_RESOURCE,
     STATEMENT("'Effect':'Deny','NotPrincipal':{'AWS':'arn:aws:sts::" ACCOUNT
               ":assumed-role/r/*'}," INVOKE EVERYTHING),
     "NotPrincipal"},
    {IAM_POLICY_RESOURCE,
     STATEMENT(ALLOW "'Principal':{'AWS':'arn:aws:iam::" ACCOUNT
                     ":group/staff'}," INVOKE EVERYTHING),
     "Principal"},
    {IAM_POLICY_RESOURCE,
     STATEMENT(ALLOW "'Principal':{'Service':'*.amazonaws.com'}," INVOKE EVERYTHING), "Principal"},
    {IAM_POLICY_RESOURCE,
     STATEMENT(ALLOW "'Principal':{'AWS':'" USER "','AWS':'" ROLE "'}," INVOKE EVERYTHING),
     "Principal"},
    {IAM_POLICY_RESOURCE,
     STATEMENT(ALLOW "'Principal':{'AWS':'" USER "'},'Principal':'*'," INVOKE EVERYTHING),
     "Principal"},
    {IAM_POLICY_RESOURCE,
     STATEMENT(ALLOW "'Principal':{'AWS':['" USER "','" ACCOUNT
                     "'],'Service':['bedrock.amazonaws.com'],"
                     "'Federated':'accounts.google.com'}," INVOKE EVERYTHING),
     NULL},
    /* Variables stand in Resource and Condition only. */
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW "'Action':'bedrock:${aws:username}'," EVERYTHING),
     "Action"},
    {IAM_POLICY_RESOURCE,
     STATEMENT(ALLOW "'Principal':{'AWS':'arn:aws:iam::" ACCOUNT
                     ":user/${aws:username}'}," INVOKE EVERYTHING),
     "Principal"},
    /* An element that is none. */
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE EVERYTHING ",'Conditions':{}"), "Conditions"},
    {IAM_POLICY_IDENTITY, STATEMENT(ALLOW INVOKE EVERYTHING ",'Comment':'x'"), "Comment"},
    /* The statement at fault is told, by its Sid where it has one. */
    {IAM_POLICY_IDENTITY,
     STATEMENT("'Sid':'Good'," ALLOW INVOKE EVERYTHING
               "},{'Sid':'Bad','Effect':'no'," INVOKE EVERYTHING),
     "Bad"},
};

static void documents_are_read_or_refused(void **state)
{
    (void)state;
    read_documents(documents, COUNT(documents), false);
}

/* AWS Config and many APIs hand a policy over as text. */
static void documents_as_text_are_no_different(void **state)
{
    (void)state;
    read_documents(documents, COUNT(documents), true);
}

/*
 * IAM's answers are percent-encoded by RFC 3986:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
 */
static void documents_may_be_percent_encoded(void **state)
{
    static const struct document cases[] = {
        {IAM_POLICY_IDENTITY,
         "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3A%2A%22%2C"
         "%22Resource%22%3A%22%2A%22%7D%7D",
         NULL},
        {IAM_POLICY_IDENTITY,
         "%7b%22Statement%22%3a%7b%22Effect%22%3a%22Allow%22%2c%22Action%22%3a%22s3%3a%2a%22%2c"
         "%22Resource%22%3a%22%2a%22%7d%7d",
         NULL},
        {IAM_POLICY_IDENTITY, " {'Statement':{" ALLOW INVOKE EVERYTHING "}}\n", NULL},
        {IAM_POLICY_IDENTITY,
         "%7B%22Statement%22%3A%7B%22Effect%22%3A%22allow%22%2C%22Action%22%3A%22s3%3A%2A%22%2C"
         "%22Resource%22%3A%22%2A%22%7D%7D",
         "Effect"},
        {IAM_POLICY_IDENTITY, "%7B%22Statement%22", ""},
        {IAM_POLICY_IDENTITY, "%7B%2", ""},
        {IAM_POLICY_IDENTITY, "%7B%zz", ""},
        {IAM_POLICY_IDENTITY, "", ""},
        {IAM_POLICY_IDENTITY, "[]", ""},
        {IAM_POLICY_IDENTITY, "'text'", ""},
        {IAM_POLICY_IDENTITY, "Allow", ""},
        {IAM_POLICY_IDENTITY, "{'Statement':{" ALLOW INVOKE EVERYTHING "}", ""},
    };

    (void)state;
    read_documents(cases, COUNT(cases), true);
}

/* A request, and a part of the message that refuses it; NULL: it is good. */
struct request {
    const char *text, *fragment;
};

#define ASK(principal) \
    "{'action':'s3:GetObject','resource':'arn:aws:s3:::b/k','principal':'" principal "'}"
#define ASKS "'action':'s3:GetObject','principal':'" USER "','resource':'arn:aws:s3:::b/k'"

/*
 * Not AWS's form but this engine's. The principal is one that signs requests: no group, no pattern.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
static void requests_are_read_or_refused(void **state)
{
    static const struct request cases[] = {
        {ASK(USER), NULL},
        {ASK("arn:aws:iam::" ACCOUNT ":user/division/x/ada"), NULL},
        {ASK(ROLE), NULL},
        {ASK(SESSION), NULL},
        {ASK(FEDERATED_USER), NULL},
        {ASK(ROOT), NULL},
        {ASK("*"), NULL},
        {ASK("bedrock.amazonaws.com"), NULL},
        {ASK("arn:aws-us-gov:iam::" ACCOUNT ":user/ada"), "is of the partition aws-us-gov"},
        {"{'action':'s3:GetObject','resource':'arn:aws-us-gov:s3:::b/k','principal':"
         "'arn:aws-us-gov:iam::" ACCOUNT ":user/ada'}",
         NULL},
        {"{'action':'s3:ListAllMyBuckets','resource':'*','principal':'arn:aws-cn:iam::" ACCOUNT
         ":user/ada'}",
         NULL},
        {ASK("arn:aws:iam::" ACCOUNT ":group/staff"), "principal"},
        {ASK("arn::iam::" ACCOUNT ":user/ada"), "principal"}, /* no partition */
        {ASK("arn:aws:iam::" ACCOUNT ":user/*"), "principal"},
        {ASK("arn:aws:iam::*:root"), "principal"},
        {ASK("arn:aws:iam::11112222333:user/ada"), "principal"},
        {ASK("arn:aws:iam::" ACCOUNT ":user/"), "principal"},
        {ASK("arn:aws:s3:::b"), "principal"},
        {ASK("arn:aws:sts::" ACCOUNT ":assumed-role/reader"), "principal"},
        {ASK(""), "principal"},
        {"{'action':'s3:GetObject','resource':'*'}", "principal"},
        {"{'action':'s3:GetObject','principal':'*'}", "resource"},
        {"{'resource':'*','principal':'*'}", "action"},
        {"{'action':'s3','resource':'*','principal':'*'}", "action"},
        {"{'action':'s3:Get*','resource':'*','principal':'*'}", "action"},
        {"{'action':['s3:GetObject'],'resource':'*','principal':'*'}", "action"},
        {"{'action':'s3:GetObject','resource':'b/k','principal':'*'}", "resource"},
        {"{'action':'s3:GetObject','resource':'arn:aws:s3','principal':'*'}", "resource"},
        {"{" ASKS ",'resourceAccount':'" OTHER_ACCOUNT "'}", NULL},
        {"{" ASKS ",'resourceAccount':'12345'}", "resourceAccount"},
        {"{" ASKS ",'resourceAccount':123456789012}", "resourceAccount"},
        {"{" ASKS ",'context':{'x:A':'1','x:B':7,'x:C':true,'x:D':['1','2'],'x:E':[]}}", NULL},
        {"{" ASKS ",'context':['x:A']}", "context"},
        {"{" ASKS ",'context':{'Team':'a'}}", "\"Team\" is no context key"},
        /* One resource, which has a partition and a service. */
        {"{'action':'a:b','resource':'arn:aws:s3:::b/*','principal':'*'}", NULL},
        {"{'action':'a:b','resource':'arn:aws:sqs:*:1:q','principal':'*'}", "one ARN"},
        {"{'action':'a:b','resource':'arn:aws:sqs:us-east-?:1:q','principal':'*'}", "one ARN"},
        {"{'action':'a:b','resource':'arn:::::q','principal':'*'}", "one ARN"},
        {"{'action':'a:b','resource':'arn:aws:S3:::b','principal':'*'}", "one ARN"},
        /* Nothing contradicts the principal or the resource. */
        {"{'action':'a:b','resource':'arn:aws:sqs:us-east-1:" ACCOUNT
         ":q','resourceAccount':'" OTHER_ACCOUNT "','principal':'*'}",
         "is not the account of resource"},
        {"{" ASKS ",'context':{'aws:PrincipalArn':'" USER "'}}", NULL},
        {"{" ASKS ",'context':{'aws:PrincipalArn':[]}}", NULL},
        {"{" ASKS ",'context':{'aws:PrincipalArn':'" ROLE "'}}", "aws:PrincipalArn is not"},
        {"{" ASKS ",'context':{'AWS:principalaccount':'" OTHER_ACCOUNT "'}}",
         "aws:PrincipalAccount is not"},
        {"{" ASKS ",'context':{'aws:username':'bob'}}", "aws:username is not \"ada\""},
        {"{" ASKS ",'context':{'aws:PrincipalType':'Account'}}", "aws:PrincipalType is not"},
        {"{" ASKS ",'context':{'aws:ResourceAccount':'" OTHER_ACCOUNT "'}}", NULL},
        {"{" ASKS ",'resourceAccount':'" ACCOUNT
         "','context':{'aws:ResourceAccount':'" OTHER_ACCOUNT "'}}",
         "aws:ResourceAccount is not"},
        {"{'action':'a:b','resource':'*','principal':'" SESSION
         "','context':{'aws:PrincipalArn':'arn:aws:iam::" ACCOUNT ":role/path/reader'}}",
         NULL},
        {"{'action':'a:b','resource':'*','principal':'" SESSION
         "','context':{'aws:PrincipalArn':'arn:aws:iam::" ACCOUNT ":role/writer'}}",
         "aws:PrincipalArn is not"},
        /* The path tells a service-linked role, and a session's ARN has none. */
        {"{'action':'a:b','resource':'*','principal':'arn:aws:sts::" ACCOUNT
         ":assumed-role/AWSServiceRoleForX/s'}",
         NULL},
        {"{'action':'a:b','resource':'*','principal':'arn:aws:sts::" ACCOUNT
         ":assumed-role/AWSServiceRoleForX/s','context':{'aws:PrincipalArn':'arn:aws:iam::" ACCOUNT
         ":role/AWSServiceRoleForX'}}",
         NULL},
        {"{" ASKS ",'context':{'x:A':null}}", "x:A"},
        {"{" ASKS ",'context':{'x:A':{'b':'c'}}}", "x:A"},
        {"{" ASKS ",'context':{'x:A':['1',['2']]}}", "x:A"},
        {"{" ASKS ",'context':{'x:A':'1','x:A':'2'}}", "x:A"},
        {"{" ASKS ",'context':{'x:A':'1','X:a':'2'}}", "X:a"},
        {"{" ASKS ",'resources':'*'}", "resources"},
        {"{" ASKS ",'action':'s3:PutObject'}", "action"},
        {"['s3:GetObject']", ""},
    };
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct iam_request request;
        bool read = iam_request_parse(&arena, json(cases[i].text), &request, &err);

        if (read != !cases[i].fragment ||
            (!read && (err.kind != ERROR_INPUT || !strstr(err.message, cases[i].fragment)))) {
            print_error("%s: %s\n", cases[i].text, read ? "read" : err.message);
            failures++;
        }
        arena_reset(&arena);
    }
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(actions_match),
        TEST(resources_match),
        TEST(resources_have_variables),
        TEST(principals_match),
        TEST(documents_are_read_or_refused),
        TEST(documents_as_text_are_no_different),
        TEST(documents_may_be_percent_encoded),
        TEST(requests_are_read_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
