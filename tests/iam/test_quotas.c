/*
 * test_quotas.c - what AWS attaches: what is at a quota is taken, what is beyond it is refused; and
 * the Terraform modules that check quotas at plan time know the same ones.
 */
#include <stdio.h>
#include <stdlib.h>

#include "iam/quotas.h"
#include "tests/iam/iam.h"

struct arena arena = {.limit = (size_t)64 << 20};

#define QUEUE "'arn:aws:sqs:us-east-1:" ACCOUNT ":q'"

/* A policy of so many characters, spelt with white space between its parts. */
static struct iam_policy policy_of(size_t characters, enum iam_policy_type type)
{
    const char *principal = type == IAM_POLICY_RESOURCE || type == IAM_POLICY_VPC_ENDPOINT ||
                                    type == IAM_POLICY_RESOURCE_CONTROL
                                ? "'Principal': '*',  "
                                : "";
    struct iam_policy policy;
    struct error err = {0};
    size_t length = 0;

    for (int pass = 0; pass < 2; pass++) {
        const char *text = "";

        /* Values of 2,000 characters, and the rest in the last; 3 are of its quotes and comma. */
        for (size_t left = pass ? characters - length : 0; left > 0;) {
            size_t part = left > 4000 ? 2000 : left;
            char *fill = arena_alloc(&arena, part + 1);

            memset(fill, 'k', part - 3);
            text = arena_printf(&arena, "%s,\t'%s'", text, fill);
            left -= part;
        }
        text = arena_printf(&arena,
                            "{ 'Version':'2012-10-17',\n 'Statement': {'Effect': 'Deny', %s"
                            "'Action': 's3:*', 'Resource': '*', 'Condition': {'StringEquals': "
                            "{'x:y': ['\xc3\xa9'%s]}}}}",
                            principal, text);
        if (!iam_policy_parse(&arena, json(text), "policy", type, &policy, &err))
            fail_msg("%s", err.message);
        length = policy.characters;
    }
    assert_int_equal(policy.characters, characters);
    return policy;
}

static struct iam_request request_of(const char *action, const char *resource)
{
    struct iam_request request;
    struct error err = {0};

    if (!iam_request_parse(
            &arena,
            json(arena_printf(&arena, "{'action':'%s','resource':%s,'principal':'" USER "'}",
                              action, resource)),
            &request, &err))
        fail_msg("%s", err.message);
    return request;
}

/* count policies in one place of their type. */
static bool takes(const struct iam_policy *policies, size_t count,
                  const struct iam_request *request, struct error *err)
{
    struct iam_policies all = {policies, count};
    struct iam_policy_set set = {.service_control_count = 0};

    switch (policies->type) {
    case IAM_POLICY_IDENTITY:
        set.identity = all;
        break;
    case IAM_POLICY_RESOURCE:
        set.resource = all;
        break;
    case IAM_POLICY_PERMISSIONS_BOUNDARY:
        set.boundaries = all;
        break;
    case IAM_POLICY_SESSION:
        set.session = all;
        break;
    case IAM_POLICY_SERVICE_CONTROL:
        set.service_control = &all;
        set.service_control_count = 1;
        break;
    case IAM_POLICY_RESOURCE_CONTROL:
        set.resource_control = &all;
        set.resource_control_count = 1;
        break;
    case IAM_POLICY_VPC_ENDPOINT:
        set.vpc_endpoint = all;
        break;
    }
    return iam_quotas_hold(&set, request, err);
}

static void characters_have_quotas(void **state)
{
    static const struct {
        enum iam_policy_type type;
        const char *action;
        size_t most, warned; /* characters; 0: no bound, or no warning */
    } cases[] = {
        {IAM_POLICY_SERVICE_CONTROL, "s3:GetObject", 10240, 0},
        {IAM_POLICY_RESOURCE_CONTROL, "s3:GetObject", 5120, 0},
        {IAM_POLICY_VPC_ENDPOINT, "s3:GetObject", 20480, 0},
        {IAM_POLICY_RESOURCE, "s3:GetObject", 20480, 0},
        {IAM_POLICY_RESOURCE, "kms:Decrypt", 32768, 0},
        {IAM_POLICY_RESOURCE, "sns:Publish", 30720, 0},
        {IAM_POLICY_RESOURCE, "vpc-lattice-svcs:Invoke", 10240, 0},
        {IAM_POLICY_RESOURCE, "sts:AssumeRole", 8192, 2048},
        {IAM_POLICY_RESOURCE, "sqs:SendMessage", 8192, 0},
        {IAM_POLICY_RESOURCE, "lambda:InvokeFunction", 20480, 0},
        {IAM_POLICY_RESOURCE, "dynamodb:GetItem", 0, 0},
        {IAM_POLICY_IDENTITY, "s3:GetObject", 0, 10240},
        {IAM_POLICY_PERMISSIONS_BOUNDARY, "s3:GetObject", 0, 6144},
        {IAM_POLICY_SESSION, "s3:GetObject", 0, 6144},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct iam_request request = request_of(cases[i].action, QUEUE);
        size_t most = cases[i].most ? cases[i].most : 150000;

        for (size_t beyond = 0; beyond < 2; beyond++) {
            struct iam_policy policy = policy_of(most + beyond, cases[i].type);
            struct error err = {0};

            assert_int_equal(takes(&policy, 1, &request, &err), !beyond || !cases[i].most);
            if (beyond && cases[i].most)
                assert_non_null(strstr(
                    err.message,
                    arena_printf(&arena, "policy: %zu characters without white space", most + 1)));
            if (cases[i].warned) {
                policy = policy_of(cases[i].warned + beyond, cases[i].type);
                assert_int_equal(iam_quota_warning(&arena, &policy, &request) != NULL, beyond);
            }
        }
        arena_reset(&arena);
    }
}

static void places_have_quotas(void **state)
{
    static const struct {
        enum iam_policy_type type;
        const char *action;
        size_t most;
        const char *place;
    } cases[] = {
        {IAM_POLICY_SERVICE_CONTROL, "s3:GetObject", 10, "serviceControlPolicies[0]: 11 policies"},
        {IAM_POLICY_RESOURCE_CONTROL, "s3:GetObject", 4,
         "resourceControlPolicies[0]: 6 policies with RCPFullAWSAccess"},
        {IAM_POLICY_VPC_ENDPOINT, "s3:GetObject", 1, "vpcEndpointPolicies: 2 policies"},
        {IAM_POLICY_PERMISSIONS_BOUNDARY, "s3:GetObject", 1, "permissionBoundaries: 2 policies"},
        {IAM_POLICY_SESSION, "s3:GetObject", 11, "sessionPolicies: 12 policies"},
        {IAM_POLICY_RESOURCE, "vpc-lattice-svcs:Invoke", 2, "resourcePolicies: 3 policies"},
        {IAM_POLICY_RESOURCE, "sqs:SendMessage", 1, "resourcePolicies: 2 policies"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct iam_request request = request_of(cases[i].action, QUEUE);
        struct iam_policy policies[16];
        struct error err = {0};

        for (size_t n = 0; n < COUNT(policies); n++)
            policies[n] = policy_of(300, cases[i].type);
        assert_true(takes(policies, cases[i].most, &request, &err));
        assert_false(takes(policies, cases[i].most + 1, &request, &err));
        assert_non_null(strstr(err.message, cases[i].place));
        arena_reset(&arena);
    }
}

static void full_access_counts_once(void **state)
{
    struct iam_request request = request_of("s3:GetObject", QUEUE);
    struct iam_policy policies[6];
    struct error err = {0};

    (void)state;
    for (size_t n = 1; n < COUNT(policies); n++)
        policies[n] = policy_of(300, IAM_POLICY_RESOURCE_CONTROL);
    assert_true(iam_policy_parse(&arena,
                                 json("{'Version':'2012-10-17','Statement':{'Effect':'Allow',"
                                      "'Principal':'*','Action':'*','Resource':'*'}}"),
                                 "RCPFullAWSAccess", IAM_POLICY_RESOURCE_CONTROL, &policies[0],
                                 &err));
    assert_true(takes(policies, 5, &request, &err));
    assert_false(takes(policies, 6, &request, &err));
    assert_non_null(strstr(err.message, "resourceControlPolicies[0]: 6 policies, and"));
    arena_reset(&arena);
}

/* A policy given as text, of which the white space is or is not what is too much. */
static void white_space_counts_where_it_is_saved(void **state)
{
    static const struct {
        enum iam_policy_type type;
        size_t spaces;
        bool warned;
    } cases[] = {
        {IAM_POLICY_SERVICE_CONTROL, 10300, true}, {IAM_POLICY_SERVICE_CONTROL, 9000, false},
        {IAM_POLICY_RESOURCE_CONTROL, 5200, true}, {IAM_POLICY_RESOURCE_CONTROL, 4000, false},
        {IAM_POLICY_VPC_ENDPOINT, 20500, true},    {IAM_POLICY_VPC_ENDPOINT, 20000, false},
        {IAM_POLICY_RESOURCE, 40000, false},       {IAM_POLICY_PERMISSIONS_BOUNDARY, 6200, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct iam_request request = request_of("s3:GetObject", QUEUE);
        bool principal = cases[i].type != IAM_POLICY_SERVICE_CONTROL &&
                         cases[i].type != IAM_POLICY_PERMISSIONS_BOUNDARY;
        char *spaces = arena_alloc(&arena, cases[i].spaces + 1);
        struct iam_policy policy;
        struct error err = {0};

        memset(spaces, ' ', cases[i].spaces);
        const char *text = unquote(
            arena_printf(&arena,
                         "{%s'Version':'2012-10-17','Statement':{'Effect':'Deny',%s'Action':'s3:*',"
                         "'Resource':'*'}}",
                         spaces, principal ? "'Principal':'*'," : ""));
        assert_true(iam_policy_parse(&arena, cJSON_CreateString(text), "policy", cases[i].type,
                                     &policy, &err));
        assert_true(takes(&policy, 1, &request, &err));
        const char *warning = iam_quota_warning(&arena, &policy, &request);
        if (!warning != !cases[i].warned || (warning && !strstr(warning, "white space counts")))
            fail_msg("%zu: %s", i, warning ? warning : "no warning");
        assert_true(iam_policy_parse(&arena, json(text), "policy", cases[i].type, &policy, &err));
        assert_null(iam_quota_warning(&arena, &policy, &request));
        arena_reset(&arena);
    }
}

static void an_organization_has_seven_levels(void **state)
{
    struct iam_policy policy = policy_of(300, IAM_POLICY_SERVICE_CONTROL);
    struct iam_request request = request_of("s3:GetObject", QUEUE);
    struct iam_policies levels[IAM_LEVEL_LIMIT + 1];
    struct iam_policy_set set = {.service_control = levels, .service_control_count = 7};
    struct error err = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(levels); i++)
        levels[i] = (struct iam_policies){&policy, 1};
    assert_true(iam_quotas_hold(&set, &request, &err));
    set.service_control_count = 8;
    assert_false(iam_quotas_hold(&set, &request, &err));
    assert_non_null(strstr(err.message, "serviceControlPolicies: 8 levels"));
    arena_reset(&arena);
}

/* What stands behind each place of the text in the file; 0: the text is not there. */
static size_t number_in(const char *path, const char *text, size_t n)
{
    FILE *file = fopen(arena_printf(&arena, "%s/terraform/modules/%s", SOURCE_DIR, path), "r");
    static char content[65536];

    assert_non_null(file);
    content[fread(content, 1, sizeof(content) - 1, file)] = '\0';
    fclose(file);
    const char *found = content;
    for (; n > 0 && found; n--) {
        found = strstr(found, text);
        found = found ? found + strlen(text) : NULL;
    }
    return found ? strtoul(found, NULL, 10) : 0;
}

static void terraform_knows_the_same_quotas(void **state)
{
    static const char *const modules[] = {"organization-policies", "region-deny",
                                          "service-control-policies"};
    const struct iam_quota *control = iam_quota(IAM_POLICY_SERVICE_CONTROL, "");

    (void)state;
    for (size_t i = 0; i < COUNT(modules); i++) {
        const char *path = arena_printf(&arena, "%s/variables.tf", modules[i]);

        assert_int_equal(number_in(path, "characters = optional(number, ", 1), control->characters);
        assert_int_equal(number_in(path, "policies = optional(number, ", 1), control->policies);
    }
    assert_int_equal(number_in("inference-access/main.tf", "length(local.policy) <= ", 1),
                     iam_quota(IAM_POLICY_PERMISSIONS_BOUNDARY, "")->characters);
    assert_int_equal(number_in("member-role/outputs.tf", "length(local.trust) <= ", 1),
                     iam_quota(IAM_POLICY_RESOURCE, "sts:assumerole")->characters);
    arena_reset(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(characters_have_quotas),           TEST(places_have_quotas),
        TEST(full_access_counts_once),          TEST(white_space_counts_where_it_is_saved),
        TEST(an_organization_has_seven_levels), TEST(terraform_knows_the_same_quotas),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
