/*
 * grid.h - a table for people, which fits the width of their terminal.
 *
 * Where the lines would be too long, cells are wrapped, each in its column: between words first,
 * then within long words after punctuation, then anywhere. Nothing is ever cut off. Below some 50
 * columns lines become longer than the terminal is wide.
 *
 * Without libsmartcols, which splits words wherever a line ends (util-linux 2.38) and leaves the
 * widths of columns to its caller where the caller wraps.
 */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

#include <stdbool.h>
#include <stdio.h>

#include "core/arena.h"

struct grid_column {
    const char *title;
    bool prose;      /* sentences: the other columns are wrapped before this one gets too narrow */
    bool colored;    /* in the colour of the row */
    bool if_differs; /* left out where all rows that have a text here have the same one */
};

#define GRID_GREEN "\033[32m"
#define GRID_RED "\033[31m"
#define GRID_GREY "\033[90m"

/* columns end with an empty one, and outlive the grid, which lives in the arena. */
struct grid *grid_create(struct arena *arena, const struct grid_column *columns);

/*
 * Appends a row: a copy of one cell for each column, NULL: empty. What is not printable is shown as
 * "\x1b". color is one of the above; NULL: none.
 */
void grid_add(struct grid *grid, const char *const *cells, const char *color);

/*
 * Prints the titles and the rows. On a terminal, lines fit its width, or COLUMNS where the
 * environment has that, and colours show, unless NO_COLOR is set (https://no-color.org). Elsewhere
 * each row is one line, as wide as it comes, for grep and its like.
 */
void grid_print(struct grid *grid, FILE *out);

#endif
