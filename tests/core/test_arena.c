#include "tests/unit.h"

struct arena arena = {.limit = (size_t)8 << 20};

/* The work for arena_try(): it takes size bytes; NULL: they did not fit. */
struct taking {
    struct arena *arena;
    size_t size;
    void *bytes;
};

static void take(void *context)
{
    struct taking *taking = context;

    taking->bytes = arena_alloc(taking->arena, taking->size);
}

static bool fits_behind(struct arena *of, size_t reserve, size_t size)
{
    struct taking taking = {of, size, NULL};
    size_t used = of->used;
    bool fits = arena_try(of, reserve, take, &taking);

    assert_true(fits == (taking.bytes != NULL));
    assert_true(fits || of->used == used);
    return fits;
}

static void arena_gives_zeroed_aligned_memory_up_to_its_limit(void **state)
{
    struct arena small = {.limit = 500000};

    (void)state;
    for (size_t size = 1; size < 100; size++) {
        unsigned char *bytes = arena_alloc(&arena, size);

        assert_int_equal((uintptr_t)bytes % 16, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(bytes[i], 0);
        memset(bytes, 0xFF, size);
    }
    assert_true(fits_behind(&small, 0, 300000));
    assert_true(fits_behind(&small, 0, 150000));
    assert_false(fits_behind(&small, 0, 100000));
    assert_in_range(small.used, 450000, small.limit);
    assert_false(fits_behind(&small, 0, SIZE_MAX));
    assert_false(fits_behind(&small, 0, SIZE_MAX - 100));
    small.limit = small.used - 1; /* a limit that has been passed is no unlimited rest */
    assert_false(fits_behind(&small, 0, 70000));
    arena_reset(&small);
    small.limit = (size_t)1 << 20;
    assert_false(fits_behind(&small, 500000, 600000));
    assert_false(fits_behind(&small, SIZE_MAX, 1));
    assert_true(fits_behind(&small, 400000, 600000));
    assert_int_equal(small.limit, 1 << 20);
    arena_reset(&small);
    const char *kept = arena_strdup(&small, "kept");
    struct arena_mark mark = arena_mark(&small);
    size_t used = small.used;
    memset(arena_alloc(&small, 200), 0xFF, 200);
    memset(arena_alloc(&small, 200000), 0xFF, 200000);
    memset(arena_alloc(&small, 100), 0xFF, 100);
    arena_rewind(&small, mark);
    assert_int_equal(small.used, used);
    assert_string_equal(kept, "kept");
    const char *again = arena_alloc(&small, 200);
    for (size_t i = 0; i < 200; i++)
        assert_int_equal(again[i], 0);
    arena_reset(&small);
    assert_int_equal(small.used, 0);
    assert_string_equal(arena_printf(&small, "%d-%s", 7, "x"), "7-x");
    arena_reset(&small);
}

static void an_arena_within_another_counts_there_and_outlives_its_marks(void **state)
{
    struct arena outer = {.limit = 700000};
    struct arena *inner = arena_within(&outer);
    struct arena_mark mark = arena_mark(&outer);

    (void)state;
    arena_alloc(&outer, 100000);
    const char *kept = arena_strdup(inner, "kept");
    size_t both = outer.used;
    arena_rewind(&outer, mark);
    assert_in_range(outer.used, inner->used, both - 100000);
    assert_string_equal(kept, "kept");
    assert_true(fits_behind(&outer, 0, 300000));
    assert_false(fits_behind(inner, 0, 500000));
    assert_string_equal(kept, "kept");
    arena_reset(inner);
    assert_int_equal(inner->used, 0);
    assert_true(fits_behind(inner, 0, 300000));
    arena_reset(inner);

    /* Arenas made within it since the mark are freed with it, and those within these. */
    mark = arena_mark(&outer);
    size_t used = outer.used;
    struct arena *newer = arena_within(&outer);
    arena_strdup(arena_within(newer), "gone");
    arena_strdup(newer, "gone");
    arena_rewind(&outer, mark);
    assert_int_equal(outer.used, used);
    arena_reset(&outer);
    assert_int_equal(outer.used, 0);
}

/* A try within a try. The inner one fails, and the outer one goes on. */
struct nested {
    struct arena *arena;
    bool inner_fitted;
    size_t limit;
};

static void try_within(void *context)
{
    struct nested *nested = context;

    arena_alloc(nested->arena, 100000);
    nested->inner_fitted = fits_behind(nested->arena, 100000, 150000);
    nested->limit = nested->arena->limit;
    arena_alloc(nested->arena, 150000);
}

static void tries_nest_and_reserves_add_up(void **state)
{
    struct arena small = {.limit = 500000};
    struct nested nested = {.arena = &small};

    (void)state;
    assert_true(arena_try(&small, 200000, try_within, &nested));
    assert_false(nested.inner_fitted);
    assert_int_equal(nested.limit, 300000);
    assert_int_equal(small.limit, 500000);
    assert_null(small.exhausted);
    assert_false(arena_try(&small, 200000, try_within, &nested));
    arena_reset(&small);
    assert_int_equal(small.used, 0);
}

/* A list that cannot grow is as it was. */
struct growing {
    struct arena *arena;
    char **items;
    size_t count, capacity;
};

static void grow(void *context)
{
    struct growing *list = context;

    for (;;) {
        list->items = arena_grow(list->arena, list->items, list->count, &list->capacity,
                                 sizeof(*list->items));
        list->items[list->count++] = "kept";
    }
}

static void a_list_survives_the_end_of_memory(void **state)
{
    struct arena small = {.limit = 1000000};
    struct growing list = {.arena = arena_within(&small)};

    (void)state;
    assert_false(arena_try(&small, 0, grow, &list));
    assert_int_equal(list.count, list.capacity);
    for (size_t i = 0; i < list.count; i++)
        assert_string_equal(list.items[i], "kept");
    list.capacity = list.count = SIZE_MAX / sizeof(*list.items) / 2 + 1;
    assert_false(arena_try(&small, 0, grow, &list));
    arena_reset(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(arena_gives_zeroed_aligned_memory_up_to_its_limit),
        TEST(an_arena_within_another_counts_there_and_outlives_its_marks),
        TEST(tries_nest_and_reserves_add_up),
        TEST(a_list_survives_the_end_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
