#include "tests/unit.h"

#include "core/utf8.h"

struct arena arena = {.limit = (size_t)8 << 20};

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
    assert_int_equal(utf8_size("a", 1), 1);
    assert_int_equal(utf8_size("\xC3\xA9\xFF", 3), 2);
    assert_int_equal(utf8_size("\xC3\xA9", 1), 0);
    assert_int_equal(utf8_size("\xFFz", 2), 0);
    assert_int_equal(utf8_count("a\xC3\x84\xF0\x9F\x98\x80"), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(utf8_is_checked_and_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
