#include "tests/unit.h"

#include <pty.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "report/grid.h"
#include "report/print.h"

struct arena arena = {.limit = (size_t)8 << 20};

#define SENT_LIMIT ((size_t)4096)

/* What a terminal of this width is sent; NULL: there is none to be had. */
static const char *shown(struct grid *grid, unsigned short width)
{
    struct winsize size = {.ws_row = 24, .ws_col = width};
    struct termios raw = {0};
    int reader, writer;
    char *sent = arena_alloc(&arena, SENT_LIMIT + 1);
    size_t length = 0;
    ssize_t part;

    cfmakeraw(&raw);
    if (openpty(&reader, &writer, NULL, &raw, &size) != 0)
        return NULL;
    FILE *terminal = fdopen(writer, "w");
    assert_non_null(terminal);
    grid_print(grid, terminal);
    assert_int_equal(fclose(terminal), 0);
    while ((part = read(reader, sent + length, SENT_LIMIT - length)) > 0)
        length += (size_t)part;
    close(reader);
    return sent;
}

static void a_cell_that_begins_with_blanks_loses_nothing(void **state)
{
    static const struct grid_column columns[] = {{.title = "A"}, {.title = "B"}, {0}};
    static const char *const cells[] = {"            word behind", NULL};

    (void)state;
    for (unsigned short width = 1; width <= 30; width++) {
        struct grid *grid = grid_create(&arena, columns);

        grid_add(grid, cells, NULL);
        const char *sent = shown(grid, width);
        if (!sent)
            skip();
        assert_true(sent && strstr(sent, "word") && strstr(sent, "behind"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_cell_that_begins_with_blanks_loses_nothing),
    };

    unsetenv("COLUMNS");
    print_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
