/*
 * options.h - what a command takes on its command line, as one table. Parsing, usage, help, the
 * manual page and the completions of shells are made from it, so none of them can lack what another
 * one has. getopt_long() reads the command line. glibc's argp and popt were left out: neither knows
 * commands, names the nearest option, or says what a shell may offer for a value.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"

struct command;
struct report_format;

/* What a value is, which decides what a shell offers for it. */
enum value_kind {
    VALUE_TEXT,      /* anything */
    VALUE_FILE,      /* the path of a file or of a directory */
    VALUE_CHOICE,    /* one of the choices */
    VALUE_RULE,      /* the name of a rule, which must exist */
    VALUE_PARAMETER, /* KEY=VALUE of a rule parameter */
    VALUE_COMMAND,   /* the name of a command */
    VALUE_REPORT,    /* the name of a format of reports */
};

struct choice {
    const char *name, *text; /* one sentence or more */
};

/* Of the commands that print no report. */
enum document_format { DOCUMENT_TABLE, DOCUMENT_JSON };

/* The values of an option that may be given several times, in their order. */
struct text_list {
    const char **items;
    size_t count, capacity;
};

/* What an option fills in. */
enum option_type {
    OPTION_TYPE_FLAG,
    OPTION_TYPE_INDEX,
    OPTION_TYPE_TEXT,
    OPTION_TYPE_LIST,
    OPTION_TYPE_FORMAT
};

struct option_description {
    const char *name;  /* of the long form, without its dashes: "output" */
    const char *value; /* what help calls the value: "FILE"; NULL: the option is a flag */
    enum value_kind kind;
    const struct choice *choices; /* of VALUE_CHOICE; end with an empty one; the first is default */
    const char *text;             /* for help and the manual page: one sentence or more */
    const char *once;             /* why a second one is refused; NULL: the last one counts */
    /* Where the value goes: written by OPTION_OWN() and OPTION_COMMON(). */
    size_t offset; /* bytes */
    enum option_type type;
    bool common; /* into struct common_options, not into the command's own struct */
    char letter; /* of the short form; 0: there is none */
};

/*
 * The member that an option fills in, whose type decides how: bool: a flag; an enum, or unsigned:
 * the index of the choice; const char *: the text; struct report_format: the format; both NULL
 * where the option is not given; struct text_list: all texts.
 */
/* clang-format off */
#define OPTION_MEMBER(structure, member)                                \
    .offset = offsetof(structure, member),                              \
    .type = _Generic(((structure *)NULL)->member,                       \
                     bool: OPTION_TYPE_FLAG,                            \
                     unsigned: OPTION_TYPE_INDEX,                       \
                     const char *: OPTION_TYPE_TEXT,                    \
                     const struct report_format *: OPTION_TYPE_FORMAT,  \
                     struct text_list: OPTION_TYPE_LIST)
/* clang-format on */
#define OPTION_OWN(structure, member) OPTION_MEMBER(struct structure, member)
#define OPTION_COMMON(member) .common = true, OPTION_MEMBER(struct common_options, member)

/* Every command takes output, version and help. The others are for those whose table has them. */
struct common_options {
    const char *output; /* NULL: standard output */
    bool quiet, verbose;
    bool version, help;
};

/* The rows of the commands that evaluate something; text says what is shown in addition. */
#define OPTION_QUIET                                             \
    {                                                            \
        .name = "quiet", .letter = 'q', OPTION_COMMON(quiet),    \
        .text = "Show results and errors alone, without notes, " \
                "warnings and counts."                           \
    }
#define OPTION_VERBOSE(what)                                                     \
    {                                                                            \
        .name = "verbose", .letter = 'v', OPTION_COMMON(verbose), .text = (what) \
    }

/* --format of a list of choices, into .format of the command's struct. */
#define OPTION_FORMAT(structure, formats, what)                                          \
    {                                                                                    \
        .name = "format", .value = "FORMAT", .kind = VALUE_CHOICE, .choices = (formats), \
        OPTION_OWN(structure, format), .text = (what)                                    \
    }

/* --format of a report, likewise. */
#define OPTION_REPORT(structure, what)                                                            \
    {                                                                                             \
        .name = "format", .value = "FORMAT", .kind = VALUE_REPORT, OPTION_OWN(structure, format), \
        .text = (what)                                                                            \
    }

/* --replies, into .replies of the command's struct. */
#define OPTION_REPLIES(structure)                                                               \
    {                                                                                           \
        .name = "replies", .value = "FILE", .kind = VALUE_FILE, OPTION_OWN(structure, replies), \
        .text = "Answer questions to AWS from recorded replies: a JSON array of {\"service\", " \
                "\"operation\", "                                                               \
                "\"input\" (optional: answers only calls with these members), \"reply\" or "    \
                "\"error\"}."                                                                   \
    }

/* What follows the options. */
struct argument_description {
    const char *name; /* "FILE"; NULL: the command takes none */
    enum value_kind kind;
    size_t minimum, maximum; /* how many; maximum 0: any number */
    const char *text;        /* as of an option */
};

struct command_line {
    struct common_options common;
    const void *options;    /* the command's own struct, of command->options_size bytes */
    char *const *arguments; /* end with NULL */
    size_t count;
};

/* What a value is to be one of, the default named; ends with an empty one; NULL: anything else. */
const struct choice *choices_of(struct arena *arena, const struct option_description *option);

/* All options of a command: its own, then those that every command has. End with NULL. */
const struct option_description *const *options_of(struct arena *arena,
                                                   const struct command *command);

/*
 * Reads the words after the command's name; argv[0] is that name. -1: *out is filled in. Else an
 * exit status to return: --help or --version was answered, or a mistake was named. Options and
 * arguments may be mixed; "--" ends the options; "-" is an argument. May be called once, as
 * getopt_long() keeps its state.
 */
int options_parse(struct arena *arena, const struct command *command, int argc, char **argv,
                  struct command_line *out);

#endif
