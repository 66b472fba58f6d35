/* unit.h - cmocka, and an arena that is reset after every test. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/json.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Each test program defines it. */
extern struct arena arena;

static inline int unit_setup(void **state)
{
    (void)state;
    json_use_arena(&arena);
    return 0;
}

static inline int unit_teardown(void **state)
{
    (void)state;
    arena_reset(&arena);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, unit_setup, unit_teardown)

/* JSON text that a test knows to be good. */
static inline cJSON *parse(const char *text)
{
    struct error err = {0};
    cJSON *json;

    if (!json_parse(text, strlen(text), "test", &json, &err))
        fail_msg("%s: %s", text, err.message);
    return json;
}

#endif
