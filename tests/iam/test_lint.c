/*
 * test_lint.c - what is warned of in a policy, what is not, and what a decision names. ' stands for
 * " and ` for ' in the JSON of the tables (iam.h).
 */
#include "tests/iam/iam.h"

#include "iam/lint.h"
#include "iam/reason.h"

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
        {ACTIONS("'bedrock:InvokeModle'"),
         "Statement[0]: Action: \"bedrock:InvokeModle\" is no action known as of 2"},
        {ACTIONS("'bedrock:InvokeModle'"), "(did you mean InvokeModel?)"},
        {ACTIONS("'bedrok:InvokeModel'"), "\"bedrok:InvokeModel\" is of no service known as of 2"},
        {ACTIONS("'bedrok:InvokeModel'"), "(did you mean bedrock?)"},
        {ACTIONS("'bedrock:Invoice*'"), "\"bedrock:Invoice*\" matches no action known as of 2"},
        {ACTIONS("'bedrock:Invoke*'"), NULL},
        {ACTIONS("'BEDROCK:invokemodel'"), NULL},
        {ACTIONS("'s3:GetObjct*'"), "\"s3:GetObjct*\" matches no action known as of 2"},
        {ACTIONS("'sqs:SendMessage'"), NULL},
        /* Of a service that is no more we know but the name, from AWS's own policies. */
        {ACTIONS("'deeplens:AnythingItMayHaveHad'"), NULL},
        {ACTIONS("'*'"), NULL},
        {ACTIONS("'bedrock:Converse'"), "\"bedrock:Converse\" is no action known as of 2"},
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
        {ALLOW("'Resource':'arn:aws:s3:::b/${aws:TagKeys}'"),
         "aws:TagKeys has several values, and is no policy variable"},
        {WHEN("'StringEquals':{'aws:PrincipalTag/a':'${aws:CalledVia}'}"), "no policy variable"},
        {ALLOW("'Resource':'arn:aws:s3:::b/${aws:PrincipalTag/a}'"), NULL},
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
        {ALLOW("'Resource':'arn:aws:s3:::{bucket-name}/*'"), "a placeholder in it: {bucket-name}"},
        {WHEN("'StringEquals':{'aws:RequestedRegion':'{example-region-1}'}"),
         "a placeholder in it: {example-region-1}"},
        {WHEN("'StringEquals':{'aws:SourceVpc':'{{ vpc_id }}'}"),
         "a placeholder in it: {{ vpc_id }"},
        {UNLESS("'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/[BREAK-GLASS ROLE]'}"),
         "a placeholder in it: [BREAK-GLASS ROLE]"},
        {ALLOW("'Resource':'arn:aws:sqs:us-east-1:ACCOUNT_ID:orders'"), "in it: ACCOUNT_ID"},
        {ALLOW("'Resource':'arn:aws:sqs:us-east-1:account-id:orders'"), "in it: account-id"},
        {ALLOW("'Resource':'arn:aws:sqs:us-east-1:xxxxxxxxxxxx:orders'"), "in it: xxxxxxxxxxxx"},
        {ALLOW("'Resource':'arn:aws:sqs:your-region:111122223333:orders'"), "in it: your-region"},
        {"{'Statement':[{'Effect':'Allow','Action':'sqs:SendMessage',"
         "'Resource':'arn:aws:sqs:eu-west-1:${AccountId}:orders'}]}",
         "a placeholder in it: ${AccountId}"},
        {WHEN("'StringLike':{'aws:PrincipalTag/a':'${aws:PrincipalTag/b}[]{}<>{1,2}'}"), NULL},
        {ALLOW("'Resource':'arn:aws:iam::aws:policy/ReadOnlyAccess'"), NULL},
        {ALLOW("'Resource':'arn:aws:lambda:eu-west-1:111122223333:function:f:$LATEST'"), NULL},
        {UNLESS("'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::${aws:PrincipalAccount}:role/x'}"),
         NULL},
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
        /* Keys whose values have a '*' of their own. */
        {WHEN("'StringEquals':{'lambda:Principal':'*'}"), NULL},
        {WHEN("'StringNotEquals':{'s3:if-none-match':'*'}"), NULL},
        {UNLESS("'ForAnyValue:StringEquals':{'acm:DomainNames':'*.example.com'}"), NULL},
        {WHEN("'StringEquals':{'lambda:FunctionUrlAuthType':'*'}"), "use StringLike"},
        /* Operators of another type than the key. */
        {UNLESS("'StringNotLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/*'}"),
         "aws:PrincipalArn holds ARNs, and a wildcard reaches over their colons: use ArnNotLike"},
        {WHEN("'StringLikeIfExists':{'aws:SourceArn':'arn:aws:sns:*:111122223333:*'}"),
         "use ArnLikeIfExists"},
        {WHEN("'ForAnyValue:StringLike':{'dynamodb:FisTargetArns':'arn:aws:dynamodb:*:*:table/a'}"),
         "use ArnLike"},
        {WHEN("'StringEquals':{'aws:SourceArn':'arn:aws:sns:eu-west-1:111122223333:t'}"), NULL},
        {WHEN("'ArnEquals':{'aws:SourceArn':'arn:aws:sns:eu-west-1:111122223333:t'}"), NULL},
        {WHEN("'StringEquals':{'aws:SecureTransport':'true'}"),
         "aws:SecureTransport holds booleans, and the operator compares strings: use Bool..."},
        {WHEN("'NumericLessThan':{'aws:TokenIssueTime':'1'}"),
         "holds dates, and the operator compares numbers: use Date..."},
        {WHEN("'NumericGreaterThan':{'aws:EpochTime':'1'}"), NULL},
        {WHEN("'DateGreaterThan':{'aws:EpochTime':'1'}"), NULL},
        {WHEN("'StringEquals':{'s3:TlsVersion':'1.2'}"), "use Numeric..."},
        {WHEN("'StringLike':{'aws:SourceIp':'10.0.0.*'}"), "use IpAddress..."},
        {UNLESS("'NotIpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'}"), NULL},
        {UNLESS("'NotIpAddressIfExists':{'aws:SourceVpc':'10.0.0.0/8'}"),
         "aws:SourceVpc holds strings, and the operator compares IP addresses: use String..."},
        {WHEN("'ArnLike':{'aws:SourceAccount':'arn:aws:iam::111122223333:root'}"), "use String..."},
        {WHEN("'BinaryEquals':{'aws:SourceVpc':'QQ=='}"), "compares bytes: use String..."},
        {WHEN("'Null':{'aws:SecureTransport':'false'}"), NULL},
        /* What the customer names holds what the customer wants. */
        {WHEN("'ArnLike':{'kms:EncryptionContext:aws:s3:arn':'arn:aws:s3:::b/*'}"), NULL},
        {WHEN("'NumericLessThan':{'aws:PrincipalTag/level':'3'}"), NULL},
        {WHEN("'StringLike':{'kms:EncryptionContext:a':'arn:aws:s3:::b/*'}"), NULL},
        /* Keys that are misspelt. */
        {WHEN("'ArnLike':{'bedrock:InferenceProfileArm':'" PROFILE "'}"),
         "Condition: bedrock:InferenceProfileArm is no key known as of 2"},
        {WHEN("'ArnLike':{'bedrock:InferenceProfileArm':'" PROFILE "'}"),
         "(did you mean bedrock:InferenceProfileArn?)"},
        {WHEN("'Bool':{'aws:ViaAWSMCPService':'true'}"), NULL},
        {WHEN("'StringEquals':{'sqs:NothingLikeIt':'true'}"), "is no key known as of 2"},
        {WHEN("'StringEquals':{'login.example.com:aud':'app'}"), NULL},
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

        if (!iam_policy_parse(&arena, json(cases[i].policy), "p", IAM_POLICY_IDENTITY, &policy,
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

/* Which no policy of version 2012-10-17 can have, so that the lint never sees it. */
static void a_placeholder_like_a_variable_is_named(void **state)
{
    static const char *const policies[] = {
        ALLOW("'Resource':'arn:aws:s3:::b/${Account}'"),
        ALLOW("'Resource':'arn:aws:sqs:${Region}:111122223333:orders'"),
        WHEN("'StringEquals':{'aws:SourceVpc':'${VpcId}'}"),
        WHEN("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::${AWS_ACCOUNT}:role/x'}"),
    };

    (void)state;
    for (size_t i = 0; i < COUNT(policies); i++) {
        struct iam_policy policy;
        struct error err = {0};

        assert_false(
            iam_policy_parse(&arena, json(policies[i]), "p", IAM_POLICY_IDENTITY, &policy, &err));
        assert_non_null(strstr(err.message, "has a placeholder in it"));
        arena_reset(&arena);
    }
}

static void placeholders_in_principals_are_named(void **state)
{
    struct iam_policy policy;
    struct error err = {0};

    (void)state;
    assert_true(iam_policy_parse(
        &arena,
        json("{'Statement':{'Effect':'Allow','Action':'sqs:SendMessage','Principal':{"
             "'AWS':['111122223333','arn:aws:iam::111122223333:role/<role-name>'],"
             "'Federated':'arn:aws:iam::ACCOUNT_ID:oidc-provider/login.example.com'}}}"),
        "p", IAM_POLICY_RESOURCE, &policy, &err));
    const char *const *found = iam_policy_lint(&arena, &policy);
    assert_string_equal(found[0], "Statement: Principal: \"arn:aws:iam::111122223333:role/"
                                  "<role-name>\" has a placeholder in it: <role-name>");
    assert_non_null(strstr(found[1], "has a placeholder in it: ACCOUNT_ID"));
    assert_null(found[2]);
    arena_reset(&arena);
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
        "p", IAM_POLICY_RESOURCE, &policy, &err));
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
        "a", IAM_POLICY_IDENTITY, &policies[0], &err));
    assert_true(iam_policy_parse(
        &arena,
        json(
            POLICY("{'Effect':'Allow','Action':'s3:Get*','Resource':'*','Condition':{"
                   "'StringLike':{'AWS:sourcevpc':'v','aws:PrincipalArn':'${aws:userid}'},"
                   "'ForAnyValue:StringEquals':{'aws:TagKeys':'a'}}},"
                   "{'Effect':'Deny','Action':'s3:PutObject','Resource':'*','Condition':{"
                   "'Null':{'aws:SourceVpce':'true'}}},"
                   "{'Effect':'Deny','NotAction':'s3:GetObject','Resource':'*','Condition':{"
                   "'Null':{'aws:SourceIp':'true'}}},"
                   "{'Effect':'Deny','Action':'*','Resource':'arn:aws:s3:::c/${aws:SourceVpcArn}'},"
                   "{'Effect':'Deny','Action':'*','NotResource':['arn:aws:s3:::b/"
                   "*','arn:aws:s3:::${aws:referer}'],"
                   "'Condition':{'Null':{'aws:UserAgent':'true'}}}")),
        "b", IAM_POLICY_IDENTITY, &policies[1], &err));
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
        assert_true(iam_policy_parse(&arena, json(cases[i].policy), "p", IAM_POLICY_IDENTITY,
                                     &policy, &err));
        struct iam_policy_set set = {.identity = {&policy, 1}};
        assert_true(iam_decide(&arena, &set, &request, &decision, &err));
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
        TEST(placeholders_in_principals_are_named),
        TEST(a_placeholder_like_a_variable_is_named),
        TEST(a_sid_of_a_resource_policy_may_be_given_twice),
        TEST(missing_context_values_are_those_of_the_policies),
        TEST(decisions_name_what_decided),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
