#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/fixture.h"
#include "cli/print.h"

#define DEFAULT_DIRECTORY "tests/rules"

static const struct option options[] = {{"format", required_argument, NULL, 'f'}, OPTIONS_END};

struct outcome {
    const char *path;
    struct fixture_result result;
};

struct suite {
    struct arena *arena; /* of the process: what is reported outlives the fixtures */
    const char *path;    /* the fixture that is being run */
    struct outcome *outcomes;
    size_t count, capacity, failed;
    bool broken; /* a path could not be read, or had no fixture */
};

static void refuse_path(struct suite *suite, const char *path, const char *why)
{
    struct error err;

    error_set(&err, ERROR_EVENT, "%s", why);
    print_error(path, &err);
    suite->broken = true;
}

/* NULL stays NULL. */
static const char *keep(struct suite *suite, const char *text)
{
    return text ? arena_strdup(suite->arena, text) : NULL;
}

static void add_outcome(struct suite *suite, const struct fixture_result *result)
{
    suite->outcomes = arena_grow(suite->arena, suite->outcomes, suite->count, &suite->capacity,
                                 sizeof(*suite->outcomes));
    suite->failed += !result->passed;
    suite->outcomes[suite->count++] = (struct outcome){
        .path = keep(suite, suite->path),
        .result = {.scenario = keep(suite, result->scenario),
                   .rule = keep(suite, result->rule),
                   .passed = result->passed,
                   .expected = keep(suite, result->expected),
                   .actual = keep(suite, result->actual)},
    };
}

static bool run_fixture(struct arena *scratch, void *context, struct error *err)
{
    struct suite *suite = context;
    struct fixture_result result;

    (void)err; /* every failure is a result */
    fixture_run(scratch, suite->path, &result);
    add_outcome(suite, &result);
    return true;
}

static void run_file(struct suite *suite, const char *path)
{
    struct error err;

    suite->path = path;
    if (!run_in_scratch(suite->arena, run_fixture, suite, &err))
        add_outcome(suite, &(struct fixture_result){.scenario = "",
                                                    .rule = "",
                                                    .expected = "a valid fixture",
                                                    .actual = err.message});
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Every *.json below path, in order. Links to directories are not followed: they may lead back. */
static void run_directory(struct suite *suite, const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, is_visible, alphasort);
    const char *slash = path[strlen(path) - 1] == '/' ? "" : "/";

    if (count < 0) {
        refuse_path(suite, path, strerror(errno));
        return;
    }
    for (int i = 0; i < count; i++) {
        const char *inside = arena_printf(suite->arena, "%s%s%s", path, slash, entries[i]->d_name);
        const char *end = strrchr(inside, '.');
        struct stat status;

        free(entries[i]);
        if (lstat(inside, &status) != 0)
            refuse_path(suite, inside, strerror(errno));
        else if (S_ISDIR(status.st_mode))
            run_directory(suite, inside);
        else if (end && strcmp(end, ".json") == 0)
            run_file(suite, inside);
    }
    free(entries);
}

static void run_path(struct suite *suite, const char *path)
{
    size_t before = suite->count;
    struct stat status;

    if (stat(path, &status) != 0) {
        refuse_path(suite, path, strerror(errno));
        return;
    }
    if (!S_ISDIR(status.st_mode)) {
        run_file(suite, path);
        return;
    }
    run_directory(suite, path);
    if (suite->count == before)
        refuse_path(suite, path, "no fixture in it: no *.json");
}

static void report_text(const struct suite *suite)
{
    for (size_t i = 0; i < suite->count; i++) {
        const struct outcome *outcome = &suite->outcomes[i];

        if (outcome->result.passed)
            continue;
        fputs("FAILED ", stdout);
        print_visible(stdout, outcome->path);
        fputs(": ", stdout);
        print_visible(stdout, outcome->result.scenario);
        fputs("\n  expected: ", stdout);
        print_visible(stdout, outcome->result.expected);
        fputs("\n  actual:   ", stdout);
        print_visible(stdout, outcome->result.actual);
        fputs("\n", stdout);
    }
    printf("%zu passed, %zu failed\n", suite->count - suite->failed, suite->failed);
}

static void print_attribute(const char *name, const char *value)
{
    printf(" %s=\"", name);
    print_xml(stdout, value);
    putchar('"');
}

static void report_junit_case(const struct outcome *outcome)
{
    const struct fixture_result *result = &outcome->result;

    fputs("    <testcase", stdout);
    print_attribute("classname", *result->rule ? result->rule : "configrule");
    print_attribute("name", *result->scenario ? result->scenario : outcome->path);
    print_attribute("file", outcome->path);
    if (result->passed) {
        puts("/>");
        return;
    }
    puts(">");
    fputs("      <failure message=\"not as expected\">expected: ", stdout);
    print_xml(stdout, result->expected);
    fputs("\nactual:   ", stdout);
    print_xml(stdout, result->actual);
    puts("</failure>\n    </testcase>");
}

/* The part of JUnit's XML that CI systems agree on: https://github.com/testmoapp/junitxml */
static void report_junit(const struct suite *suite)
{
    printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
           "  <testsuite name=\"configrule\" tests=\"%zu\" failures=\"%zu\">\n",
           suite->count, suite->failed);
    for (size_t i = 0; i < suite->count; i++)
        report_junit_case(&suite->outcomes[i]);
    puts("  </testsuite>\n</testsuites>");
}

static int run(struct arena *arena, int argc, char **argv)
{
    struct suite suite = {.arena = arena};
    void (*report)(const struct suite *suite) = report_text;
    int option;

    while ((option = next_option(arena, &command_test, argc, argv)) != -1) {
        if (option != 'f')
            return option;
        if (strcmp(optarg, "text") != 0 && strcmp(optarg, "junit") != 0)
            return usage_error(&command_test, "--format %s is neither text nor junit", optarg);
        report = strcmp(optarg, "text") == 0 ? report_text : report_junit;
    }
    if (optind == argc)
        run_path(&suite, DEFAULT_DIRECTORY);
    for (; optind < argc; optind++)
        run_path(&suite, argv[optind]);
    report(&suite);
    return suite.broken ? EXIT_FAULT : suite.failed ? 1 : EXIT_SUCCESS;
}

const struct command command_test = {
    .name = "test",
    .usage = "[--format text|junit] [DIR|FILE]...",
    .summary = "Runs fixtures: one scenario a file, with what is expected of the rule.",
    .help = "  DIR             every *.json below it (default: " DEFAULT_DIRECTORY ")\n"
            "  --format text   each failure, and how many passed and failed (default)\n"
            "  --format junit  JUnit's XML\n"
            "\nExit status: 0: all passed; 1: some failed; 2: no fixture, or an error.\n",
    .options = options,
    .run = run,
};
