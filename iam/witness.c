#include "iam/witness.h"

#include <string.h>

#include "core/text.h"
#include "iam/narrow.h"
#include "iam/wildcard.h"
#include "iam/witness_resources.h"
#include "iam/witness_solve.h"

/*
 * Steps that one question may take, each some 10 ns. Measured: AWS's own 1,594 managed policies need
 * 8,000 at most, and 20 policies of 6 KB that are all about models of Bedrock 28,000.
 */
#define WORK_LIMIT ((size_t)1 << 24)

static const char *const no_regions[] = {NULL};

struct seeker {
    struct iam_search search;
    struct arena *scratch; /* the search's */
    const struct iam_question *question;
    struct error *err;
    bool failed; /* with *err: the question cannot be read */
    /* What is tried now, from the outside in. */
    const char *action; /* as the question spells it */
    struct iam_narrowed policies;
    const char *principal;
    struct iam_request base;
    const char *const *regions;
    struct iam_key_table keys;
    struct iam_resource_patterns resources;
    const char *via; /* NULL: none */
};

/* Asks for one resource. True: the search ends. */
static bool try_resource(void *context, const char *resource)
{
    struct seeker *seeker = context;
    struct iam_call call = {.question = seeker->question,
                            .action = seeker->action,
                            .principal = seeker->principal,
                            .resource = resource,
                            .via = seeker->via,
                            .base = &seeker->base,
                            .policies = &seeker->policies,
                            .keys = &seeker->keys};

    return iam_call_solve(&seeker->search, &call) || !seeker->search.work;
}

/* The outcome of a search among texts, as what visits them returns it: whether that was enough. */
static bool is_over(struct seeker *seeker, bool read, enum iam_samples samples)
{
    seeker->failed |= !read;
    if (samples == IAM_SAMPLES_SKIPPED)
        seeker->search.whole = false;
    return seeker->failed || seeker->search.out->kind == IAM_WITNESS_FOUND;
}

static bool visit_resources(struct seeker *seeker, const struct iam_texts *texts,
                            bool (*visit)(void *context, const char *text))
{
    struct iam_text_scope scope = {.style = IAM_PATTERN_RESOURCE,
                                   .principal = &seeker->base.principal,
                                   .regions = seeker->regions,
                                   .apart = &seeker->resources.list,
                                   .only_wanted = seeker->resources.only_wanted,
                                   .work = &seeker->search.work};
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
    seeker->search.whole &= seeker->keys.whole;
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

static void add_apart(struct seeker *seeker, struct iam_sample_patterns *list, const char *compiled)
{
    if (compiled)
        iam_sample_patterns_add(seeker->scratch, list,
                                (struct iam_sample_pattern){.compiled = compiled});
}

/* What a condition on the ARN of the principal tells apart, or on its name if it is a user. */
static void add_condition(struct seeker *seeker, const struct iam_condition *condition,
                          struct iam_sample_patterns *list)
{
    bool user = text_same_any_case(condition->key, "aws:username");

    if (!user && !text_same_any_case(condition->key, "aws:PrincipalArn"))
        return;
    for (size_t i = 0; i < condition->patterns.count; i++) {
        const char *compiled = condition->patterns.items[i].compiled;

        if (user && compiled)
            compiled = arena_printf(seeker->scratch, IAM_WILDCARD_ANY ":user/%s", compiled);
        add_apart(seeker, list, compiled);
    }
}

/* What tells principals apart: conditions, and elements Principal. */
static struct iam_sample_patterns principals_apart(struct seeker *seeker)
{
    struct iam_sample_patterns list = {0};

    for (size_t i = 0; i < seeker->policies.count; i++) {
        const struct iam_statement *statement = seeker->policies.statements[i].statement;

        for (size_t j = 0; j < statement->condition_count; j++)
            add_condition(seeker, &statement->conditions[j], &list);
        for (size_t j = 0; j < statement->principal_count; j++)
            if (statement->principals[j].kind == IAM_PRINCIPAL_PATTERN_ARN)
                add_apart(seeker, &list, statement->principals[j].text);
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
    struct iam_text_scope scope = {.style = IAM_PATTERN_ARN,
                                   .regions = no_regions,
                                   .apart = &apart,
                                   .work = &seeker->search.work};
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
    struct iam_text_scope scope = {.style = IAM_PATTERN_TEXT,
                                   .regions = no_regions,
                                   .apart = &apart,
                                   .work = &seeker->search.work};
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
    struct arena *scratch = arena_within(arena);
    struct seeker seeker = {.search = {.arena = arena,
                                       .scratch = scratch,
                                       .work = WORK_LIMIT,
                                       .whole = true,
                                       .out = out},
                            .scratch = scratch,
                            .question = question,
                            .err = err};

    *out = (struct iam_witness){.kind = IAM_WITNESS_NONE};
    visit_actions(&seeker);
    arena_reset(scratch);
    if (seeker.failed)
        return false;
    if (out->kind == IAM_WITNESS_NONE && !out->text && !seeker.search.whole)
        out->text = "there are more requests to try than are tried";
    if (out->kind == IAM_WITNESS_NONE && out->text)
        out->kind = IAM_WITNESS_UNDECIDED;
    return true;
}
