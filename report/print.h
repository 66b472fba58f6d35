/*
 * print.h - text from files on its way to a terminal or to another program, with nothing in it that
 * either would take for more than text.
 */
#ifndef REPORT_PRINT_H
#define REPORT_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include "core/arena.h"
#include "core/json.h"

/*
 * For the whole process, before anything is printed: chooses the user's locale where it speaks
 * UTF-8, which is all that we read and write, else the plain UTF-8 one.
 */
void print_init(void);

/*
 * Prints text with each byte of what is not a printable character, or no UTF-8, as "\x1b". So are
 * the characters that change the direction of what follows.
 */
void print_visible(FILE *stream, const char *text);

/* The same text in the arena. */
char *visible_text(struct arena *arena, const char *text);

/*
 * Prints text for XML 1.0, in an attribute or between tags. Line feeds and tabs are kept; what else
 * is not printable is shown as print_visible() shows it, since XML has no form for most of it.
 *
 * These few lines rather than libxml2's xmlTextWriter: that lets control characters through, which
 * no XML parser accepts, so that we would have to replace them before it all the same. expat only
 * reads.
 */
void print_xml(FILE *stream, const char *text);

/*
 * Prints json and a newline: on one line, or formatted for people. A byte of what is no UTF-8, as
 * the name of a file may hold, is the text "\x1b" in its string.
 */
void print_json(FILE *stream, const cJSON *json, bool formatted);

#endif
