#include "tests/unit.h"

#include "config/evaluation.h"

struct arena arena = {.limit = (size_t)8 << 20};

static void add(struct evaluations *list, enum compliance_type type, const char *annotation)
{
    evaluations_add(list, &(struct evaluation){.resource_type = "AWS::Lambda::Function",
                                               .resource_id = "f",
                                               .compliance_type = type,
                                               .annotation = annotation,
                                               .ordering_timestamp = 1455672994043});
}

static void evaluations_are_sent_as_the_service_takes_them(void **state)
{
    struct evaluations list = {.memory = arena_within(&arena)};
    struct error err;
    char annotation[600] = "";
    const struct evaluation *items[2];

    (void)state;
    assert_true(evaluations_complete(&list, &err));
    add(&list, COMPLIANT, "");
    add(&list, NON_COMPLIANT, "why");
    items[0] = &list.items[0];
    items[1] = &list.items[1];
    assert_string_equal(
        cJSON_PrintUnformatted(put_evaluations_json(items, 2, "token")),
        "{\"Evaluations\":[{\"ComplianceResourceType\":\"AWS::Lambda::Function\","
        "\"ComplianceResourceId\":\"f\",\"ComplianceType\":\"COMPLIANT\","
        "\"OrderingTimestamp\":1455672994.043},"
        "{\"ComplianceResourceType\":\"AWS::Lambda::Function\",\"ComplianceResourceId\":\"f\","
        "\"ComplianceType\":\"NON_COMPLIANT\",\"Annotation\":\"why\","
        "\"OrderingTimestamp\":1455672994.043}],\"ResultToken\":\"token\"}");
    assert_string_equal(cJSON_PrintUnformatted(put_evaluations_json(NULL, 0, "TESTMODE")),
                        "{\"Evaluations\":[],\"ResultToken\":\"TESTMODE\",\"TestMode\":true}");

    memset(annotation, 'a', 255);
    for (size_t length = 255; length <= 257; length++) {
        annotation[length - 1] = 'a';
        add(&list, NON_COMPLIANT, annotation);
        assert_int_equal(strlen(list.items[list.count - 1].annotation),
                         length < 256 ? length : 256);
    }
    memcpy(annotation + 255, "\xF0\x9F\x98\x80", 5); /* its second unit would be the 257th */
    add(&list, NON_COMPLIANT, annotation);
    assert_int_equal(strlen(list.items[list.count - 1].annotation), 255);

    for (size_t i = 0; i < 100; i++)
        add(&list, NOT_APPLICABLE, NULL);
    assert_true(evaluations_complete(&list, &err));
    assert_int_equal(evaluations_count(&list, NOT_APPLICABLE), 100);
    add(&list, EVALUATION_FAILED, "AccessDenied");
    assert_false(evaluations_complete(&list, &err));
    assert_int_equal(err.kind, ERROR_RULE);
    assert_string_equal(err.message, "1 of 107 resources could not be evaluated; "
                                     "AWS::Lambda::Function f: AccessDenied");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(evaluations_are_sent_as_the_service_takes_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
