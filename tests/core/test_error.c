#include "tests/unit.h"

#include "core/error.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(errors_map_to_lambda_types),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
