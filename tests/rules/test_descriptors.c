#include "tests/unit.h"

#include "aws/operations.h"
#include "engine/selection.h"

struct arena arena = {.limit = (size_t)8 << 20};

static void descriptors_are_complete(void **state)
{
    (void)state;
    assert_non_null(rules[0]);
    for (size_t i = 0; rules[i]; i++) {
        const struct rule *rule = rules[i];

        assert_true(strlen(rule->name) <= 64);
        assert_in_range(strlen(rule->description), 1, 256);
        assert_true(strlen(rule->remediation) > 0);
        assert_non_null(rule->resource_types[0]);
        assert_true(rule->triggers != 0);
        assert_non_null(rule->evaluate);
        assert_int_equal(!rule->always_recorded, rule_is_for_account(rule));
        for (const char *const *path = rule->always_recorded; path && *path; path++)
            assert_true(strncmp(*path, "configuration.", strlen("configuration.")) == 0);
        assert_true(!i || strcmp(rules[i - 1]->name, rule->name) < 0);
        assert_ptr_equal(rule_find(rule->name), rule);
        for (const struct parameter *p = rule->parameters; p && p->name; p++) {
            assert_true(strlen(p->text) > 0);
            assert_false(p->required && p->default_value);
            for (const struct parameter *taken = reserved_parameters; taken->name; taken++)
                assert_string_not_equal(p->name, taken->name);
        }
        for (const char *const *action = rule->reads; action && *action; action++) {
            const char *colon = strchr(*action, ':');

            assert_non_null(colon);
            assert_non_null(operation_find(
                arena_strndup(&arena, *action, (size_t)(colon - *action)), colon + 1));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(descriptors_are_complete),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
