#include "tests/unit.h"

#include <stdlib.h>

#include "core/environment.h"

struct arena arena = {.limit = (size_t)8 << 20};

static void an_empty_variable_is_not_set(void **state)
{
    (void)state;
    assert_int_equal(unsetenv("CORE_TEST"), 0);
    assert_null(environment("CORE_TEST"));
    assert_int_equal(setenv("CORE_TEST", "", 1), 0);
    assert_null(environment("CORE_TEST"));
    assert_int_equal(setenv("CORE_TEST", " ", 1), 0);
    assert_string_equal(environment("CORE_TEST"), " ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_variable_is_not_set),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
