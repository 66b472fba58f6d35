#include "tests/unit.h"

#include "engine/context.h"
#include "engine/engine.h"
#include "engine/selection.h"

struct arena arena = {.limit = (size_t)8 << 20};

/* A rule with one parameter of each kind. Its flag says what it evaluates to. */
static struct compliance evaluate(struct rule_context *ctx, const struct configuration_item *item)
{
    if (strcmp(item->resource_id, "bad") == 0)
        return evaluation_failed(ctx, "told to fail");
    return parameter_boolean(ctx, "flag") ? compliant() : non_compliant(ctx, "flag is false");
}

static const struct parameter parameters[] = {
    {.name = "flag", .type = PARAMETER_BOOLEAN, .default_value = "true"},
    {.name = "days", .type = PARAMETER_INTEGER, .minimum = 1, .maximum = 365, .unit = "days"},
    {.name = "share", .type = PARAMETER_DECIMAL, .maximum = 1},
    {.name = "change", .type = PARAMETER_DECIMAL, .default_value = "-12.25"},
    {.name = "mode",
     .type = PARAMETER_STRING,
     .choices = (const char *const[]){"strict", "lax", NULL}},
    {.name = "zones",
     .type = PARAMETER_LIST,
     .choices = (const char *const[]){"a", "b", "c", NULL}},
    {.name = "owner", .type = PARAMETER_STRING, .required = true},
    {0},
};

static const struct rule sample = {
    .name = "sample",
    .resource_types = (const char *const[]){"AWS::S3::Bucket", NULL},
    .triggers = TRIGGER_CONFIGURATION_CHANGES,
    .parameters = parameters,
    .evaluate = evaluate,
};

static void parameters_are_read_by_their_type(void **state)
{
    static const struct {
        const char *given, *error; /* NULL: accepted */
    } cases[] = {
        {"{\"owner\":\"me\"}", NULL},
        {"{\"owner\":\"me\",\"flag\":\"false\",\"days\":\"30\",\"mode\":\"lax\"}", NULL},
        {"{\"owner\":\"me\",\"flag\":false,\"days\":30,\"zones\":\" a , b,\"}", NULL},
        {"{\"owner\":\"me\",\"flag\":null,\"days\":\"\",\"rule\":\"x\"}", NULL},
        {"{\"owner\":7}", NULL},
        {"{}", "ruleParameters.owner is required"},
        {"{\"owner\":\"\"}", "ruleParameters.owner is required"},
        {"{\"owner\":[]}", "ruleParameters.owner is not a string"},
        {"{\"owner\":\"me\",\"flag\":\"yes\"}", "ruleParameters.flag: neither true nor false: yes"},
        {"{\"owner\":\"me\",\"flag\":\"True\"}",
         "ruleParameters.flag: neither true nor false: True"},
        {"{\"owner\":\"me\",\"days\":\"x\"}", "ruleParameters.days: not a whole number: x"},
        {"{\"owner\":\"me\",\"days\":\"1.5\"}", "ruleParameters.days: not a whole number: 1.5"},
        {"{\"owner\":\"me\",\"days\":1.5}", "ruleParameters.days: not a whole number: 1.5"},
        {"{\"owner\":\"me\",\"days\":\"99999999999999999999\"}",
         "ruleParameters.days: not a whole number: 99999999999999999999"},
        {"{\"owner\":\"me\",\"days\":1e2}", NULL},
        {"{\"owner\":123456789012345}", NULL},
        {"{\"owner\":1234567890123456789}",
         "ruleParameters.owner: a number of more than 15 digits must be given as text"},
        {"{\"owner\":\"1234567890123456789\"}", NULL},
        {"{\"owner\":1e999}",
         "ruleParameters.owner: a number of more than 15 digits must be given as text"},
        {"{\"owner\":\"me\",\"days\":0}", "ruleParameters.days: 0 is not between 1 and 365 days"},
        {"{\"owner\":\"me\",\"share\":\"0.7\"}", NULL},
        {"{\"owner\":\"me\",\"share\":0.7,\"change\":-0.5}", NULL},
        {"{\"owner\":\"me\",\"share\":\"+1\",\"change\":\"1000000.0\"}", NULL},
        {"{\"owner\":\"me\",\"share\":\"-0\",\"change\":null}", NULL},
        {"{\"owner\":\"me\",\"share\":\"1.01\"}",
         "ruleParameters.share: 1.01 is not between 0 and 1"},
        {"{\"owner\":\"me\",\"share\":-0.1}", "ruleParameters.share: -0.1 is not between 0 and 1"},
        {"{\"owner\":\"me\",\"share\":\"0,7\"}", "ruleParameters.share: not a decimal number: 0,7"},
        {"{\"owner\":\"me\",\"share\":\"70 %\"}",
         "ruleParameters.share: not a decimal number: 70 %"},
        {"{\"owner\":\"me\",\"share\":\".7\"}", "ruleParameters.share: not a decimal number: .7"},
        {"{\"owner\":\"me\",\"share\":\"0.\"}", "ruleParameters.share: not a decimal number: 0."},
        {"{\"owner\":\"me\",\"share\":\"0.7.1\"}",
         "ruleParameters.share: not a decimal number: 0.7.1"},
        {"{\"owner\":\"me\",\"share\":\" 0.7\"}",
         "ruleParameters.share: not a decimal number:  0.7"},
        {"{\"owner\":\"me\",\"share\":\"--1\"}", "ruleParameters.share: not a decimal number: --1"},
        {"{\"owner\":\"me\",\"share\":\"7e-1\"}",
         "ruleParameters.share: not a decimal number: 7e-1"},
        {"{\"owner\":\"me\",\"share\":\"0x1\"}", "ruleParameters.share: not a decimal number: 0x1"},
        {"{\"owner\":\"me\",\"share\":\"nan\"}", "ruleParameters.share: not a decimal number: nan"},
        {"{\"owner\":\"me\",\"share\":true}", "ruleParameters.share: not a decimal number: true"},
        {"{\"owner\":\"me\",\"mode\":\"loose\"}",
         "ruleParameters.mode: loose is not one of strict, lax"},
        {"{\"owner\":\"me\",\"zones\":\"a,d\"}", "ruleParameters.zones: d is not one of a, b, c"},
        {"{\"owner\":\"me\",\"Days\":1}",
         "ruleParameters.Days: sample has no such parameter (did you mean days?)"},
        {"{\"owner\":\"me\",\"somethingElse\":1}",
         "ruleParameters.somethingElse: sample has no such parameter"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rule_context ctx = {.rule = &sample, .arena = &arena};
        struct error err = {0};
        bool read = parameters_read(&ctx, parse(cases[i].given), &err);

        if (read != !cases[i].error)
            fail_msg("%s: %s", cases[i].given, err.message);
        if (!read) {
            assert_int_equal(err.kind, ERROR_PARAMETER);
            assert_string_equal(err.message, cases[i].error);
        }
    }
}

static void lists_of_patterns_match_texts(void **state)
{
    static const struct parameter models[] = {{.name = "models", .type = PARAMETER_LIST}, {0}};
    static const struct rule rule = {.name = "sample", .parameters = models};
    static const struct {
        const char *patterns, *text;
        bool matches;
    } cases[] = {
        {"anthropic.*", "anthropic.claude", true},
        {"anthropic.*", "anthropic.", true},
        {"anthropic.*", "xanthropic.claude", false},
        {"meta.*,anthropic.*", "anthropic.claude", true},
        {"anthropic.claude-?", "anthropic.claude-3", true},
        {"anthropic.claude-?", "anthropic.claude-35", false},
        {"anthropic.claude-?", "anthropic.claude-\xc3\xa4", true},
        {"Anthropic.*", "anthropic.claude", false},
        {"*", "", true},
        {"a.c", "abc", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rule_context ctx = {.rule = &rule, .arena = &arena};
        const char *given = arena_printf(&arena, "{\"models\":\"%s\"}", cases[i].patterns);
        struct error err;

        assert_true(parameters_read(&ctx, parse(given), &err));
        assert_int_equal(parameter_list_matches(&ctx, "models", cases[i].text), cases[i].matches);
    }
}

static void parameters_have_values(void **state)
{
    struct rule_context ctx = {.rule = &sample, .arena = &arena};
    struct error err;

    (void)state;
    assert_true(parameters_read(
        &ctx,
        parse("{\"owner\":\"me\",\"flag\":false,\"days\":30,\"zones\":\" a ,\\tb,,\","
              "\"share\":\"0.75\"}"),
        &err));
    assert_string_equal(parameter_string(&ctx, "owner"), "me");
    assert_null(parameter_string(&ctx, "mode"));
    assert_false(parameter_boolean(&ctx, "flag"));
    assert_int_equal(parameter_integer(&ctx, "days"), 30);
    assert_true(parameter_decimal(&ctx, "share") == 0.75);
    assert_true(parameter_decimal(&ctx, "change") == -12.25);
    assert_true(parameter_list_has(&ctx, "zones", "a"));
    assert_true(parameter_list_has(&ctx, "zones", "b"));
    assert_false(parameter_list_has(&ctx, "zones", "c"));
    assert_null(parameter_list(&ctx, "zones")[2]);
    assert_true(parameter_list_matches(&ctx, "zones", "b"));
    assert_false(parameter_list_matches(&ctx, "zones", "ab"));
    assert_true(parameters_read(&ctx, parse("{\"owner\":\"me\"}"), &err));
    assert_true(parameter_boolean(&ctx, "flag"));
    assert_int_equal(parameter_integer(&ctx, "days"), 0);
    assert_true(parameter_decimal(&ctx, "share") == 0);
    assert_null(parameter_list(&ctx, "zones")[0]);
}

static void rules_are_found_by_parameter_and_name(void **state)
{
    static const struct {
        const char *config_rule_name, *parameters, *found, *error;
    } cases[] = {
        {"cloudtrail-enabled", "{}", "cloudtrail-enabled", NULL},
        {"mine", "{\"rule\":\"cloudtrail-enabled\"}", "cloudtrail-enabled", NULL},
        {"bedrock-agent-vpc-required", "{\"rule\":\"cloudtrail-enabled\"}", "cloudtrail-enabled",
         NULL},
        {"cloudtrail-enabled", "{\"rule\":\"\"}", "cloudtrail-enabled", NULL},
        {"OrgConfigRule-cloudtrail-enabled-a1b2c3d4", "{}", "cloudtrail-enabled", NULL},
        {"cloudtrail-enabled-conformance-pack-abc123xyz", "{}", "cloudtrail-enabled", NULL},
        {"OrgConfigRule-cloudtrail-enabled-conformance-pack-x-a1", "{}", "cloudtrail-enabled",
         NULL},
        {"cloudtrail-enabled-2", "{}", NULL, "did you mean cloudtrail-enabled?"},
        {"mine", "{}", NULL,
         "configRuleName, without a parameter \"rule\", names no rule of this program: mine"},
        {"mine", "{\"rule\":\"cloudtrail\"}", NULL, "ruleParameters.rule names no rule"},
        {"mine", "{\"rule\":7}", NULL, "ruleParameters.rule is not a string"},
        {NULL, "{}", NULL, "configRuleName is missing"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct event event = {.config_rule_name = cases[i].config_rule_name,
                              .rule_parameters = parse(cases[i].parameters)};
        const struct rule *rule = NULL;
        struct error err = {0};

        if (engine_find_rule(&arena, &event, &rule, &err)) {
            if (!cases[i].found || strcmp(rule->name, cases[i].found) != 0)
                fail_msg("case %zu: %s", i, rule->name);
        } else if (!cases[i].error || !strstr(err.message, cases[i].error)) {
            fail_msg("case %zu: %s", i, err.message);
        }
    }
}

static void failed_resources_stand_beside_good_ones(void **state)
{
    struct event event = {.message_type = CONFIGURATION_ITEM_CHANGE,
                          .rule_parameters = parse("{\"owner\":\"me\",\"flag\":\"false\"}"),
                          .item = {.resource_type = "AWS::S3::Bucket",
                                   .resource_id = "good",
                                   .capture_time = 1000,
                                   .configuration = parse("{}")}};
    struct evaluations list = {.memory = arena_within(&arena)};
    struct error err;

    (void)state;
    assert_true(engine_evaluate(&arena, &sample, &event, NULL, &list, &err));
    event.item.resource_id = "bad";
    assert_true(engine_evaluate(&arena, &sample, &event, NULL, &list, &err));
    assert_int_equal(list.items[0].compliance_type, NON_COMPLIANT);
    assert_int_equal(list.items[0].ordering_timestamp, 1000);
    assert_string_equal(list.items[0].annotation, "flag is false");
    assert_int_equal(list.items[1].compliance_type, EVALUATION_FAILED);

    event.item = (struct configuration_item){0};
    event.message_type = SCHEDULED;
    assert_false(engine_evaluate(&arena, &sample, &event, NULL, &list, &err));
    assert_string_equal(err.message,
                        "sample has no periodic trigger: register the rule for configuration "
                        "changes instead of ScheduledNotification");
}

/* What an account rule is told of the account. */
static struct configuration_item told;

static struct compliance remember(struct rule_context *ctx, const struct configuration_item *item)
{
    (void)ctx;
    told = *item;
    return compliant();
}

static const struct rule of_account = {
    .name = "of-account",
    .resource_types = (const char *const[]){"AWS::::Account", NULL},
    .scope = (const char *const[]){"AWS::IAM::Role", NULL},
    .triggers = TRIGGER_CONFIGURATION_CHANGES | TRIGGER_PERIODIC,
    .evaluate = remember,
};

static void account_rules_are_told_the_region_of_the_config_rule(void **state)
{
    static const struct {
        const char *rule_arn, *changed, *region;
    } cases[] = {
        {"arn:aws:config:eu-central-1:123456789012:config-rule/r", NULL, "eu-central-1"},
        {"arn:aws:config:eu-central-1:123456789012:config-rule/r", "global", "eu-central-1"},
        {NULL, "global", "global"},
        {NULL, NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct event event = {.message_type =
                                  cases[i].changed ? CONFIGURATION_ITEM_CHANGE : SCHEDULED,
                              .account_id = "123456789012",
                              .config_rule_arn = cases[i].rule_arn,
                              .rule_parameters = parse("{}"),
                              .item = {.resource_type = cases[i].changed ? "AWS::IAM::Role" : NULL,
                                       .aws_region = cases[i].changed}};
        struct evaluations list = {.memory = arena_within(&arena)};
        struct error err;

        assert_true(engine_evaluate(&arena, &of_account, &event, NULL, &list, &err));
        assert_string_equal(told.resource_id, "123456789012");
        if (cases[i].region)
            assert_string_equal(told.aws_region, cases[i].region);
        else
            assert_null(told.aws_region);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(parameters_are_read_by_their_type),
        TEST(parameters_have_values),
        TEST(lists_of_patterns_match_texts),
        TEST(rules_are_found_by_parameter_and_name),
        TEST(failed_resources_stand_beside_good_ones),
        TEST(account_rules_are_told_the_region_of_the_config_rule),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
