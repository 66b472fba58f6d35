#include "cli/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/help.h"
#include "core/names.h"
#include "report/report.h"

/* getopt_long() tells options by numbers: a short one by its letter, a long one by its index. */
#define LONG_OPTION 256

static const struct option_description common[] = {
    {.name = "output",
     .letter = 'o',
     .value = "FILE",
     .kind = VALUE_FILE,
     OPTION_COMMON(output),
     .text = "Write to FILE instead of standard output. FILE is replaced at the end, once "
             "everything has been written; \"-\" is standard output."},
    {.name = "version",
     .letter = 'V',
     OPTION_COMMON(version),
     .text = "Show the version of configrule and of what it was built with."},
    {.name = "help", .letter = 'h', OPTION_COMMON(help), .text = "Show this help."},
};

#define COMMON_COUNT (sizeof(common) / sizeof(*common))

const struct option_description *const *options_of(struct arena *arena,
                                                   const struct command *command)
{
    const struct option_description **all, *own = command->options;
    size_t count = 0;

    while (own && own[count].name)
        count++;
    all = arena_alloc(arena, (count + COMMON_COUNT + 1) * sizeof(*all));
    for (size_t i = 0; i < count; i++)
        all[i] = &own[i];
    for (size_t i = 0; i < COMMON_COUNT; i++)
        all[count + i] = &common[i];
    return all;
}

static const char *default_text(struct arena *arena, const char *text)
{
    return arena_printf(arena, "%s This is the default.", text);
}

static const struct choice *report_choices(struct arena *arena)
{
    struct choice *choices;
    size_t count = 0;

    while (report_formats[count])
        count++;
    choices = arena_alloc(arena, (count + 1) * sizeof(*choices));
    for (size_t i = 0; i < count; i++) {
        const struct report_format *format = report_formats[i];

        choices[i] = (struct choice){
            format->name,
            format == &report_table ? default_text(arena, format->text) : format->text,
        };
    }
    return choices;
}

static const struct choice *own_choices(struct arena *arena, const struct choice *own)
{
    struct choice *choices;
    size_t count = 0;

    while (own[count].name)
        count++;
    choices = arena_alloc(arena, (count + 1) * sizeof(*choices));
    memcpy(choices, own, count * sizeof(*choices));
    choices[0].text = default_text(arena, own[0].text);
    return choices;
}

const struct choice *choices_of(struct arena *arena, const struct option_description *option)
{
    if (option->kind == VALUE_REPORT)
        return report_choices(arena);
    return option->choices ? own_choices(arena, option->choices) : NULL;
}

/* The table as getopt_long() wants it. */
struct getopt_table {
    const char *letters;
    struct option *options;
};

static struct getopt_table getopt_table(struct arena *arena,
                                        const struct option_description *const *known)
{
    struct getopt_table table = {.letters = ":"}; /* a missing value is told from a wrong option */
    size_t count = 0;

    while (known[count])
        count++;
    table.options = arena_alloc(arena, (count + 1) * sizeof(*table.options));
    for (size_t i = 0; i < count; i++) {
        table.options[i] = (struct option){
            .name = known[i]->name,
            .has_arg = known[i]->value ? required_argument : no_argument,
            .val = LONG_OPTION + (int)i,
        };
        if (known[i]->letter)
            table.letters = arena_printf(arena, "%s%c%s", table.letters, known[i]->letter,
                                         known[i]->value ? ":" : "");
    }
    return table;
}

static const struct option_description *find(const struct option_description *const *known,
                                             int option)
{
    if (option >= LONG_OPTION)
        return known[option - LONG_OPTION];
    for (; *known; known++)
        if ((*known)->letter == option)
            return *known;
    abort(); /* getopt_long() gives the letters of the table alone */
}

/* given is the word that getopt_long() did not take. */
static int refuse_option(struct arena *arena, const struct command *command,
                         const struct option_description *const *known, const char *given,
                         int option)
{
    const char *name = arena_strndup(arena, given, strcspn(given, "="));
    size_t count = 0;

    if (option == ':')
        return usage_error(command, "%s needs a value", given);
    if (optopt >= LONG_OPTION)
        return usage_error(command, "%s takes no value", name);
    if (optopt)
        return usage_error(command, "-%c is no option", optopt);
    while (known[count])
        count++;
    const char **names = arena_alloc(arena, (count + 1) * sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = arena_printf(arena, "--%s", known[i]->name);
    return usage_error(command, "%s is no option%s", name, did_you_mean(name, names).text);
}

/* "neither table nor json", "none of table, json and junit". */
static const char *none_of(struct arena *arena, const char *const *names, size_t count)
{
    const char *text = names[0];

    if (count == 2)
        return arena_printf(arena, "neither %s nor %s", names[0], names[1]);
    for (size_t i = 1; i < count; i++)
        text = arena_printf(arena, "%s%s%s", text, i + 1 < count ? ", " : " and ", names[i]);
    return arena_printf(arena, "none of %s", text);
}

static int take_choice(struct arena *arena, const struct command *command,
                       const struct option_description *option, const char *value, unsigned *index)
{
    const struct choice *choices = choices_of(arena, option);
    size_t count = 0;

    while (choices[count].name)
        count++;
    const char **names = arena_alloc(arena, (count + 1) * sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = choices[i].name;
    int found = name_index(value, names);
    if (found < 0)
        return usage_error(command, "--%s %s is %s%s", option->name, value,
                           none_of(arena, names, count), did_you_mean(value, names).text);
    *index = (unsigned)found;
    return -1;
}

static void append(struct arena *arena, struct text_list *list, const char *text)
{
    list->items =
        arena_grow(arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    list->items[list->count++] = text;
}

/* Names of rules are looked up here, for all commands alike. The exit status, or -1 to go on. */
static int validate_value(struct arena *arena, const struct command *command, enum value_kind kind,
                          const char *place, const char *value)
{
    const struct rule *rule;
    struct error err;

    if (kind == VALUE_RULE && !rule_get(arena, place, value, &rule, &err))
        return usage_error(command, "%s", err.message);
    return -1;
}

/* The exit status, or -1 to go on. */
static int take_option(struct arena *arena, const struct command *command,
                       const struct option_description *option, const char *value, char *own,
                       struct common_options *shared)
{
    void *into = (option->common ? (char *)shared : own) + option->offset;
    unsigned index = 0;
    int status = validate_value(arena, command, option->kind,
                                arena_printf(arena, "--%s", option->name), value);

    if (status != -1)
        return status;
    switch (option->type) {
    case OPTION_TYPE_FLAG:
        *(bool *)into = true;
        break;
    case OPTION_TYPE_INDEX:
        return take_choice(arena, command, option, value, into);
    case OPTION_TYPE_TEXT:
        if (option->once && *(const char **)into)
            return usage_error(command, "--%s is given twice: %s", option->name, option->once);
        *(const char **)into = value;
        break;
    case OPTION_TYPE_LIST:
        append(arena, into, value);
        break;
    case OPTION_TYPE_FORMAT:
        status = take_choice(arena, command, option, value, &index);
        *(const struct report_format **)into = report_formats[index];
        return status;
    }
    return -1;
}

/* The exit status, or -1 to go on. */
static int take_arguments(struct arena *arena, const struct command *command, char *const *words,
                          size_t count)
{
    const struct argument_description *argument = &command->argument;
    int status = -1;

    if (count < argument->minimum)
        return usage_error(command, "no %s is given", argument->name);
    if (!argument->name && count)
        return usage_error(command, "takes no argument: %s", words[0]);
    if (argument->maximum && count > argument->maximum)
        return usage_error(command, "takes one %s: %s", argument->name, words[argument->maximum]);
    for (size_t i = 0; i < count && status == -1; i++)
        status = validate_value(arena, command, argument->kind, argument->name, words[i]);
    return status;
}

int options_parse(struct arena *arena, const struct command *command, int argc, char **argv,
                  struct command_line *out)
{
    const struct option_description *const *known = options_of(arena, command);
    struct getopt_table table = getopt_table(arena, known);
    char *own = arena_alloc(arena, command->options_size + 1);
    int option;

    *out = (struct command_line){.options = own};
    opterr = 0;
    while ((option = getopt_long(argc, argv, table.letters, table.options, NULL)) != -1) {
        if (option == '?' || option == ':')
            return refuse_option(arena, command, known, argv[optind - 1], option);
        int status = take_option(arena, command, find(known, option), optarg, own, &out->common);
        if (status != -1)
            return status;
        if (out->common.help) {
            print_help(arena, command);
            return EXIT_SUCCESS;
        }
        if (out->common.version) {
            print_version(arena);
            return EXIT_SUCCESS;
        }
    }
    out->arguments = argv + optind;
    out->count = (size_t)(argc - optind);
    return take_arguments(arena, command, out->arguments, out->count);
}
