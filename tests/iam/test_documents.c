/*
 * test_documents.c - the grammar of a policy, by what AWS's documents say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 *
 * AWS's list of policy checks, to which tables refer:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
#include "tests/iam/iam.h"

struct arena arena = {.limit = (size_t)8 << 20};

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(documents_are_read_or_refused),
        TEST(documents_as_text_are_no_different),
        TEST(documents_may_be_percent_encoded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
