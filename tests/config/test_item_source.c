/*
 * The two sources of items that ask AWS Config: all that is recorded of a type, and the change of an
 * event. What cannot be read is shown all the same, and a list that breaks off fails.
 */
#include "config/changed_item.h"
#include "config/recorded_items.h"
#include "tests/unit.h"

struct arena arena = {.limit = (size_t)4 << 20};

/* An AWS Config with these answers: pages of a list, or one for each question of a history. */
struct answers {
    struct reader reader;
    const char *const *next; /* ends with NULL */
    const char *failure;     /* what comes after the last; NULL: a list is whole */
    char asked[600];         /* the last question */
};

static bool answer(struct reader *self, const char *service, const char *operation,
                   const cJSON *input, struct page_visitor *visitor, struct error *err)
{
    struct answers *answers = (struct answers *)self;
    bool list = strcmp(operation, "SelectResourceConfig") == 0;

    assert_string_equal(service, "config");
    snprintf(answers->asked, sizeof(answers->asked), "%s", cJSON_PrintUnformatted(input));
    while (*answers->next) {
        if (!visitor->visit(visitor, parse(*answers->next++), err))
            return false;
        if (!list)
            return true;
    }
    return !answers->failure || error_set(err, ERROR_SERVICE, "%s", answers->failure);
}

/* What was shown, a line each. */
struct shown {
    struct item_visitor visitor;
    char lines[1000];
    size_t count, limit; /* the visit that would pass the limit fails */
};

static bool show(struct item_visitor *self, const struct configuration_item *item,
                 struct error *err)
{
    struct shown *shown = (struct shown *)self;
    size_t length = strlen(shown->lines);
    const char *said = item->unread ? item->unread : item->gone ? item->gone : "";

    if (shown->count++ == shown->limit)
        return error_set(err, ERROR_RULE, "that is enough");
    snprintf(shown->lines + length, sizeof(shown->lines) - length, "%s %s%s%s\n", item->resource_id,
             item->complete ? "complete" : "",
             item->unread ? "unread: "
             : item->gone ? "gone: "
                          : "",
             said);
    return true;
}

#define RESULT(id, rest) \
    "\"{\\\"resourceType\\\":\\\"T\\\",\\\"resourceId\\\":\\\"" id "\\\"" rest "}\""

static bool list(struct answers answers, struct shown *shown, struct error *err)
{
    answers.reader.read = answer;
    shown->visitor.visit = show;
    struct recorded_items items = recorded_items_of(&arena, &answers.reader, "1", "T");
    bool all = items.source.each(&items.source, &shown->visitor, err);

    assert_non_null(strstr(answers.asked, "WHERE resourceType = 'T'\",\"Limit\":100}"));
    return all;
}

static const char *const two_pages[] = {
    "{\"Results\":[" RESULT("a", "") ",7," RESULT("b", ",\\\"accountId\\\":\\\"2\\\"") "]}",
    "{\"Results\":[\"{\",\"{}\"," RESULT("c", ",\\\"accountId\\\":\\\"1\\\"") "]}",
    NULL,
};
/* clang-format off */
#define RESULTS "SelectResourceConfig.Results"
static const char all_of_them[] =
    "a complete\n"
    RESULTS "[1] unread: " RESULTS "[1] is not a string\n"
    RESULTS "[2] unread: the event is of account 1 and " RESULTS "[2].accountId of account 2: "
            "they must agree\n"
    RESULTS "[3] unread: " RESULTS "[3] is not JSON near line 1, column 1\n"
    RESULTS "[4] unread: " RESULTS "[4].resourceType is missing\n"
    "c complete\n";
/* clang-format on */

static void recorded_items_are_shown_also_those_that_cannot_be_read(void **state)
{
    struct shown shown = {.limit = 100};
    struct error err = {0};

    (void)state;
    assert_true(list((struct answers){.next = two_pages}, &shown, &err));
    assert_string_equal(shown.lines, all_of_them);
}

static void a_list_that_breaks_off_fails_after_what_was_shown(void **state)
{
    static const char *const odd[] = {"{\"Results\":[" RESULT("a", "") "]}", "{}", NULL};
    struct shown shown = {.limit = 100}, of_odd = {.limit = 100};
    struct error err = {0};

    (void)state;
    assert_false(
        list((struct answers){.next = two_pages, .failure = "it broke off"}, &shown, &err));
    assert_string_equal(err.message, "it broke off");
    assert_string_equal(shown.lines, all_of_them);
    assert_false(list((struct answers){.next = odd}, &of_odd, &err));
    assert_string_equal(err.message, "SelectResourceConfig answered without Results");
    assert_string_equal(of_odd.lines, "a complete\n");
}

static void a_visitor_that_fails_ends_the_list(void **state)
{
    struct error err = {0};

    (void)state;
    for (size_t limit = 0; limit < 6; limit++) {
        struct shown shown = {.limit = limit};

        assert_false(list((struct answers){.next = two_pages}, &shown, &err));
        assert_string_equal(err.message, "that is enough");
        assert_int_equal(shown.count, limit + 1);
    }
}

/* The one item that an event shows; items are what the history has, one a question. */
static const char *changed(struct event event, const char *const *items, const char *failure)
{
    static struct shown shown;
    struct answers answers = {.reader = {answer}, .next = items, .failure = failure};
    struct changed_item item = changed_item_of(&arena, &answers.reader, &event);
    struct error err = {0};

    shown = (struct shown){.visitor = {show}, .limit = 1};
    assert_true(item.source.each(&item.source, &shown.visitor, &err));
    assert_int_equal(shown.count, 1);
    return shown.lines;
}

#define HISTORY(time)                                                            \
    "{\"configurationItems\":[{\"resourceType\":\"T\",\"resourceId\":\"whole\"," \
    "\"configurationItemCaptureTime\":" time "}]}"

static void a_changed_item_is_that_of_the_event(void **state)
{
    struct event event = {.message_type = CONFIGURATION_ITEM_CHANGE,
                          .item = {.resource_type = "T", .resource_id = "i"}};

    (void)state;
    assert_string_equal(changed(event, NULL, NULL), "i \n");
    event.event_left_scope = true;
    assert_string_equal(changed(event, NULL, NULL),
                        "i gone: The resource was deleted or left the scope of the rule.\n");
    event.item.status = ITEM_DELETED;
    assert_string_equal(changed(event, NULL, NULL), "i \n");
}

static void an_oversized_item_is_fetched(void **state)
{
#define UNFETCHED "i unread: The oversized item cannot be fetched: "
    static const struct {
        const char *items[3], *failure, *shown;
    } cases[] = {
        {{HISTORY("1772442904")}, NULL, "whole complete\n"},
        {{HISTORY("1772442903"), HISTORY("1772442999")}, NULL, "whole complete\n"},
        {{HISTORY("1772442903"), HISTORY("1772442903")},
         NULL,
         UNFETCHED "AWS Config's history ends before it\n"},
        {{"{\"configurationItems\":[]}"},
         NULL,
         UNFETCHED "GetResourceConfigHistory has no item of the resource\n"},
        {{"{\"configurationItems\":[{}]}"},
         NULL,
         UNFETCHED "configurationItems[0].resourceType is missing\n"},
        {{NULL}, "AccessDenied: no", UNFETCHED "AccessDenied: no\n"},
        {{NULL},
         "ResourceNotDiscoveredException: who?",
         "i gone: AWS Config no longer knows the resource.\n"},
    };
    const struct event event = {
        .message_type = OVERSIZED_CONFIGURATION_ITEM_CHANGE,
        .item = {.resource_type = "T", .resource_id = "i", .capture_time = 1772442904217}};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(changed(event, cases[i].items, cases[i].failure), cases[i].shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(recorded_items_are_shown_also_those_that_cannot_be_read),
        TEST(a_list_that_breaks_off_fails_after_what_was_shown),
        TEST(a_visitor_that_fails_ends_the_list),
        TEST(a_changed_item_is_that_of_the_event),
        TEST(an_oversized_item_is_fetched),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
