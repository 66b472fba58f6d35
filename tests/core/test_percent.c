#include "tests/unit.h"

#include <ctype.h>

#include "core/percent.h"

struct arena arena = {.limit = (size_t)8 << 20};

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bytes_are_percent_encoded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
