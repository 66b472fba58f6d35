#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/input/scenario.h"
#include "iam/lint.h"
#include "iam/quotas.h"
#include "iam/reason.h"
#include "iam/service_rules.h"
#include "report/grid.h"
#include "report/print.h"

static const struct option options[] = {{"format", required_argument, NULL, 'f'}, OPTIONS_END};

struct simulation {
    struct arena *arena; /* of the process */
    const char *path;    /* the file that is being run */
    bool json;
    struct grid *grid;          /* NULL: there was nothing to show in it */
    size_t met, unmet, unasked; /* scenarios whose "expect" held, or did not, or is absent */
    size_t undecided;           /* those that could not be read or decided */
    bool broken;                /* a file could not be read */
    const char **said;          /* a hash table of the warnings that were printed */
    size_t said_count, said_capacity;
};

/* FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
static size_t hash(const char *text)
{
    uint64_t value = 0xcbf29ce484222325U;

    for (; *text; text++)
        value = (value ^ (unsigned char)*text) * 0x100000001b3U;
    return (size_t)value;
}

/* Where the text is, or may be put: in a table that is never full. */
static const char **find(const char **table, size_t capacity, const char *text)
{
    size_t i = hash(text) % capacity;

    while (table[i] && strcmp(table[i], text) != 0)
        i = (i + 1) % capacity;
    return &table[i];
}

static void grow(struct simulation *simulation)
{
    size_t capacity = simulation->said_capacity ? 2 * simulation->said_capacity : 64;
    const char **table = arena_alloc(simulation->arena, capacity * sizeof(*table));

    for (size_t i = 0; i < simulation->said_capacity; i++)
        if (simulation->said[i])
            *find(table, capacity, simulation->said[i]) = simulation->said[i];
    simulation->said = table;
    simulation->said_capacity = capacity;
}

static bool is_news(struct simulation *simulation, const char *warning)
{
    if (2 * simulation->said_count >= simulation->said_capacity)
        grow(simulation);
    const char **place = find(simulation->said, simulation->said_capacity, warning);
    if (*place)
        return false;
    *place = arena_strdup(simulation->arena, warning);
    simulation->said_count++;
    return true;
}

/* Each once, on standard error. */
static void warn(struct arena *scratch, struct simulation *simulation, const char *place,
                 const char *text)
{
    const char *warning =
        arena_printf(scratch, "%s: warning: %s: %s", simulation->path, place, text);

    if (!is_news(simulation, warning))
        return;
    fputs("configrule: ", stderr);
    print_visible(stderr, warning);
    fputc('\n', stderr);
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

static void add_text(cJSON *json, const char *key, const char *text)
{
    if (text)
        cJSON_AddStringToObject(json, key, text);
    else
        cJSON_AddNullToObject(json, key);
}

static cJSON *list_of(const char *const *texts)
{
    cJSON *list = cJSON_CreateArray();

    for (; *texts; texts++)
        cJSON_AddItemToArray(list, cJSON_CreateString(*texts));
    return list;
}

/* Those that decided: the one that was not met, or all that were. */
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

static void print_line(struct arena *scratch, const struct simulation *simulation,
                       const struct scenario *scenario, const struct iam_decision *decision)
{
    const struct iam_statement *statement = decision->statement;
    cJSON *json = cJSON_CreateObject();

    add_text(json, "file", simulation->path);
    add_text(json, "name", scenario->name);
    add_text(json, "decision", iam_decision_text(decision->type));
    add_text(json, "expect", scenario->has_expect ? iam_decision_text(scenario->expect) : NULL);
    add_text(json, "policyType",
             decision->rule ? NULL : iam_policy_type_text(decision->policy_type));
    add_text(json, "policy", decision->policy ? decision->policy->name : NULL);
    add_text(json, "statement", statement ? statement->place : NULL);
    add_text(json, "sid", statement ? statement->sid : NULL);
    cJSON_AddItemToObject(json, "conditions", conditions_of(scratch, decision));
    add_text(json, "reason", iam_decision_reason(scratch, decision, &scenario->request));
    cJSON_AddItemToObject(
        json, "missingContextValues",
        list_of(iam_missing_context(scratch, &scenario->policies, &scenario->request)));
    print_json(stdout, json, false);
}

static void print_undecided(const struct simulation *simulation, const char *label,
                            const struct error *err)
{
    cJSON *json = cJSON_CreateObject();

    add_text(json, "file", simulation->path);
    add_text(json, "name", label);
    add_text(json, "decision", NULL);
    add_text(json, "error", err->message);
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
    const char *sid = statement && statement->sid ? statement->sid : NULL;
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

/* number from 0; of a file's only one too. */
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
    if (simulation->json)
        return;
    printf("%zu as expected, %zu not", simulation->met, simulation->unmet);
    if (simulation->unasked)
        printf(", %zu without an expectation", simulation->unasked);
    if (simulation->undecided)
        printf(", %zu not decided", simulation->undecided);
    putchar('\n');
}

static int run(struct arena *arena, int argc, char **argv)
{
    struct simulation simulation = {.arena = arena};
    struct error err;
    int option;

    while ((option = next_option(arena, &command_simulate, argc, argv)) != -1) {
        if (option != 'f')
            return option;
        simulation.json = strcmp(optarg, "json") == 0;
        if (!simulation.json && strcmp(optarg, "table") != 0)
            return usage_error(&command_simulate, "--format %s is neither table nor json", optarg);
    }
    if (optind == argc)
        return usage_error(&command_simulate, "no FILE is given");
    for (; optind < argc; optind++) {
        simulation.path = argv[optind];
        if (run_in_scratch(arena, run_file, &simulation, &err))
            continue;
        simulation.broken = true;
        print_error(simulation.path, &err);
    }
    finish(&simulation);
    return simulation.broken || simulation.undecided ? EXIT_FAULT
           : simulation.unmet                        ? 1
                                                     : EXIT_SUCCESS;
}

const struct command command_simulate = {
    .name = "simulate",
    .usage = "[--format table|json] FILE...",
    .summary = "Decides requests by IAM policies, before the policies are attached.",
    .help =
        "  FILE            \"-\": standard input. One JSON object, or an array of them:\n"
        "                  {\"name\", \"request\": {\"action\", \"resource\", "
        "\"resourceAccount\",\n"
        "                  \"principal\", \"context\": {KEY: VALUE | [VALUE...]}},\n"
        "                  \"identityPolicies\": [POLICY...], \"resourcePolicy\": POLICY,\n"
        "                  \"resourcePolicies\": [NETWORK POLICY, SERVICE POLICY],\n"
        "                  \"permissionBoundaries\": [POLICY...], \"sessionPolicies\": "
        "[POLICY...],\n"
        "                  \"serviceControlPolicies\": [[POLICY...] for each level],\n"
        "                  \"resourceControlPolicies\": [[POLICY...] for each level],\n"
        "                  \"vpcEndpointPolicies\": [POLICY...],\n"
        "                  \"expect\": \"Allowed\", \"ExplicitlyDenied\" or "
        "\"ImplicitlyDenied\"};\n"
        "                  needed are request's action, resource and principal. A POLICY is a\n"
        "                  policy document, or {\"file\": PATH}, relative to FILE: of a document,\n"
        "                  or of what an AWS command printed that shows one policy, such as\n"
        "                  get-policy-version, get-role-policy, describe-policy,\n"
        "                  get-bucket-policy\n"
        "  --format table  for people (default)\n"
        "  --format json   one JSON object a line for each request\n"
        "\nWarns of what in a policy is surely not meant: patterns that match nothing, actions "
        "and\n"
        "keys that are not known, placeholders, operators that do not fit their key; and of what\n"
        "AWS does that is not considered.\n"
        "\nExit status: 0: every expect holds; 1: one does not; 2: an error, or a decision that "
        "hangs on\na context key that is not given.\n",
    .options = options,
    .run = run,
};
