#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/input/file.h"
#include "cli/input/scenario.h"
#include "cli/scratch.h"
#include "iam/lint.h"
#include "iam/quotas.h"
#include "iam/reason.h"
#include "iam/service_rules.h"
#include "report/grid.h"
#include "report/print.h"

struct simulate_options {
    enum document_format format;
};

struct simulation {
    struct arena *arena; /* of the process */
    const char *path;    /* the file that is being run */
    bool json;
    struct grid *grid;          /* NULL: it has no row yet */
    size_t met, unmet, unasked; /* scenarios whose "expect" held, or did not, or is absent */
    size_t undecided;           /* those that could not be read or decided */
    bool broken;                /* a file could not be read */
    void *warnings;             /* those that were printed, as tsearch() keeps them */
};

static int compare(const void *left, const void *right)
{
    return strcmp(left, right);
}

/* Says each warning once. */
static void warn(struct arena *scratch, struct simulation *simulation, const char *place,
                 const char *text)
{
    const char *warning = arena_printf(scratch, "warning: %s: %s", place, text);
    const char *whole = arena_printf(scratch, "%s: %s", simulation->path, warning);

    if (tfind(whole, &simulation->warnings, compare))
        return;
    tsearch(arena_strdup(simulation->arena, whole), &simulation->warnings, compare);
    print_note(simulation->path, warning);
}

/* What the engine does not know, where it may make the decision wrong. */
static const char *doubt_of(struct arena *scratch, const struct iam_request *request,
                            const struct iam_decision *decision)
{
    const struct iam_service_rule *rule = NULL;

    if (decision->type == IAM_DECISION_ALLOWED)
        rule = request->rules[IAM_SERVICE_RULE_UNMODELLED_ALLOWED];
    if (decision->type == IAM_DECISION_IMPLICITLY_DENIED && !decision->rule)
        rule = request->rules[IAM_SERVICE_RULE_UNMODELLED_DENIED];
    return rule ? arena_printf(scratch, "%s (%s)", rule->text, rule->document) : NULL;
}

static void warn_of(struct arena *scratch, struct simulation *simulation,
                    const struct scenario *scenario, const struct iam_decision *decision,
                    const char *label)
{
    const struct iam_request *request = &scenario->request;
    const char *const *texts = iam_request_lint(scratch, request, &scenario->policies);
    const char *doubt = doubt_of(scratch, request, decision);

    for (; *texts; texts++)
        warn(scratch, simulation, label, *texts);
    if (doubt)
        warn(scratch, simulation, label, doubt);
    for (size_t i = 0; i < scenario->policies.count; i++) {
        const struct iam_policy *policy = &scenario->policies.items[i];
        const char *place = policy->name, *size = iam_quota_warning(scratch, policy, request);

        if (!scenario->is_file[i])
            place = arena_printf(scratch, "%s: %s", label, place);
        if (size)
            warn(scratch, simulation, place, size);
        if (request->resource_of_aws &&
            iam_policy_asks(scratch, policy, request, "aws:ResourceAccount"))
            warn(scratch, simulation, place,
                 "AWS's documents do not say what aws:ResourceAccount is for a foundation model; "
                 "it is taken for the principal's account, as AWS's own managed policies do");
        for (texts = iam_policy_lint(scratch, policy); *texts; texts++)
            warn(scratch, simulation, place, *texts);
    }
}

/* The conditions that decided: the one that was not met, or all of them. */
static cJSON *conditions_of(struct arena *scratch, const struct iam_decision *decision)
{
    const struct iam_statement *statement = decision->statement;
    cJSON *list = cJSON_CreateArray();

    for (size_t i = 0; statement && i < statement->condition_count; i++) {
        const struct iam_condition *condition = &statement->conditions[i];

        if (!decision->condition || decision->condition == condition)
            cJSON_AddItemToArray(list, cJSON_CreateString(arena_printf(
                                           scratch, "%s %s", condition->text, condition->key)));
    }
    return list;
}

/* For --verbose. */
static void name_missing(struct arena *scratch, const struct simulation *simulation,
                         const struct scenario *scenario, const char *label)
{
    const char *const *keys = iam_missing_context(scratch, &scenario->policies, &scenario->request);

    for (; *keys; keys++)
        print_detail(simulation->path,
                     arena_printf(scratch, "%s: the request does not give %s", label, *keys));
}

static void print_line(struct arena *scratch, const struct simulation *simulation,
                       const struct scenario *scenario, const struct iam_decision *decision)
{
    const struct iam_statement *statement = decision->statement;
    cJSON *json = cJSON_CreateObject();

    json_add_nullable(json, "file", simulation->path);
    json_add_nullable(json, "name", scenario->name);
    json_add_nullable(json, "decision", iam_decision_text(decision->type));
    json_add_nullable(json, "expect",
                      scenario->has_expect ? iam_decision_text(scenario->expect) : NULL);
    json_add_nullable(json, "policyType",
                      decision->rule ? NULL : iam_policy_type_text(decision->policy_type));
    json_add_nullable(json, "policy", decision->policy ? decision->policy->name : NULL);
    json_add_nullable(json, "statement", statement ? statement->place : NULL);
    json_add_nullable(json, "sid", statement ? statement->sid : NULL);
    cJSON_AddItemToObject(json, "conditions", conditions_of(scratch, decision));
    json_add_nullable(json, "reason", iam_decision_reason(scratch, decision, &scenario->request));
    cJSON_AddItemToObject(
        json, "missingContextValues",
        json_list(iam_missing_context(scratch, &scenario->policies, &scenario->request)));
    print_json(stdout, json, false);
}

static void print_undecided(const struct simulation *simulation, const char *label,
                            const struct error *err)
{
    cJSON *json = cJSON_CreateObject();

    json_add_nullable(json, "file", simulation->path);
    json_add_nullable(json, "name", label);
    json_add_nullable(json, "decision", NULL);
    json_add_nullable(json, "error", err->message);
    print_json(stdout, json, false);
}

static void add_row(struct arena *scratch, struct simulation *simulation,
                    const struct scenario *scenario, const struct iam_decision *decision,
                    const char *label, bool unmet)
{
    static const struct grid_column columns[] = {{.title = "FILE", .if_differs = true},
                                                 {.title = "SCENARIO"},
                                                 {.title = "DECISION", .colored = true},
                                                 {.title = "POLICY"},
                                                 {.title = "STATEMENT"},
                                                 {.title = "REASON", .prose = true},
                                                 {0}};
    const struct iam_statement *statement = decision->statement;
    const char *text = iam_decision_text(decision->type);
    const char *sid = statement ? statement->sid : NULL;
    const char *cells[] = {
        simulation->path,
        label,
        unmet ? arena_printf(scratch, "%s, not %s", text, iam_decision_text(scenario->expect))
              : text,
        decision->policy ? decision->policy->name : NULL,
        sid         ? arena_printf(scratch, "%s (%s)", statement->place, sid)
        : statement ? statement->place
                    : NULL,
        iam_decision_reason(scratch, decision, &scenario->request)};

    if (!simulation->grid)
        simulation->grid = grid_create(simulation->arena, columns);
    grid_add(simulation->grid, cells, unmet ? GRID_RED : scenario->has_expect ? GRID_GREEN : NULL);
}

/* number: of the scenario in its file, from 0. */
static void run_scenario(struct arena *scratch, struct simulation *simulation, const cJSON *json,
                         size_t number)
{
    struct scenario scenario;
    struct iam_decision decision;
    struct error err;
    const char *label = json_string(json, "name", arena_printf(scratch, "[%zu]", number));

    if (!scenario_read(scratch, json, simulation->path, &scenario, &err) ||
        !iam_decide(scratch, &scenario.set, &scenario.request, &decision, &err)) {
        error_prefix(&err, "%s: ", label);
        print_error(simulation->path, &err);
        simulation->undecided++;
        if (simulation->json)
            print_undecided(simulation, label, &err);
        return;
    }
    bool unmet = scenario.has_expect && decision.type != scenario.expect;
    simulation->met += scenario.has_expect && !unmet;
    simulation->unmet += unmet;
    simulation->unasked += !scenario.has_expect;
    warn_of(scratch, simulation, &scenario, &decision, label);
    name_missing(scratch, simulation, &scenario, label);
    if (simulation->json)
        print_line(scratch, simulation, &scenario, &decision);
    else
        add_row(scratch, simulation, &scenario, &decision, label, unmet);
}

static bool run_file(struct arena *scratch, void *context, struct error *err)
{
    struct simulation *simulation = context;
    const cJSON *one;
    cJSON *json;

    if (!file_read_json(scratch, simulation->path, &json, err))
        return false;
    size_t count = json_entries(json, &one);
    for (size_t number = 0; number < count; number++, one = one->next) {
        struct arena_mark mark = arena_mark(scratch);

        run_scenario(scratch, simulation, one, number);
        arena_rewind(scratch, mark);
    }
    return count || error_set(err, ERROR_INPUT, "no scenario in it");
}

static void finish(struct simulation *simulation)
{
    if (simulation->grid)
        grid_print(simulation->grid, stdout);
    if (simulation->json || !message_shown(MESSAGE_NOTES))
        return;
    printf("%zu as expected, %zu not", simulation->met, simulation->unmet);
    if (simulation->unasked)
        printf(", %zu without an expectation", simulation->unasked);
    if (simulation->undecided)
        printf(", %zu not decided", simulation->undecided);
    putchar('\n');
}

static int run(struct arena *arena, const struct command_line *line)
{
    const struct simulate_options *given = line->options;
    struct simulation simulation = {.arena = arena, .json = given->format == DOCUMENT_JSON};
    struct error err;

    for (size_t i = 0; i < line->count; i++) {
        simulation.path = line->arguments[i];
        if (run_in_scratch(arena, run_file, &simulation, &err))
            continue;
        simulation.broken = true;
        print_error(simulation.path, &err);
    }
    finish(&simulation);
    while (simulation.warnings)
        tdelete(*(const char **)simulation.warnings, &simulation.warnings, compare);
    return simulation.broken || simulation.undecided ? EXIT_FAULT
           : simulation.unmet                        ? 1
                                                     : EXIT_SUCCESS;
}

static const struct choice formats[] = {
    [DOCUMENT_TABLE] = {"table", "For people. On a terminal a decision is green where it is as "
                                 "expected and red where it is not, whether it allows or denies."},
    [DOCUMENT_JSON] = {"json",
                       "One JSON object a line for each request: file, name, decision, expect, "
                       "policyType, policy (its file, or the key that it is at), statement, sid, "
                       "conditions (that decided), reason and missingContextValues; or file, name, "
                       "decision (null) and error."},
    {0},
};

static const struct option_description options[] = {
    OPTION_FORMAT(simulate_options, formats, "How to print the decisions."),
    OPTION_QUIET,
    OPTION_VERBOSE("Name, on standard error, the context keys that policies ask for and a request "
                   "does not give."),
    {0},
};

static const struct example examples[] = {
    {"Decide the scenarios of a file", "configrule simulate scenarios.json"},
    {"Show the decisions that are not as expected",
     "configrule simulate --format json *.json |\n"
     "  jq 'select(.expect and .decision != .expect)'"},
    {0},
};

const struct command command_simulate = {
    .name = "simulate",
    .summary = "Decides requests by IAM policies before they are attached.",
    .notes = "Each decision names the statement that decides. What in a policy is surely not meant "
             "is a warning: patterns that match nothing, "
             "actions and keys that are not known, placeholders, operators that do not fit their "
             "key. So is what AWS does and this program leaves out. A decision that depends on a "
             "context key of which principal and resource tell only the form, such as the path of "
             "a session's role, is an error that names the key to give.",
    .argument = {.name = "FILE",
                 .kind = VALUE_FILE,
                 .minimum = 1,
                 .text = "A scenario, or an array of scenarios, in JSON. \"-\" is standard "
                         "input.\n"
                         "A scenario is {\"name\", \"request\", \"identityPolicies\": "
                         "[POLICY...], \"resourcePolicy\": POLICY, \"resourcePolicies\": "
                         "[NETWORK POLICY, SERVICE POLICY], \"permissionBoundaries\": "
                         "[POLICY...], \"sessionPolicies\": [POLICY...], "
                         "\"serviceControlPolicies\": [[POLICY...] for each level], "
                         "\"resourceControlPolicies\": [[POLICY...] for each level], "
                         "\"vpcEndpointPolicies\": [POLICY...], \"expect\": \"Allowed\", "
                         "\"ExplicitlyDenied\" or \"ImplicitlyDenied\"}. Only request is "
                         "needed.\n"
                         "A request is {\"action\", \"resource\", \"resourceAccount\", "
                         "\"principal\", \"context\": {KEY: VALUE | [VALUE...]}}. Needed are "
                         "action, resource and principal: an ARN, the name of a service, or "
                         "\"anonymous\".\n"
                         "For VPC Lattice, resourcePolicies are those of the service network "
                         "and of the service, instead of resourcePolicy. The levels are "
                         "those of the organization, the root first.\n"
                         "A POLICY is a policy document, or {\"file\": PATH}, relative to "
                         "FILE: of a document, or of what an AWS command printed that shows "
                         "one policy, such as aws iam get-policy-version, get-role-policy, "
                         "aws organizations describe-policy and aws s3api get-bucket-policy."},
    .options = options,
    .options_size = sizeof(struct simulate_options),
    .examples = examples,
    .exit_status = "0: every decision is as expected; 1: one is not; 2: an error, or a decision "
                   "that depends on a context key that is not given.",
    .run = run,
};
