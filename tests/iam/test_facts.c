/* test_facts.c - what iam/data/services.json makes us know of actions, resources and context keys.
 */
#include "tests/iam/iam.h"

#include "core/text.h"
#include "iam/actions.h"
#include "iam/keys.h"

struct arena arena = {.limit = (size_t)8 << 20};

static const char *fault(const char *action)
{
    struct iam_pattern pattern;
    struct error err;

    assert_true(iam_pattern_parse(&arena, text_lower(&arena, action), IAM_PATTERN_TEXT, false,
                                  &pattern, &err));
    pattern.source = action;
    return iam_action_fault(&arena, &pattern);
}

static void every_entry_is_found(void **state)
{
    size_t actions = 0;

    (void)state;
    for (size_t i = 0; i < iam_service_count; i++) {
        const struct iam_service *service = &iam_services[i];

        for (size_t j = 0; j < service->actions.count; j++) {
            const char *name = iam_texts + iam_actions[service->actions.first + j].name;
            const char *action = arena_printf(&arena, "%s:%s", iam_texts + service->name, name);

            assert_null(fault(action));
            arena_reset(&arena);
            actions++;
        }
    }
    for (size_t i = 0; i < iam_key_count; i++) {
        struct iam_key key;

        assert_true(iam_key_find(iam_texts + iam_keys[i].name, &key));
        assert_int_equal(key.type, iam_keys[i].type);
    }
    /* As many as the reference had in September 2026; fewer would be a loss. */
    assert_true(iam_service_count >= 456);
    assert_true(actions >= 22000);
    assert_true(iam_key_count >= 1600);
}

static void actions_are_known(void **state)
{
    static const struct {
        const char *action, *fault; /* its beginning; NULL: none */
    } cases[] = {
        {"*", NULL},
        {"dynamodb:*", NULL},
        {"ec2:RunInstances", NULL},
        {"EC2:runinstances", NULL},
        {"vpc-lattice-svcs:Invoke", NULL},
        {"bedrock-agentcore:GetMemory", NULL},
        {"account-access:*", NULL},
        {"lambda:Invoke*", NULL},
        {"kms:?ncrypt", NULL},
        {"kms:Dercypt", "is no action known as of "},
        {"lambda:Invoice*", "matches no action known as of "},
        {"kms:?crypt", "matches no action known as of "},
        {"dynamodb:", "is no action known as of "},
        {"dinamodb:GetItem", "is of no service known as of "},
        {"dinamodb:*", "is of no service known as of "},
        /* The API's operation is GetBucketAcl's; its action has another name. */
        {"s3:ListObjectsV2", "is no action known as of "},
        /* Only AWS's own policies name them: an action of a known service, and a service. */
        {"budgets:DescribeBudgets", NULL},
        {"deepracer:CreateCar", NULL},
    };
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *found = fault(cases[i].action), *wanted = cases[i].fault;
        bool good = wanted ? found && strncmp(found, wanted, strlen(wanted)) == 0 &&
                                 strstr(found, iam_facts_date)
                           : !found;

        failures += !good;
        if (!good)
            print_error("%s: %s\n", cases[i].action, found ? found : "known");
    }
    assert_non_null(strstr(fault("kms:Dercypt"), "(did you mean Decrypt?)"));
    assert_non_null(strstr(fault("dinamodb:GetItem"), "(did you mean dynamodb?)"));
    assert_int_equal(failures, 0);
    arena_reset(&arena);
}

static void actions_take_resources(void **state)
{
    static const struct {
        const char *action;
        const char *arns[3];
    } cases[] = {
        {"cloudtrail:DescribeTrails", {NULL}},
        {"cloudtrail:GetTrailStatus",
         {"arn:${Partition}:cloudtrail:${Region}:${Account}:trail/${TrailName}"}},
        {"SQS:sendmessage", {"arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"}},
        {"bedrock:GetAgent", {"arn:${Partition}:bedrock:${Region}:${Account}:agent/${AgentId}"}},
        /* A bucket or an access point: neither is always there. */
        {"s3:ListBucket", {NULL}},
        /* It lists all guardrails, or the versions of one. */
        {"bedrock:ListGuardrails", {NULL}},
        {"a4b:AssociateContactWithAddressBook",
         {"arn:${Partition}:a4b:${Region}:${Account}:address-book/${ResourceId}",
          "arn:${Partition}:a4b:${Region}:${Account}:contact/${ResourceId}"}},
        {"budgets:DescribeBudgets", {NULL}},
        {"cloudtrail:GetTrialStatus", {NULL}},
        {"cloudtrial:GetTrailStatus", {NULL}},
        {"no action", {NULL}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t n = 0; n < COUNT(cases[i].arns); n++) {
            const char *arn = iam_action_resource(cases[i].action, n);

            assert_string_equal(arn ? arn : "none", cases[i].arns[n] ? cases[i].arns[n] : "none");
        }
}

static void operations_are_known(void **state)
{
    static const struct {
        const char *service, *operation, *fault; /* its part; NULL: none */
    } cases[] = {
        {"config", "SelectResourceConfig", NULL},
        {"organizations", "ListPoliciesForTarget", NULL},
        /* No action is named after these. */
        {"s3", "ListObjectsV2", NULL},
        {"s3", "HeadObject", NULL},
        {"s3", "GetBucketEncryption", NULL},
        {"bedrock", "Converse", NULL},
        {"lambda", "Invoke", NULL},
        {"cloudtrail", "ListInsightsMetricData", NULL},
        /* By the name that the SDKs have for the service. */
        {"bedrock-agent", "ListAgents", NULL},
        {"bedrock-runtime", "Converse", NULL},
        {"elbv2", "DescribeListeners", NULL},
        {"s3control", "ListAccessPoints", NULL},
        {"cloudcontrol", "ListResources", NULL},
        {"opensearch", "DescribeDomain", NULL},
        {"iotthingsgraph", "GetEntities", NULL},
        {"iotthingsgraph", "GetThing", "is no operation known as of "},
        {"deeplens", "ListDevices", NULL},
        {"kms", "ListAlises", "is no operation known as of "},
        {"kms", "ListAlises", "(did you mean ListAliases?)"},
        {"kms", "listAliases", "(did you mean ListAliases?)"},
        {"s3", "HeadObjekt", "(did you mean HeadObject?)"},
        {"bedrock-agent", "ListAgent", "(did you mean ListAgents?)"},
        {"cloudtrial", "DescribeTrails", "is of no service known as of "},
        {"cloudtrial", "DescribeTrails", "(did you mean cloudtrail?)"},
        {"CloudTrail", "DescribeTrails", "(did you mean cloudtrail?)"},
        {"", "", "is of no service known as of "},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *found = iam_operation_fault(&arena, cases[i].service, cases[i].operation);

        if (cases[i].fault ? !found || !strstr(found, cases[i].fault) : found != NULL)
            fail_msg("%s %s: %s", cases[i].service, cases[i].operation, found ? found : "known");
    }
    arena_reset(&arena);
}

static void keys_are_known(void **state)
{
    static const struct {
        const char *name;
        enum iam_key_type type;
        bool several, permanent, family;
    } cases[] = {
        {"aws:ViaAWSMCPService", IAM_KEY_BOOL, .permanent = false},
        {"aws:CalledViaAWSMCP", IAM_KEY_STRING, .several = false},
        {"AWS:calledvia", IAM_KEY_STRING, .several = true},
        {"aws:requestedregion", IAM_KEY_STRING, .permanent = true},
        {"aws:TokenIssueTime", IAM_KEY_DATE, .several = false},
        {"aws:VpcSourceIp", IAM_KEY_IP_ADDRESS, .several = false},
        {"aws:PrincipalTag/cost:center", IAM_KEY_STRING, .family = true},
        {"aws:ResourceTag/a/b", IAM_KEY_STRING, .family = true},
        {"kms:EncryptionContext:aws:s3:arn", IAM_KEY_STRING, .family = true},
        {"s3:RequestObjectTag/team", IAM_KEY_STRING, .family = true},
        {"secretsmanager:ResourceTag/team", IAM_KEY_STRING, .family = true},
        {"dynamodb:LeadingKeys", IAM_KEY_STRING, .several = true},
        {"dynamodb:FisTargetArns", IAM_KEY_ARN, .several = true},
        {"vpc-lattice-svcs:RequestQueryString/model", IAM_KEY_STRING, .several = true,
         .family = true},
        {"codebuild:secondarySources/src1.auth.type", IAM_KEY_STRING, .family = true},
        {"s3:TlsVersion", IAM_KEY_NUMERIC, .several = false},
        {"iam:PolicyARN", IAM_KEY_ARN, .several = false},
        {"token.actions.githubusercontent.com:sub", IAM_KEY_STRING, .several = false},
        {"token.actions.acme.ghe.com:ref", IAM_KEY_STRING, .family = true},
        {"oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub", IAM_KEY_STRING, .several = false},
        {"cognito-identity.amazonaws.com:amr", IAM_KEY_STRING, .several = true},
        {"login.example.com:amr", IAM_KEY_STRING, .several = true},
        {"saml:aud", IAM_KEY_STRING, .several = false},
        /* Of AWS's own policies alone, which do not say of what type. */
        {"aws:PrincipalOrgMasterAccountId", IAM_KEY_OF_UNKNOWN_TYPE, .several = false},
    };
    static const char *const unknown[] = {"aws:ViaAWSMCPServices",
                                          "aws:PrincipalTag/",
                                          "kms:EncryptionContext:",
                                          "s3:RequestObjectTag",
                                          "codebuild:secondarySources/src1.auth",
                                          ""};
    struct iam_key key;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (!iam_key_find(cases[i].name, &key))
            fail_msg("%s is not known", cases[i].name);
        if (key.type != cases[i].type || key.several != cases[i].several ||
            key.permanent != cases[i].permanent || key.family != cases[i].family)
            fail_msg("%s: type %d, several %d, permanent %d, family %d", cases[i].name, key.type,
                     key.several, key.permanent, key.family);
        assert_null(iam_key_fault(&arena, cases[i].name));
    }
    for (size_t i = 0; i < COUNT(unknown); i++) {
        assert_false(iam_key_find(unknown[i], &key));
        assert_non_null(strstr(iam_key_fault(&arena, unknown[i]), iam_facts_date));
    }
    arena_reset(&arena);
}

/* Providers have names and keys of their own; a known one that is misspelt is told. */
static void keys_of_other_providers_may_be_any(void **state)
{
    (void)state;
    assert_null(iam_key_fault(&arena, "login.example.com:aud"));
    assert_null(iam_key_fault(&arena, "login.example.com:whatever"));
    assert_non_null(iam_key_fault(&arena, "gitlab.com:whatever"));
    assert_null(iam_key_fault(&arena, "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub"));
    assert_non_null(strstr(iam_key_fault(&arena, "token.actions.githubusercontnet.com:ref"),
                           "(did you mean token.actions.githubusercontent.com:ref?)"));
    assert_non_null(
        strstr(iam_key_fault(&arena, "asw:SourceVpce"), "(did you mean aws:SourceVpce?)"));
    arena_reset(&arena);
}

static void resources_that_an_action_takes(void **state)
{
    static const struct {
        const char *action, *resource, *fault; /* NULL: none */
    } cases[] = {
        {"lambda:invokefunction", "arn:aws:lambda:eu-west-1:" ACCOUNT ":function:f", NULL},
        {"lambda:invokefunction", "arn:aws:lambda:eu-west-1:" ACCOUNT ":function:f:7", NULL},
        {"lambda:invokefunction", "arn:aws:s3:::f",
         "resources of type function, and arn:aws:s3:::f"},
        {"lambda:invokefunction", "*", "and * is none"},
        {"lambda:listfunctions", "*", NULL},
        {"sqs:sendmessage", "arn:aws-cn:sqs:cn-north-1:" ACCOUNT ":q", NULL},
        {"sqs:sendmessage", "arn:aws:sns:eu-west-1:" ACCOUNT ":q", "resources of type queue,"},
        {"dynamodb:query", "arn:aws:dynamodb:eu-west-1:" ACCOUNT ":table/t", NULL},
        {"dynamodb:query", "arn:aws:dynamodb:eu-west-1:" ACCOUNT ":table/t/index/i", NULL},
        {"dynamodb:query", "arn:aws:dynamodb:eu-west-1:" ACCOUNT ":stream/t", "is none"},
        {"iam:deleteuser", "arn:aws:iam::" ACCOUNT ":role/x", "resources of type user,"},
        {"iam:deleteuser", "arn:aws:iam::" ACCOUNT ":user/a/b/x", NULL},
        {"ec2:runinstances", "arn:aws:ec2:eu-west-1:" ACCOUNT ":subnet/subnet-1", NULL},
        {"ec2:runinstances", "arn:aws:ec2:eu-west-1::image/ami-1", NULL},
        {"bedrock:invokemodel", "arn:aws:bedrock:eu-west-1::foundation-model/m", NULL},
        {"lambda:invokefunctoin", "arn:aws:s3:::f", NULL},
        {"lamda:invokefunction", "arn:aws:s3:::f", NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *fault = iam_action_resource_fault(&arena, cases[i].action, cases[i].resource);

        if (!fault != !cases[i].fault || (fault && !strstr(fault, cases[i].fault)))
            fail_msg("%s %s: %s", cases[i].action, cases[i].resource, fault ? fault : "no fault");
        arena_reset(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_entry_is_found),
        TEST(actions_are_known),
        TEST(actions_take_resources),
        TEST(operations_are_known),
        TEST(keys_are_known),
        TEST(keys_of_other_providers_may_be_any),
        TEST(resources_that_an_action_takes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
