#include "tests/unit.h"

#include <regex.h>

#include "aws/operations.h"
#include "core/names.h"
#include "engine/selection.h"

struct arena arena = {.limit = (size_t)8 << 20};

static bool matches(const char *pattern, const char *text)
{
    regex_t compiled;

    assert_int_equal(regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB), 0);
    bool matched = regexec(&compiled, text, 0, NULL, 0) == 0;
    regfree(&compiled);
    return matched;
}

/* Sorted by standard, none twice, each with an id as its standard writes it and an address. */
static void controls_are_of_their_standards(const struct control *controls)
{
    static const char *const forms[] = {
        [NIST_800_53] = "^[A-Z]{2}-[1-9][0-9]?([(][1-9][0-9]?[)])?$",
        [ISO_42001] = "^A[.]([2-9]|10)([.][1-9])+$",
        [SECURITY_HUB] = "^[A-Za-z0-9]+[.][1-9][0-9]*$",
    };

    assert_non_null(controls);
    assert_non_null(controls->id);
    for (const struct control *one = controls; one->id; one++) {
        assert_true(matches(forms[one->standard], one->id));
        assert_true(matches("^https://[a-z.]+/[^ ]+$", one->source));
        assert_true(one == controls || one[-1].standard <= one->standard);
        for (const struct control *other = controls; other < one; other++)
            assert_string_not_equal(other->id, one->id);
    }
}

static void descriptors_are_complete(void **state)
{
    (void)state;
    assert_non_null(rules[0]);
    for (size_t i = 0; rules[i]; i++) {
        const struct rule *rule = rules[i];

        assert_true(strlen(rule->name) <= 64);
        assert_in_range(strlen(rule->description), 1, 256);
        assert_true(strlen(rule->remediation) > 0);
        assert_in_range(rule->severity, SEVERITY_LOW, SEVERITY_CRITICAL);
        controls_are_of_their_standards(rule->controls);
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

static void what_must_be_recorded_is_what_rules_evaluate_or_are_invoked_by(void **state)
{
    const char *const *types = rule_recorded_types(&arena);
    size_t count = 0;

    (void)state;
    for (; types[count]; count++) {
        bool wanted = false;

        assert_string_not_equal(types[count], "AWS::::Account");
        assert_true(!count || strcmp(types[count - 1], types[count]) < 0);
        for (size_t i = 0; rules[i]; i++)
            wanted = wanted || rule_in_scope(rules[i], types[count]) ||
                     name_is_among(types[count], rules[i]->resource_types);
        assert_true(wanted);
    }
    for (size_t i = 0; rules[i]; i++)
        for (const char *const *type = rules[i]->resource_types; *type; type++)
            assert_true(name_is_among(*type, types) || rule_is_for_account(rules[i]));
    assert_true(name_is_among("AWS::Lambda::Function", types));
    assert_true(name_is_among("AWS::CloudTrail::Trail", types)); /* which is a scope alone */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(descriptors_are_complete),
        TEST(what_must_be_recorded_is_what_rules_evaluate_or_are_invoked_by),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
