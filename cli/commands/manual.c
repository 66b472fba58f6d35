#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/input/file.h"
#include "iam/tables.h"

#define WIDTH 78 /* columns of the page's source, which mandoc's lint wants below 80 */

/* length bytes, in which nothing is taken for a request. Documents: mdoc(7), roff(7). */
static void print_escaped(const char *text, size_t length, bool begins_line)
{
    if (begins_line && (*text == '.' || *text == '\''))
        fputs("\\&", stdout);
    for (bool dash = true; length; length--, text++) {
        dash =
            dash && *text == '-'; /* of an option: no hyphen, to which a reader's page turns it */
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (dash)
            fputs("\\-", stdout);
        else
            putchar(*text);
    }
}

static bool ends_sentence(const char *word, size_t length)
{
    while (length && strchr(")\"", word[length - 1]))
        length--;
    return length && strchr(".:;", word[length - 1]);
}

/* Sentences begin on new lines, as roff wants them. */
static void print_text(const char *text)
{
    size_t column = 0;

    while (*text) {
        size_t length = strcspn(text, " \n");

        if (column && column + 1 + length > WIDTH) {
            putchar('\n');
            column = 0;
        } else if (column) {
            putchar(' ');
            column++;
        }
        print_escaped(text, length, column == 0);
        column += length;
        if (text[length] == '\n')
            fputs("\n.Pp", stdout);
        if (text[length] == '\n' || ends_sentence(text, length)) {
            putchar('\n');
            column = 0;
        }
        text += length + (text[length] != '\0');
    }
    if (column)
        putchar('\n');
}

/* "Ar FILE | DIRECTORY ..." */
static void print_value(const char *name, bool several)
{
    fputs("Ar ", stdout);
    for (; *name; name++) {
        if (*name == '|')
            fputs(" | ", stdout);
        else
            putchar(*name);
    }
    if (several)
        fputs(" ...", stdout);
}

static void print_argument(const struct argument_description *argument)
{
    if (argument->name)
        print_value(argument->name, !argument->maximum);
}

static void print_synopsis_of(const struct command *command)
{
    const struct option_description *option = command->options;

    printf(".Nm\n.Cm %s\n", command->name);
    for (; option && option->name; option++) {
        printf(".Op Fl -%s%s", option->name, option->value ? " " : "");
        if (option->value)
            print_value(option->value, option->type == OPTION_TYPE_LIST);
        putchar('\n');
    }
    if (!command->argument.name)
        return;
    fputs(command->argument.minimum ? "." : ".Op ", stdout);
    print_argument(&command->argument);
    putchar('\n');
}

static void print_option(struct arena *arena, const struct option_description *option)
{
    const struct choice *choice = choices_of(arena, option);

    fputs(".It ", stdout);
    if (option->letter)
        printf("Fl %c , ", option->letter);
    printf("Fl -%s%s", option->name, option->value ? " " : "");
    if (option->value)
        print_value(option->value, false);
    putchar('\n');
    print_text(option->text);
    if (!choice)
        return;
    puts(".Bl -tag -width Ds");
    for (; choice->name; choice++) {
        printf(".It Cm %s\n", choice->name);
        print_text(choice->text);
    }
    puts(".El");
}

static void print_command(struct arena *arena, const struct command *command)
{
    const struct option_description *option = command->options;

    printf(".It Cm %s%s", command->name, command->argument.name ? " " : "");
    print_argument(&command->argument);
    putchar('\n');
    print_text(command->summary);
    if (command->notes)
        print_text(command->notes);
    if (command->exit_status) {
        puts(".Pp\nExit status:");
        print_text(command->exit_status);
    }
    if (!option && !command->argument.name)
        return;
    puts(".Bl -tag -width Ds");
    if (command->argument.name) {
        fputs(".It ", stdout);
        print_argument(&command->argument);
        putchar('\n');
        print_text(command->argument.text);
    }
    for (; option && option->name; option++)
        print_option(arena, option);
    puts(".El");
}

static void print_synopsis(struct arena *arena)
{
    (void)arena;
    for (size_t i = 0; commands[i]; i++)
        if (!commands[i]->hidden)
            print_synopsis_of(commands[i]);
}

static void print_commands_section(struct arena *arena)
{
    puts(".Bl -tag -width Ds");
    for (size_t i = 0; commands[i]; i++)
        if (!commands[i]->hidden)
            print_command(arena, commands[i]);
    puts(".El");
}

/* Those that every command has. */
static void print_common_options(struct arena *arena)
{
    const struct option_description *const *option = options_of(arena, &command_version);

    puts(".Bl -tag -width Ds");
    for (; *option; option++)
        print_option(arena, *option);
    puts(".El");
}

static void print_example(const struct example *example)
{
    const char *line = example->command;

    printf(".Pp\n%s:\n.Bd -literal -offset indent\n", example->text);
    while (*line) {
        size_t length = strcspn(line, "\n");

        print_escaped(line, length, true);
        putchar('\n');
        line += length + (line[length] != '\0');
    }
    puts(".Ed");
}

static void print_examples(struct arena *arena)
{
    (void)arena;
    for (size_t i = 0; commands[i]; i++)
        for (const struct example *e = commands[i]->examples; e && e->text; e++)
            print_example(e);
}

static void print_facts_date(struct arena *arena)
{
    (void)arena;
    puts(iam_facts_date);
}

/* What stands in the place of a line of the template. */
static const struct section {
    const char *line;
    void (*print)(struct arena *arena);
} sections[] = {
    {"@SYNOPSIS@", print_synopsis},      {"@COMMANDS@", print_commands_section},
    {"@OPTIONS@", print_common_options}, {"@EXAMPLES@", print_examples},
    {"@FACTS_DATE@", print_facts_date},
};

static void print_line(struct arena *arena, const char *line, size_t length)
{
    for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++) {
        if (strlen(sections[i].line) != length || strncmp(line, sections[i].line, length) != 0)
            continue;
        sections[i].print(arena);
        return;
    }
    printf("%.*s\n", (int)length, line);
}

static int run(struct arena *arena, const struct command_line *line)
{
    const char *path = line->arguments[0], *text;
    size_t length;
    struct error err;

    if (!file_read(arena, path, &text, &length, &err)) {
        print_error(path, &err);
        return EXIT_FAULT;
    }
    for (const char *end = text + length; text < end;) {
        const char *feed = memchr(text, '\n', (size_t)(end - text));
        size_t size = (size_t)((feed ? feed : end) - text);

        print_line(arena, text, size);
        text += size + 1;
    }
    return EXIT_SUCCESS;
}

const struct command command_manual = {
    .name = "manual",
    .summary = "Prints the manual page, for the build.",
    .argument = {.name = "TEMPLATE",
                 .kind = VALUE_FILE,
                 .minimum = 1,
                 .maximum = 1,
                 .text = "cli/configrule.1.in, in which single lines stand for what is made from "
                         "the tables of options."},
    .hidden = true,
    .run = run,
};
