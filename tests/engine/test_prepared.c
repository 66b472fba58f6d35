/*
 * A rule is prepared once and then evaluates any number of items. The linker counts for this test
 * how often a parameter is compared with its form.
 */
#include <regex.h>

#include "engine/engine.h"
#include "tests/unit.h"

struct arena arena = {.limit = (size_t)1 << 20};

static size_t comparisons;

int __real_regcomp(regex_t *out, const char *expression, int flags);
int __wrap_regcomp(regex_t *out, const char *expression, int flags);

int __wrap_regcomp(regex_t *out, const char *expression, int flags)
{
    comparisons++;
    return __real_regcomp(out, expression, flags);
}

static size_t asked; /* how often the rule was */

static struct compliance evaluate(struct rule_context *ctx, const struct configuration_item *item)
{
    asked++;
    return parameter_list_has(ctx, "allowed", item->resource_id)
               ? compliant()
               : non_compliant(ctx, "%s is not allowed", item->resource_id);
}

static const struct parameter parameters[] = {
    {.name = "allowed", .type = PARAMETER_LIST, .pattern = "b-[0-9]+"},
    {0},
};

static const struct rule sample = {
    .name = "sample",
    .resource_types = (const char *const[]){"T", NULL},
    .triggers = TRIGGER_CONFIGURATION_CHANGES | TRIGGER_PERIODIC,
    .parameters = parameters,
    .evaluate = evaluate,
};

static struct rule_context *prepare(const char *rule_parameters, struct reader *reader)
{
    struct rule_context *prepared;
    struct error err = {0};

    if (!rule_prepare(&arena, &sample, parse(rule_parameters), reader, &prepared, &err))
        fail_msg("%s", err.message);
    return prepared;
}

static struct configuration_item bucket(const char *id)
{
    return (struct configuration_item){
        .resource_type = "T", .resource_id = id, .configuration = parse("{}"), .complete = true};
}

static void parameters_are_read_once_for_all_items(void **state)
{
    cJSON *given = parse("{\"allowed\":\"b-1,b-2\"}");
    struct rule_context *prepared;
    struct error err = {0};

    (void)state;
    comparisons = 0;
    assert_true(rule_prepare(&arena, &sample, given, NULL, &prepared, &err));
    assert_int_equal(comparisons, 2);
    json_set(given, "allowed", cJSON_CreateString("not of the form"));
    const struct configuration_item good = bucket("b-1"), bad = bucket("b-3");
    size_t used = arena.used;
    for (size_t i = 0; i < 100000; i++) {
        struct arena_mark mark = arena_mark(&arena);

        assert_int_equal(rule_evaluate(prepared, &good).type, COMPLIANT);
        struct compliance compliance = rule_evaluate(prepared, &bad);
        assert_int_equal(compliance.type, NON_COMPLIANT);
        assert_string_equal(compliance.annotation, "b-3 is not allowed");
        arena_rewind(&arena, mark);
    }
    assert_int_equal(comparisons, 2);
    assert_int_equal(arena.used, used);
}

static void a_parameter_that_is_wrong_prepares_nothing(void **state)
{
    struct rule_context *prepared;
    struct error err = {0};

    (void)state;
    assert_false(
        rule_prepare(&arena, &sample, parse("{\"allowed\":\"c\"}"), NULL, &prepared, &err));
    assert_int_equal(err.kind, ERROR_PARAMETER);
    assert_string_equal(err.message, "ruleParameters.allowed: c is not of the form b-[0-9]+; items "
                                     "are separated by commas");
}

static void the_rule_is_asked_only_of_items_that_are_there(void **state)
{
    struct rule_context *prepared = prepare("{}", NULL);
    struct configuration_item item = bucket("b-1");

    (void)state;
    asked = 0;
    item.status = ITEM_DELETED;
    struct compliance compliance = rule_evaluate(prepared, &item);
    assert_int_equal(compliance.type, NOT_APPLICABLE);
    assert_string_equal(compliance.annotation, "The resource's status is ResourceDeleted.");
    item.status = ITEM_OK;
    item.gone = "It left.";
    compliance = rule_evaluate(prepared, &item);
    assert_int_equal(compliance.type, NOT_APPLICABLE);
    assert_string_equal(compliance.annotation, "It left.");
    item.unread = "It is torn.";
    compliance = rule_evaluate(prepared, &item);
    assert_int_equal(compliance.type, EVALUATION_FAILED);
    assert_string_equal(compliance.annotation, "It is torn.");
    item.gone = item.unread = NULL;
    item.configuration = NULL;
    assert_int_equal(rule_evaluate(prepared, &item).type, EVALUATION_FAILED);
    assert_int_equal(asked, 0);
}

static void what_one_item_does_not_say_is_forgotten_at_the_next(void **state)
{
    struct rule_context *prepared = prepare("{\"allowed\":\"b-1\"}", NULL);
    struct configuration_item part = bucket("b-1"), whole = bucket("b-1");

    (void)state;
    part.configuration = NULL;
    assert_int_equal(rule_evaluate(prepared, &part).type, EVALUATION_FAILED);
    assert_int_equal(rule_evaluate(prepared, &whole).type, COMPLIANT);
}

#define RESULT(id)                                                         \
    "\"{\\\"resourceType\\\":\\\"T\\\",\\\"resourceId\\\":\\\"" id "\\\"," \
    "\\\"arn\\\":\\\"arn:aws:x:r:1:y\\\",\\\"configuration\\\":{}}\""

static bool broken_list(struct reader *self, const char *service, const char *operation,
                        const cJSON *input, struct page_visitor *visitor, struct error *err)
{
    (void)self;
    (void)service;
    (void)operation;
    (void)input;
    return visitor->visit(visitor, parse("{\"Results\":[" RESULT("b-1") "," RESULT("b-2") "]}"),
                          err) &&
           visitor->visit(visitor, parse("{\"Results\":[7," RESULT("b-1") "]}"), err) &&
           error_set(err, ERROR_NETWORK, "the list broke off");
}

/* What was evaluated by then is there, once each, with what a report says of the resource. */
static void a_source_that_fails_leaves_what_it_gave(void **state)
{
    struct reader reader = {broken_list};
    struct rule_context *prepared = prepare("{\"allowed\":\"b-2\"}", &reader);
    const struct event event = {.message_type = SCHEDULED, .notification_time = 5000};
    struct evaluations list = {.memory = arena_within(&arena), .keeps_outlines = true};
    struct error err = {0};

    (void)state;
    assert_false(rule_evaluate_event(prepared, &event, &list, &err));
    assert_string_equal(err.message, "the list broke off");
    assert_int_equal(list.count, 3);
    assert_string_equal(list.items[0].resource_id, "b-2");
    assert_int_equal(list.items[0].compliance_type, COMPLIANT);
    assert_int_equal(list.items[0].ordering_timestamp, 5000);
    assert_string_equal(list.items[0].item->arn, "arn:aws:x:r:1:y");
    assert_string_equal(list.items[0].item->account_id, "1");
    assert_null(list.items[0].item->configuration);
    assert_string_equal(list.items[1].resource_id, "SelectResourceConfig.Results[2]");
    assert_int_equal(list.items[1].compliance_type, EVALUATION_FAILED);
    assert_string_equal(list.items[2].resource_id, "b-1");
    assert_int_equal(list.items[2].compliance_type, NON_COMPLIANT);
}

static void a_list_keeps_no_items_unless_it_is_told_to(void **state)
{
    struct rule_context *prepared = prepare("{}", NULL);
    const struct event event = {.message_type = CONFIGURATION_ITEM_CHANGE, .item = bucket("b-1")};
    struct evaluations list = {.memory = arena_within(&arena)};
    struct error err = {0};

    (void)state;
    assert_true(rule_evaluate_event(prepared, &event, &list, &err));
    assert_int_equal(list.count, 1);
    assert_null(list.items[0].item);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(parameters_are_read_once_for_all_items),
        TEST(a_parameter_that_is_wrong_prepares_nothing),
        TEST(the_rule_is_asked_only_of_items_that_are_there),
        TEST(what_one_item_does_not_say_is_forgotten_at_the_next),
        TEST(a_source_that_fails_leaves_what_it_gave),
        TEST(a_list_keeps_no_items_unless_it_is_told_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
