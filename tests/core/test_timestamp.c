#include "tests/unit.h"

#include "core/timestamp.h"

struct arena arena = {.limit = (size_t)8 << 20};

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
        {"\"9999-12-31T23:59:59.999Z\"", 253402300799999},
        {"\"9999-12-31T23:59:59.999-00:01\"", -1},
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

        if (read != (cases[i].ms >= 0) || ms != cases[i].ms)
            fail_msg("%s: %lld", cases[i].json, (long long)ms);
    }
    assert_false(timestamp_read(NULL, &ms));
    timestamp_format(1468446600007, text);
    assert_string_equal(text, "2016-07-13T21:50:00.007Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(timestamps_are_read_in_every_spelling),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
