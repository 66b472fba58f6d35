#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/client.h"
#include "aws/credentials/profile.h"
#include "cli/command.h"
#include "cli/input/file.h"
#include "cli/input/parameters.h"
#include "cli/input/replies.h"
#include "cli/input/shape.h"
#include "cli/scratch.h"
#include "cli/worker.h"
#include "config/event.h"
#include "core/arn.h"
#include "core/timestamp.h"
#include "core/utf8.h"
#include "engine/engine.h"
#include "engine/selection.h"
#include "report/line.h"
#include "report/report.h"

/* What PutEvaluations takes without recording anything, for an event that has no token. */
#define TEST_TOKEN "TESTMODE"

struct run_options {
    const char *rule, *replies;
    struct text_list parameters;
    const struct report_format *format;
    bool live;
};

#define SESSION_NAME "configrule" /* of a role that the profile names no session for */
#define LIVE_LIMIT_MS 300000      /* for the questions of one file */

/* The real account, for --live; each worker opens it for itself. */
struct live {
    bool chosen, tried;
    struct aws_client client;
    struct roles roles;
    struct aws_caller caller;
    const char *account; /* whose credentials they are; NULL: not open */
};

/* Shapes in shapes: EventBridge in SNS in SQS in a list in an event of Lambda. */
#define DEPTH_LIMIT 16

#define PLACE_LIMIT 64 /* bytes of "[1][23]" */

struct run {
    struct worker worker;
    struct arena *arena; /* of the process */
    char *const *paths;
    cJSON *parameters; /* of the command line, over those of the events */
    struct replies replies;
    struct live live;

    /* The worker's. */
    const char *path;        /* the file that is being run */
    char place[PLACE_LIMIT]; /* within it: "[3]", of nested lists "[3][0]"; "": all of it */
    bool evaluated;          /* something of the file was */
    size_t skipped;          /* items of lists that no rule is for */
    const char **types;      /* theirs, each once */
    size_t type_count, type_capacity;

    /* The command's. */
    struct report report;
    bool failed;
    size_t input; /* what the worker was about to evaluate, and by which rule */
    char at[PLACE_LIMIT], rule[PLACE_LIMIT + 1];
};

/* What is around something in a file. */
struct around {
    int depth;             /* shapes */
    const cJSON *selected; /* what the query selected whose results these are; NULL: of no query */
    struct whose whose;    /* as the envelopes say */
    const char *region;    /* likewise; NULL: they do not say */
};

/* A fact for the command's process. */
static void tell(const struct run *run, const char *key, cJSON *value)
{
    cJSON *fact = cJSON_CreateObject();

    cJSON_AddItemToObject(fact, key, value);
    worker_tell(&run->worker, fact);
}

static void fail(const struct run *run, const struct error *err)
{
    char place[4096];

    snprintf(place, sizeof(place), "%s%s", run->path, run->place);
    print_error(place, err);
    tell(run, "failed", cJSON_CreateTrue());
}

/* Each resource that could not be evaluated is an error of its own. */
static void name_failed(const struct run *run, const struct rule *rule,
                        const struct evaluation *evaluation)
{
    struct error err;

    error_set(&err, ERROR_RULE, "%s: %s %s could not be evaluated: %s", rule->name,
              evaluation->resource_type, evaluation->resource_id,
              evaluation->annotation ? evaluation->annotation : "the rule gave no reason");
    fail(run, &err);
}

static void show(struct arena *arena, const struct run *run, const struct rule *rule,
                 const struct event *event, const struct evaluations *evaluations)
{
    const struct evaluation **sent = arena_alloc(arena, (evaluations->count + 1) * sizeof(*sent));
    size_t count = 0;

    for (size_t i = 0; i < evaluations->count; i++) {
        tell(run, "evaluation", line_write(rule, &evaluations->items[i], NULL));
        if (evaluations->items[i].compliance_type != EVALUATION_FAILED)
            sent[count++] = &evaluations->items[i];
        else
            name_failed(run, rule, &evaluations->items[i]);
    }
    if (run->report.format->put)
        tell(run, "body",
             put_evaluations_json(sent, count,
                                  event->result_token ? event->result_token : TEST_TOKEN));
}

/* What the command says of this evaluation when it ends the worker. */
static void tell_next(const struct run *run, const struct rule *rule)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddStringToObject(json, "at", run->place);
    cJSON_AddStringToObject(json, "rule", rule->name);
    tell(run, "next", json);
}

/* One rule over one event, shown, even when only a part can be evaluated. */
static bool evaluate_event(struct arena *arena, struct run *run, const struct rule *rule,
                           const struct event *event, struct error *err)
{
    struct arena_mark mark = arena_mark(arena);
    struct evaluations evaluations = {.memory = arena_within(arena), .keeps_items = true};
    struct reader *reader = run->live.chosen ? &run->live.caller.reader : &run->replies.reader;

    run->evaluated = true;
    tell_next(run, rule);
    print_detail(arena_printf(arena, "%s%s", run->path, run->place),
                 arena_printf(arena, "%s evaluates %s %s", rule->name,
                              event->item.resource_type ? event->item.resource_type : "what it",
                              event->item.resource_id ? event->item.resource_id : "finds"));
    bool ok = engine_evaluate(arena, rule, event, reader, &evaluations, err) ||
              error_prefix(err, "%s: ", rule->name);

    if (ok || evaluations.count)
        show(arena, run, rule, event, &evaluations);
    arena_rewind(arena, mark);
    return ok;
}

/* Whether AWS Config, had it this rule, would invoke it with this event. */
static bool is_for(const struct rule *rule, const struct event *event)
{
    const char *type = event->item.resource_type;

    if (!type)
        return rule->triggers & TRIGGER_PERIODIC;
    return (rule->triggers & TRIGGER_CONFIGURATION_CHANGES) && rule_in_scope(rule, type);
}

static bool has_parameter(const struct rule *rule, const char *name)
{
    for (const struct parameter *p = rule->parameters; p && p->name; p++)
        if (strcmp(p->name, name) == 0)
            return true;
    return false;
}

/* Of parameters those that the rule has. */
static cJSON *parameters_of(const cJSON *given, const struct rule *rule)
{
    cJSON *own = cJSON_CreateObject();
    const cJSON *parameter;

    cJSON_ArrayForEach (parameter, given)
        if (has_parameter(rule, parameter->string))
            json_set(own, parameter->string, cJSON_Duplicate(parameter, true));
    return own;
}

/* A parameter that none of the rules has is misspelt. */
static bool check_parameters(const struct run *run, const struct event *event, struct error *err)
{
    const cJSON *parameter;

    cJSON_ArrayForEach (parameter, run->parameters) {
        bool known = false;

        for (size_t i = 0; rules[i]; i++)
            known =
                known || (is_for(rules[i], event) && has_parameter(rules[i], parameter->string));
        if (!known)
            return error_set(err, ERROR_PARAMETER,
                             "--param %s: no rule that this event invokes has it",
                             parameter->string);
    }
    return true;
}

/* Of a list, which may be all that an account has, those that no rule is for are only counted. */
static void skip(struct run *run, const char *type)
{
    run->skipped++;
    for (size_t i = 0; i < run->type_count; i++)
        if (strcmp(run->types[i], type) == 0)
            return;
    run->types = arena_grow(run->arena, run->types, run->type_count, &run->type_capacity,
                            sizeof(*run->types));
    run->types[run->type_count] = arena_strdup(run->arena, type);
    run->type_count++;
}

/* An event that names no rule goes to all that it fits. Errors of one rule do not stop the next. */
static bool evaluate_all(struct arena *arena, struct run *run, const struct event *event,
                         struct error *err)
{
    const char *type = event->item.resource_type;
    bool found = false;

    for (size_t i = 0; rules[i]; i++)
        found = found || is_for(rules[i], event);
    if (!found && type && *run->place) {
        skip(run, type);
        return true;
    }
    if (!found)
        return error_set(err, ERROR_PARAMETER, "no rule is invoked by %s%s",
                         type ? "changes of " : "a periodic trigger", type ? type : "");
    if (!check_parameters(run, event, err))
        return false;
    for (size_t i = 0; rules[i]; i++) {
        struct event own = *event;

        if (!is_for(rules[i], event))
            continue;
        override_parameters(&own, parameters_of(run->parameters, rules[i]));
        if (!evaluate_event(arena, run, rules[i], &own, err))
            fail(run, err);
    }
    return true;
}

/* Answers of another account or Region would be taken for the event's. */
static bool aim_live(struct arena *arena, struct live *live, const struct event *event,
                     struct error *err)
{
    const char *region = arn_region(arena, event->config_rule_arn);

    if (!region && event->item.aws_region && strcmp(event->item.aws_region, "global") != 0)
        region = event->item.aws_region;
    if (event->account_id && strcmp(event->account_id, live->account) != 0)
        return error_set(err, ERROR_CONFIGURATION,
                         "is of account %.20s, and --live asks account %s", event->account_id,
                         live->account);
    if (region && strcmp(region, live->client.region) != 0)
        return error_set(err, ERROR_CONFIGURATION, "is of Region %.40s, and --live asks %s", region,
                         live->client.region);
    live->caller.deadline_ms = timestamp_now_ms() + LIVE_LIMIT_MS;
    return true;
}

/*
 * --rule over the event of another rule, of this program or of somebody else's: of its parameters
 * those count that both have.
 */
static void choose_rule(struct arena *arena, const struct rule *chosen, struct event *event)
{
    const struct rule *own;
    struct error ignored;

    if (!engine_find_rule(arena, event, &own, &ignored) || own != chosen)
        event->rule_parameters = parameters_of(event->rule_parameters, chosen);
}

/* An envelope of another Region holds no item of this one. Global resources have no Region. */
static bool check_region(const struct around *around, const struct event *event, struct error *err)
{
    const char *region = event->item.aws_region;

    return !around->region || !region || strcmp(region, "global") == 0 ||
           strcmp(region, around->region) == 0 ||
           error_set(err, ERROR_INPUT,
                     "envelope.region is %.40s and the item's awsRegion %.40s: they must agree",
                     around->region, region);
}

static bool run_object(struct arena *arena, struct run *run, const cJSON *json,
                       const struct around *around, struct error *err)
{
    const char *chosen = json_string(run->parameters, RESERVED_PARAMETER_RULE, NULL);
    const struct rule *rule;
    struct event event;

    if (!cJSON_IsObject(json))
        return error_set(err, ERROR_INPUT, "must be a JSON object: an event or an item");
    if (!event_read(arena, json, &around->whose, &event, err) ||
        !check_region(around, &event, err) ||
        (run->live.chosen && !aim_live(arena, &run->live, &event, err)))
        return false;
    event.item.selected = around->selected;
    if (!json_get(json, "invokingEvent") && !chosen)
        return evaluate_all(arena, run, &event, err);
    if (chosen)
        choose_rule(arena, rule_find(chosen), &event);
    override_parameters(&event, run->parameters);
    return engine_find_rule(arena, &event, &rule, err) &&
           evaluate_event(arena, run, rule, &event, err);
}

/* One entry of a list, for arena_try(). */
struct entry {
    struct arena *arena;
    struct run *run;
    const cJSON *json;
    const struct around *around;
    struct error *err;
    bool done;
};

static void run_entry(void *context);

/* Each is evaluated, whatever becomes of the others, and none takes the memory of the next. */
static void run_list(struct arena *arena, struct run *run, const cJSON *list,
                     const struct around *around)
{
    size_t length = strlen(run->place), number = 0;
    const cJSON *one;
    struct error err;

    if (!list->child) /* no failure: an account without such resources has such a list */
        print_note(run->path, "the list is empty: nothing was evaluated");
    cJSON_ArrayForEach (one, list) {
        struct arena_mark mark = arena_mark(arena);
        struct entry entry = {arena, run, one, around, &err, false};

        snprintf(run->place + length, sizeof(run->place) - length, "[%zu]", number++);
        if (!arena_try(arena, 0, run_entry, &entry))
            error_set(&err, ERROR_LIMIT, "needs more memory than the %zu MiB that there are",
                      arena->limit >> 20);
        if (!entry.done)
            fail(run, &err);
        arena_rewind(arena, mark);
    }
    run->place[length] = '\0';
}

/* What was asked for and is not in an answer, and that there is more than this page of it. */
static void name_missing(const struct run *run, const cJSON *json, const struct shape *shape)
{
    const cJSON *more = json_get(json, "NextToken");
    const cJSON *list = shape->missing ? json_get(json, shape->missing) : NULL, *one;
    struct error err;

    cJSON_ArrayForEach (one, list) {
        error_set(&err, ERROR_INPUT, "%s: AWS Config did not give %s %s", shape->missing,
                  json_string(one, "resourceType", json_string(one, "ResourceType", "a resource")),
                  json_string(one, "resourceId", json_string(one, "ResourceId", "")));
        fail(run, &err);
    }
    if (!more)
        more = json_get(json, "nextToken");
    if (more && !cJSON_IsNull(more) && *json_string(more, "", "more")) {
        error_set(&err, ERROR_INPUT,
                  "this is one page, and %s says that there are more: \"aws\" prints all without "
                  "--max-items, --limit and --no-paginate, and the next page with --starting-token",
                  more->string);
        fail(run, &err);
    }
}

/* What a shape says of all that is in it. */
static bool read_envelope(struct arena *arena, const cJSON *json, const struct shape *shape,
                          struct around *around, struct error *err)
{
    const char *type = json_get(json, "TopicArn") ? json_string(json, "Type", NULL) : NULL;

    if (type && strcmp(type, "Notification") != 0)
        return error_set(err, ERROR_INPUT,
                         "has the Type %.40s of Amazon SNS, which holds no item to evaluate", type);
    if (cJSON_IsNull(json_get(json, shape->member)))
        return error_set(err, ERROR_INPUT, "%s is null: there is nothing to evaluate",
                         shape->member);
    if (shape->selected) {
        const cJSON *fields = json_get(json, shape->selected);

        around->selected = cJSON_IsArray(fields) ? fields : cJSON_CreateArray();
    }
    if (!shape->account)
        return true;
    around->region = json_string(json, "region", around->region);
    return whose_add_id(arena, json, "envelope.", shape->account, &around->whose, err);
}

/* An event or an item, or a shape that AWS's tools put around such. */
static bool run_json(struct arena *arena, struct run *run, const cJSON *json,
                     const struct around *around, struct error *err)
{
    const char *text = json_string(json, "", NULL);
    struct around own = *around;
    cJSON *inner;

    if (own.depth++ == DEPTH_LIMIT)
        return error_set(err, ERROR_INPUT, "holds one thing in another too often");
    if (text)
        return json_parse(text, strlen(text), "the text", &inner, err) &&
               run_json(arena, run, inner, &own, err);
    if (cJSON_IsArray(json) && (around->depth == 0 || json->child)) {
        run_list(arena, run, json, &own);
        return true;
    }
    const struct shape *shape = shape_find(json, SHAPE_EVENTS);
    if (!shape)
        return run_object(arena, run, json, around, err);
    if (!read_envelope(arena, json, shape, &own, err))
        return false;
    const cJSON *content = json_get(json, shape->member);
    bool ok = true;
    if (cJSON_IsArray(content))
        run_list(arena, run, content, &own);
    else
        ok = run_json(arena, run, content, &own, err);
    name_missing(run, json, shape);
    return ok;
}

static void run_entry(void *context)
{
    struct entry *e = context;

    e->done = run_json(e->arena, e->run, e->json, e->around, e->err);
}

/* Where nothing else was evaluated, the file was a mistake. */
static bool say_skipped(const struct run *run, struct error *err)
{
    struct error notice;

    if (!run->skipped)
        return true;
    error_set(&notice, ERROR_INPUT, "%zu item%s of %zu type%s skipped, which no rule evaluates",
              run->skipped, run->skipped == 1 ? "" : "s", run->type_count,
              run->type_count == 1 ? "" : "s");
    if (run->evaluated)
        print_note(run->path, notice.message);
    else
        *err = notice;
    return run->evaluated;
}

static bool run_file(struct arena *arena, void *context, struct error *err)
{
    const struct around nothing = {0};
    struct run *run = context;
    cJSON *json;

    run->evaluated = false;
    run->skipped = run->type_count = 0;
    return file_read_json(arena, run->path, &json, err) &&
           run_json(arena, run, json, &nothing, err) && say_skipped(run, err);
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

/* What the options say, in the form in which files are run. The exit status, or -1 to go on. */
static int prepare(struct arena *arena, struct run *run, const struct run_options *given)
{
    struct error err;

    if (given->live && given->replies)
        return usage_error(&command_run, "--live and --replies exclude each other");
    for (size_t i = 0; i < given->parameters.count; i++)
        if (add_parameter(arena, run->parameters, given->parameters.items[i]) != -1)
            return EXIT_FAULT;
    if (given->rule)
        json_set(run->parameters, RESERVED_PARAMETER_RULE, cJSON_CreateString(given->rule));
    run->live.chosen = given->live;
    run->report.format = given->format ? given->format : &report_table;
    if (given->replies ? replies_read(arena, given->replies, &run->replies, &err)
                       : replies_init(arena, NULL, "", &run->replies, &err))
        return -1;
    print_error(command_run.name, &err);
    return EXIT_FAULT;
}

/* As whom questions are asked: the environment, or a profile of AWS's shared files. */
static bool live_open(struct arena *arena, struct live *live, struct error *err)
{
    const struct operation *who = operation_find("sts", "GetCallerIdentity");
    struct identity *signer = NULL;
    struct profile profile;
    cJSON *reply;

    if (!profile_read(arena, &profile, err) ||
        !aws_client_open(&live->client, profile.region, profile.own, err))
        return false;
    if (!profile.role.session_name)
        profile.role.session_name = SESSION_NAME;
    if (profile.role.arn)
        signer = roles_find(&live->roles, &live->client.sts, &profile.role);
    live->caller = aws_caller(&live->client, signer, timestamp_now_ms() + LIVE_LIMIT_MS);
    if (!aws_call(&live->caller, who, NULL, &reply, err))
        return false;
    live->account = json_string(reply, "Account", NULL);
    return live->account ||
           error_set(err, ERROR_SERVICE, "GetCallerIdentity answered without an account");
}

static void live_close(struct live *live)
{
    aws_client_close(&live->client);
    roles_close(&live->roles);
}

static void work(struct worker *self, size_t input)
{
    struct run *run = (struct run *)self;
    struct error err;

    if (run->live.chosen && !run->live.tried) {
        run->live.tried = true;
        run->path = "--live";
        if (!live_open(run->arena, &run->live, &err))
            fail(run, &err);
    }
    if (run->live.chosen && !run->live.account)
        return;
    run->path = run->paths[input];
    run->place[0] = '\0';
    if (!run_in_scratch(run->arena, run_file, run, &err))
        fail(run, &err);
}

static void end_work(struct worker *self)
{
    live_close(&((struct run *)self)->live);
}

static void take_evaluation(struct run *run, size_t input, const cJSON *json)
{
    struct line line;

    line_read(json, &line);
    run->report.file = run->paths[input];
    report_add(&run->report, line.rule, &line.evaluation);
}

static void take(struct worker *self, size_t input, const cJSON *fact)
{
    struct run *run = (struct run *)self;
    const cJSON *next = json_get(fact, "next");

    if (json_get(fact, "failed"))
        run->failed = true;
    if (json_get(fact, "evaluation"))
        take_evaluation(run, input, json_get(fact, "evaluation"));
    if (json_get(fact, "body"))
        report_put(&run->report, json_get(fact, "body"));
    if (!next)
        return;
    run->input = input;
    snprintf(run->at, sizeof(run->at), "%s", json_string(next, "at", ""));
    snprintf(run->rule, sizeof(run->rule), "%s", json_string(next, "rule", ""));
}

static void lost(struct worker *self, size_t input, const char *how)
{
    struct run *run = (struct run *)self;
    char place[4096];
    struct error err;

    if (run->input != input)
        run->at[0] = run->rule[0] = '\0';
    snprintf(place, sizeof(place), "%s%s", run->paths[input], run->at);
    error_set(&err, ERROR_RULE,
              "%s%sthe evaluation was %s: what follows in this file was not evaluated", run->rule,
              *run->rule ? ": " : "", how);
    print_error(place, &err);
    run->failed = true;
}

static int run(struct arena *arena, const struct command_line *line)
{
    struct run run = {
        .worker = {.work = work, .end = end_work, .take = take, .lost = lost, .arena = arena},
        .arena = arena,
        .paths = line->arguments,
        .parameters = cJSON_CreateObject(),
        .report = {.out = stdout, .arena = arena},
    };
    struct error err;
    int status = prepare(arena, &run, line->options);

    if (status != -1)
        return status;
    report_begin(&run.report);
    if (!worker_run(&run.worker, line->count, &err)) {
        print_error(command_run.name, &err);
        run.failed = true;
    }
    report_end(&run.report);
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
     .text = "Set a rule parameter, over the one of the event. It may be given for several keys, "
             "and each rule that has the key gets it."},
    {.name = "replies",
     .value = "FILE",
     .kind = VALUE_FILE,
     OPTION_OWN(run_options, replies),
     .text = "Answer the questions of rules to AWS from recorded replies: a JSON array of "
             "{\"service\", \"operation\", \"input\" (optional: answers only calls with these "
             "members), \"reply\" or \"error\"}."},
    {.name = "live",
     OPTION_OWN(run_options, live),
     .text = "Answer them from the real account, with the credentials and the Region of the "
             "environment, or of the profile AWS_PROFILE. Nothing is written there. Events of "
             "another account or Region are refused."},
    {.name = "format",
     .value = "FORMAT",
     .kind = VALUE_REPORT,
     OPTION_OWN(run_options, format),
     .text = "How to print the evaluations."},
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
    .argument = {.name = "FILE",
                 .kind = VALUE_FILE,
                 .minimum = 1,
                 .text =
                     "An event or an item in JSON, a list of such, or what holds them: what aws "
                     "configservice get-resource-config-history, batch-get-resource-config, "
                     "select-resource-config and their like print, history and snapshot files, "
                     "notifications of SNS and EventBridge. It may be gzip; \"-\" is standard "
                     "input. What a rule reads and an item does not say is an error, but in an "
                     "event it is empty. One page of more is an error too, after it was "
                     "evaluated: aws prints all pages without --max-items, --limit and "
                     "--no-paginate. Items of a list whose type no rule evaluates are skipped. "
                     "An empty list is no error."},
    .options = options,
    .options_size = sizeof(struct run_options),
    .examples = examples,
    .exit_status = "0: nothing is NON_COMPLIANT; 1: something is; 2: an error.",
    .run = run,
};
