#include "tests/unit.h"

#include <math.h>
#include <stdlib.h>

struct arena arena = {.limit = (size_t)8 << 20};

static void json_is_safe_at_the_border(void **state)
{
    static const struct {
        const char *text;
        size_t length; /* 0: as a C string */
        const char *message;
    } bad[] = {
        {"{\"a\":1", 0, "the event is not JSON near line 1, column 6"},
        {"{} x", 0, "the event is not JSON near line 1, column 4"},
        {"{\n\"a\":\n x}", 0, "the event is not JSON near line 3, column 2"},
        {"", 0, "the event is not JSON near line 1, column 1"},
        {"{\"a\":\"\\u0000\"}", 0, "the event holds a NUL character"},
        {"{\"a\":\"\0\"}", 9, "the event holds a NUL character"},
        {"{\"a\":\"\xFF\"}", 0, "the event is not UTF-8"},
        {"{\"\\u0000\":1}", 0, "the event holds a NUL character"},
        {"\xFF\xFE{\0}\0", 6, "the event is UTF-16, and JSON is UTF-8: save it as UTF-8"},
        {"\xFE\xFF\0{\0}", 6, "the event is UTF-16, and JSON is UTF-8: save it as UTF-8"},
        {"[\0]\0", 4, "the event is UTF-16, and JSON is UTF-8: save it as UTF-8"},
        {"\0{\0}", 4, "the event is UTF-16, and JSON is UTF-8: save it as UTF-8"},
        {"{\0\0\0}\0\0\0", 8, "the event is UTF-32, and JSON is UTF-8: save it as UTF-8"},
        {"\0\0\0{\0\0\0}", 8, "the event is UTF-32, and JSON is UTF-8: save it as UTF-8"},
        {"\0\0\xFE\xFF\0\0\0{", 8, "the event is UTF-32, and JSON is UTF-8: save it as UTF-8"},
        {"{\"a\":\"\xC0\x80\"}", 0, "the event is not UTF-8"},
        {"{\"\xED\xA0\x80\":1}", 0, "the event is not UTF-8"},
        {"{\"a\":\"\\ud800\"}", 0, "the event is not JSON near line 1, column 7"},
        {"{\"a\":\"\\udc00\"}", 0, "the event is not JSON near line 1, column 7"},
        {"{\"a\":\"\\ud800\\u0041\"}", 0, "the event is not JSON near line 1, column 7"},
        {"{\"a\":\"\\ud800\\ud800\"}", 0, "the event is not JSON near line 1, column 7"},
        {"{\"a\":\"\\udc00\\ud800\"}", 0, "the event is not JSON near line 1, column 7"},
        {"{\"a\":\"\\ud83dx\"}", 0, "the event is not JSON near line 1, column 7"},
        {"{\"a\":1e999e9}", 0, "the event is not JSON near line 1, column 11"},
    };
    struct error err;
    cJSON *json;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        size_t length = bad[i].length ? bad[i].length : strlen(bad[i].text);

        assert_false(json_parse(bad[i].text, length, "the event", &json, &err));
        assert_int_equal(err.kind, ERROR_INPUT);
        assert_string_equal(err.message, bad[i].message);
    }
    /* An escaped backslash before u0000 is text. */
    assert_string_equal(json_string(parse("{\"a\":\"\\\\u0000\"}"), "a", NULL), "\\u0000");
    assert_string_equal(json_string(parse(" \n{\"a\":\"\\ud83d\\ude00\"}\t\n"), "a", NULL),
                        "\xF0\x9F\x98\x80");
}

static void json_is_nested_a_thousand_levels_at_most(void **state)
{
    struct error err;
    char text[2002];
    cJSON *json;

    (void)state;
    memset(text, '[', 1001);
    memset(text + 1001, ']', 1001);
    assert_true(json_parse(text + 1, 2000, "the event", &json, &err));
    assert_false(json_parse(text, 2002, "the event", &json, &err));
    memcpy(text + 1000, "{}", 2);
    assert_true(json_parse(text + 1, 2000, "the event", &json, &err));
}

static void json_numbers_beyond_double_are_infinite(void **state)
{
    (void)state;
    assert_true(isinf(parse("1e999")->valuedouble));
    assert_true(isinf(parse("-1e999")->valuedouble));
    assert_true(parse("12345678901234567890")->valuedouble > 1e19);
}

/* If a look-up or a change took quadratic time, this would take many minutes. */
static void json_of_many_keys_takes_no_longer_a_key(void **state)
{
    static const size_t count = 300000;
    struct arena_mark mark = arena_mark(&arena);
    size_t limit = arena.limit;
    char *text = malloc(16 * count), *at = text;

    (void)state;
    arena.limit = (size_t)1 << 30;
    for (size_t i = 0; i < count; i++)
        at += sprintf(at, "%c\"k%zu\":%zu", i ? ',' : '{', i, i % 10);
    memcpy(at, "}", 2);
    cJSON *json = parse(text);
    assert_int_equal(json_get(json, "k299999")->valueint, 9);
    json_set(json, "k299999", cJSON_CreateNull());
    at = text;
    for (size_t i = 0; i < count; i++)
        at += sprintf(at, "%c\"k\":%zu", i ? ',' : '{', i);
    memcpy(at, "}", 2);
    json = parse(text);
    assert_int_equal(json_get(json, "k")->valueint, count - 1);
    json_set(json, "k", cJSON_CreateString("one"));
    assert_string_equal(cJSON_PrintUnformatted(json), "{\"k\":\"one\"}");
    arena_rewind(&arena, mark);
    arena.limit = limit;
    free(text);
}

struct parsing {
    const char *text;
    size_t size;
};

static void parse_text(void *context)
{
    const struct parsing *parsing = context;
    struct error err;
    cJSON *json;

    (void)!json_parse(parsing->text, parsing->size, "the event", &json, &err);
}

static void json_has_ceilings(void **state)
{
    size_t size = (size_t)2 << 20;
    char *text = malloc(size);
    struct error err;
    cJSON *json;

    (void)state;
    memset(text, '[', size);
    assert_false(json_parse(text, size, "the event", &json, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    for (size_t i = 1; i + 1 < size; i += 2)
        memcpy(text + i, "0,", 2);
    struct parsing parsing = {text, size};
    assert_false(arena_try(&arena, 0, parse_text, &parsing));
    free(text);
}

static void json_paths_are_exact(void **state)
{
    const cJSON *json = parse("{\"a\":{\"b\":\"x\",\"B\":\"y\",\"n\":1,\"t\":true,\"e.f\":2},"
                              "\"d\":1,\"d\":2,\"s\":\"\"}");

    (void)state;
    assert_string_equal(json_string(json, "a.b", NULL), "x");
    assert_string_equal(json_string(json, "a.B", NULL), "y");
    assert_string_equal(json_string(json, "A.b", "none"), "none");
    assert_string_equal(json_string(json, "a.n", "none"), "none");
    assert_string_equal(json_string(json, "s", "none"), "");
    assert_true(json_bool(json, "a.t", false));
    assert_true(json_bool(json, "a.b", true));
    assert_int_equal(json_get(json, "d")->valueint, 2);
    assert_null(json_get(json, "a.b.c"));
    assert_null(json_get(NULL, "a"));
    assert_null(json_get(json, "a.e.f"));
    assert_int_equal(json_member(json_get(json, "a"), "e.f")->valueint, 2);

    cJSON *changed = parse("{\"d\":1,\"d\":2}");
    json_set(changed, "d", cJSON_CreateString("3"));
    assert_string_equal(cJSON_PrintUnformatted(changed), "{\"d\":\"3\"}");
}

static void values_may_be_absent_or_of_another_kind(void **state)
{
    static const char *const known[] = {"a", "b", NULL};
    const cJSON *text = parse("\"x\""), *list = parse("[1,2]"), *first;
    const cJSON *object = parse("{\"a\":\"\",\"b\":\"two\"}");
    struct error err = {0};

    (void)state;
    assert_ptr_equal(json_get(text, ""), text);
    assert_string_equal(json_string(text, "", NULL), "x");
    assert_true(json_bool(parse("true"), "", false));
    assert_null(json_string(NULL, "", NULL));
    assert_null(json_string(text, "a", NULL));

    assert_string_equal(json_either(object, "a", "b"), "two");
    assert_string_equal(json_either(object, "b", "a"), "two");
    assert_null(json_either(object, "a", "c"));
    assert_null(json_either(NULL, "a", "b"));

    assert_int_equal(json_entries(list, &first), 2);
    assert_ptr_equal(first, list->child);
    assert_int_equal(json_entries(json_get(object, "a"), &first), 1);
    assert_ptr_equal(first, json_get(object, "a"));
    assert_int_equal(json_entries(parse("[]"), &first), 0);

    assert_int_equal(json_decoded(parse("\"{\\\"n\\\":7}\""), "it", &err)->child->valueint, 7);
    assert_ptr_equal(json_decoded(list, "it", &err), list);
    assert_null(json_decoded(NULL, "it", &err));
    assert_int_equal(err.kind, ERROR_NONE);
    assert_null(json_decoded(text, "it", &err));
    assert_string_equal(err.message, "it is not JSON near line 1, column 1");

    assert_true(json_has_only(object, known, &err));
    assert_false(json_has_only(NULL, known, &err));
    assert_false(json_has_only(list, known, &err));
    assert_false(json_has_only(parse("{\"a\":1,\"a\":2}"), known, &err));
    assert_string_equal(err.message, "a is given twice");
    assert_null(json_member(list, "a"));
    assert_null(json_member(NULL, "a"));
}

static void members_may_be_left_out_or_null(void **state)
{
    static const char *const two[] = {"a", "b", NULL};
    cJSON *object = cJSON_CreateObject();

    (void)state;
    assert_string_equal(cJSON_PrintUnformatted(json_list(two)), "[\"a\",\"b\"]");
    assert_string_equal(cJSON_PrintUnformatted(json_list(NULL)), "[]");
    json_add_text(object, "left out", NULL);
    json_add_text(object, "text", "a");
    json_add_nullable(object, "null", NULL);
    json_add_nullable(object, "nullable", "");
    assert_string_equal(cJSON_PrintUnformatted(object),
                        "{\"text\":\"a\",\"null\":null,\"nullable\":\"\"}");
}

static void a_list_has_its_strings(void **state)
{
    const cJSON *list = parse("[1,\"a\",null,[\"b\"]]");

    (void)state;
    assert_true(json_list_has(list, "a"));
    assert_false(json_list_has(list, "b"));
    assert_false(json_list_has(list, "A"));
    assert_false(json_list_has(list, "1"));
    assert_false(json_list_has(parse("{\"k\":\"a\"}"), "a"));
    assert_false(json_list_has(parse("\"a\""), "a"));
    assert_false(json_list_has(NULL, "a"));
}

static void null_is_absent(void **state)
{
    (void)state;
    assert_true(json_is_absent(NULL));
    assert_true(json_is_absent(parse("null")));
    assert_false(json_is_absent(parse("false")));
    assert_false(json_is_absent(parse("\"\"")));
    assert_false(json_is_absent(parse("[]")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_list_has_its_strings),
        TEST(null_is_absent),
        TEST(json_is_safe_at_the_border),
        TEST(json_is_nested_a_thousand_levels_at_most),
        TEST(json_numbers_beyond_double_are_infinite),
        TEST(json_of_many_keys_takes_no_longer_a_key),
        TEST(json_has_ceilings),
        TEST(json_paths_are_exact),
        TEST(values_may_be_absent_or_of_another_kind),
        TEST(members_may_be_left_out_or_null),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
