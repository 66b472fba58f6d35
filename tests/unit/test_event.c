#include "tests/unit/unit.h"

#include "core/event.h"

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

        if (!configuration_item_parse(&arena, parse(shapes[i]), "item", &item, &err))
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
        &arena, parse("{" BASE ",\"configuration\":null,\"availabilityZone\":null}"), "item", &item,
        &err));
    assert_null(item.configuration);
    assert_null(item.arn);
    assert_int_equal(cJSON_GetArraySize(item.supplementary_configuration), 0);
    assert_int_equal(cJSON_GetArraySize(item.tags), 0);
    assert_int_equal(cJSON_GetArraySize(item.relationships), 0);
    assert_true(configuration_item_parse(
        &arena, parse("{\"resourceType\":\"T\",\"resourceId\":\"i\"}"), "item", &item, &err));
    assert_int_equal(item.status, ITEM_OK);
    assert_int_equal(item.capture_time, 0);
}

#define CHANGE(item)                                                               \
    "{\"invokingEvent\":{\"messageType\":\"ConfigurationItemChangeNotification\"," \
    "\"configurationItem\":" item "},\"resultToken\":\"t\"}"
#define SCHEDULED_EVENT(rest)                                                  \
    "{\"invokingEvent\":\"{\\\"messageType\\\":\\\"ScheduledNotification\\\"," \
    "\\\"notificationCreationTime\\\":\\\"2016-07-13T21:50:00.373Z\\\"}\"" rest "}"

static void bad_events_name_the_place(void **state)
{
    static const struct {
        const char *event, *message;
        enum error_kind kind;
    } cases[] = {
        {"[]", "the event is not a JSON object", ERROR_EVENT},
        {"{\"key1\":\"value1\"}", "invokingEvent is missing: this is not an event of AWS Config",
         ERROR_EVENT},
        {"{\"invokingEvent\":\"{\"}", "invokingEvent is not JSON near line 1, column 1",
         ERROR_EVENT},
        {"{\"invokingEvent\":\"[]\"}", "invokingEvent is not an object", ERROR_EVENT},
        {"{\"invokingEvent\":7}", "invokingEvent is not an object", ERROR_EVENT},
        {"{\"invokingEvent\":\"{}\"}", "invokingEvent.messageType is missing", ERROR_EVENT},
        {"{\"invokingEvent\":{\"messageType\":\"Hello\"}}",
         "invokingEvent.messageType is unknown: Hello", ERROR_EVENT},
        {"{\"invokingEvent\":{\"messageType\":\"ScheduledNotification\"}}",
         "invokingEvent.notificationCreationTime is missing or not a time", ERROR_EVENT},
        {"{\"invokingEvent\":{\"messageType\":\"ConfigurationItemChangeNotification\"}}",
         "invokingEvent.configurationItem is missing or not an object", ERROR_EVENT},
        {"{\"invokingEvent\":{\"messageType\":\"OversizedConfigurationItemChangeNotification\"}}",
         "invokingEvent.configurationItemSummary is missing or not an object", ERROR_EVENT},
        {CHANGE("{\"resourceId\":\"f\"}"),
         "invokingEvent.configurationItem.resourceType is missing", ERROR_EVENT},
        {CHANGE("{\"resourceType\":\"T\",\"resourceId\":\"\"}"),
         "invokingEvent.configurationItem.resourceId is missing", ERROR_EVENT},
        {CHANGE("{\"resourceType\":\"T\",\"resourceId\":\"f\"}"),
         "invokingEvent.configurationItem.configurationItemStatus is missing", ERROR_EVENT},
        {CHANGE("{\"resourceType\":\"T\",\"resourceId\":\"f\","
                "\"configurationItemStatus\":\"Gone\"}"),
         "invokingEvent.configurationItem.configurationItemStatus is unknown: Gone", ERROR_EVENT},
        {CHANGE("{\"resourceType\":\"T\",\"resourceId\":\"f\","
                "\"configurationItemStatus\":\"OK\"}"),
         "invokingEvent.configurationItem.configurationItemCaptureTime is missing", ERROR_EVENT},
        {CHANGE("{" BASE ",\"configuration\":\"{\"}"),
         "invokingEvent.configurationItem.configuration is not JSON near line 1, column 1",
         ERROR_EVENT},
        {CHANGE("{" BASE ",\"configuration\":[]}"),
         "invokingEvent.configurationItem.configuration is not an object", ERROR_EVENT},
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
         ERROR_EVENT},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct event event;

        if (event_parse(&arena, cases[i].event, strlen(cases[i].event), &event, &err))
            fail_msg("%s", cases[i].event);
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
        {",\"accountId\":\"1\",\"configRuleArn\":\"arn:aws:config:r:2:config-rule/x\"", "1"},
        {",\"configRuleArn\":\"arn:aws-cn:config:r:2:config-rule/x\"", "2"},
        {",\"configRuleArn\":\"arn:aws\"", NULL},
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
        if (!event_read(&arena, parse(cases[i].json), &event, &err))
            fail_msg("%s: %s", cases[i].json, err.message);
        assert_int_equal(event.message_type, cases[i].type);
        assert_int_equal(!event.item.resource_type, cases[i].periodic);
        assert_non_null(event.rule_parameters);
    }
    assert_false(event_read(&arena, parse("{}"), &event, &err));
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
        TEST(events_are_recognised_in_any_wrapping),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
