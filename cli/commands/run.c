#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/evaluator.h"
#include "core/utf8.h"
#include "engine/selection.h"
#include "report/line.h"
#include "report/report.h"

struct run_options {
    const char *rule, *replies;
    struct text_list parameters;
    const struct report_format *format;
    bool live;
};

struct run {
    struct worker worker;
    struct evaluator evaluator; /* of the worker process */
    struct input_paths inputs;

    /* What the worker told. */
    struct report report;
    bool failed, any_evaluated, any_skipped;
    size_t last;                                           /* the file of the latest evaluation */
    char at[EVENT_PLACE_SIZE], rule[EVENT_PLACE_SIZE + 1]; /* where in it, and by which rule */
};

static void work(struct worker *self, size_t input)
{
    struct run *run = (struct run *)self;

    evaluator_run(&run->evaluator, &run->inputs.items[input]);
}

static void end_work(struct worker *self)
{
    evaluator_close(&((struct run *)self)->evaluator);
}

static void take_evaluation(struct run *run, size_t input, const cJSON *json)
{
    struct line line;

    line_read(json, &line);
    run->report.file = run->inputs.items[input].path;
    report_add(&run->report, line.rule, &line.evaluation);
}

static void take(struct worker *self, size_t input, const cJSON *fact)
{
    struct run *run = (struct run *)self;
    const cJSON *next = json_get(fact, "next");

    run->failed = run->failed || json_get(fact, "failed");
    run->any_skipped = run->any_skipped || json_get(fact, "skipped");
    if (json_get(fact, "evaluation"))
        take_evaluation(run, input, json_get(fact, "evaluation"));
    if (json_get(fact, "body"))
        report_put(&run->report, json_get(fact, "body"));
    if (!next)
        return;
    run->any_evaluated = true;
    run->last = input;
    snprintf(run->at, sizeof(run->at), "%s", json_string(next, "at", ""));
    snprintf(run->rule, sizeof(run->rule), "%s", json_string(next, "rule", ""));
}

static void lost(struct worker *self, size_t input, const char *how)
{
    struct run *run = (struct run *)self;
    char place[4096];
    struct error err;

    if (run->last != input)
        run->at[0] = run->rule[0] = '\0';
    snprintf(place, sizeof(place), "%s%s", run->inputs.items[input].path, run->at);
    error_set(&err, ERROR_RULE,
              "%s%sthe evaluation was %s: what follows in this file was not evaluated", run->rule,
              *run->rule ? ": " : "", how);
    print_error(place, &err);
    run->failed = true;
}

/* KEY=VALUE, in UTF-8 as all JSON. The exit status, or -1 to go on. */
static int add_parameter(struct arena *arena, cJSON *parameters, const char *text)
{
    size_t length = strcspn(text, "=");
    const char *key = arena_strndup(arena, text, length);

    if (length == 0 || text[length] != '=' || !utf8_valid(text, strlen(text)))
        return usage_error(&command_run, "--param %s is not KEY=VALUE", text);
    if (strcmp(key, RESERVED_PARAMETER_RULE) == 0)
        return usage_error(&command_run, "--rule RULE, not --param, chooses the rule");
    if (json_member(parameters, key))
        return usage_error(&command_run, "--param %s is given twice: a list is %s=a,b", key, key);
    json_set(parameters, key, cJSON_CreateString(text + length + 1));
    return -1;
}

/* The exit status, or -1 to go on. */
static int prepare(struct arena *arena, struct evaluator *evaluator,
                   const struct run_options *given)
{
    cJSON *parameters = cJSON_CreateObject();
    struct error err;

    if (given->live && given->replies)
        return usage_error(&command_run, "--live and --replies exclude each other");
    for (size_t i = 0; i < given->parameters.count; i++)
        if (add_parameter(arena, parameters, given->parameters.items[i]) != -1)
            return EXIT_FAULT;
    evaluator->arena = arena;
    evaluator->parameters = parameters;
    evaluator->chosen = given->rule ? rule_find(given->rule) : NULL;
    evaluator->asks_live = given->live;
    if (given->replies ? replies_read(arena, given->replies, &evaluator->replies, &err)
                       : replies_init(arena, NULL, "", &evaluator->replies, &err))
        return -1;
    print_error(command_run.name, &err);
    return EXIT_FAULT;
}

/* Where all that there was has been skipped, the input was a mistake. */
static void validate_evaluated(struct run *run)
{
    struct error err;

    if (run->any_evaluated || !run->any_skipped || run->failed)
        return;
    error_set(&err, ERROR_INPUT, "nothing was evaluated: no rule is for what is in the input");
    print_error(command_run.name, &err);
    run->failed = true;
}

static int run(struct arena *arena, const struct command_line *line)
{
    const struct run_options *given = line->options;
    struct run run = {
        .worker = {.work = work, .end = end_work, .take = take, .lost = lost, .arena = arena},
        .evaluator.worker = &run.worker,
        .report = {.format = given->format ? given->format : &report_table,
                   .out = stdout,
                   .arena = arena},
    };
    struct error err;
    int status = prepare(arena, &run.evaluator, given);

    if (status != -1)
        return status;
    run.evaluator.wants_requests = run.report.format->put != NULL;
    run.failed = !paths_add(arena, line->arguments, &run.inputs);
    report_begin(&run.report);
    if (!worker_run(&run.worker, run.inputs.count, &err)) {
        print_error(command_run.name, &err);
        run.failed = true;
    }
    report_end(&run.report);
    validate_evaluated(&run);
    return run.failed ? EXIT_FAULT : run.report.counts[NON_COMPLIANT] ? 1 : EXIT_SUCCESS;
}

static const struct option_description options[] = {
    {.name = "rule",
     .value = "RULE",
     .kind = VALUE_RULE,
     .once = "one run takes one rule",
     OPTION_OWN(run_options, rule),
     .text = "Run this rule instead. As in AWS, what it does not evaluate is NOT_APPLICABLE. Of an "
             "event for another rule, even one that this program does not have, those parameters "
             "are used that both rules have."},
    {.name = "param",
     .value = "KEY=VALUE",
     .kind = VALUE_PARAMETER,
     OPTION_OWN(run_options, parameters),
     .text = "Set a rule parameter, over the one of the event. It may be given for several keys. "
             "The rule of a Lambda event must have them all; of the rules that a bare item runs "
             "each gets those that it has."},
    OPTION_REPLIES(run_options),
    {.name = "live",
     OPTION_OWN(run_options, live),
     .text = "Answer them from the real account, with the credentials and the Region of the "
             "environment, or of the profile AWS_PROFILE. Nothing is written there. Events of "
             "another account or Region are refused."},
    OPTION_REPORT(run_options, "How to print the evaluations."),
    OPTION_QUIET,
    OPTION_VERBOSE("Say which rule evaluates what, on standard error."),
    {0},
};

static const struct example examples[] = {
    {"Evaluate what AWS Config recorded of a function, with a parameter",
     "aws configservice get-resource-config-history \\\n"
     "    --resource-type AWS::Lambda::Function --resource-id orders |\n"
     "  configrule run --param subnetIds=subnet-0a1b2c3d -"},
    {"Ask the real account what a periodic rule would say",
     "configrule run --live --rule cloudtrail-enabled scheduled.json"},
    {"Evaluate all that AWS Config delivered to a bucket",
     "aws s3 sync s3://my-config-bucket/AWSLogs delivered\n"
     "configrule run delivered"},
    {"Print the resources that are not compliant, of a snapshot",
     "configrule run --format json snapshot.json.gz |\n"
     "  jq -r 'select(.complianceType == \"NON_COMPLIANT\").resourceId'"},
    {0},
};

const struct command command_run = {
    .name = "run",
    .summary = "Runs rules on events and configuration items in files.",
    .notes =
        "The event of a Lambda invocation runs the rule that Lambda would run. A bare invoking "
        "event or configuration item runs every rule that it would invoke.",
    .argument = {.name = "FILE|DIRECTORY",
                 .kind = VALUE_FILE,
                 .minimum = 1,
                 .text = "What to evaluate, in JSON, which may be gzip. \"-\" is standard "
                         "input. A directory stands for every *.json and *.json.gz below it; "
                         "links to directories in it are not followed.\n"
                         "A file is the event of a Lambda invocation, an invoking event, or "
                         "a configuration item in the spelling of events or of aws "
                         "configservice get-resource-config-history; a list of such; or what "
                         "holds them: what that command, batch-get-resource-config, "
                         "batch-get-aggregate-resource-config, get-aggregate-resource-config "
                         "and select-resource-config print, history and snapshot files of a "
                         "delivery channel, notifications of Amazon SNS, events of Amazon "
                         "EventBridge, messages of Amazon SQS, and Lambda's records of "
                         "failed invocations.\n"
                         "Each item of a list is evaluated, of a history each state. Items "
                         "of a list or a directory whose type no rule evaluates are counted "
                         "and skipped. An empty list is no error.\n"
                         "What a rule reads and an item does not say, or spells otherwise "
                         "than AWS Config records it, is an error; in an event of AWS Config "
                         "it is empty. One page of more is an error too, after it was "
                         "evaluated: aws prints all pages without --max-items, --limit and "
                         "--no-paginate."},
    .options = options,
    .options_size = sizeof(struct run_options),
    .examples = examples,
    .exit_status = "0: nothing is NON_COMPLIANT; 1: something is; 2: an error, or nothing but what "
                   "no rule evaluates.",
    .run = run,
};
