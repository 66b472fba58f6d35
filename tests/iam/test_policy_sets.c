/*
 * test_policy_sets.c - policies that no request meets together: one of a resource that has none, or
 * more of one resource than AWS attaches. And what policies without a name are called.
 */
#include "tests/iam/iam.h"

#include "iam/quotas.h"
#include "iam/reason.h"

struct arena arena = {.limit = (size_t)8 << 20};

#define QUEUE "arn:aws:sqs:us-east-1:" ACCOUNT ":q"

static void resources_without_a_policy(void **state)
{
    static const struct {
        const char *action, *resource;
        size_t policies;
        const char *outcome;
    } cases[] = {
        {"kms:UpdateAlias", "arn:aws:kms:eu-west-1:" ACCOUNT ":alias/app", 1, "has no policy"},
        {"kms:DeleteAlias", "arn:aws:kms:eu-west-1:" ACCOUNT ":alias/app", 0, "ImplicitlyDenied"},
        {"kms:Decrypt", "arn:aws:kms:eu-west-1:" ACCOUNT ":alias/app", 0, "name the key"},
        /* What another policy must allow too cannot be asked about something else. */
        {"kms:Encrypt", "*", 0, "name the key"},
        {"kms:PutKeyPolicy", "arn:aws:s3:::b", 0, "name the key"},
        {"kms:ListKeys", "*", 0, "ImplicitlyDenied"},
        {"kms:CreateAlias", "*", 0, "name one of them"},
        {"sts:AssumeRole", "*", 0, "name the role"},
        {"sts:AssumeRole", "arn:aws:s3:::b/role/x", 0, "name the role"},
        {"sts:SetSourceIdentity", "arn:aws:iam::" ACCOUNT ":user/ada", 0, "name the role"},
        {"sts:TagSession", "*", 0, "name one of them"},
        {"sts:TagSession", "arn:aws:sts::" ACCOUNT ":federated-user/x", 0, "ImplicitlyDenied"},
        {"sts:GetFederationToken", "*", 0, "ImplicitlyDenied"},
        {"vpc-lattice-svcs:Invoke", "*", 0, "name the service"},
        {"vpc-lattice-svcs:Connect", "arn:aws:vpc-lattice:eu-west-1:" ACCOUNT ":target/t", 0,
         "name the service"},
        {"iam:DeleteRole", "*", 0, "name the role"},
        {"iam:DeletePolicy", "arn:aws:iam::" ACCOUNT ":role/x", 0, "name the policy"},
        {"sqs:SendMessage", QUEUE, 2, "it has one policy, not 2"},
        {"vpc-lattice-svcs:Invoke", "arn:aws:vpc-lattice:eu-west-1:" ACCOUNT ":service/svc-1/x", 2,
         "ImplicitlyDenied"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct iam_policy policies[2];
        struct iam_policy_set set = {.resource = {policies, cases[i].policies}};
        struct iam_request request;
        struct iam_decision decision;
        struct error err = {0};

        for (size_t n = 0; n < 2; n++)
            assert_true(iam_policy_parse(
                &arena,
                json("{'Statement':{'Effect':'Allow','Principal':'*','Action':'*','Resource':"
                     "'*'}}"),
                "policy", IAM_POLICY_RESOURCE, &policies[n], &err));
        assert_true(iam_request_parse(
            &arena,
            json(arena_printf(&arena, "{'action':'%s','resource':'%s','principal':'" USER "'}",
                              cases[i].action, cases[i].resource)),
            &request, &err));
        const char *outcome = iam_decide(&arena, &set, &request, &decision, &err)
                                  ? iam_decision_text(decision.type)
                                  : err.message;
        if (!strstr(outcome, cases[i].outcome))
            fail_msg("%s %s: %s", cases[i].action, cases[i].resource, outcome);
        arena_reset(&arena);
    }
}

/* Nobody but who reads a policy knows what it is called. */
static void a_policy_without_a_name_is_told_by_its_statements(void **state)
{
    const cJSON *document = json("{'Version':'2012-10-17','Statement':[{'Sid':'Allow','Effect':"
                                 "'Allow','Action':'*','Resource':'*'},{'Sid':'Here','Effect':"
                                 "'Deny','Action':'*','Resource':'*','Condition':{'StringEquals':"
                                 "{'aws:SourceVpc':'vpc-1'}}}]}");
    const char *const keys[] = {"", ",'context':{'aws:SourceVpc':['vpc-1','vpc-2']}"};
    struct iam_policy policy;
    struct iam_decision decision;
    struct iam_request requests[2];
    struct error err;

    (void)state;
    assert_true(iam_policy_parse(&arena, document, NULL, IAM_POLICY_IDENTITY, &policy, &err));
    assert_null(policy.name);
    for (size_t i = 0; i < 2; i++)
        assert_true(iam_request_parse(
            &arena,
            json(arena_printf(&arena,
                              "{'action':'s3:GetObject','resource':'arn:aws:s3:::b/k','principal':"
                              "'" USER "'%s}",
                              keys[i])),
            &requests[i], &err));
    struct iam_policy_set set = {.identity = {&policy, 1}};
    assert_true(iam_decide(&arena, &set, &requests[0], &decision, &err));
    assert_string_equal(iam_decision_reason(&arena, &decision, &requests[0]),
                        "Allow in the identity-based policy; the Deny in Statement[1] does not "
                        "apply: StringEquals on aws:SourceVpc, which the request lacks");
    assert_false(iam_decide(&arena, &set, &requests[1], &decision, &err));
    assert_int_equal(strncmp(err.message, "Statement[1]: the request's context has 2 values", 48),
                     0);
    policy.characters = 1000000;
    assert_true(iam_quotas_hold(&set, &requests[0], &err)); /* AWS's own have no bound */
    set = (struct iam_policy_set){.vpc_endpoint = {&policy, 1}};
    assert_false(iam_quotas_hold(&set, &requests[0], &err));
    assert_int_equal(strncmp(err.message, "1000000 characters without white space, and a", 45), 0);
}

static void decisions_have_names(void **state)
{
    static const enum iam_decision_type types[] = {
        IAM_DECISION_ALLOWED, IAM_DECISION_EXPLICITLY_DENIED, IAM_DECISION_IMPLICITLY_DENIED};
    enum iam_decision_type read = IAM_DECISION_IMPLICITLY_DENIED;

    (void)state;
    for (size_t i = 0; i < COUNT(types); i++) {
        assert_true(iam_decision_read(iam_decision_text(types[i]), &read));
        assert_int_equal(read, types[i]);
    }
    read = IAM_DECISION_ALLOWED;
    assert_false(iam_decision_read("allowed", &read));
    assert_false(iam_decision_read("", &read));
    assert_int_equal(read, IAM_DECISION_ALLOWED);
    assert_string_equal(iam_decision_text(IAM_DECISION_ALLOWED), "Allowed");
    assert_string_equal(iam_policy_type_text(IAM_POLICY_VPC_ENDPOINT), "VPC endpoint policy");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(resources_without_a_policy),
        TEST(decisions_have_names),
        TEST(a_policy_without_a_name_is_told_by_its_statements),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
