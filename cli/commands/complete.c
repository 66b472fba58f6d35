#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/input/parameters.h"

#include "core/text.h"

/* Where a word is being typed. */
struct cursor {
    struct arena *arena;
    char *const *words; /* from the command's name to the word itself, as far as it is typed */
    size_t last;        /* the index of that word */
    const char *before; /* what each offered word begins with: "--rule=" */
};

static void offer(const struct cursor *cursor, const char *word, const char *text)
{
    printf("%s%s%s%s\n", cursor->before, word, text ? "\t" : "", text ? text : "");
}

/* The first sentence of a text. */
static const char *first_sentence(struct arena *arena, const char *text)
{
    const char *end = strstr(text, ". ");

    return end ? arena_strndup(arena, text, (size_t)(end - text) + 1) : text;
}

static void offer_commands(const struct cursor *cursor)
{
    for (size_t i = 0; commands[i]; i++)
        if (!commands[i]->hidden)
            offer(cursor, commands[i]->name, commands[i]->summary);
}

static void offer_rules(const struct cursor *cursor)
{
    for (size_t i = 0; rules[i]; i++)
        offer(cursor, rules[i]->name, rules[i]->description);
}

static void offer_options(const struct cursor *cursor, const struct command *command)
{
    const struct option_description *const *option = options_of(cursor->arena, command);

    for (; *option; option++)
        offer(cursor, arena_printf(cursor->arena, "--%s", (*option)->name),
              first_sentence(cursor->arena, (*option)->text));
}

/* The rule that --rule names in words before; NULL: none does. */
static const struct rule *chosen_rule(const struct cursor *cursor)
{
    for (size_t i = 1; i < cursor->last; i++) {
        const char *word = cursor->words[i];

        if (strcmp(word, "--rule") == 0 && i + 1 < cursor->last)
            return rule_find(cursor->words[i + 1]);
        if (text_begins(word, "--rule="))
            return rule_find(word + 7);
    }
    return NULL;
}

/* "KEY=" of a parameter, or where that is typed already, the values that it may have. */
static void offer_parameter(const struct cursor *cursor, const struct parameter *parameter,
                            const char *typed)
{
    static const char *const booleans[] = {"true", "false", NULL};
    const char *const *values =
        parameter->type == PARAMETER_BOOLEAN ? booleans : parameter->choices;
    const char *key = arena_printf(cursor->arena, "%s=", parameter->name);

    if (!strchr(typed, '='))
        offer(cursor, key, parameter->text);
    else if (text_begins(typed, key))
        for (; values && *values; values++)
            offer(cursor, arena_printf(cursor->arena, "%s%s", key, *values), NULL);
}

/* Whether one of the first count rules has a parameter. */
static bool is_known(size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (rule_has_parameter(rules[i], name))
            return true;
    return false;
}

/* Those of the rule that --rule names, else of all rules: each name once. */
static void offer_parameters(const struct cursor *cursor, const char *typed)
{
    const struct rule *chosen = chosen_rule(cursor);

    for (size_t i = 0; rules[i]; i++)
        for (const struct parameter *p = rules[i]->parameters; p && p->name; p++)
            if (chosen ? chosen == rules[i] : !is_known(i, p->name))
                offer_parameter(cursor, p, typed);
}

/* Nothing for files and free text, for which a shell offers files. */
static void offer_values(const struct cursor *cursor, enum value_kind kind,
                         const struct choice *choices, const char *typed)
{
    switch (kind) {
    case VALUE_CHOICE:
    case VALUE_REPORT:
        for (; choices && choices->name; choices++)
            offer(cursor, choices->name, first_sentence(cursor->arena, choices->text));
        break;
    case VALUE_RULE:
        offer_rules(cursor);
        break;
    case VALUE_PARAMETER:
        offer_parameters(cursor, typed);
        break;
    case VALUE_COMMAND:
        offer_commands(cursor);
        break;
    case VALUE_TEXT:
    case VALUE_FILE:
        break;
    }
}

/* The option with a value that a word of length names: "--rule", "-o"; NULL: none. */
static const struct option_description *option_named(const struct cursor *cursor,
                                                     const struct command *command,
                                                     const char *word, size_t length)
{
    const struct option_description *const *option = options_of(cursor->arena, command);

    for (; *option; option++) {
        const char *name = arena_printf(cursor->arena, "--%s", (*option)->name);
        bool is_long = strlen(name) == length && strncmp(word, name, length) == 0;
        bool is_short = length == 2 && word[0] == '-' && word[1] == (*option)->letter;

        if ((*option)->value && (is_long || is_short))
            return *option;
    }
    return NULL;
}

static void offer_words(struct cursor *cursor, const struct command *command)
{
    const char *word = cursor->words[cursor->last], *previous = cursor->words[cursor->last - 1];
    const char *equals = *word == '-' ? strchr(word, '=') : NULL;
    const struct option_description *option =
        equals ? option_named(cursor, command, word, (size_t)(equals - word))
               : option_named(cursor, command, previous, strlen(previous));
    bool ended = false; /* the options */

    for (size_t i = 1; i < cursor->last; i++)
        ended = ended || strcmp(cursor->words[i], "--") == 0;
    if (!ended && option && equals) {
        cursor->before = arena_strndup(cursor->arena, word, (size_t)(equals - word) + 1);
        word = equals + 1;
    }
    if (!ended && option)
        offer_values(cursor, option->kind, choices_of(cursor->arena, option), word);
    else if (!ended && *word == '-')
        offer_options(cursor, command);
    else if (command->argument.name)
        offer_values(cursor, command->argument.kind, NULL, word);
}

static int run(struct arena *arena, const struct command_line *line)
{
    struct cursor cursor = {
        .arena = arena, .words = line->arguments, .last = line->count - 1, .before = ""};

    if (cursor.last == 0 && *cursor.words[0] == '-')
        puts("--help\n--version");
    else if (cursor.last == 0)
        offer_commands(&cursor);
    for (size_t i = 0; cursor.last > 0 && commands[i]; i++)
        if (strcmp(cursor.words[0], commands[i]->name) == 0)
            offer_words(&cursor, commands[i]);
    return EXIT_SUCCESS;
}

const struct command command_complete = {
    .name = "complete",
    .summary = "Prints what a command line can go on with, for the completions of shells.",
    .argument = {.name = "WORD",
                 .kind = VALUE_TEXT,
                 .minimum = 1,
                 .text = "What follows \"configrule\", after \"--\", up to the word that is being "
                         "typed, which may be empty. Each line that is printed is a word that may "
                         "stand in its place, and after a tab what it means. No line: the name of "
                         "a file, or any text."},
    .hidden = true,
    .run = run,
};
