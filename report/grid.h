/* grid.h - a table for people on standard output; the only file that uses libsmartcols. */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

#include <stddef.h>

struct libscols_table;

/* An ANSI sequence, or a colour name of libsmartcols. */
#define TABLE_GREEN "green"
#define TABLE_RED "red"
#define TABLE_GREY "\033[90m"

/* columns end with NULL. Freed by table_print(). Out of memory aborts, here as everywhere. */
struct libscols_table *table_create(const char *const *columns);

/*
 * Appends a row: a copy of one cell for each column, NULL: empty. What is not printable is shown as
 * "\x1b"; a long cell is never cut. color of the column colored; NULL: none. Colours show on a
 * terminal, unless NO_COLOR is set (https://no-color.org).
 */
void table_add(struct libscols_table *table, const char *const *cells, size_t colored,
               const char *color);

void table_print(struct libscols_table *table);

#endif
