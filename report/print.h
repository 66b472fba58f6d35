/*
 * print.h - text from files on its way to a terminal or another program, with nothing in it that
 * either would take for more than text.
 */
#ifndef REPORT_PRINT_H
#define REPORT_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include "core/json.h"

/*
 * For the whole process: the user's locale where it speaks UTF-8, which is all that we read and
 * write, else the plain UTF-8 one.
 */
void print_init(void);

/* text, with each byte of what is not a printable character as "\x1b". */
void print_visible(FILE *stream, const char *text);

/* text inside XML 1.0, in an attribute or between tags; what is not printable is dropped. */
void print_xml(FILE *stream, const char *text);

/* json and a newline on standard output: on one line, or formatted for people. */
void print_json(const cJSON *json, bool formatted);

#endif
