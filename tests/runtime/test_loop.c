/*
 * The loop around a handler that knows no rule and no AWS: what is answered, what ends the process,
 * and which handler a name stands for. The Runtime API is a recording of what is posted.
 */
#include <string.h>

#include "core/log.h"
#include "runtime/loop.h"
#include "tests/aws/no_network.h"
#include "tests/unit.h"

struct arena arena = {.limit = (size_t)4 << 20};

/* The last post. */
static struct {
    char path[200], body[2000];
} posted;

bool http_send(struct http *client, const struct http_request *request, struct http_response *out,
               struct error *err)
{
    (void)client;
    (void)err;
    snprintf(posted.path, sizeof(posted.path), "%s", request->url);
    snprintf(posted.body, sizeof(posted.body), "%.*s", (int)request->body_length, request->body);
    *out = (struct http_response){.status = 202, .body = ""};
    return true;
}

/* What the handler is told to do, and what it keeps. */
static enum { SUCCEED, FAIL, EXHAUST } order;
static const char *end;
static const char *kept_text;

static bool open_it(struct error *err)
{
    (void)err;
    return true;
}

static void close_it(void)
{
}

static bool serve(struct arena *memory, struct arena *kept, const struct invocation *invocation,
                  struct error *err)
{
    kept_text = arena_printf(kept, "{\"served\":\"%s\"}", invocation->payload);
    while (order == EXHAUST)
        memset(arena_alloc(memory, 10000), 'x', 10000);
    return order == SUCCEED || error_set(err, ERROR_RULE, "told to fail");
}

static void answer(struct answer *out)
{
    out->json = kept_text;
    out->metrics.dimension = "Kind";
    out->metrics.dimension_value = "test";
    metrics_add(&out->metrics, "Things", "Count", 3);
    out->end = end;
}

static const struct handler kind = {
    .name = "kind",
    .open = open_it,
    .close = close_it,
    .serve = serve,
    .answer = answer,
};

static bool turn(struct error *err)
{
    struct runtime_api api = {.origin = "127.0.0.1:1"};
    const struct invocation invocation = {.request_id = "id-1", .payload = "it"};
    bool goes_on = loop_turn(&api, &kind, &arena, &invocation, err);

    log_set_request_id(NULL);
    arena_reset(&arena);
    assert_int_equal(arena.used, 0);
    return goes_on;
}

static void an_invocation_is_answered_with_what_the_handler_says(void **state)
{
    struct error err = {0};

    (void)state;
    order = SUCCEED;
    end = "not read after a success";
    assert_true(turn(&err));
    assert_string_equal(posted.path,
                        "http://127.0.0.1:1/2018-06-01/runtime/invocation/id-1/response");
    assert_string_equal(posted.body, "{\"served\":\"it\"}");
}

static void a_failure_is_an_error_and_the_process_goes_on(void **state)
{
    struct error err = {0};

    (void)state;
    order = FAIL;
    end = NULL;
    assert_true(turn(&err));
    assert_string_equal(posted.path, "http://127.0.0.1:1/2018-06-01/runtime/invocation/id-1/error");
    assert_non_null(strstr(posted.body, "\"errorMessage\":\"told to fail\""));
}

static void a_handler_says_which_failure_ends_the_process(void **state)
{
    struct error err = {0};

    (void)state;
    order = FAIL;
    end = "it cannot go on";
    assert_false(turn(&err));
    assert_non_null(strstr(posted.body, "told to fail"));
    assert_int_equal(err.kind, ERROR_CONFIGURATION);
    assert_string_equal(err.message, "it cannot go on");
}

static void what_is_kept_outlives_the_end_of_memory(void **state)
{
    struct error err = {0};

    (void)state;
    order = EXHAUST;
    end = NULL;
    kept_text = NULL;
    assert_true(turn(&err));
    assert_non_null(kept_text);
    assert_non_null(strstr(posted.body, "the event needs more than 3 MiB of memory"));
    order = SUCCEED;
    assert_true(turn(&err));
    assert_string_equal(posted.body, "{\"served\":\"it\"}");
}

static void a_name_that_no_handler_has_stands_for_the_first(void **state)
{
    (void)state;
    assert_string_equal(handlers[0]->name, "evaluator");
    assert_ptr_equal(handler_find("evaluators"), handlers[0]);
    assert_ptr_equal(handler_find(""), handlers[0]);
    assert_ptr_equal(handler_find(NULL), handlers[0]);
    for (size_t i = 0; handlers[i]; i++)
        assert_ptr_equal(handler_find(handlers[i]->name), handlers[i]);
}

static void a_handler_lacks_no_function(void **state)
{
    (void)state;
    for (size_t i = 0; handlers[i]; i++)
        assert_true(handlers[i]->open && handlers[i]->close && handlers[i]->serve &&
                    handlers[i]->answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_invocation_is_answered_with_what_the_handler_says),
        TEST(a_failure_is_an_error_and_the_process_goes_on),
        TEST(a_handler_says_which_failure_ends_the_process),
        TEST(what_is_kept_outlives_the_end_of_memory),
        TEST(a_name_that_no_handler_has_stands_for_the_first),
        TEST(a_handler_lacks_no_function),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
