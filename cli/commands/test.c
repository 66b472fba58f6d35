#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/input/fixture.h"
#include "cli/input/paths.h"
#include "cli/scratch.h"
#include "cli/worker.h"
#include "report/junit.h"
#include "report/print.h"

#define DEFAULT_DIRECTORY "tests/rules"

enum test_format { TEST_TEXT, TEST_JUNIT };

struct test_options {
    enum test_format format;
};

struct outcome {
    const char *path;
    struct fixture_result result;
};

struct suite {
    struct worker worker;
    struct arena *arena;      /* of the process: what is reported outlives the fixtures */
    struct outcome *outcomes; /* of each fixture that was found; without a result until it ran */
    size_t count, failed;
};

/* NULL stays NULL. */
static const char *keep(struct suite *suite, const char *text)
{
    return text ? arena_strdup(suite->arena, text) : NULL;
}

static void tell_result(const struct suite *suite, const struct fixture_result *result)
{
    cJSON *fact = cJSON_CreateObject();

    json_add_text(fact, "scenario", result->scenario);
    json_add_text(fact, "rule", result->rule);
    cJSON_AddBoolToObject(fact, "passed", result->passed);
    json_add_text(fact, "expected", result->expected);
    json_add_text(fact, "actual", result->actual);
    worker_tell(&suite->worker, fact);
}

struct running {
    const struct suite *suite;
    const char *path;
};

static bool run_fixture(struct arena *scratch, void *context, struct error *err)
{
    const struct running *running = context;
    struct fixture_result result;

    (void)err; /* every failure is a result */
    fixture_run(scratch, running->path, &result);
    tell_result(running->suite, &result);
    return true;
}

static void work(struct worker *self, size_t input)
{
    struct suite *suite = (struct suite *)self;
    struct running running = {suite, suite->outcomes[input].path};
    struct error err;

    if (!run_in_scratch(suite->arena, run_fixture, &running, &err))
        tell_result(suite, &(struct fixture_result){.scenario = "",
                                                    .rule = "",
                                                    .expected = "a valid fixture",
                                                    .actual = err.message});
}

static void take(struct worker *self, size_t input, const cJSON *fact)
{
    struct suite *suite = (struct suite *)self;

    suite->outcomes[input].result = (struct fixture_result){
        .scenario = keep(suite, json_string(fact, "scenario", "")),
        .rule = keep(suite, json_string(fact, "rule", "")),
        .passed = json_bool(fact, "passed", false),
        .expected = keep(suite, json_string(fact, "expected", NULL)),
        .actual = keep(suite, json_string(fact, "actual", NULL)),
    };
}

static void lost(struct worker *self, size_t input, const char *how)
{
    struct suite *suite = (struct suite *)self;

    suite->outcomes[input].result = (struct fixture_result){
        .scenario = "",
        .rule = "",
        .expected = "a result",
        .actual = arena_printf(suite->arena, "the program was %s", how),
    };
}

static void prepare(struct suite *suite, const struct input_paths *paths)
{
    suite->count = paths->count;
    suite->outcomes = arena_alloc(suite->arena, (paths->count + 1) * sizeof(*suite->outcomes));
    for (size_t i = 0; i < paths->count; i++)
        suite->outcomes[i].path = paths->items[i].path;
}

static bool run_all(struct suite *suite)
{
    struct error err;

    if (!worker_run(&suite->worker, suite->count, &err)) {
        print_error(command_test.name, &err);
        return false;
    }
    for (size_t i = 0; i < suite->count; i++) {
        const struct outcome *outcome = &suite->outcomes[i];

        suite->failed += !outcome->result.passed;
        if (outcome->result.passed)
            print_detail(outcome->path, "passed");
    }
    return true;
}

static void report_text(const struct suite *suite)
{
    for (size_t i = 0; i < suite->count; i++) {
        const struct outcome *outcome = &suite->outcomes[i];

        if (outcome->result.passed)
            continue;
        fputs("FAILED ", stdout);
        print_visible(stdout, outcome->path);
        fputs(*outcome->result.scenario ? ": " : "", stdout);
        print_visible(stdout, outcome->result.scenario);
        fputs("\n  expected: ", stdout);
        print_visible(stdout, outcome->result.expected);
        fputs("\n  actual:   ", stdout);
        print_visible(stdout, outcome->result.actual);
        fputs("\n", stdout);
    }
    if (message_shown(MESSAGE_NOTES))
        printf("%zu passed, %zu failed\n", suite->count - suite->failed, suite->failed);
}

static void report_junit(const struct suite *suite)
{
    struct junit junit = {.arena = suite->arena};

    for (size_t i = 0; i < suite->count; i++) {
        const struct outcome *outcome = &suite->outcomes[i];
        const struct fixture_result *result = &outcome->result;
        struct junit_case one = {
            .classname = *result->rule ? result->rule : "configrule",
            .name = *result->scenario ? result->scenario : outcome->path,
            .file = outcome->path,
        };

        if (!result->passed) {
            one.outcome = JUNIT_FAILED;
            one.message = "not as expected";
            one.text = arena_printf(suite->arena, "expected: %s\nactual:   %s", result->expected,
                                    result->actual);
        }
        junit_add(&junit, &one);
    }
    junit_print(&junit, stdout);
}

static int run(struct arena *arena, const struct command_line *line)
{
    static char *const default_arguments[] = {DEFAULT_DIRECTORY, NULL};
    const struct test_options *given = line->options;
    struct suite suite = {.worker = {.work = work, .take = take, .lost = lost, .arena = arena},
                          .arena = arena};

    struct input_paths paths = {0};
    bool found = paths_add(arena, line->count ? line->arguments : default_arguments, &paths);

    prepare(&suite, &paths);
    if (!run_all(&suite))
        return EXIT_FAULT;
    if (given->format == TEST_JUNIT)
        report_junit(&suite);
    else
        report_text(&suite);
    return !found ? EXIT_FAULT : suite.failed ? 1 : EXIT_SUCCESS;
}

static const struct choice formats[] = {
    [TEST_TEXT] = {"text", "Each failure, and how many passed and failed."},
    [TEST_JUNIT] = {"junit", "JUnit's XML."},
    {0},
};

static const struct option_description options[] = {
    OPTION_FORMAT(test_options, formats, "How to print the results."),
    OPTION_QUIET,
    OPTION_VERBOSE("Name each fixture that passed, too, on standard error."),
    {0},
};

static const struct example examples[] = {
    {"Run the fixtures of one rule", "configrule test tests/rules/cloudtrail-enabled"},
    {"Report to a CI system", "configrule test --format junit --output junit.xml tests/rules"},
    {0},
};

const struct command command_test = {
    .name = "test",
    .summary = "Runs fixtures: scenarios of rules, with what is expected.",
    .notes = "A fixture that ends the program fails, and the others run.",
    .argument = {.name = "FILE|DIRECTORY",
                 .kind = VALUE_FILE,
                 .text =
                     "A fixture; \"-\": standard input. A directory stands for every *.json and "
                     "*.json.gz below it. Without one: " DEFAULT_DIRECTORY "."},
    .options = options,
    .options_size = sizeof(struct test_options),
    .examples = examples,
    .exit_status = "0: every fixture passed; 1: some failed; 2: no fixture was found, or an error.",
    .run = run,
};
