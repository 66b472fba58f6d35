#include "tests/unit.h"

#include <stdlib.h>

#include "report/line.h"
#include "report/report.h"
#include "tests/shortage.h"

struct arena arena = {.limit = (size_t)8 << 20};

static const struct configuration_item item = {
    .resource_type = "AWS::Lambda::Function",
    .resource_id = "f",
    .arn = "arn:aws:lambda:eu-west-1:444455556666:function:f",
    .account_id = "444455556666",
    .aws_region = "eu-west-1",
    .capture_time = 1682607791636,
};

static const struct evaluation whole = {
    .resource_type = "AWS::Lambda::Function",
    .resource_id = "f",
    .compliance_type = NON_COMPLIANT,
    .annotation = "It is \"out\" & about.",
    .ordering_timestamp = 1455672994043,
    .item = &item,
};

static const struct evaluation bare = {
    .resource_type = "AWS::::Account", .resource_id = "1", .compliance_type = EVALUATION_FAILED};

/* Notes what it is told. */
struct spy {
    size_t begun, added, put, ended;
    const char *types[2], *accounts[2];
};

static void spy_begin(struct report *report)
{
    report->state = arena_alloc(report->arena, sizeof(struct spy));
    ((struct spy *)report->state)->begun++;
}

static void spy_add(struct report *report, const struct rule *rule,
                    const struct evaluation *evaluation)
{
    struct spy *spy = report->state;

    assert_ptr_equal(rule, rules[0]);
    spy->types[spy->added] = evaluation->item->resource_type;
    spy->accounts[spy->added++] = evaluation->item->account_id;
}

static void spy_put(struct report *report, const cJSON *request)
{
    assert_true(cJSON_IsObject(request));
    ((struct spy *)report->state)->put++;
}

static void spy_end(struct report *report)
{
    ((struct spy *)report->state)->ended++;
}

static void tell(struct report *report)
{
    report_begin(report);
    report_add(report, rules[0], &whole);
    report_add(report, rules[0], &bare);
    report_put(report, cJSON_CreateObject());
    report_end(report);
}

static void a_format_is_told_all_and_every_evaluation_has_an_item(void **state)
{
    static const struct report_format format = {
        .name = "spy", .begin = spy_begin, .add = spy_add, .put = spy_put, .end = spy_end};
    struct report report = {.format = &format, .arena = &arena};

    (void)state;
    tell(&report);
    const struct spy *spy = report.state;
    assert_int_equal(spy->begun, 1);
    assert_int_equal(spy->added, 2);
    assert_int_equal(spy->put, 1);
    assert_int_equal(spy->ended, 1);
    assert_string_equal(spy->types[0], "AWS::Lambda::Function");
    assert_string_equal(spy->accounts[0], "444455556666");
    assert_string_equal(spy->types[1], "AWS::::Account");
    assert_null(spy->accounts[1]);
    assert_int_equal(report.counts[NON_COMPLIANT], 1);
    assert_int_equal(report.counts[EVALUATION_FAILED], 1);
    assert_int_equal(report.counts[COMPLIANT], 0);
}

static void a_format_may_leave_everything_out(void **state)
{
    static const struct report_format format = {.name = "silent"};
    struct report report = {.format = &format, .arena = &arena};

    (void)state;
    tell(&report);
    assert_int_equal(report.counts[NON_COMPLIANT], 1);
}

static void formats_are_found_by_their_names(void **state)
{
    (void)state;
    for (size_t i = 0; report_formats[i]; i++) {
        assert_ptr_equal(report_format_find(report_formats[i]->name), report_formats[i]);
        assert_non_null(report_formats[i]->text);
        if (i > 0)
            assert_true(strcmp(report_formats[i - 1]->name, report_formats[i]->name) < 0);
    }
    assert_ptr_equal(report_format_find("table"), &report_table);
    assert_null(report_format_find("tabl"));
    assert_null(report_format_find(""));
}

static void tell_nothing(struct report *report)
{
    report_begin(report);
    report_end(report);
}

/* What a format writes of what it is told. */
static const char *document(const char *format, void (*tell_it)(struct report *report))
{
    struct report report = {
        .format = report_format_find(format), .arena = &arena, .file = "events/<a>.json"};
    size_t length;
    char *text;

    report.out = open_memstream(&text, &length);
    assert_non_null(report.out);
    tell_it(&report);
    fclose(report.out);
    const char *copy = arena_strndup(&arena, text, length);
    free(text);
    return copy;
}

static void each_format_is_a_whole_document(void **state)
{
    const char *name = rules[0]->name, *severity = severity_name(rules[0]->severity);
    const char *property = arena_printf(&arena,
                                        "      <properties>\n"
                                        "        <property name=\"severity\" value=\"%s\"/>\n"
                                        "      </properties>\n",
                                        severity);

    (void)state;
    assert_string_equal(document("table", tell_nothing), "");
    assert_string_equal(document("json", tell_nothing), "");
    assert_string_equal(document("put-evaluations", tell_nothing), "");
    assert_string_equal(document("put-evaluations", tell), "{}\n");
    assert_string_equal(
        document("json", tell),
        arena_printf(
            &arena,
            "{\"rule\":\"%s\",\"severity\":\"%s\",\"resourceType\":\"AWS::Lambda::Function\","
            "\"resourceId\":\"f\",\"complianceType\":\"NON_COMPLIANT\","
            "\"annotation\":\"It is \\\"out\\\" & about.\","
            "\"orderingTimestamp\":1455672994.043,\"accountId\":\"444455556666\","
            "\"awsRegion\":\"eu-west-1\","
            "\"arn\":\"arn:aws:lambda:eu-west-1:444455556666:function:f\","
            "\"configurationItemCaptureTime\":\"2023-04-27T15:03:11.636Z\","
            "\"file\":\"events/<a>.json\"}\n",
            name, severity));
    assert_string_equal(
        document("junit", tell),
        arena_printf(&arena,
                     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
                     "  <testsuite name=\"configrule\" tests=\"2\" failures=\"1\" errors=\"1\" "
                     "skipped=\"0\">\n"
                     "    <testcase classname=\"%s\" name=\"AWS::Lambda::Function "
                     "arn:aws:lambda:eu-west-1:444455556666:function:f\" "
                     "file=\"events/&lt;a&gt;.json\">\n"
                     "%s      <failure message=\"NON_COMPLIANT\">It is &quot;out&quot; &amp; about."
                     "</failure>\n    </testcase>\n"
                     "    <testcase classname=\"%s\" name=\"AWS::::Account 1\" "
                     "file=\"events/&lt;a&gt;.json\">\n"
                     "%s      <error message=\"EVALUATION_FAILED\"></error>\n    </testcase>\n"
                     "  </testsuite>\n</testsuites>\n",
                     name, property, name, property));
    assert_string_equal(document("junit", tell_nothing),
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
                        "  <testsuite name=\"configrule\" tests=\"0\" failures=\"0\" errors=\"0\" "
                        "skipped=\"0\">\n  </testsuite>\n</testsuites>\n");
}

static size_t failing; /* the allocation of each evaluation that fails; 0: none */

static void add_whole(void *report)
{
    report_add(report, rules[0], &whole);
}

/* There are more than the first lists hold. */
static void tell_with_shortage(struct report *report)
{
    report_begin(report);
    for (int i = 0; i < 20; i++) {
        shortage = (struct shortage){.number = failing};
        bool added = arena_try(&arena, 0, add_whole, report);
        shortage = (struct shortage){0};
        if (!added)
            add_whole(report);
    }
    report_end(report);
    assert_int_equal(report->counts[NON_COMPLIANT], 20);
}

static void where_memory_ends_a_report_is_as_it_was(void **state)
{
    (void)state;
    for (size_t i = 0; report_formats[i]; i++) {
        const char *name = report_formats[i]->name;

        failing = 0;
        const char *expected = document(name, tell_with_shortage);
        for (failing = 1; failing <= 50; failing++) {
            struct arena_mark mark = arena_mark(&arena);

            assert_string_equal(document(name, tell_with_shortage), expected);
            arena_rewind(&arena, mark);
        }
    }
}

static void a_line_says_what_was_written(void **state)
{
    struct line line;

    (void)state;
    line_read(line_write(rules[0], &whole, "file"), &line);
    assert_ptr_equal(line.rule, rules[0]);
    assert_string_equal(line.evaluation.resource_type, whole.resource_type);
    assert_string_equal(line.evaluation.resource_id, whole.resource_id);
    assert_int_equal(line.evaluation.compliance_type, whole.compliance_type);
    assert_string_equal(line.evaluation.annotation, whole.annotation);
    assert_ptr_equal(line.evaluation.item, &line.item);
    assert_string_equal(line.item.resource_type, item.resource_type);
    assert_string_equal(line.item.resource_id, item.resource_id);
    assert_string_equal(line.item.arn, item.arn);
    assert_string_equal(line.item.account_id, item.account_id);
    assert_string_equal(line.item.aws_region, item.aws_region);
    assert_int_equal(line.item.capture_time, item.capture_time);

    line_read(line_write(rules[0], &bare, NULL), &line);
    assert_int_equal(line.evaluation.compliance_type, EVALUATION_FAILED);
    assert_null(line.evaluation.annotation);
    assert_int_equal(line.evaluation.ordering_timestamp, 0);
    assert_null(line.item.arn);
    assert_null(line.item.account_id);
    assert_null(line.item.aws_region);
    assert_int_equal(line.item.capture_time, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_format_is_told_all_and_every_evaluation_has_an_item),
        TEST(a_format_may_leave_everything_out),
        TEST(formats_are_found_by_their_names),
        TEST(each_format_is_a_whole_document),
        TEST(where_memory_ends_a_report_is_as_it_was),
        TEST(a_line_says_what_was_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
