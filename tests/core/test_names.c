#include "tests/unit.h"

#include "core/names.h"

struct arena arena = {.limit = (size_t)8 << 20};

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

static void names_are_among_others(void **state)
{
    static const char *const keys[] = {"aws:SourceIp", "\xC3\x84", NULL};

    (void)state;
    assert_true(name_is_among_any_case("AWS:SOURCEIP", keys));
    assert_false(name_is_among_any_case("\xC3\xA4", keys) || name_is_among_any_case("", keys));
    assert_false(name_is_among("AWS:SOURCEIP", keys) || name_is_among(NULL, keys) ||
                 name_is_among("aws:SourceIp", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nearest_names_are_near),
        TEST(names_are_among_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
