#include "tests/unit.h"

#include "core/text.h"

struct arena arena = {.limit = (size_t)8 << 20};

static void letters_have_no_case_but_others_do(void **state)
{
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
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(letters_have_no_case_but_others_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
