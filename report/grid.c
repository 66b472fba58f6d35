#include "report/grid.h"

#include <libsmartcols/libsmartcols.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/log.h"

static bool colors_wanted(void)
{
    const char *no_color = getenv("NO_COLOR");

    return isatty(STDOUT_FILENO) && (!no_color || !*no_color);
}

/* libsmartcols fails only where memory does. */
static void must(bool ok)
{
    if (ok)
        return;
    log_write(LOG_FATAL, "out of memory");
    abort();
}

struct libscols_table *table_create(const char *const *columns)
{
    struct libscols_table *table = scols_new_table();

    must(table);
    scols_table_enable_colors(table, colors_wanted());
    /* A terminal breaks long lines better than columns of ten characters would. */
    scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
    for (; *columns; columns++)
        must(scols_table_new_column(table, *columns, 0, 0));
    return table;
}

void table_add(struct libscols_table *table, const char *const *cells, size_t colored,
               const char *color)
{
    struct libscols_line *line = scols_table_new_line(table, NULL);

    must(line);
    for (size_t i = 0; i < scols_table_get_ncols(table); i++)
        must(scols_line_set_data(line, i, cells[i]) == 0);
    if (color)
        must(scols_cell_set_color(scols_line_get_cell(line, colored), color) == 0);
}

void table_print(struct libscols_table *table)
{
    must(scols_print_table(table) == 0);
    scols_unref_table(table);
}
