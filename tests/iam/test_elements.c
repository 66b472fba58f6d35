/*
 * test_elements.c - the elements of a statement, by what AWS's documents say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 *
 * AWS's list of policy checks, to which tables refer:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
#include "core/arn.h"
#include "tests/iam/iam.h"

struct arena arena = {.limit = (size_t)8 << 20};

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(actions_match),
        TEST(resources_match),
        TEST(resources_have_variables),
        TEST(principals_match),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
