#include "cli/help.h"

#include <string.h>

#define WIDTH 80       /* columns */
#define TEXT_COLUMN 26 /* where the text of an option begins; its heading is left of it */

/* Breaks text between words. The cursor is in a column; further lines are indented. */
static void print_wrapped(FILE *stream, const char *text, size_t column, size_t indent)
{
    bool first = true;

    while (*text) {
        size_t length = strcspn(text, " \n");

        bool ends_paragraph = !first && text[-1] == '\n';

        if (!first && (column + 1 + length > WIDTH || ends_paragraph)) {
            fprintf(stream, ends_paragraph ? "\n\n%*s" : "\n%*s", (int)indent, "");
            column = indent;
        } else if (!first) {
            fputc(' ', stream);
            column++;
        }
        fwrite(text, 1, length, stream);
        column += length;
        text += length + (text[length] != '\0');
        first = false;
    }
    fputc('\n', stream);
}

/* A heading, and the text beside it, or below where the heading is too long for that. */
static void print_item(FILE *stream, size_t indent, const char *heading, size_t column,
                       const char *text)
{
    size_t end = indent + strlen(heading);

    fprintf(stream, "%*s%s", (int)indent, "", heading);
    if (end + 2 > column)
        fprintf(stream, "\n%*s", (int)column, "");
    else
        fprintf(stream, "%*s", (int)(column - end), "");
    print_wrapped(stream, text, column, column);
}

void print_usage(FILE *stream, const struct command *command)
{
    const struct argument_description *argument = &command->argument;

    fprintf(stream, "Usage: configrule %s [OPTION]...", command->name);
    if (argument->name)
        fprintf(stream, argument->minimum ? " %s" : " [%s]", argument->name);
    fputs(argument->name && !argument->maximum ? "...\n" : "\n", stream);
}

const char *option_heading(struct arena *arena, const struct option_description *option)
{
    const char *letter = option->letter ? arena_printf(arena, "-%c, ", option->letter) : "";

    return arena_printf(arena, "%s--%s%s%s", letter, option->name, option->value ? " " : "",
                        option->value ? option->value : "");
}

static void print_options(struct arena *arena, const struct command *command)
{
    const struct option_description *const *option = options_of(arena, command);

    puts("\nOptions:");
    for (; *option; option++) {
        const struct choice *choice = choices_of(arena, *option);

        print_item(stdout, (*option)->letter ? 2 : 6, option_heading(arena, *option), TEXT_COLUMN,
                   (*option)->text);
        for (; choice && choice->name; choice++)
            print_item(stdout, TEXT_COLUMN, arena_printf(arena, "%s:", choice->name),
                       TEXT_COLUMN + 8, choice->text);
    }
}

static void print_examples(const struct example *example)
{
    if (!example)
        return;
    puts("\nExamples:");
    for (; example->text; example++) {
        const char *line = example->command;

        printf("  %s:\n", example->text);
        while (*line) {
            size_t length = strcspn(line, "\n");

            printf("    %.*s\n", (int)length, line);
            line += length + (line[length] != '\0');
        }
    }
}

void print_help(struct arena *arena, const struct command *command)
{
    const struct argument_description *argument = &command->argument;

    print_usage(stdout, command);
    putchar('\n');
    print_wrapped(stdout, command->summary, 0, 0);
    if (command->notes) {
        putchar('\n');
        print_wrapped(stdout, command->notes, 0, 0);
    }
    if (argument->name) {
        puts("\nArguments:");
        print_item(stdout, 2, argument->name, 6, argument->text);
    }
    print_options(arena, command);
    print_examples(command->examples);
    if (command->exit_status) {
        puts("\nExit status:");
        fputs("  ", stdout);
        print_wrapped(stdout, command->exit_status, 2, 2);
    }
}

void print_commands(FILE *stream)
{
    fputs("Usage: configrule COMMAND [OPTION]... [ARGUMENT]...\n\n"
          "Runs AWS Config rules on this machine, against events in files, and decides\n"
          "requests by IAM policies.\n\nCommands:\n",
          stream);
    for (size_t i = 0; commands[i]; i++)
        if (!commands[i]->hidden)
            print_item(stream, 2, commands[i]->name, 14, commands[i]->summary);
    fputs("\n\"configrule help COMMAND\" shows the options of a command, and examples.\n", stream);
}
