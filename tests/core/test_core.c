#include "tests/unit.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "config/evaluation.h"
#include "core/arn.h"
#include "core/error.h"
#include "core/names.h"
#include "core/percent.h"
#include "core/text.h"
#include "core/timestamp.h"
#include "core/utf8.h"

struct arena arena = {.limit = (size_t)8 << 20};

static void errors_map_to_lambda_types(void **state)
{
    static const enum error_kind kinds[] = {ERROR_INPUT,        ERROR_PARAMETER, ERROR_RULE,
                                            ERROR_SERVICE,      ERROR_NETWORK,   ERROR_LIMIT,
                                            ERROR_CONFIGURATION};
    struct error err;
    char long_text[2000];

    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        /* What Lambda keeps: (Runtime|Function).[A-Z][a-zA-Z]+ */
        const char *type = error_type(kinds[i]), *dot = strchr(type, '.');

        assert_true(strncmp(type, "Function.", 9) == 0 || strncmp(type, "Runtime.", 8) == 0);
        assert_in_range(dot[1], 'A', 'Z');
        for (const char *at = dot + 2; *at; at++)
            assert_true((*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z'));
    }
    memset(long_text, 'x', sizeof(long_text) - 1);
    long_text[sizeof(long_text) - 1] = '\0';
    assert_false(error_set(&err, ERROR_INPUT, "%s", long_text));
    assert_int_equal(strlen(err.message), sizeof(err.message) - 1);
    assert_false(error_prefix(&err, "a: "));
    assert_memory_equal(err.message, "a: xxx", 6);

    error_set(&err, ERROR_INPUT, "%s", "a\nb\x1b[31m\x7F\xC3\xA9\xFFz");
    assert_string_equal(err.message, "a b [31m \xC3\xA9");
    error_prefix(&err, "%s: ", "\t");
    assert_string_equal(err.message, " : a b [31m \xC3\xA9");

    error_set(&err, ERROR_SERVICE, "ThrottlingException: slow down");
    assert_true(error_is_code(&err, "ThrottlingException"));
    assert_false(error_is_code(&err, "Throttling"));
    err.kind = ERROR_NETWORK;
    assert_false(error_is_code(&err, "ThrottlingException"));
    error_set(&err, ERROR_SERVICE, "ThrottlingException");
    assert_true(error_is_code(&err, "ThrottlingException"));
}

/* What arena_try() is tried with: size bytes, and what is known of them afterwards. */
struct taking {
    struct arena *arena;
    size_t size;
    void *bytes;
};

static void take(void *context)
{
    struct taking *taking = context;

    taking->bytes = arena_alloc(taking->arena, taking->size);
}

static bool fits_behind(struct arena *of, size_t reserve, size_t size)
{
    struct taking taking = {of, size, NULL};
    size_t used = of->used;
    bool fits = arena_try(of, reserve, take, &taking);

    assert_true(fits == (taking.bytes != NULL));
    assert_true(fits || of->used == used);
    return fits;
}

static void arena_gives_zeroed_aligned_memory_up_to_its_limit(void **state)
{
    struct arena small = {.limit = 500000};

    (void)state;
    for (size_t size = 1; size < 100; size++) {
        unsigned char *bytes = arena_alloc(&arena, size);

        assert_int_equal((uintptr_t)bytes % 16, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(bytes[i], 0);
        memset(bytes, 0xFF, size);
    }
    assert_true(fits_behind(&small, 0, 300000));
    assert_true(fits_behind(&small, 0, 150000));
    assert_false(fits_behind(&small, 0, 100000));
    assert_in_range(small.used, 450000, small.limit);
    assert_false(fits_behind(&small, 0, SIZE_MAX));
    assert_false(fits_behind(&small, 0, SIZE_MAX - 100));
    small.limit = small.used - 1; /* a limit that has been passed is no unlimited rest */
    assert_false(fits_behind(&small, 0, 70000));
    arena_reset(&small);
    small.limit = (size_t)1 << 20;
    assert_false(fits_behind(&small, 500000, 600000));
    assert_false(fits_behind(&small, SIZE_MAX, 1));
    assert_true(fits_behind(&small, 400000, 600000));
    assert_int_equal(small.limit, 1 << 20);
    arena_reset(&small);
    const char *kept = arena_strdup(&small, "kept");
    struct arena_mark mark = arena_mark(&small);
    size_t used = small.used;
    memset(arena_alloc(&small, 200), 0xFF, 200);
    memset(arena_alloc(&small, 200000), 0xFF, 200000);
    memset(arena_alloc(&small, 100), 0xFF, 100);
    arena_rewind(&small, mark);
    assert_int_equal(small.used, used);
    assert_string_equal(kept, "kept");
    const char *again = arena_alloc(&small, 200);
    for (size_t i = 0; i < 200; i++)
        assert_int_equal(again[i], 0);
    arena_reset(&small);
    assert_int_equal(small.used, 0);
    assert_string_equal(arena_printf(&small, "%d-%s", 7, "x"), "7-x");
    arena_reset(&small);
}

static void an_arena_within_another_counts_there_and_outlives_its_marks(void **state)
{
    struct arena outer = {.limit = 700000};
    struct arena *inner = arena_within(&outer);
    struct arena_mark mark = arena_mark(&outer);

    (void)state;
    arena_alloc(&outer, 100000);
    const char *kept = arena_strdup(inner, "kept");
    size_t both = outer.used;
    arena_rewind(&outer, mark);
    assert_in_range(outer.used, inner->used, both - 100000);
    assert_string_equal(kept, "kept");
    assert_true(fits_behind(&outer, 0, 300000));
    assert_false(fits_behind(inner, 0, 500000));
    assert_string_equal(kept, "kept");
    arena_reset(inner);
    assert_int_equal(inner->used, 0);
    assert_true(fits_behind(inner, 0, 300000));
    arena_reset(inner);

    /* What was made within it since a mark goes with the mark, and what is within that. */
    mark = arena_mark(&outer);
    size_t used = outer.used;
    struct arena *newer = arena_within(&outer);
    arena_strdup(arena_within(newer), "gone");
    arena_strdup(newer, "gone");
    arena_rewind(&outer, mark);
    assert_int_equal(outer.used, used);
    arena_reset(&outer);
    assert_int_equal(outer.used, 0);
}

/* A try within a try, the outer one of which goes on; both leave too little behind. */
struct nested {
    struct arena *arena;
    bool inner_fitted;
    size_t limit;
};

static void try_within(void *context)
{
    struct nested *nested = context;

    arena_alloc(nested->arena, 100000);
    nested->inner_fitted = fits_behind(nested->arena, 100000, 150000);
    nested->limit = nested->arena->limit;
    arena_alloc(nested->arena, 150000);
}

static void tries_nest_and_reserves_add_up(void **state)
{
    struct arena small = {.limit = 500000};
    struct nested nested = {.arena = &small};

    (void)state;
    assert_true(arena_try(&small, 200000, try_within, &nested));
    assert_false(nested.inner_fitted);
    assert_int_equal(nested.limit, 300000);
    assert_int_equal(small.limit, 500000);
    assert_null(small.exhausted);
    assert_false(arena_try(&small, 200000, try_within, &nested));
    arena_reset(&small);
    assert_int_equal(small.used, 0);
}

/* A list that is too large to grow is as it was. */
struct growing {
    struct arena *arena;
    char **items;
    size_t count, capacity;
};

static void grow(void *context)
{
    struct growing *list = context;

    for (;;) {
        list->items = arena_grow(list->arena, list->items, list->count, &list->capacity,
                                 sizeof(*list->items));
        list->items[list->count++] = "kept";
    }
}

static void a_list_survives_the_end_of_memory(void **state)
{
    struct arena small = {.limit = 1000000};
    struct growing list = {.arena = arena_within(&small)};

    (void)state;
    assert_false(arena_try(&small, 0, grow, &list));
    assert_int_equal(list.count, list.capacity);
    for (size_t i = 0; i < list.count; i++)
        assert_string_equal(list.items[i], "kept");
    list.capacity = list.count = SIZE_MAX / sizeof(*list.items) / 2 + 1;
    assert_false(arena_try(&small, 0, grow, &list));
    arena_reset(&small);
}

static void utf8_is_checked_and_cut(void **state)
{
    static const struct {
        const char *text;
        size_t length;
        bool valid;
    } texts[] = {
        {"", 0, true},
        {"plain", 5, true},
        {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 9, true},
        {"\x7F", 1, true},
        {"\x80", 1, false},
        {"\xC1\xBF", 2, false},         /* overlong */
        {"\xE0\x9F\xBF", 3, false},     /* overlong */
        {"\xED\xA0\x80", 3, false},     /* surrogate */
        {"\xF0\x8F\xBF\xBF", 4, false}, /* overlong */
        {"\xF4\x90\x80\x80", 4, false}, /* above U+10FFFF */
        {"\xF5\x80\x80\x80", 4, false},
        {"\xE2\x82", 2, false}, /* ends within */
        {"\xE2\x28\xA1", 3, false},
        {"\xF0\x9F\x98\x41", 4, false},
    };
    static const struct {
        const char *text;
        size_t limit, bytes;
    } cuts[] = {
        {"", 3, 0},
        {"abc", 3, 3},
        {"abcd", 3, 3},
        {"\xC3\xA9\xC3\xA9", 1, 2},
        {"\xE2\x82\xAC\xE2\x82\xAC", 2, 6},
        {"ab\xF0\x9F\x98\x80", 3, 2}, /* two units, of which one fits */
        {"ab\xF0\x9F\x98\x80", 4, 6},
        {"ab\xFF"
         "cd",
         9, 2},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        if (utf8_valid(texts[i].text, texts[i].length) != texts[i].valid)
            fail_msg("text %zu", i);
    for (size_t i = 0; i < COUNT(cuts); i++)
        if (utf8_cut(cuts[i].text, cuts[i].limit) != cuts[i].bytes)
            fail_msg("cut %zu: %zu", i, utf8_cut(cuts[i].text, cuts[i].limit));
}

static void timestamps_are_read_in_every_spelling(void **state)
{
    static const struct {
        const char *json;
        int64_t ms; /* -1: not a time */
    } cases[] = {
        {"\"2016-07-13T21:50:00.373Z\"", 1468446600373},
        {"\"2016-07-13T21:50:00Z\"", 1468446600000},
        {"\"2016-07-13T21:50:00.373123Z\"", 1468446600373},
        {"\"2016-07-13T21:50:00.3Z\"", 1468446600300},
        {"\"2018-05-11T17:51:41.919+0000\"", 1526061101919},
        {"\"2018-05-11T19:51:41.919+02:00\"", 1526061101919},
        {"\"2018-05-11T12:21:41.919-0530\"", 1526061101919},
        {"\"2024-02-29T00:00:00Z\"", 1709164800000},
        {"\"2023-02-29T00:00:00Z\"", -1},
        {"\"2016-07-13\"", -1},
        {"\"2016-07-13T21:50:00\"", -1},
        {"\"2016-07-13T21:50:00Zx\"", -1},
        {"\"2016-13-13T21:50:00Z\"", -1},
        {"\"yesterday\"", -1},
        {"\"\"", -1},
        {"1475772376.261", 1475772376261},
        {"1475772376261", 1475772376261},
        {"1475772376", 1475772376000},
        {"-1", -1},
        {"\"1969-12-31T23:59:59.500Z\"", -1},
        {"\"1970-01-01T00:00:00Z\"", -1},
        {"\"1970-01-01T00:00:00.001Z\"", 1},
        {"0", -1},
        {"0.0004", -1},
        {"0.001", 1},
        {"253402300799999", 253402300799999},
        {"253402300800000", -1},
        {"9223372036854775808", -1},
        {"1e300", -1},
        {"1e999", -1},
        {"-1e999", -1},
        {"1e-999", -1},
        {"true", -1},
        {"null", -1},
    };
    char text[TIMESTAMP_SIZE];
    int64_t ms;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        ms = -1;
        bool read = timestamp_read(parse(cases[i].json), &ms);

        if (read != (cases[i].ms >= 0) || (read && ms != cases[i].ms))
            fail_msg("%s: %lld", cases[i].json, (long long)ms);
    }
    assert_false(timestamp_read(NULL, &ms));
    timestamp_format(1468446600007, text);
    assert_string_equal(text, "2016-07-13T21:50:00.007Z");
}

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

/* Were any look-up or change quadratic, this would take many minutes. */
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

static void nearest_names_are_near(void **state)
{
    static const char *const names[] = {
        "a-name-that-is-longer-than-any-of-ours-and-so-is-never-suggested!",
        "tagKey",
        "tagValue",
        "subnetIds",
        "securityGroupIds",
        NULL};
    static const struct {
        const char *text, *nearest;
    } cases[] = {
        {"tagkey", "tagKey"},
        {"tagValeu", "tagValue"},
        {"SubnetIDs", "subnetIds"},
        {"subnetId", "subnetIds"},
        {"vpcId", NULL},
        {"", NULL},
        {"securityGroups", "securityGroupIds"},
        {"secur", "securityGroupIds"},
        {"tag", NULL},
        {"a-name-that-is-longer-than-any-of-ours-and-so-is-never-suggested?", NULL},
        {"a-name-that-is-longer-than-any-of-ours-and-so-is-never-suggest", NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct hint hint = did_you_mean(cases[i].text, names);
        const char *near = cases[i].nearest;
        const char *want = near ? arena_printf(&arena, " (did you mean %s?)", near) : "";

        assert_string_equal(hint.text, want);
    }
}

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

static void letters_have_no_case_but_others_do(void **state)
{
    static const char *const keys[] = {"aws:SourceIp", "\xC3\x84", NULL};

    (void)state;
    assert_string_equal(text_lower(&arena, "AZaz[@`{09\xC3\x84"), "azaz[@`{09\xC3\x84");
    assert_true(text_begins("arn:aws", "arn:") && text_begins("arn:", "") && text_begins("", ""));
    assert_false(text_begins("ARN:aws", "arn:") || text_begins("ar", "arn:"));
    assert_true(text_begins_any_case("ARN:aws", "arn:"));
    assert_false(text_begins_any_case("ar", "arn:"));
    assert_true(text_same_any_case("aws:sourceip", "AWS:SourceIP"));
    assert_false(text_same_any_case("aws:SourceIpx", "aws:SourceIp"));
    assert_false(text_same_any_case("[", "{")); /* as far apart as a letter and its capital */
    assert_int_equal(text_order_any_case("s3:GetObject", "S3:getobject"), 0);
    assert_true(text_order_any_case("a", "B") < 0 && text_order_any_case("B", "a") > 0);
    assert_true(text_order_any_case("a", "ab") < 0 && text_order_any_case("z", "\xC3\x84") < 0);
    assert_true(name_is_among_any_case("AWS:SOURCEIP", keys));
    assert_false(name_is_among_any_case("\xC3\xA4", keys) || name_is_among_any_case("", keys));
    assert_false(name_is_among("AWS:SOURCEIP", keys) || name_is_among(NULL, keys) ||
                 name_is_among("aws:SourceIp", NULL));
    assert_int_equal(utf8_count("a\xC3\x84\xF0\x9F\x98\x80"), 3);
}

static void bytes_are_percent_encoded(void **state)
{
    static const struct {
        const char *text, *decoded;
    } cases[] = {
        {"%7b%22a%22%3A%22%C3%A4%22%7D", "{\"a\":\"\xC3\xA4\"}"},
        {"100%", "100%"},
        {"%4", "%4"},
        {"%g0%0g%", "%g0%0g%"},
        {"%2541", "%41"}, /* once */
        {"a%00b", "a%00b"},
        {"", ""},
    };
    char encoded[256 * PERCENT_SIZE + 1] = "", *end = encoded;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *text = arena_strdup(&arena, cases[i].text);

        percent_decode(text);
        assert_string_equal(text, cases[i].decoded);
    }
    for (int byte = 0; byte < 256; byte++) {
        unsigned char read;
        char *start = end;

        end = percent_put(end, (unsigned char)byte);
        assert_int_equal(percent_take(start, (size_t)(end - start), &read), end - start);
        assert_int_equal(read, byte);
        assert_true(end - start == (isalnum(byte) || memchr("-._~", byte, 4) ? 1 : 3));
    }
    assert_non_null(strstr(encoded, "%2C-.%2F0"));
    assert_int_equal(percent_take("%41", 2, &(unsigned char){0}), 1); /* of a longer text */
}

static void arns_have_parts(void **state)
{
    static const struct {
        const char *arn, *partition, *region, *account, *resource;
    } cases[] = {
        {"arn:aws:iam::123456789012:role/a/b", "aws", NULL, "123456789012", "role/a/b"},
        {"arn:aws-cn:lambda:cn-north-1:1:function:f:2", "aws-cn", "cn-north-1", "1",
         "function:f:2"},
        {"arn:aws", "aws", NULL, NULL, NULL},
        {"arn:::::", NULL, NULL, NULL, NULL},
        {"", NULL, NULL, NULL, NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *const found[] = {
            arn_partition(&arena, cases[i].arn),
            arn_region(&arena, cases[i].arn),
            arn_account(&arena, cases[i].arn),
            arn_resource(&arena, cases[i].arn),
        };
        const char *const expected[] = {cases[i].partition, cases[i].region, cases[i].account,
                                        cases[i].resource};

        for (size_t j = 0; j < COUNT(found); j++)
            if (!found[j] != !expected[j] || (found[j] && strcmp(found[j], expected[j]) != 0))
                fail_msg("case %zu, part %zu: %s", i, j, found[j] ? found[j] : "NULL");
    }
}

static void accounts_have_twelve_digits(void **state)
{
    (void)state;
    assert_true(arn_is_account("000000000000") && arn_is_account("111122223333"));
    assert_false(arn_is_account(NULL) || arn_is_account("") || arn_is_account("11112222333") ||
                 arn_is_account("1111222233334") || arn_is_account("11112222333a") ||
                 arn_is_account("111122223333 "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(errors_map_to_lambda_types),
        TEST(arena_gives_zeroed_aligned_memory_up_to_its_limit),
        TEST(an_arena_within_another_counts_there_and_outlives_its_marks),
        TEST(tries_nest_and_reserves_add_up),
        TEST(a_list_survives_the_end_of_memory),
        TEST(utf8_is_checked_and_cut),
        TEST(timestamps_are_read_in_every_spelling),
        TEST(json_is_safe_at_the_border),
        TEST(json_is_nested_a_thousand_levels_at_most),
        TEST(json_numbers_beyond_double_are_infinite),
        TEST(json_of_many_keys_takes_no_longer_a_key),
        TEST(json_has_ceilings),
        TEST(json_paths_are_exact),
        TEST(nearest_names_are_near),
        TEST(letters_have_no_case_but_others_do),
        TEST(bytes_are_percent_encoded),
        TEST(arns_have_parts),
        TEST(accounts_have_twelve_digits),
        TEST(evaluations_are_sent_as_the_service_takes_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
