#include "tests/unit.h"

#include "config/event.h"

struct arena arena = {.limit = (size_t)8 << 20};

#define BASE                                                           \
    "\"resourceType\":\"AWS::Lambda::Function\",\"resourceId\":\"f\"," \
    "\"configurationItemStatus\":\"OK\","                              \
    "\"configurationItemCaptureTime\":\"2023-04-27T15:03:11.636Z\""

/* One function in each shape in which AWS gives an item; all must read the same. */
static const char *const shapes[] = {
    /* change notification */
    "{" BASE ",\"resourceName\":\"f\",\"ARN\":\"arn:f\",\"awsAccountId\":\"1\",\"awsRegion\":\"r\","
    "\"configurationStateId\":1682607791636,\"configuration\":{\"codeSize\":5},"
    "\"supplementaryConfiguration\":{\"Policy\":\"{\\\"a\\\":1}\",\"Flag\":true},"
    "\"relationships\":[{\"resourceId\":\"s\",\"name\":\"Is contained in Subnet\"}],"
    "\"tags\":{\"k\":\"v\"}}",
    /* GetResourceConfigHistory */
    "{\"resourceType\":\"AWS::Lambda::Function\",\"resourceId\":\"f\",\"arn\":\"arn:f\","
    "\"accountId\":\"1\",\"awsRegion\":\"r\",\"version\":\"1.3\",\"configurationItemStatus\":"
    "\"OK\","
    "\"configurationItemCaptureTime\":1682607791.636,\"configurationStateId\":\"1682607791636\","
    "\"configuration\":\"{\\\"codeSize\\\":5}\","
    "\"supplementaryConfiguration\":{\"Policy\":\"\\\"{\\\\\\\"a\\\\\\\":1}\\\"\","
    "\"Flag\":\"true\"},"
    "\"relationships\":[{\"resourceId\":\"s\",\"relationshipName\":\"Is contained in Subnet\"}],"
    "\"tags\":{\"k\":\"v\"}}",
    /* BatchGetResourceConfig: no tags but the supplementary ones */
    "{\"resourceType\":\"AWS::Lambda::Function\",\"resourceId\":\"f\",\"arn\":\"arn:f\","
    "\"accountId\":\"1\",\"awsRegion\":\"r\",\"configurationItemStatus\":\"OK\","
    "\"configurationItemCaptureTime\":1682607791.636,\"configurationStateId\":\"1682607791636\","
    "\"configuration\":\"{\\\"codeSize\\\":5}\","
    "\"supplementaryConfiguration\":{\"Policy\":\"\\\"{\\\\\\\"a\\\\\\\":1}\\\"\","
    "\"Flag\":\"true\",\"Tags\":\"{\\\"k\\\":\\\"v\\\"}\"},"
    "\"relationships\":[{\"resourceId\":\"s\",\"relationshipName\":\"Is contained in Subnet\"}]}",
    /* SelectResourceConfig */
    "{" BASE ",\"arn\":\"arn:f\",\"accountId\":\"1\",\"awsRegion\":\"r\","
    "\"configuration\":{\"codeSize\":5.0},"
    "\"supplementaryConfiguration\":{\"Policy\":\"{\\\"a\\\":1}\",\"Flag\":true},"
    "\"relationships\":[{\"resourceId\":\"s\",\"name\":\"Is contained in Subnet\"}],"
    "\"tags\":[{\"key\":\"k\",\"value\":\"v\",\"tag\":\"k=v\"}]}",
};

static void every_shape_reads_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(shapes); i++) {
        struct configuration_item item;
        struct error err = {0};

        if (!configuration_item_parse(&arena, parse(shapes[i]), "item", NULL, &item, &err))
            fail_msg("shape %zu: %s", i, err.message);
        assert_string_equal(item.resource_type, "AWS::Lambda::Function");
        assert_string_equal(item.resource_id, "f");
        assert_string_equal(item.resource_name, "f");
        assert_string_equal(item.arn, "arn:f");
        assert_string_equal(item.account_id, "1");
        assert_string_equal(item.aws_region, "r");
        assert_int_equal(item.status, ITEM_OK);
        assert_int_equal(item.capture_time, 1682607791636);
        assert_int_equal(json_get(item.configuration, "codeSize")->valueint, 5);
        assert_string_equal(json_string(item.supplementary_configuration, "Policy", ""),
                            "{\"a\":1}");
        assert_true(json_bool(item.supplementary_configuration, "Flag", false));
        assert_string_equal(json_string(item.tags, "k", ""), "v");
        assert_string_equal(json_string(item.relationships->child, "name", ""),
                            "Is contained in Subnet");
    }
}

static void absent_structures_are_empty(void **state)
{
    struct configuration_item item;
    struct error err;

    (void)state;
    assert_true(configuration_item_parse(
        &arena, parse("{" BASE ",\"configuration\":null,\"availabilityZone\":null}"), "item", NULL,
        &item, &err));
    assert_null(item.configuration);
    assert_null(item.arn);
    assert_int_equal(cJSON_GetArraySize(item.supplementary_configuration), 0);
    assert_int_equal(cJSON_GetArraySize(item.tags), 0);
    assert_int_equal(cJSON_GetArraySize(item.relationships), 0);
    assert_true(configuration_item_parse(
        &arena, parse("{\"resourceType\":\"T\",\"resourceId\":\"i\"}"), "item", NULL, &item, &err));
    assert_int_equal(item.status, ITEM_OK);
    assert_int_equal(item.capture_time, 0);
}

#define CHANGE(item)                                                               \
    "{\"invokingEvent\":{\"messageType\":\"ConfigurationItemChangeNotification\"," \
    "\"configurationItem\":" item "},\"resultToken\":\"t\"}"
#define SCHEDULED_EVENT(rest)                                                  \
    "{\"invokingEvent\":\"{\\\"messageType\\\":\\\"ScheduledNotification\\\"," \
    "\\\"notificationCreationTime\\\":\\\"2016-07-13T21:50:00.373Z\\\"}\"" rest "}"

static struct error refusal_of(const char *text)
{
    struct error err = {0};
    struct event event;

    if (event_parse(&arena, text, strlen(text), &event, &err))
        fail_msg("%s", text);
    return err;
}

static void bad_events_name_the_place(void **state)
{
    static const struct {
        const char *event, *message;
        enum error_kind kind;
    } cases[] = {
        {"[]", "the event is not a JSON object", ERROR_INPUT},
        {"{\"key1\":\"value1\"}", "invokingEvent is missing: this is not an event of AWS Config",
         ERROR_INPUT},
        {"{\"invokingEvent\":\"{\"}", "invokingEvent is not JSON near line 1, column 1",
         ERROR_INPUT},
        {"{\"invokingEvent\":\"[]\"}", "invokingEvent is not an object", ERROR_INPUT},
        {"{\"invokingEvent\":7}", "invokingEvent is not an object", ERROR_INPUT},
        {"{\"invokingEvent\":\"{}\"}", "invokingEvent.messageType is missing", ERROR_INPUT},
        {"{\"invokingEvent\":{\"messageType\":\"Hello\"}}",
         "invokingEvent.messageType is unknown: Hello", ERROR_INPUT},
        {"{\"invokingEvent\":{\"messageType\":\"ScheduledNotification\"}}",
         "invokingEvent.notificationCreationTime is missing or not a time", ERROR_INPUT},
        {"{\"invokingEvent\":{\"messageType\":\"ConfigurationItemChangeNotification\"}}",
         "invokingEvent.configurationItem is missing or not an object", ERROR_INPUT},
        {"{\"invokingEvent\":{\"messageType\":\"OversizedConfigurationItemChangeNotification\"}}",
         "invokingEvent.configurationItemSummary is missing or not an object", ERROR_INPUT},
        {CHANGE("{\"resourceId\":\"f\"}"),
         "invokingEvent.configurationItem.resourceType is missing", ERROR_INPUT},
        {CHANGE("{\"resourceType\":\"T\",\"resourceId\":\"\"}"),
         "invokingEvent.configurationItem.resourceId is missing", ERROR_INPUT},
        {CHANGE("{\"resourceType\":\"T\",\"resourceId\":\"f\"}"),
         "invokingEvent.configurationItem.configurationItemStatus is missing", ERROR_INPUT},
        {CHANGE("{\"resourceType\":\"T\",\"resourceId\":\"f\","
                "\"configurationItemStatus\":\"Gone\"}"),
         "invokingEvent.configurationItem.configurationItemStatus is unknown: Gone", ERROR_INPUT},
        {CHANGE("{\"resourceType\":\"T\",\"resourceId\":\"f\","
                "\"configurationItemStatus\":\"OK\"}"),
         "invokingEvent.configurationItem.configurationItemCaptureTime is missing", ERROR_INPUT},
        {CHANGE("{" BASE ",\"configuration\":\"{\"}"),
         "invokingEvent.configurationItem.configuration is not JSON near line 1, column 1",
         ERROR_INPUT},
        {CHANGE("{" BASE ",\"configuration\":[]}"),
         "invokingEvent.configurationItem.configuration is not an object", ERROR_INPUT},
        {SCHEDULED_EVENT(",\"ruleParameters\":\"{\""),
         "ruleParameters is not JSON near line 1, column 1", ERROR_PARAMETER},
        {SCHEDULED_EVENT(",\"ruleParameters\":\"[]\""), "ruleParameters is not a JSON object",
         ERROR_PARAMETER},
        {SCHEDULED_EVENT(",\"ruleParameters\":7"), "ruleParameters is not a JSON object",
         ERROR_PARAMETER},
        {"{\"evaluationMode\":\"PROACTIVE\",\"invokingEvent\":{\"messageType\":"
         "\"ConfigurationItemChangeNotification\",\"configurationItem\":{" BASE
         ",\"configuration\":{\"FunctionName\":\"f\"}}}}",
         "evaluationMode is PROACTIVE and the configuration is in CloudFormation's schema: "
         "proactive evaluation is not supported",
         ERROR_INPUT},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = refusal_of(cases[i].event);

        assert_string_equal(err.message, cases[i].message);
        assert_int_equal(err.kind, cases[i].kind);
    }
}

static struct event read(const char *text)
{
    struct error err = {0};
    struct event event;

    if (!event_parse(&arena, text, strlen(text), &event, &err))
        fail_msg("%s: %s", text, err.message);
    return event;
}

static void absent_parameters_are_defaults(void **state)
{
    static const char *const absent[] = {
        "",
        ",\"ruleParameters\":null",
        ",\"ruleParameters\":\"\"",
        ",\"ruleParameters\":\" \\n\"",
        ",\"ruleParameters\":\"{}\"",
        ",\"ruleParameters\":{}",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(absent); i++) {
        struct event event = read(arena_printf(&arena, SCHEDULED_EVENT("%s"), absent[i]));

        assert_true(cJSON_IsObject(event.rule_parameters));
        assert_int_equal(cJSON_GetArraySize(event.rule_parameters), 0);
    }
    assert_string_equal(
        json_string(
            read(SCHEDULED_EVENT(",\"ruleParameters\":\"{\\\"a\\\":\\\"b\\\"}\"")).rule_parameters,
            "a", ""),
        "b");
}

static void accounts_come_from_where_they_are_said(void **state)
{
    static const struct {
        const char *rest, *account;
    } cases[] = {
        {",\"accountId\":\"1\",\"configRuleArn\":\"arn:aws:config:r:1:config-rule/x\"", "1"},
        {",\"accountId\":\"1\",\"configRuleArn\":\"arn:aws:config:r::config-rule/x\"", "1"},
        {",\"configRuleArn\":\"arn:aws-cn:config:r:2:config-rule/x\"", "2"},
        {",\"configRuleArn\":\"arn:aws\"", NULL},
        {",\"executionRoleArn\":\"arn:aws:iam::3:role/x\"", NULL},
        {",\"accountId\":null", NULL},
        {"", NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct event event = read(arena_printf(&arena, SCHEDULED_EVENT("%s"), cases[i].rest));

        if (cases[i].account)
            assert_string_equal(event.account_id, cases[i].account);
        else
            assert_null(event.account_id);
    }
}

/* Where an event of a change, or of an oversized item, names an account, as they are read. */
static const char *const places[] = {
    "accountId",
    "configRuleArn",
    "invokingEvent.awsAccountId",
    "invokingEvent.accountId",
    "%s.awsAccountId",
    "%s.accountId",
    "%s.ARN",
    "%s.arn",
    "executionRoleArn",
};

#define PLACES COUNT(places)
#define NAMING                                                                       \
    "{\"accountId\":\"%s\",\"configRuleArn\":\"arn:aws:config:r:%s:config-rule/x\"," \
    "\"invokingEvent\":{\"messageType\":\"%sConfigurationItemChangeNotification\","  \
    "\"awsAccountId\":\"%s\",\"accountId\":\"%s\",\"configurationItem%s\":{"         \
    "\"awsAccountId\":\"%s\",\"accountId\":\"%s\",\"ARN\":\"arn:aws:x:r:%s:y\","     \
    "\"arn\":\"arn:aws:x:r:%s:y\"," BASE "}},\"executionRoleArn\":\"arn:aws:iam::%s:role/x\"}"

/* accounts are those of places; "" names none. */
static const char *naming(const char *const accounts[PLACES], bool oversized)
{
    return arena_printf(&arena, NAMING, accounts[0], accounts[1], oversized ? "Oversized" : "",
                        accounts[2], accounts[3], oversized ? "Summary" : "", accounts[4],
                        accounts[5], accounts[6], accounts[7], accounts[8]);
}

static void check_pair(size_t first, size_t second, bool oversized)
{
    static const char one[] = "314159265358", other[] = "271828182845";
    const char *accounts[PLACES], *message = "%s is of account %s and %s of account %s: they must "
                                             "agree";
    const char *item =
        oversized ? "invokingEvent.configurationItemSummary" : "invokingEvent.configurationItem";
    struct error err = {0};
    struct event event;

    for (size_t i = 0; i < PLACES; i++)
        accounts[i] = i == first || i == second ? one : "";
    assert_string_equal(read(naming(accounts, oversized)).account_id, one);
    accounts[second] = other;
    const char *text = naming(accounts, oversized);
    if (event_parse(&arena, text, strlen(text), &event, &err))
        fail_msg("%s", text);
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_string_equal(err.message,
                        arena_printf(&arena, message, arena_printf(&arena, places[first], item),
                                     one, arena_printf(&arena, places[second], item), other));
}

static void all_parts_of_an_event_name_one_account(void **state)
{
    (void)state;
    for (size_t second = 1; second < PLACES; second++)
        for (size_t first = 0; first < second; first++) {
            check_pair(first, second, false);
            check_pair(first, second, true);
        }
}

static void an_arn_names_an_owner(void **state)
{
    static const struct {
        const char *type, *arn, *id;
        bool good;
    } cases[] = {
        {"AWS::Lambda::Function", "arn:aws:lambda:eu-west-3:161803398874:function:f", "f", true},
        {"AWS::Lambda::Function", "arn:aws:lambda:eu-west-3:141421356237:function:f", "f", false},
        {"AWS::Lambda::Function", "arn:aws:lambda:eu-west-3:16180339887:function:f", "f", false},
        {"AWS::Lambda::Function", "arn:aws:lambda:eu-west-3:amazon:function:f", "f", false},
        {"AWS::S3::Bucket", "arn:aws:s3:::b", "b", true},
        {"AWS::IAM::Policy", "arn:aws:iam::aws:policy/ReadOnlyAccess", "x", true},
        {"AWS::IAM::Policy", "arn:aws:iam::141421356237:policy/mine", "x", false},
        {"AWS::CloudTrail::Trail", "arn:aws:cloudtrail:eu-west-3:141421356237:trail/t", "t", true},
        {"AWS::CloudTrail::EventDataStore", "arn:aws:cloudtrail:eu-west-3:141421356237:x", "t",
         false},
        {"AWS::EC2::Subnet", "arn:aws:ec2:eu-west-3:141421356237:subnet/s", "s", true},
        {"AWS::::Account", "", "161803398874", true},
        {"AWS::::Account", "", "141421356237", false},
        {"AWS::Lambda::Function", "", "141421356237", true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct configuration_item item;
        const char *json = arena_printf(&arena,
                                        "{\"resourceType\":\"%s\",\"resourceId\":\"%s\","
                                        "\"ARN\":\"%s\",\"accountId\":\"161803398874\"}",
                                        cases[i].type, cases[i].id, cases[i].arn);

        if (configuration_item_parse(&arena, parse(json), "item", NULL, &item, &err) !=
            cases[i].good)
            fail_msg("case %zu: %s", i, err.message);
        if (cases[i].good)
            assert_string_equal(item.account_id, "161803398874");
    }
}

static void what_is_no_text_may_name_an_account(void **state)
{
    static const struct {
        const char *event, *message;
    } cases[] = {
        {SCHEDULED_EVENT(",\"accountId\":222222222222"), "accountId is not a string"},
        {SCHEDULED_EVENT(",\"configRuleArn\":[\"x\"]"), "configRuleArn is not a string"},
        {SCHEDULED_EVENT(",\"executionRoleArn\":{}"), "executionRoleArn is not a string"},
        {CHANGE("{" BASE ",\"awsAccountId\":222222222222}"),
         "invokingEvent.configurationItem.awsAccountId is not a string"},
        {CHANGE("{" BASE ",\"ARN\":true}"), "invokingEvent.configurationItem.ARN is not a string"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(refusal_of(cases[i].event).message, cases[i].message);
}

static void events_are_recognised_in_any_wrapping(void **state)
{
    static const struct {
        const char *json;
        enum message_type type;
        bool periodic;
    } cases[] = {
        {CHANGE("{" BASE "}"), CONFIGURATION_ITEM_CHANGE, false},
        {SCHEDULED_EVENT(""), SCHEDULED, true},
        {"{\"messageType\":\"ScheduledNotification\",\"notificationCreationTime\":1468446600373}",
         SCHEDULED, true},
        {"{\"messageType\":\"ConfigurationSnapshotDeliveryCompleted\","
         "\"notificationCreationTime\":\"2016-09-27T18:39:39.853Z\"}",
         SNAPSHOT_DELIVERY_COMPLETED, true},
        {"{\"messageType\":\"OversizedConfigurationItemChangeNotification\","
         "\"configurationItemSummary\":{" BASE "}}",
         OVERSIZED_CONFIGURATION_ITEM_CHANGE, false},
        {"{" BASE "}", CONFIGURATION_ITEM_CHANGE, false},
    };
    struct error err;
    struct event event;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (!event_read(&arena, parse(cases[i].json), NULL, &event, &err))
            fail_msg("%s: %s", cases[i].json, err.message);
        assert_int_equal(event.message_type, cases[i].type);
        assert_int_equal(!event.item.resource_type, cases[i].periodic);
        assert_non_null(event.rule_parameters);
    }
    assert_false(event_read(&arena, parse("{}"), NULL, &event, &err));
    assert_true(read("{\"eventLeftScope\":true,\"invokingEvent\":{\"messageType\":"
                     "\"ConfigurationItemChangeNotification\",\"configurationItem\":{" BASE "}}}")
                    .event_left_scope);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_shape_reads_the_same),
        TEST(absent_structures_are_empty),
        TEST(bad_events_name_the_place),
        TEST(absent_parameters_are_defaults),
        TEST(accounts_come_from_where_they_are_said),
        TEST(all_parts_of_an_event_name_one_account),
        TEST(an_arn_names_an_owner),
        TEST(what_is_no_text_may_name_an_account),
        TEST(events_are_recognised_in_any_wrapping),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
