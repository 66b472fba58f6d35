#include "cli/evaluator.h"

#include <stdio.h>
#include <string.h>

#include "cli/input/parameters.h"
#include "cli/message.h"
#include "cli/scratch.h"
#include "engine/engine.h"
#include "engine/selection.h"
#include "report/line.h"

/* What PutEvaluations takes without recording anything, for an event that has no token. */
#define TEST_TOKEN "TESTMODE"

/* A fact for the command's process. */
static void tell(const struct evaluator *e, const char *key, cJSON *value)
{
    cJSON *fact = cJSON_CreateObject();

    cJSON_AddItemToObject(fact, key, value);
    worker_tell(e->worker, fact);
}

static void fail(struct event_visitor *self, const struct event_place *place,
                 const struct error *err)
{
    const struct evaluator *e = (struct evaluator *)self;
    char text[4096];

    snprintf(text, sizeof(text), "%s%s", place->path, place->inside);
    print_error(text, err);
    tell(e, "failed", cJSON_CreateTrue());
}

/* Each resource that could not be evaluated is an error of its own. */
static void name_failed(struct evaluator *e, const struct rule *rule,
                        const struct evaluation *evaluation, const struct event_place *place)
{
    struct error err;

    error_set(&err, ERROR_RULE, "%s: %s %s could not be evaluated: %s", rule->name,
              evaluation->resource_type, evaluation->resource_id,
              evaluation->annotation ? evaluation->annotation : "the rule gave no reason");
    fail(&e->visitor, place, &err);
}

static void show(struct arena *arena, struct evaluator *e, const struct rule *rule,
                 const struct event *event, const struct evaluations *evaluations,
                 const struct event_place *place)
{
    const struct evaluation **sent = arena_alloc(arena, (evaluations->count + 1) * sizeof(*sent));
    const char *token = event->result_token ? event->result_token : TEST_TOKEN;
    size_t count = 0;

    for (size_t i = 0; i < evaluations->count; i++) {
        tell(e, "evaluation", line_write(rule, &evaluations->items[i], NULL));
        if (evaluations->items[i].compliance_type != EVALUATION_FAILED)
            sent[count++] = &evaluations->items[i];
        else
            name_failed(e, rule, &evaluations->items[i], place);
    }
    if (e->wants_requests)
        tell(e, "body", put_evaluations_json(sent, count, token));
}

/* What the command says of this evaluation if it ends the worker. */
static void tell_next(struct arena *arena, const struct evaluator *e, const struct rule *rule,
                      const struct event *event, const struct event_place *place)
{
    const char *type = event->item.resource_type, *id = event->item.resource_id;
    cJSON *json = cJSON_CreateObject();

    cJSON_AddStringToObject(json, "at", place->inside);
    cJSON_AddStringToObject(json, "rule", rule->name);
    tell(e, "next", json);
    print_detail(arena_printf(arena, "%s%s", place->path, place->inside),
                 arena_printf(arena, "%s evaluates %s%s%s", rule->name,
                              type ? type : "what is recorded", type ? " " : "", type ? id : ""));
}

static struct prepared prepare(struct arena *arena, struct evaluator *e, const struct rule *rule,
                               const cJSON *parameters)
{
    struct reader *reader = e->asks_live ? &e->live.caller.reader : &e->replies.reader;
    struct prepared prepared = {0};

    if (!rule_prepare(arena, rule, parameters, reader, &prepared.rule, &prepared.why))
        prepared.rule = NULL;
    return prepared;
}

/* One rule over one event, shown, even when only a part can be evaluated. */
static bool evaluate(struct arena *arena, struct evaluator *e, const struct rule *rule,
                     const struct prepared *prepared, const struct event *event,
                     const struct event_place *place, struct error *err)
{
    struct arena_mark mark = arena_mark(arena);
    struct evaluations evaluations = {.memory = arena_within(arena), .keeps_outlines = true};

    tell_next(arena, e, rule, event, place);
    *err = prepared->why;
    bool ok = (prepared->rule && rule_evaluate_event(prepared->rule, event, &evaluations, err)) ||
              error_prefix(err, "%s: ", rule->name);

    if (ok || evaluations.count)
        show(arena, e, rule, event, &evaluations, place);
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

/* A parameter that none of the rules has is misspelt. */
static bool validate_parameters(const struct evaluator *e, const struct event *event,
                                struct error *err)
{
    const cJSON *parameter;

    cJSON_ArrayForEach (parameter, e->parameters) {
        const char *name = parameter->string;
        bool known = false;

        for (size_t i = 0; rules[i]; i++)
            known = known || (is_for(rules[i], event) && rule_has_parameter(rules[i], name));
        if (!known)
            return error_set(err, ERROR_PARAMETER,
                             "--param %s: no rule that this event invokes has it", name);
    }
    return true;
}

static void skip(struct evaluator *e, const char *type)
{
    size_t i = 0;

    while (i < e->type_count && strcmp(e->types[i], type) != 0)
        i++;
    if (i == e->type_count) {
        e->types = arena_grow(e->names, e->types, i, &e->type_capacity, sizeof(*e->types));
        e->types[i] = arena_strdup(e->names, type);
        e->type_count++;
    }
    e->skipped++;
}

/*
 * An event that names no rule goes to all that it fits. Errors of one rule do not stop the next.
 * Lists and directories may hold all that an account has: what no rule is for is counted there.
 */
static bool evaluate_all(struct arena *arena, struct evaluator *e, const struct event *event,
                         const struct event_place *place, struct error *err)
{
    const char *type = event->item.resource_type;
    bool found = false;

    for (size_t i = 0; rules[i]; i++)
        found = found || is_for(rules[i], event);
    if (!found && type && (*place->inside || e->input->found)) {
        skip(e, type);
        return true;
    }
    if (!found)
        return error_set(err, ERROR_PARAMETER, "no rule is invoked by %s%s",
                         type ? "changes of " : "a periodic trigger", type ? type : "");
    if (!validate_parameters(e, event, err))
        return false;
    for (size_t i = 0; rules[i]; i++)
        if (is_for(rules[i], event) &&
            !evaluate(arena, e, rules[i], &e->prepared[i], event, place, err))
            fail(&e->visitor, place, err);
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

static bool visit(struct event_visitor *self, struct arena *arena, struct event *event, bool named,
                  const struct event_place *place, struct error *err)
{
    struct evaluator *e = (struct evaluator *)self;
    const struct rule *rule = e->chosen;

    if (e->asks_live && !live_aim(arena, &e->live, event, err))
        return false;
    if (!named && !rule)
        return evaluate_all(arena, e, event, place, err);
    if (rule)
        choose_rule(arena, rule, event);
    override_parameters(event, e->parameters);
    if (!rule && !engine_find_rule(arena, event, &rule, err))
        return false;
    struct prepared prepared = prepare(arena, e, rule, event->rule_parameters);
    return evaluate(arena, e, rule, &prepared, event, place, err);
}

/* The parameters of the command line are read once for all that is in a file. */
static struct prepared *prepare_all(struct arena *arena, struct evaluator *e)
{
    size_t count = 0;

    while (rules[count])
        count++;
    struct prepared *prepared = arena_alloc(arena, (count + 1) * sizeof(*prepared));
    for (size_t i = 0; i < count; i++)
        prepared[i] = prepare(arena, e, rules[i], parameters_of(e->parameters, rules[i]));
    return prepared;
}

static bool run_file(struct arena *arena, void *context, struct error *err)
{
    struct evaluator *e = context;

    (void)err; /* each is said where it is */
    e->skipped = e->type_count = e->type_capacity = 0;
    e->types = NULL;
    e->names = arena_within(arena);
    e->prepared = prepare_all(arena, e);
    events_visit(arena, e->input->path, &e->visitor);
    if (!e->skipped)
        return true;
    tell(e, "skipped", cJSON_CreateTrue());
    print_note(e->input->path,
               arena_printf(arena, "%zu item%s of %zu type%s skipped, which no rule evaluates",
                            e->skipped, e->skipped == 1 ? "" : "s", e->type_count,
                            e->type_count == 1 ? "" : "s"));
    return true;
}

void evaluator_run(struct evaluator *e, const struct input_path *input)
{
    struct event_place place = {.path = input->path}, live = {.path = "--live"};
    struct error err;

    e->visitor = (struct event_visitor){.visit = visit, .fail = fail};
    e->input = input;
    if (e->asks_live && !e->live_tried) {
        e->live_tried = true;
        if (!live_open(e->arena, &e->live, &err))
            fail(&e->visitor, &live, &err);
    }
    if (e->asks_live && !e->live.account)
        return;
    if (!run_in_scratch(e->arena, run_file, e, &err))
        fail(&e->visitor, &place, &err);
}

void evaluator_close(struct evaluator *e)
{
    live_close(&e->live);
}
