#include "iam/witness.h"

#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/bedrock.h"
#include "iam/narrow.h"
#include "iam/witness_resources.h"

/*
 * What one question may take. Measured: AWS's own managed policies need 300 decisions at most, and
 * the work of patterns is some 10 ns a step.
 */
#define DECISION_LIMIT 20000
#define WORK_LIMIT ((size_t)1 << 23)

#define NOT_CHOSEN SIZE_MAX

/* The authorizations of one call: the first one may be of what it is made through. */
#define STEP_LIMIT 2

struct seeker {
    struct arena *arena;   /* of the caller: for the witness */
    struct arena *scratch; /* of the search */
    const struct iam_question *question;
    struct iam_witness *out;
    struct error *err;
    bool failed; /* with *err: the question cannot be read */
    size_t work, decisions;
    bool whole; /* nothing was left out so far */
    /* What is tried now, from the outside in. */
    const char *action; /* as the question spells it */
    struct iam_narrowed policies;
    const char *principal;
    struct iam_request base;
    const char *const *regions;
    struct iam_key_table keys;
    struct iam_resource_patterns resources;
    const char *via; /* NULL: none */
    const char *resource;
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

    return !region && service && strcmp(service, "bedrock") == 0 ? "unspecified" : region;
}

/* Whether the key has the value that the step gives it, rather than one of its choices. */
static bool is_derived(struct seeker *seeker, const struct step *step,
                       const struct iam_key_choices *key)
{
    return !key->listed && text_same_any_case(key->name, "aws:RequestedRegion") &&
           region_of(seeker->scratch, step->resource);
}

static struct iam_context_key single(struct arena *arena, const char *name, const char *value)
{
    const char **values = arena_alloc(arena, sizeof(*values));

    values[0] = value;
    return (struct iam_context_key){.name = name, .values = values, .count = 1};
}

/* False: there is no such request, as for a name that is none. */
static bool make_request(struct seeker *seeker, struct step *step)
{
    const struct iam_question *question = seeker->question;
    const char *region = region_of(seeker->scratch, step->resource);
    struct iam_context_key *context =
        arena_alloc(seeker->scratch, (seeker->keys.count + 2) * sizeof(*context));
    struct iam_request_texts texts = {.action = seeker->action,
                                      .resource = step->resource,
                                      .resource_account = question->resource_account,
                                      .principal = seeker->principal};
    struct error ignored = {0};
    size_t count = 0;
    bool listed = false;

    for (size_t i = 0; i < seeker->keys.count; i++) {
        const struct iam_key_choices *key = &seeker->keys.keys[i];
        size_t choice = seeker->chosen[i] == NOT_CHOSEN ? 0 : seeker->chosen[i];

        listed |= key->listed && text_same_any_case(key->name, "aws:RequestedRegion");
        if (!is_derived(seeker, step, key))
            context[count++] = key->items[choice];
    }
    if (region && !listed)
        context[count++] = single(seeker->scratch, "aws:RequestedRegion", region);
    if (step->via)
        context[count++] = single(seeker->scratch, question->via->key, step->via);
    return iam_request_make(seeker->scratch, &texts, context, count, &step->request, &ignored);
}

/* The place of a key that may still be chosen. NOT_CHOSEN: it may not. */
static size_t find_open(struct seeker *seeker, const struct step *step, const char *name)
{
    for (size_t i = 0; i < seeker->keys.count; i++) {
        const struct iam_key_choices *key = &seeker->keys.keys[i];

        if (text_same_any_case(key->name, name))
            return seeker->chosen[i] == NOT_CHOSEN && key->count > 1 &&
                           !is_derived(seeker, step, key)
                       ? i
                       : NOT_CHOSEN;
    }
    return NOT_CHOSEN;
}

/* The first key on which it hangs whether the statement applies, and that may still be chosen. */
static size_t find_open_of(struct seeker *seeker, const struct step *step,
                           const struct iam_statement *statement)
{
    size_t open = NOT_CHOSEN;

    for (size_t i = 0; i < statement->condition_count && open == NOT_CHOSEN; i++)
        open = find_open(seeker, step, statement->conditions[i].key);
    for (size_t i = 0; i < seeker->keys.count && open == NOT_CHOSEN; i++)
        if (seeker->keys.keys[i].variable &&
            iam_statement_has_variable(statement, seeker->keys.keys[i].name))
            open = find_open(seeker, step, seeker->keys.keys[i].name);
    return open;
}

/* The same of all statements of that effect about the request, those of one type first. */
static size_t find_open_of_all(struct seeker *seeker, const struct step *step, bool denies_too,
                               enum iam_policy_type first)
{
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < seeker->policies.count; i++) {
            const struct iam_narrowed_statement *one = &seeker->policies.statements[i];
            size_t open = NOT_CHOSEN;

            if ((one->type == first) == (round == 0) &&
                (denies_too || one->statement->effect == IAM_EFFECT_ALLOW) &&
                iam_statement_concerns(seeker->scratch, one->statement, &step->request))
                open = find_open_of(seeker, step, one->statement);
            if (open != NOT_CHOSEN)
                return open;
        }
    return NOT_CHOSEN;
}

/* Keeps the first reason why there is no decision. */
static void keep_reason(struct seeker *seeker, const struct step *step, const struct error *why)
{
    if (!seeker->out->text)
        seeker->out->text = arena_printf(seeker->arena, "%s on %s: %s", seeker->action,
                                         step->resource, why->message);
}

/*
 * Whether the step is allowed. If not, *open is a key without another value for which it never is;
 * NOT_CHOSEN: it is not, whatever values the keys have that are not chosen.
 */
static bool is_allowed(struct seeker *seeker, struct step *step, size_t *open)
{
    struct iam_decision decision;
    struct error err = {0};

    *open = NOT_CHOSEN;
    if (!make_request(seeker, step))
        return false;
    seeker->decisions--;
    if (!iam_decide(seeker->scratch, &seeker->policies.set, &step->request, &decision, &err)) {
        keep_reason(seeker, step, &err);
        *open = find_open_of_all(seeker, step, true, IAM_POLICY_IDENTITY);
        return false;
    }
    if (decision.type == IAM_DECISION_ALLOWED)
        return true;
    if (decision.type == IAM_DECISION_EXPLICITLY_DENIED) {
        *open = find_open_of(seeker, step, decision.statement);
        return false;
    }
    if (decision.condition)
        *open = find_open(seeker, step, decision.condition->key);
    if (*open == NOT_CHOSEN)
        *open = find_open_of_all(seeker, step, false, decision.policy_type);
    return false;
}

/* " with aws:PrincipalTag/team = blue, k = v" */
static const char *describe_keys(struct seeker *seeker)
{
    const char *text = "";

    for (size_t i = 0; i < seeker->keys.count; i++) {
        const struct iam_key_choices *key = &seeker->keys.keys[i];
        size_t choice = seeker->chosen[i] == NOT_CHOSEN ? 0 : seeker->chosen[i];
        const struct iam_context_key *value = &key->items[choice];

        if (!value->count || (seeker->chosen[i] == NOT_CHOSEN && !key->listed))
            continue;
        text = arena_printf(seeker->scratch, "%s%s%s = %s", text, *text ? ", " : " with ",
                            key->name, value->values[0]);
        for (size_t j = 1; j < value->count; j++)
            text = arena_printf(seeker->scratch, "%s and %s", text, value->values[j]);
    }
    return text;
}

/* ", by Statement[0] (Models) of policy": what allows the request, which was decided before. */
static const char *describe_statement(struct seeker *seeker, const struct iam_request *request)
{
    struct iam_decision decision;
    struct error err = {0};

    if (!iam_decide(seeker->scratch, &seeker->policies.set, request, &decision, &err) ||
        !decision.statement)
        return "";
    const char *sid = decision.statement->sid, *name = decision.policy->name;
    return arena_printf(seeker->scratch, ", by %s%s%s%s%s%s", decision.statement->place,
                        sid ? " (" : "", sid ? sid : "", sid ? ")" : "", name ? " of " : "",
                        name ? name : "");
}

/* A copy of a request that lives as long as the witness. */
static struct iam_request copy_request(struct seeker *seeker, const struct iam_request *from)
{
    struct arena *arena = seeker->arena;
    struct iam_context_key *context = arena_alloc(arena, from->context_count * sizeof(*context));
    struct iam_request_texts texts = {.action = arena_strdup(arena, seeker->action),
                                      .resource = arena_strdup(arena, from->resource),
                                      .resource_account = seeker->question->resource_account,
                                      .principal = arena_strdup(arena, seeker->principal)};
    struct iam_request out;
    struct error ignored = {0};

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

static void keep_witness(struct seeker *seeker, const struct step *steps, size_t count)
{
    const struct iam_request *request = &steps[count - 1].request;
    const char *text =
        arena_printf(seeker->arena, "%s on %s%s%s%s%s", seeker->action, request->resource,
                     count > 1 ? " through " : "", count > 1 ? seeker->via : "",
                     describe_keys(seeker), describe_statement(seeker, request));

    *seeker->out = (struct iam_witness){.kind = IAM_WITNESS_FOUND,
                                        .text = text,
                                        .request = copy_request(seeker, request),
                                        .has_via = count > 1};
    if (count > 1)
        seeker->out->via = copy_request(seeker, &steps[0].request);
}

/* Whether the call is allowed with some choice for each key that is not chosen yet. */
static bool solve(struct seeker *seeker)
{
    struct arena_mark mark = arena_mark(seeker->scratch);
    struct step steps[STEP_LIMIT];
    size_t count = 0, open = NOT_CHOSEN, allowed = 0;
    bool found = false;

    if (seeker->via)
        steps[count++] = (struct step){.resource = seeker->via};
    steps[count++] = (struct step){.resource = seeker->resource, .via = seeker->via};
    if (seeker->decisions < count) {
        seeker->whole = false;
        return false;
    }
    while (allowed < count && is_allowed(seeker, &steps[allowed], &open))
        allowed++;
    if (allowed == count)
        keep_witness(seeker, steps, count);
    arena_rewind(seeker->scratch, mark);
    for (size_t i = 0; open != NOT_CHOSEN && i < seeker->keys.keys[open].count && !found; i++) {
        seeker->chosen[open] = i;
        found = solve(seeker);
        seeker->chosen[open] = NOT_CHOSEN;
    }
    return allowed == count || found;
}

/* Adds to the choices of variables what stands in the resource in their place. */
static void add_choices_of_resource(struct seeker *seeker, struct iam_key_choices *key)
{
    struct arena *scratch = seeker->scratch;
    const char *const *values = iam_values_in_resource(scratch, &seeker->policies, &seeker->base,
                                                       key->name, seeker->resource);
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

/* Asks for one resource. True: it is allowed, and the search ends. */
static bool try_resource(void *context, const char *resource)
{
    struct seeker *seeker = context;
    struct arena_mark mark = arena_mark(seeker->scratch);
    struct iam_key_choices *all = seeker->keys.keys;

    seeker->resource = resource;
    seeker->keys.keys = arena_alloc(seeker->scratch, seeker->keys.count * sizeof(*all));
    seeker->chosen = arena_alloc(seeker->scratch, seeker->keys.count * sizeof(*seeker->chosen));
    for (size_t i = 0; i < seeker->keys.count; i++) {
        seeker->keys.keys[i] = all[i];
        seeker->chosen[i] = NOT_CHOSEN;
        if (all[i].variable && !all[i].listed)
            add_choices_of_resource(seeker, &seeker->keys.keys[i]);
    }
    bool found = solve(seeker);
    seeker->keys.keys = all;
    if (!found)
        arena_rewind(seeker->scratch, mark);
    return found || !seeker->decisions;
}

/* The outcome of a search among texts, as what visits them returns it: whether that was enough. */
static bool is_over(struct seeker *seeker, bool read, enum iam_samples samples)
{
    seeker->failed |= !read;
    if (samples == IAM_SAMPLES_SKIPPED)
        seeker->whole = false;
    return seeker->failed || seeker->out->kind == IAM_WITNESS_FOUND;
}

static bool visit_resources(struct seeker *seeker, const struct iam_texts *texts,
                            bool (*visit)(void *context, const char *text))
{
    struct iam_text_scope scope = {.style = IAM_PATTERN_RESOURCE,
                                   .principal = &seeker->base.principal,
                                   .regions = seeker->regions,
                                   .apart = &seeker->resources.list,
                                   .only_wanted = seeker->resources.only_wanted,
                                   .work = &seeker->work};
    enum iam_samples samples;
    bool read =
        iam_texts_visit(seeker->scratch, texts, &scope, visit, seeker, &samples, seeker->err);

    return is_over(seeker, read, samples);
}

static bool try_via(void *context, const char *resource)
{
    struct seeker *seeker = context;

    seeker->via = resource;
    return visit_resources(seeker, &seeker->question->resources, try_resource);
}

/* Whether each key that the question lists may have a value at all. */
static bool has_choices(const struct iam_key_table *keys)
{
    for (size_t i = 0; i < keys->count; i++)
        if (!keys->keys[i].count)
            return false;
    return true;
}

/* Asks for one principal. True: the search ends. */
static bool try_principal(void *context, const char *principal)
{
    struct seeker *seeker = context;
    const struct iam_question *question = seeker->question;
    struct iam_request_texts texts = {
        .action = seeker->action, .resource = "*", .principal = principal};
    struct arena_mark mark = arena_mark(seeker->scratch);
    struct error ignored = {0};
    bool over = false;

    seeker->principal = principal;
    if (!iam_request_make(seeker->scratch, &texts, NULL, 0, &seeker->base, &ignored))
        return false;
    seeker->regions =
        iam_known_regions(seeker->scratch, seeker->base.principal.partition, &seeker->policies);
    if (!iam_key_table_make(seeker->scratch, question, &seeker->policies, &seeker->base,
                            seeker->regions, &seeker->keys, seeker->err))
        return seeker->failed = true;
    seeker->whole &= seeker->keys.whole;
    seeker->via = NULL;
    if (has_choices(&seeker->keys)) {
        seeker->resources =
            iam_resource_patterns(seeker->scratch, &seeker->policies, &seeker->base, &seeker->keys,
                                  question->via ? question->via->key : NULL);
        over = question->via ? visit_resources(seeker, &question->via->resources, try_via)
                             : visit_resources(seeker, &question->resources, try_resource);
    }
    if (!over)
        arena_rewind(seeker->scratch, mark);
    return over;
}

/* What conditions on the ARN of the principal tell apart. */
static struct iam_sample_patterns principals_apart(struct seeker *seeker)
{
    struct iam_sample_patterns list = {0};

    for (size_t i = 0; i < seeker->policies.count; i++) {
        const struct iam_statement *statement = seeker->policies.statements[i].statement;

        for (size_t j = 0; j < statement->condition_count; j++)
            for (size_t k = 0;
                 text_same_any_case(statement->conditions[j].key, "aws:PrincipalArn") &&
                 k < statement->conditions[j].patterns.count;
                 k++)
                if (statement->conditions[j].patterns.items[k].compiled)
                    iam_sample_patterns_add(
                        seeker->scratch, &list,
                        (struct iam_sample_pattern){
                            .compiled = statement->conditions[j].patterns.items[k].compiled});
        for (size_t j = 0; j < statement->principal_count; j++)
            if (statement->principals[j].kind == IAM_PRINCIPAL_PATTERN_ARN)
                iam_sample_patterns_add(
                    seeker->scratch, &list,
                    (struct iam_sample_pattern){.compiled = statement->principals[j].text});
    }
    return list;
}

/* A principal that an element Principal names; NULL: everybody, or one that is not there. */
static const char *principal_of(struct arena *arena, const struct iam_principal_pattern *pattern)
{
    switch (pattern->kind) {
    case IAM_PRINCIPAL_PATTERN_ACCOUNT:
        return arena_printf(arena, "arn:%s:iam::%s:role/" IAM_ANY_OTHER,
                            pattern->partition ? pattern->partition : "aws", pattern->text);
    case IAM_PRINCIPAL_PATTERN_ARN:
    case IAM_PRINCIPAL_PATTERN_SERVICE:
    case IAM_PRINCIPAL_PATTERN_PROVIDER:
        return pattern->text;
    case IAM_PRINCIPAL_PATTERN_EVERYBODY:
    case IAM_PRINCIPAL_PATTERN_UNIQUE_ID:
    case IAM_PRINCIPAL_PATTERN_CANONICAL_USER:
        break;
    }
    return NULL;
}

static bool visit_principals(struct seeker *seeker, const char *const *forms)
{
    struct iam_texts texts = {.forms = forms, .outside = seeker->question->principals.outside};
    struct iam_sample_patterns apart = principals_apart(seeker);
    struct iam_text_scope scope = {
        .style = IAM_PATTERN_ARN, .regions = forms, .apart = &apart, .work = &seeker->work};
    enum iam_samples samples;
    bool read = iam_texts_visit(seeker->scratch, &texts, &scope, try_principal, seeker, &samples,
                                seeker->err);

    return is_over(seeker, read, samples);
}

static bool visit_named_principals(struct seeker *seeker)
{
    for (size_t i = 0; i < seeker->policies.count; i++) {
        const struct iam_statement *statement = seeker->policies.statements[i].statement;

        for (size_t j = 0; j < statement->principal_count; j++) {
            const char *forms[] = {principal_of(seeker->scratch, &statement->principals[j]), NULL};

            if (forms[0] && visit_principals(seeker, forms))
                return true;
        }
    }
    return false;
}

/* As the question spells the action, or else as it is. */
static const char *spell(const struct iam_question *question, const char *action)
{
    for (const char *const *form = question->actions.forms; *form; form++)
        if (text_same_any_case(*form, action))
            return *form;
    return action;
}

/* Asks for one action. True: the search ends. */
static bool try_action(void *context, const char *action)
{
    struct seeker *seeker = context;
    struct arena_mark mark = arena_mark(seeker->scratch);

    seeker->action = spell(seeker->question, action);
    iam_narrow(seeker->scratch, seeker->question->policies, action, &seeker->policies);
    bool over = visit_principals(seeker, seeker->question->principals.forms) ||
                (seeker->question->named_principals && visit_named_principals(seeker));
    if (!over)
        arena_rewind(seeker->scratch, mark);
    return over;
}

static const char *const *lower_all(struct arena *arena, const char *const *texts, bool *wild)
{
    size_t count = 0;

    while (texts && texts[count])
        count++;
    const char **lower = arena_alloc(arena, (count + 1) * sizeof(*lower));
    for (size_t i = 0; i < count; i++) {
        lower[i] = text_lower(arena, texts[i]);
        *wild |= strchr(texts[i], '*') != NULL;
    }
    return lower;
}

static bool visit_actions(struct seeker *seeker)
{
    const struct iam_question *question = seeker->question;
    bool wild = false, ignored = false;
    struct iam_texts texts = {.forms = lower_all(seeker->scratch, question->actions.forms, &wild),
                              .outside =
                                  lower_all(seeker->scratch, question->actions.outside, &ignored)};
    struct iam_sample_patterns apart = {0};
    struct iam_text_scope scope = {
        .style = IAM_PATTERN_TEXT, .regions = texts.forms, .apart = &apart, .work = &seeker->work};
    struct iam_narrowed all = {.count = 0};
    enum iam_samples samples;

    if (wild) /* else each form is one action, and nothing is to be told apart */
        iam_narrow(seeker->scratch, question->policies, NULL, &all);
    for (size_t i = 0; i < all.count; i++)
        for (size_t j = 0; j < all.statements[i].statement->actions.count; j++)
            iam_sample_patterns_add(
                seeker->scratch, &apart,
                (struct iam_sample_pattern){
                    .compiled = all.statements[i].statement->actions.items[j].compiled});
    bool read =
        iam_texts_visit(seeker->scratch, &texts, &scope, try_action, seeker, &samples, seeker->err);
    return is_over(seeker, read, samples);
}

bool iam_find_witness(struct arena *arena, const struct iam_question *question,
                      struct iam_witness *out, struct error *err)
{
    struct seeker seeker = {.arena = arena,
                            .scratch = arena_within(arena),
                            .question = question,
                            .out = out,
                            .err = err,
                            .work = WORK_LIMIT,
                            .decisions = DECISION_LIMIT,
                            .whole = true};

    *out = (struct iam_witness){.kind = IAM_WITNESS_NONE};
    visit_actions(&seeker);
    arena_reset(seeker.scratch);
    if (seeker.failed)
        return false;
    if (out->kind == IAM_WITNESS_NONE && !out->text && !seeker.whole)
        out->text = "there are more requests to try than are tried";
    if (out->kind == IAM_WITNESS_NONE && out->text)
        out->kind = IAM_WITNESS_UNDECIDED;
    return true;
}
