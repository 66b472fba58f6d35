#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

static const struct option options[] = {OPTIONS_END};

static void offer_commands(void)
{
    for (size_t i = 0; commands[i]; i++)
        printf("%s\t%s\n", commands[i]->name, commands[i]->summary);
}

static void offer_rules(const char *before)
{
    for (size_t i = 0; rules[i]; i++)
        printf("%s%s\t%s\n", before, rules[i]->name, rules[i]->description);
}

static void offer_options(const struct option *option)
{
    for (; option->name; option++)
        printf("--%s\n", option->name);
}

/* "table|json" or "RULE", up to a bracket; nothing for files and free text. before: "--format=". */
static void offer_values(const char *value, const char *before)
{
    if (strncmp(value, "RULE", 4) == 0)
        offer_rules(before);
    for (size_t length; islower((unsigned char)*value); value += length + (value[length] == '|')) {
        length = strcspn(value, "|]");
        printf("%s%.*s\n", before, (int)length, value);
    }
}

/* What the usage says of the value of "--format" or "--format=js"; NULL: it takes none. */
static const char *value_of(struct arena *arena, const struct command *command, const char *option)
{
    const char *known = arena_printf(arena, "[%.*s ", (int)strcspn(option, "="), option);
    const char *found = strncmp(option, "--", 2) == 0 ? strstr(command->usage, known) : NULL;

    return found ? found + strlen(known) : NULL;
}

/* What the usage says after the last option. */
static const char *argument_of(const struct command *command)
{
    const char *rest = command->usage;

    for (const char *at = rest; (at = strstr(at, "[--")); at++)
        rest = at + strcspn(at, "]") + 1;
    return rest + strspn(rest, ". ");
}

static void offer(struct arena *arena, const struct command *command, const char *previous,
                  const char *word)
{
    const char *equals = strchr(word, '=');
    const char *own = equals ? value_of(arena, command, word) : NULL;
    const char *awaited = strchr(previous, '=') ? NULL : value_of(arena, command, previous);

    if (awaited)
        offer_values(awaited, "");
    else if (own)
        offer_values(own, arena_strndup(arena, word, (size_t)(equals - word) + 1));
    else if (*word == '-')
        offer_options(command->options);
    else
        offer_values(argument_of(command), "");
}

static int run(struct arena *arena, int argc, char **argv)
{
    int option = next_option(arena, &command_complete, argc, argv);

    if (option != -1)
        return option;
    char **words = argv + optind;
    int last = argc - optind - 1;

    if (last < 0)
        return usage_error(&command_complete, "no WORD");
    if (last == 0)
        puts(*words[0] == '-' ? "--help\n--version" : "help");
    if (last == 0 || (last == 1 && strcmp(words[0], "help") == 0))
        offer_commands();
    for (size_t i = 0; last > 0 && commands[i]; i++)
        if (strcmp(words[0], commands[i]->name) == 0)
            offer(arena, commands[i], words[last - 1], words[last]);
    return EXIT_SUCCESS;
}

const struct command command_complete = {
    .name = "complete",
    .usage = "-- WORD...",
    .summary = "Prints what a command line can go on with, for the completions of shells.",
    .help =
        "  WORD  what follows \"configrule\", up to the word that is being typed, which may be\n"
        "        empty. Each line is a word that may stand in its place, and after a tab what\n"
        "        it means; no line: the name of a file, or any text\n",
    .options = options,
    .run = run,
};
