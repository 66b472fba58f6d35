#include "tests/unit.h"

#include "core/arn.h"

struct arena arena = {.limit = (size_t)8 << 20};

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

static void regions_are_of_one_form(void **state)
{
    (void)state;
    assert_true(arn_is_region("eu-central-1") && arn_is_region("us-gov-west-1"));
    assert_true(arn_is_region("a-region-of-thirty-two-letters-1"));
    assert_false(arn_is_region("") || arn_is_region("EU-central-1") || arn_is_region("eu_1") ||
                 arn_is_region("a-region-of-thirty-three-letters1") || arn_is_region("a/b"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(arns_have_parts),
        TEST(accounts_have_twelve_digits),
        TEST(regions_are_of_one_form),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
