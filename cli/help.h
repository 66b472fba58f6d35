/* help.h - what people read of a command, made from its table, in lines of at most 80 columns. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "cli/command.h"

/* "Usage: configrule run [OPTION]... FILE..." */
void print_usage(FILE *stream, const struct command *command);

/* Usage, summary, arguments, options, examples and exit statuses, on standard output. */
void print_help(struct arena *arena, const struct command *command);

/* The same of configrule itself: its commands. */
void print_commands(FILE *stream);

/* "-o, --output FILE"; without a short form "--live". */
const char *option_heading(struct arena *arena, const struct option_description *option);

#endif
