/* test_requests.c - which requests are read, and how the others are refused. */
#include "tests/iam/iam.h"

struct arena arena = {.limit = (size_t)8 << 20};

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
        TEST(requests_are_read_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
