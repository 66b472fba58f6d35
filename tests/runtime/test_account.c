#include "tests/unit.h"

#include <stdlib.h>

#include "runtime/account.h"

struct arena arena = {.limit = (size_t)8 << 20};

#define OWN "111111111111"
#define OTHER "222222222222"
#define ROLE(account, name) "arn:aws:iam::" account ":role/" name
#define RULE(account) "arn:aws:config:eu-central-1:" account ":config-rule/config-rule-1"

static void the_environment_is_checked(void **state)
{
    static const struct {
        const char *allowed, *external_id;
        bool good;
    } cases[] = {
        {NULL, NULL, true},
        {"", "", true},
        {OTHER, "x1", true},
        {OTHER "," OWN, "a_B+=,.@:/-9", true},
        {"*", NULL, false},
        {OTHER ",*", NULL, false},
        {OTHER ",", NULL, false},
        {"," OTHER, NULL, false},
        {OTHER ", " OWN, NULL, false},
        {"22222222222", NULL, false},
        {"2222222222222", NULL, false},
        {"22222222222x", NULL, false},
        {OTHER OWN, NULL, false},
        {NULL, "x", false},
        {NULL, "a b", false},
        {NULL, "a\nb", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct accounts accounts;
        struct error err = {0};

        unsetenv("ALLOWED_ACCOUNTS");
        unsetenv("EXTERNAL_ID");
        if (cases[i].allowed)
            setenv("ALLOWED_ACCOUNTS", cases[i].allowed, 1);
        if (cases[i].external_id)
            setenv("EXTERNAL_ID", cases[i].external_id, 1);
        if (accounts_read(&accounts, &err) != cases[i].good)
            fail_msg("case %zu: %s", i, err.message);
        assert_int_equal(err.kind, cases[i].good ? ERROR_NONE : ERROR_CONFIGURATION);
    }
}

static void an_event_has_one_role_or_none(void **state)
{
    char too_long[ROLE_ARN_LIMIT + 2] = ROLE(OTHER, "r");

    memset(too_long + strlen(too_long), 'r', sizeof(too_long) - strlen(too_long) - 1);
    const struct {
        const char *allowed, *account, *rule_arn, *event_role, *parameters;
        const char *role; /* "": the function itself; NULL: refused */
        const char *error;
    } cases[] = {
        /* The function's own account. */
        {NULL, OWN, RULE(OWN), ROLE(OWN, "x"), "{}", "", NULL},
        {OTHER, OWN, RULE(OWN), ROLE(OWN, "x"), "{}", "", NULL},
        {NULL, OWN, NULL, NULL, "{}", "", NULL},
        {NULL, NULL, NULL, NULL, "{}", "", NULL},
        {NULL, OWN, RULE(OWN), NULL, "{\"executionRoleName\":\"r\"}", ROLE(OWN, "r"), NULL},
        {NULL, OWN, RULE(OWN), NULL, "{\"executionRoleName\":\"\"}", "", NULL},
        /* Others: only those that are allowed, and said twice. */
        {NULL, OTHER, RULE(OTHER), ROLE(OTHER, "r"), "{}", NULL, "ALLOWED_ACCOUNTS"},
        {"333333333333", OTHER, RULE(OTHER), ROLE(OTHER, "r"), "{}", NULL, "ALLOWED_ACCOUNTS"},
        {OTHER, OTHER, RULE(OTHER), ROLE(OTHER, "r"), "{}", ROLE(OTHER, "r"), NULL},
        {OTHER, OTHER, NULL, ROLE(OTHER, "r"), "{}", NULL, "configRuleArn is missing"},
        {OTHER, OTHER, "x:y:z:eu-central-1:" OTHER ":w", ROLE(OTHER, "r"), "{}", NULL,
         "configRuleArn is of no AWS Config rule here"},
        {OTHER, OTHER, "arn:aws:sns:eu-central-1:" OTHER ":x", ROLE(OTHER, "r"), "{}", NULL,
         "configRuleArn is of no AWS Config rule here"},
        {OTHER, OTHER, "arn:aws-cn:config:eu-central-1:" OTHER ":x", ROLE(OTHER, "r"), "{}", NULL,
         "configRuleArn is of no AWS Config rule here"},
        {OTHER, OTHER, "arn:aws:config::" OTHER ":x", ROLE(OTHER, "r"), "{}", NULL,
         "configRuleArn is of no AWS Config rule here"},
        {OTHER "," OWN, "222222222222,1", RULE("222222222222,1"), NULL, "{}", NULL,
         "ALLOWED_ACCOUNTS"},
        {OTHER ",333333333333", "2222,3333333", "arn:aws:config:eu-central-1:2222,3333333:x", NULL,
         "{}", NULL, "ALLOWED_ACCOUNTS"},
        {OTHER, "22222", "arn:aws:config:eu-central-1:22222:x", NULL, "{}", NULL,
         "ALLOWED_ACCOUNTS"},
        /* The role of another account: a parameter's, else the event's. */
        {OTHER, OTHER, RULE(OTHER), ROLE(OTHER, "x"), "{\"executionRoleName\":\"r\"}",
         ROLE(OTHER, "r"), NULL},
        {OTHER, OTHER, RULE(OTHER), NULL, "{\"executionRoleName\":\"/team/of/r+=,.@-_\"}",
         ROLE(OTHER, "team/of/r+=,.@-_"), NULL},
        {OTHER, OTHER, RULE(OTHER), NULL, "{\"executionRoleArn\":\"" ROLE(OTHER, "a/r") "\"}",
         ROLE(OTHER, "a/r"), NULL},
        {OTHER, OTHER, RULE(OTHER), NULL, "{}", NULL, "executionRoleName"},
        {OTHER, OTHER, RULE(OTHER), NULL, "{\"executionRoleArn\":\"" ROLE(OWN, "r") "\"}", NULL,
         "is not of account " OTHER},
        {OTHER, OTHER, RULE(OTHER), ROLE(OWN, "r"), "{}", NULL, "is not of account " OTHER},
        {OTHER, OTHER, RULE(OTHER), NULL, "{\"executionRoleName\":\"" ROLE(OTHER, "r") "\"}", NULL,
         "is no role"},
        {OTHER, OTHER, RULE(OTHER), NULL, "{\"executionRoleName\":\"a b\"}", NULL, "is no role"},
        {OTHER, OTHER, RULE(OTHER), NULL, "{\"executionRoleName\":\"/\"}", NULL, "is no role"},
        {OTHER, OTHER, RULE(OTHER), NULL, "{\"executionRoleName\":\"team/\"}", NULL, "is no role"},
        {OTHER, OTHER, RULE(OTHER), NULL,
         "{\"executionRoleArn\":\"arn:aws-cn:iam::" OTHER ":role/r\"}", NULL, "is no role"},
        {NULL, NULL, NULL, NULL, "{\"executionRoleName\":\"r\"}", NULL, "accountId is missing"},
        {OTHER, OTHER, RULE(OTHER), too_long, "{}", NULL, "is no role"},
        {OTHER, OTHER, RULE(OTHER), "arn\n:aws:iam::" OTHER ":role/r", "{}", NULL, "is no role"},
        {OTHER, OTHER, RULE(OTHER), "arn:aws:iam:x:" OTHER ":role/r", "{}", NULL, "is no role"},
        {OTHER, OTHER, RULE(OTHER), NULL, "{\"executionRoleName\":7}", NULL, "is not a string"},
        {OTHER, OTHER, RULE(OTHER), NULL, "{\"executionRoleArn\":\"r\"}", NULL, "is no role"},
        {OTHER, OTHER, RULE(OTHER), NULL,
         "{\"executionRoleArn\":\"arn:aws:iam::" OTHER ":user/u\"}", NULL, "is no role"},
        {OTHER, OTHER, RULE(OTHER), NULL,
         "{\"executionRoleName\":\"r\",\"executionRoleArn\":\"" ROLE(OTHER, "r") "\"}", NULL,
         "both"},
        /* Service-linked roles. */
        {OTHER, OTHER, RULE(OTHER),
         ROLE(OTHER, "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"), "{}", NULL,
         "set the rule parameter executionRoleName"},
        {OTHER, OTHER, RULE(OTHER), NULL, "{\"executionRoleName\":\"AWSServiceRoleForConfig\"}",
         NULL, "ruleParameters.executionRoleName: " ROLE(OTHER, "AWSServiceRoleForConfig")},
        {OTHER, OTHER, RULE(OTHER), NULL, "{\"executionRoleName\":\"aws-service-role/x/y\"}", NULL,
         "service-linked"},
        /* Another Region. */
        {NULL, OWN, "arn:aws:config:eu-west-1:" OWN ":config-rule/x", NULL, "{}", NULL,
         "the rule is in eu-west-1 and this function in eu-central-1"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct accounts accounts = {.allowed = cases[i].allowed, .external_id = "e"};
        const struct event event = {.account_id = cases[i].account,
                                    .config_rule_arn = cases[i].rule_arn,
                                    .execution_role_arn = cases[i].event_role,
                                    .rule_parameters = parse(cases[i].parameters)};
        struct error err = {0};
        struct role role;

        if (account_role(&arena, &accounts, "arn:aws:lambda:eu-central-1:" OWN ":function:f",
                         &event, &role, &err)) {
            if (!cases[i].role || strcmp(role.arn ? role.arn : "", cases[i].role) != 0)
                fail_msg("case %zu: %s", i, role.arn ? role.arn : "itself");
            assert_string_equal(role.external_id, "e");
        } else if (!cases[i].error || !strstr(err.message, cases[i].error)) {
            fail_msg("case %zu: %s", i, err.message);
        }
    }
}

static void partitions_follow_from_the_function(void **state)
{
    const struct accounts accounts = {0};
    const struct event event = {.account_id = OWN,
                                .rule_parameters = parse("{\"executionRoleName\":\"r\"}")};
    struct error err = {0};
    struct role role;

    (void)state;
    assert_true(account_role(&arena, &accounts,
                             "arn:aws-us-gov:lambda:us-gov-west-1:" OWN ":function:f:live", &event,
                             &role, &err));
    assert_string_equal(role.arn, "arn:aws-us-gov:iam::" OWN ":role/r");
}

static void without_its_arn_a_function_serves_nobody(void **state)
{
    static const char *const arns[] = {
        NULL,
        "arn",
        "arn:aws:lambda:eu-central-1",
        "arn:aws:lambda:eu-central-1:" OTHER,
        "arn:aws:lambda:eu-central-1:" OTHER ":",
        "arn:aws:lambda:eu-central-1::function:f",
        "arn:aws:lambda:eu-central-1:22222222222:function:f",
        "arn:aws:lambda:eu-central-1:2222222222222:function:f",
        "arn:aws:lambda:eu-central-1:22222222222x:function:f",
        "arn:aws:lambda::" OTHER ":function:f",
        "arn::lambda:eu-central-1:" OTHER ":function:f",
        "arn:aws:sns:eu-central-1:" OTHER ":function:f",
        "x:aws:lambda:eu-central-1:" OTHER ":function:f",
    };
    static const char *const named[] = {OTHER, OWN, NULL};

    (void)state;
    for (size_t i = 0; i < COUNT(arns) * COUNT(named); i++) {
        const struct accounts accounts = {.allowed = OTHER};
        const struct event event = {.account_id = named[i % COUNT(named)],
                                    .rule_parameters = parse("{}")};
        struct error err = {0};
        struct role role;

        if (account_role(&arena, &accounts, arns[i / COUNT(named)], &event, &role, &err))
            fail_msg("case %zu", i);
        assert_int_equal(err.kind, ERROR_INPUT);
        assert_non_null(strstr(err.message, "Lambda-Runtime-Invoked-Function-Arn"));
    }
}

/* Which entry is whose, without asking STS. */
static void roles_are_kept_up_to_a_number(void **state)
{
    static struct roles roles;
    const struct role first = {.arn = ROLE(OTHER, "0"), .session_name = "rule"};
    struct role other = first;
    struct identity *kept = roles_find(&roles, NULL, &first);

    (void)state;
    assert_ptr_equal(roles_find(&roles, NULL, &first), kept);
    other.external_id = "x";
    assert_ptr_not_equal(roles_find(&roles, NULL, &other), kept);
    other = first;
    other.session_name = "another rule";
    assert_ptr_not_equal(roles_find(&roles, NULL, &other), kept);
    assert_string_equal(
        ((struct assumed_role *)(void *)roles_find(&roles, NULL, &other))->session_name,
        "another-rule");
    for (int i = 1; i < 1000; i++) {
        other = (struct role){.arn = arena_printf(&arena, ROLE(OTHER, "%d"), i),
                              .session_name = "rule"};
        assert_ptr_not_equal(roles_find(&roles, NULL, &other), kept);
        assert_ptr_equal(roles_find(&roles, NULL, &first), kept); /* used just before: it stays */
    }
    for (int i = 1; i <= ROLES_KEPT; i++) {
        other.arn = arena_printf(&arena, ROLE(OTHER, "%d"), i);
        assert_non_null(roles_find(&roles, NULL, &other));
    }
    assert_null(
        roles_find(&roles, NULL, &first)->credentials.access_key_id); /* it had to give way */
    roles_close(&roles);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_environment_is_checked),          TEST(an_event_has_one_role_or_none),
        TEST(partitions_follow_from_the_function), TEST(without_its_arn_a_function_serves_nobody),
        TEST(roles_are_kept_up_to_a_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
