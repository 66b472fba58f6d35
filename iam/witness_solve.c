#include "iam/witness_solve.h"

#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/witness_resources.h"

#define NOT_CHOSEN SIZE_MAX

/* Steps of a decision, and those for each statement; a step is one of sampling (sample.h). */
#define DECISION_WORK 64
#define STATEMENT_WORK 8

/* The authorizations of one call: the first one may be of what it is made through. */
#define STEP_LIMIT 2

struct solver {
    struct iam_search *search;
    struct arena *scratch;
    const struct iam_call *call;
    struct iam_key_choices *keys; /* of the call; variables have choices from the resource, too */
    size_t key_count;
    size_t *chosen; /* for each key its choice, or NOT_CHOSEN: it is not known to matter */
};

/* One authorization of the call. */
struct step {
    const char *resource;
    const char *via; /* the value of question->via->key; NULL: the key is absent */
    struct iam_request request;
};

/* The Region that the ARN of a resource says; NULL: it says none. */
static const char *region_of(struct arena *arena, const char *resource)
{
    const char *region = arn_region(arena, resource), *service = arn_service(arena, resource);

    return !region && service && strcmp(service, "bedrock") == 0 ? IAM_UNSPECIFIED_REGION : region;
}

/* Whether the key has the value that the step gives it, rather than one of its choices. */
static bool is_derived(struct solver *solver, const struct step *step,
                       const struct iam_key_choices *key)
{
    return !key->listed && text_same_any_case(key->name, "aws:RequestedRegion") &&
           region_of(solver->scratch, step->resource);
}

static struct iam_context_key single(struct arena *arena, const char *name, const char *value)
{
    const char **values = arena_alloc(arena, sizeof(*values));

    values[0] = value;
    return (struct iam_context_key){.name = name, .values = values, .count = 1};
}

/* False: there is no such request, as for a name that is none. */
static bool make_request(struct solver *solver, struct step *step)
{
    const struct iam_question *question = solver->call->question;
    const char *region = region_of(solver->scratch, step->resource);
    struct iam_context_key *context =
        arena_alloc(solver->scratch, (solver->key_count + 2) * sizeof(*context));
    struct iam_request_texts texts = {.action = solver->call->action,
                                      .resource = step->resource,
                                      .resource_account = question->resource_account,
                                      .principal = solver->call->principal};
    struct error ignored = {0};
    size_t count = 0;
    bool listed = false;

    for (size_t i = 0; i < solver->key_count; i++) {
        const struct iam_key_choices *key = &solver->keys[i];
        size_t choice = solver->chosen[i] == NOT_CHOSEN ? 0 : solver->chosen[i];

        listed |= key->listed && text_same_any_case(key->name, "aws:RequestedRegion");
        if (!is_derived(solver, step, key))
            context[count++] = key->items[choice];
    }
    if (region && !listed)
        context[count++] = single(solver->scratch, "aws:RequestedRegion", region);
    if (step->via)
        context[count++] = single(solver->scratch, question->via->key, step->via);
    return iam_request_make(solver->scratch, &texts, context, count, &step->request, &ignored);
}

/* The place of a key that may still be chosen. NOT_CHOSEN: it may not. */
static size_t find_open(struct solver *solver, const struct step *step, const char *name)
{
    for (size_t i = 0; i < solver->key_count; i++) {
        const struct iam_key_choices *key = &solver->keys[i];

        if (text_same_any_case(key->name, name))
            return solver->chosen[i] == NOT_CHOSEN && key->count > 1 &&
                           !is_derived(solver, step, key)
                       ? i
                       : NOT_CHOSEN;
    }
    return NOT_CHOSEN;
}

/* The first key on which it hangs whether the statement applies, and that may still be chosen. */
static size_t find_open_of(struct solver *solver, const struct step *step,
                           const struct iam_statement *statement)
{
    size_t open = NOT_CHOSEN;

    for (size_t i = 0; i < statement->condition_count && open == NOT_CHOSEN; i++)
        open = find_open(solver, step, statement->conditions[i].key);
    for (size_t i = 0; i < solver->key_count && open == NOT_CHOSEN; i++)
        if (solver->keys[i].variable && iam_statement_has_variable(statement, solver->keys[i].name))
            open = find_open(solver, step, solver->keys[i].name);
    return open;
}

/* The same of all statements of that effect about the request, those of one type first. */
static size_t find_open_of_all(struct solver *solver, const struct step *step, bool denies_too,
                               enum iam_policy_type first)
{
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < solver->call->policies->count; i++) {
            const struct iam_narrowed_statement *one = &solver->call->policies->statements[i];
            size_t open = NOT_CHOSEN;

            if ((one->type == first) == (round == 0) &&
                (denies_too || one->statement->effect == IAM_EFFECT_ALLOW) &&
                iam_statement_concerns(solver->scratch, one->statement, &step->request))
                open = find_open_of(solver, step, one->statement);
            if (open != NOT_CHOSEN)
                return open;
        }
    return NOT_CHOSEN;
}

/* Keeps the first reason why there is no decision. */
static void keep_reason(struct solver *solver, const struct step *step, const struct error *why)
{
    if (!solver->search->out->text)
        solver->search->out->text =
            arena_printf(solver->search->arena, "%s on %s: %s", solver->call->action,
                         step->resource, why->message);
}

/*
 * Whether the step is allowed. If not, *open is a key without another value for which it never is;
 * NOT_CHOSEN: it is not, whatever values the keys have that are not chosen.
 */
static bool is_allowed(struct solver *solver, struct step *step, size_t *open)
{
    struct iam_decision decision;
    struct error err = {0};

    *open = NOT_CHOSEN;
    if (!make_request(solver, step))
        return false;
    if (!iam_decide(solver->scratch, &solver->call->policies->set, &step->request, &decision,
                    &err)) {
        keep_reason(solver, step, &err);
        *open = find_open_of_all(solver, step, true, IAM_POLICY_IDENTITY);
        return false;
    }
    if (decision.type == IAM_DECISION_ALLOWED)
        return true;
    if (decision.type == IAM_DECISION_EXPLICITLY_DENIED) {
        *open = find_open_of(solver, step, decision.statement);
        return false;
    }
    if (decision.condition)
        *open = find_open(solver, step, decision.condition->key);
    if (*open == NOT_CHOSEN)
        *open = find_open_of_all(solver, step, false, decision.policy_type);
    return false;
}

/* " with aws:PrincipalTag/team = blue, k = v" */
static const char *describe_keys(struct solver *solver)
{
    const char *text = "";

    for (size_t i = 0; i < solver->key_count; i++) {
        const struct iam_key_choices *key = &solver->keys[i];
        size_t choice = solver->chosen[i] == NOT_CHOSEN ? 0 : solver->chosen[i];
        const struct iam_context_key *value = &key->items[choice];

        if (!value->count || (solver->chosen[i] == NOT_CHOSEN && !key->listed))
            continue;
        text = arena_printf(solver->scratch, "%s%s%s = %s", text, *text ? ", " : " with ",
                            key->name, value->values[0]);
        for (size_t j = 1; j < value->count; j++)
            text = arena_printf(solver->scratch, "%s and %s", text, value->values[j]);
    }
    return text;
}

/* ", by Statement[0] (Models) of policy": what allows the request, which was decided before. */
static const char *describe_statement(struct solver *solver, const struct iam_request *request)
{
    struct iam_decision decision;
    struct error err = {0};

    if (!iam_decide(solver->scratch, &solver->call->policies->set, request, &decision, &err) ||
        !decision.statement)
        return "";
    const char *sid = decision.statement->sid, *name = decision.policy->name;
    return arena_printf(solver->scratch, ", by %s%s%s%s%s%s", decision.statement->place,
                        sid ? " (" : "", sid ? sid : "", sid ? ")" : "", name ? " of " : "",
                        name ? name : "");
}

/* A copy of a request that lives as long as the witness. */
static struct iam_request copy_request(struct solver *solver, const struct iam_request *from)
{
    struct arena *arena = solver->search->arena;
    struct iam_context_key *context = arena_alloc(arena, from->context_count * sizeof(*context));
    struct iam_request_texts texts = {.action = arena_strdup(arena, solver->call->action),
                                      .resource = arena_strdup(arena, from->resource),
                                      .principal = arena_strdup(arena, solver->call->principal)};
    const char *account = solver->call->question->resource_account;
    struct iam_request out;
    struct error ignored = {0};

    texts.resource_account = account ? arena_strdup(arena, account) : NULL;
    for (size_t i = 0; i < from->context_count; i++) {
        const char **values = arena_alloc(arena, from->context[i].count * sizeof(*values));

        for (size_t j = 0; j < from->context[i].count; j++)
            values[j] = arena_strdup(arena, from->context[i].values[j]);
        context[i] = from->context[i];
        context[i].name = arena_strdup(arena, from->context[i].name);
        context[i].values = values;
    }
    if (!iam_request_make(arena, &texts, context, from->context_count, &out, &ignored))
        return (struct iam_request){0};
    return out;
}

static void keep_witness(struct solver *solver, const struct step *steps, size_t count)
{
    const struct iam_request *request = &steps[count - 1].request;
    const char *text = arena_printf(solver->search->arena, "%s on %s%s%s%s%s", solver->call->action,
                                    request->resource, count > 1 ? " through " : "",
                                    count > 1 ? solver->call->via : "", describe_keys(solver),
                                    describe_statement(solver, request));

    *solver->search->out = (struct iam_witness){.kind = IAM_WITNESS_FOUND,
                                                .text = text,
                                                .request = copy_request(solver, request),
                                                .has_via = count > 1};
    if (count > 1)
        solver->search->out->via = copy_request(solver, &steps[0].request);
}

/* Whether the call is allowed with some choice for each key that is not chosen yet. */
static bool solve(struct solver *solver)
{
    struct arena_mark mark = arena_mark(solver->scratch);
    struct step steps[STEP_LIMIT];
    size_t count = 0, open = NOT_CHOSEN, allowed = 0;
    bool found = false;

    if (solver->call->via)
        steps[count++] = (struct step){.resource = solver->call->via};
    steps[count++] = (struct step){.resource = solver->call->resource, .via = solver->call->via};
    size_t work = count * (DECISION_WORK + STATEMENT_WORK * solver->call->policies->count);
    if (solver->search->work < work) {
        solver->search->work = 0;
        solver->search->whole = false;
        return false;
    }
    solver->search->work -= work;
    while (allowed < count && is_allowed(solver, &steps[allowed], &open))
        allowed++;
    if (allowed == count)
        keep_witness(solver, steps, count);
    arena_rewind(solver->scratch, mark);
    for (size_t i = 0; open != NOT_CHOSEN && i < solver->keys[open].count && !found; i++) {
        solver->chosen[open] = i;
        found = solve(solver);
        solver->chosen[open] = NOT_CHOSEN;
    }
    return allowed == count || found;
}

/* Adds to the choices of variables what stands in the resource in their place. */
static void add_choices_of_resource(struct solver *solver, struct iam_key_choices *key)
{
    struct arena *scratch = solver->scratch;
    const char *const *values = iam_values_in_resource(
        scratch, solver->call->policies, solver->call->base, key->name, solver->call->resource);
    size_t more = 0;

    while (values[more])
        more++;
    struct iam_context_key *items = arena_alloc(scratch, (key->count + more) * sizeof(*items));
    if (key->count)
        memcpy(items, key->items, key->count * sizeof(*items));
    for (size_t i = 0; i < more; i++)
        items[key->count++] = single(scratch, key->name, values[i]);
    key->items = items;
}

bool iam_call_solve(struct iam_search *search, const struct iam_call *call)
{
    struct arena *scratch = search->scratch;
    struct arena_mark mark = arena_mark(scratch);
    struct solver solver = {
        .search = search, .scratch = scratch, .call = call, .key_count = call->keys->count};

    solver.keys = arena_alloc(scratch, solver.key_count * sizeof(*solver.keys));
    solver.chosen = arena_alloc(scratch, solver.key_count * sizeof(*solver.chosen));
    for (size_t i = 0; i < solver.key_count; i++) {
        solver.keys[i] = call->keys->keys[i];
        solver.chosen[i] = NOT_CHOSEN;
        if (solver.keys[i].variable && !solver.keys[i].listed)
            add_choices_of_resource(&solver, &solver.keys[i]);
    }
    bool found = solve(&solver);
    arena_rewind(scratch, mark);
    return found;
}
