#include "report/grid.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "report/print.h"

#define LEAST_WIDTH 8 /* columns of the terminal that are left to a column of the table */

#define GRID_RESET "\033[0m"

/* How wide a column would like to be, and what it puts up with: each no more than the one before. */
enum wish {
    WISH_LINE, /* each cell on one line */
    WISH_WORD, /* no word is split; of sentences a third of the width */
    WISH_PART, /* words are split after punctuation; of sentences still a third of the width */
    WISH_LEAST,
    WISH_COUNT
};

struct column {
    struct grid_column about;
    bool shown;
    size_t wishes[WISH_COUNT], width; /* in columns of the terminal; 0 where not shown */
    const char *rest;                 /* what is left to print of the cell of this row */
};

struct row {
    const char **cells;
    const char *color;
};

struct grid {
    struct arena *arena;
    struct column *columns;
    size_t column_count;
    struct row *rows; /* the first has the titles */
    size_t row_count, row_capacity;
    bool colors;
};

struct grid *grid_create(struct arena *arena, const struct grid_column *columns)
{
    struct grid *grid = arena_alloc(arena, sizeof(*grid));
    size_t count = 0;

    while (columns[count].title)
        count++;
    const char **titles = arena_alloc(arena, count * sizeof(*titles));
    grid->arena = arena;
    grid->columns = arena_alloc(arena, count * sizeof(*grid->columns));
    grid->column_count = count;
    for (size_t i = 0; i < count; i++) {
        grid->columns[i].about = columns[i];
        titles[i] = columns[i].title;
    }
    grid_add(grid, titles, NULL);
    return grid;
}

void grid_add(struct grid *grid, const char *const *cells, const char *color)
{
    const char **copies = arena_alloc(grid->arena, grid->column_count * sizeof(*copies));

    for (size_t i = 0; i < grid->column_count; i++)
        copies[i] = cells[i] ? visible_text(grid->arena, cells[i]) : "";
    grid->rows = arena_grow(grid->arena, grid->rows, grid->row_count, &grid->row_capacity,
                            sizeof(*grid->rows));
    grid->rows[grid->row_count++] = (struct row){copies, color};
}

/* The bytes of the character at text, which is printable, and how many columns it fills: 0 to 2. */
static size_t character(const char *text, size_t *columns)
{
    mbstate_t state = {0};
    wchar_t wide;
    size_t size = mbrtowc(&wide, text, strnlen(text, MB_CUR_MAX), &state);
    int width = wcwidth(wide);

    *columns = width > 0 ? (size_t)width : 0;
    return size;
}

/* Whether a word that is too long may be split behind this character: "AWS::|Lambda::|Function". */
static bool is_seam(const char *text)
{
    return strchr("-:/.,;=@", text[0]) && text[1] != text[0];
}

static size_t least(size_t one, size_t other)
{
    return one < other ? one : other;
}

static size_t most(size_t one, size_t other)
{
    return one > other ? one : other;
}

/* Widens the wishes of a column for a cell. */
static void measure(struct column *column, const char *cell)
{
    size_t run[] = {[WISH_LINE] = 0, [WISH_WORD] = 0, [WISH_PART] = 0}, columns;

    while (*cell) {
        bool blank = *cell == ' ', seam = is_seam(cell);

        cell += character(cell, &columns);
        for (int wish = WISH_LINE; wish <= WISH_PART; wish++) {
            run[wish] = blank && wish != WISH_LINE ? 0 : run[wish] + columns;
            column->wishes[wish] = most(column->wishes[wish], run[wish]);
        }
        if (seam)
            run[WISH_PART] = 0;
    }
}

/* Whether two rows have different texts in a column. */
static bool differs(const struct grid *grid, size_t column)
{
    const char *first = "";

    for (size_t i = 1; i < grid->row_count; i++) {
        const char *cell = grid->rows[i].cells[column];

        if (*first && *cell && strcmp(first, cell) != 0)
            return true;
        if (!*first)
            first = cell;
    }
    return false;
}

/* width: of the terminal; 0: there is none. */
static void measure_all(struct grid *grid, size_t width)
{
    for (size_t i = 0; i < grid->column_count; i++) {
        struct column *column = &grid->columns[i];
        size_t *wishes = column->wishes;

        column->shown = !column->about.if_differs || differs(grid, i);
        for (size_t j = 0; column->shown && j < grid->row_count; j++)
            measure(column, grid->rows[j].cells[i]);
        column->width = wishes[WISH_LINE];
        if (column->about.prose)
            wishes[WISH_WORD] = wishes[WISH_PART] =
                least(wishes[WISH_LINE], most(width / 3, LEAST_WIDTH));
        wishes[WISH_LEAST] = least(wishes[WISH_PART], LEAST_WIDTH);
    }
}

/*
 * Makes each column as wide as it wishes, up to a bound that is the same for all, but no narrower
 * than its next wish: the largest bound with which they fill no more than room. False: there is
 * none, and each has its next wish.
 */
static bool share(struct grid *grid, enum wish wish, size_t room)
{
    for (size_t bound = room; bound > 0; bound--) {
        size_t sum = 0;

        for (size_t i = 0; i < grid->column_count; i++) {
            struct column *column = &grid->columns[i];

            column->width = most(least(column->wishes[wish], bound), column->wishes[wish + 1]);
            sum += column->width;
        }
        if (sum <= room)
            return true;
    }
    return false;
}

static void fit(struct grid *grid, size_t width)
{
    size_t shown = 0;

    for (size_t i = 0; i < grid->column_count; i++)
        shown += grid->columns[i].shown;
    size_t room = width < shown ? 1 : width - (shown - 1);
    for (enum wish wish = WISH_LINE; wish < WISH_LEAST; wish++)
        if (share(grid, wish, room))
            return;
}

/*
 * The bytes of text that go on a line of this many columns: all of it, else what ends before a
 * blank, else what ends after punctuation, else the characters that there is room for, one at
 * least.
 */
static size_t line_of(const char *text, size_t width)
{
    size_t length = 0, used = 0, word_end = 0, part_end = 0, columns;

    while (text[length]) {
        size_t size = character(text + length, &columns);

        if (length > 0 && used + columns > width)
            break;
        if (text[length] == ' ')
            word_end = length;
        else if (is_seam(text + length))
            part_end = length + size;
        length += size;
        used += columns;
    }
    if (!text[length] || text[length] == ' ')
        return length;
    return word_end ? word_end : part_end ? part_end : length;
}

static size_t columns_of(const char *text, size_t length)
{
    size_t used = 0, columns;

    for (size_t at = 0; at < length; used += columns)
        at += character(text + at, &columns);
    return used;
}

/* One line of a row. False: nothing of it was left. */
static bool print_line(struct grid *grid, const char *color, FILE *out)
{
    size_t behind = 0; /* columns that are still blank before the next text */
    bool any = false;

    for (size_t i = 0; i < grid->column_count; i++) {
        struct column *column = &grid->columns[i];
        const char *text = column->rest;

        if (!column->shown)
            continue;
        any = any || *text;
        size_t length = line_of(text, column->width);
        column->rest = text + length + strspn(text + length, " ");
        while (length > 0 && text[length - 1] == ' ')
            length--;
        size_t used = columns_of(text, length);
        bool colored = color && column->about.colored && grid->colors;
        if (length > 0) {
            fprintf(out, "%*s%s%.*s%s", (int)behind, "", colored ? color : "", (int)length, text,
                    colored ? GRID_RESET : "");
            behind = 0;
        }
        behind += (used < column->width ? column->width - used : 0) + 1;
    }
    if (any)
        fputc('\n', out);
    return any;
}

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);

    return value && *value;
}

/* 0: there is no terminal, or nobody knows how wide it is. */
static size_t terminal_width(int fd)
{
    const char *set = getenv("COLUMNS");
    long columns = set ? strtol(set, NULL, 10) : 0;
    struct winsize size;

    if (!isatty(fd))
        return 0;
    if (columns > 0)
        return (size_t)columns;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void grid_print(struct grid *grid, FILE *out)
{
    size_t width = terminal_width(fileno(out));

    grid->colors = isatty(fileno(out)) && !is_set("NO_COLOR");
    measure_all(grid, width);
    if (width > 0)
        fit(grid, width);
    for (size_t i = 0; i < grid->row_count; i++) {
        for (size_t j = 0; j < grid->column_count; j++)
            grid->columns[j].rest = grid->rows[i].cells[j];
        while (print_line(grid, grid->rows[i].color, out))
            continue;
    }
}
