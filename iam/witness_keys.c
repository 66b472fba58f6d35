#include "iam/witness_keys.h"

#include <string.h>

#include "core/names.h"
#include "core/text.h"
#include "iam/wildcard.h"
#include "iam/witness_variables.h"

#define VALUE_WORK ((size_t)1 << 18) /* steps of sampling the values of one key */
#define CHOICE_LIMIT 256             /* of one key */
#define SUBSET_LIMIT 8               /* values of which all pairs and triples are tried */

/* What follows from the principal and the resource: absent where it is not derived. */
static const char *const derived[] = {"aws:PrincipalArn",
                                      "aws:PrincipalAccount",
                                      "aws:PrincipalType",
                                      "aws:PrincipalIsAWSService",
                                      "aws:PrincipalServiceName",
                                      "aws:ResourceAccount",
                                      "aws:userid",
                                      "aws:username",
                                      NULL};

/* Of the global keys those that may have several values; they are no policy variables. */
static const char *const several[] = {"aws:CalledVia",
                                      "aws:PrincipalOrgPaths",
                                      "aws:PrincipalServiceNamesList",
                                      "aws:SourceOrgPaths",
                                      "aws:ResourceOrgPaths",
                                      "aws:TagKeys",
                                      "aws:VpceOrgPaths",
                                      NULL};

/* The table as it grows, and the key that is being filled. */
struct table_maker {
    struct arena *arena;
    const struct iam_question *question;
    const struct iam_narrowed *policies;
    const struct iam_request *base;
    const char *const *regions;
    struct iam_key_table *table;
    const struct iam_key_table *before; /* the same without what variables add; NULL: none yet */
    size_t capacity;
    struct error *err;
    /* Of one key: */
    const struct iam_condition **conditions; /* all that are on it */
    size_t condition_count, condition_capacity;
    struct iam_value_list values; /* each alone */
    struct iam_context_key *choices;
    const char **met; /* for each choice, which conditions it meets: "10?" */
    size_t choice_count, choice_capacity;
};

/* The values that a key is known to have, each alone. */
static void list_values(struct table_maker *maker, const char *name, struct iam_value_list *out)
{
    const struct iam_context_key *known = iam_request_key(maker->base, name);

    for (size_t i = 0; known && i < known->count; i++)
        iam_value_list_add(maker->arena, out, known->values[i]);
    for (size_t i = 0; maker->before && i < maker->before->count; i++) {
        const struct iam_key_choices *key = &maker->before->keys[i];

        for (size_t j = 0; j < key->count && text_same_any_case(key->name, name); j++)
            if (key->items[j].count == 1)
                iam_value_list_add(maker->arena, out, key->items[j].values[0]);
    }
}

/* What AWS sends for services alone, and what for principals of accounts alone. */
static bool is_never_sent(const struct iam_principal *principal, const char *key)
{
    bool service = principal->kind == IAM_PRINCIPAL_SERVICE;

    if (text_begins_any_case(key, "aws:PrincipalOrg") ||
        text_begins_any_case(key, "aws:PrincipalTag/"))
        return !iam_principal_is_member(principal);
    return !service && (text_same_any_case(key, "aws:SourceArn") ||
                        text_same_any_case(key, "aws:SourceAccount") ||
                        text_begins_any_case(key, "aws:SourceOrg"));
}

static const struct iam_question_key *find_listed(const struct iam_question *question,
                                                  const char *name)
{
    for (size_t i = 0; i < question->key_count; i++)
        if (text_same_any_case(question->keys[i].name, name))
            return &question->keys[i];
    return NULL;
}

static void add_key(struct table_maker *maker, const char *name, bool variable)
{
    struct iam_key_table *table = maker->table;
    bool via = maker->question->via && text_same_any_case(name, maker->question->via->key);
    bool listed = find_listed(maker->question, name) != NULL;

    for (size_t i = 0; i < table->count; i++)
        if (text_same_any_case(table->keys[i].name, name)) {
            table->keys[i].variable |= variable;
            return;
        }
    if (!listed && (via || name_is_among_any_case(name, derived) ||
                    is_never_sent(&maker->base->principal, name)))
        return;
    table->keys =
        arena_grow(maker->arena, table->keys, table->count, &maker->capacity, sizeof(*table->keys));
    table->keys[table->count++] =
        (struct iam_key_choices){.name = name, .listed = listed, .variable = variable};
}

static void add_variables(struct table_maker *maker, const struct iam_patterns *patterns)
{
    const char *variable;

    for (size_t i = 0; i < patterns->count; i++)
        for (size_t n = 0; (variable = iam_pattern_variable(&patterns->items[i], n)); n++)
            add_key(maker, variable, true);
}

static void add_keys(struct table_maker *maker)
{
    for (size_t i = 0; i < maker->question->key_count; i++)
        add_key(maker, maker->question->keys[i].name, false);
    for (size_t i = 0; i < maker->policies->count; i++) {
        const struct iam_statement *statement = maker->policies->statements[i].statement;

        add_variables(maker, &statement->resources);
        for (size_t j = 0; j < statement->condition_count; j++) {
            add_key(maker, statement->conditions[j].key, false);
            add_variables(maker, &statement->conditions[j].patterns);
        }
    }
}

static void find_conditions(struct table_maker *maker, const char *key)
{
    maker->condition_count = 0;
    for (size_t i = 0; i < maker->policies->count; i++) {
        const struct iam_statement *statement = maker->policies->statements[i].statement;

        for (size_t j = 0; j < statement->condition_count; j++) {
            if (!text_same_any_case(statement->conditions[j].key, key))
                continue;
            maker->conditions = arena_grow(maker->arena, maker->conditions, maker->condition_count,
                                           &maker->condition_capacity, sizeof(*maker->conditions));
            maker->conditions[maker->condition_count++] = &statement->conditions[j];
        }
    }
}

/* The patterns that tell values of the key apart. */
static struct iam_sample_patterns patterns_apart(struct table_maker *maker)
{
    struct arena *arena = maker->arena;
    struct iam_sample_patterns list = {0};

    for (size_t i = 0; i < maker->condition_count; i++)
        for (size_t j = 0; j < maker->conditions[i]->patterns.count; j++) {
            const struct iam_pattern *pattern = &maker->conditions[i]->patterns.items[j];
            struct iam_value_list texts = {0};

            iam_pattern_variants(arena, pattern, maker->base, maker->before, &texts);
            for (size_t k = 0; k < texts.count; k++) {
                const char *text = texts.items[k];

                iam_sample_patterns_add(arena, &list,
                                        (struct iam_sample_pattern){.compiled = text});
                if (pattern->style == IAM_PATTERN_LITERAL_ANY_CASE)
                    iam_sample_patterns_add(
                        arena, &list,
                        (struct iam_sample_pattern){.compiled = text_lower(arena, text)});
            }
        }
    return list;
}

static bool take_value(void *context, const char *text)
{
    struct table_maker *maker = context;

    iam_value_list_add(maker->arena, &maker->values, arena_strdup(maker->arena, text));
    return maker->values.count >= CHOICE_LIMIT;
}

/* The values of some forms; those of a question have patterns that they must not match. */
static bool sample_values(struct table_maker *maker, const struct iam_texts *texts)
{
    struct arena *scratch = arena_within(maker->arena);
    struct iam_sample_patterns apart = patterns_apart(maker);
    size_t work = VALUE_WORK;
    struct iam_text_scope scope = {.style = IAM_PATTERN_ARN,
                                   .principal = &maker->base->principal,
                                   .regions = maker->regions,
                                   .apart = &apart,
                                   .work = &work};
    enum iam_samples samples = IAM_SAMPLES_ALL;
    bool done = iam_texts_visit(scratch, texts, &scope, take_value, maker, &samples, maker->err);

    arena_reset(scratch);
    if (samples != IAM_SAMPLES_ALL)
        maker->table->whole = false;
    return done;
}

/* Values of a key that the question does not list. */
static bool sample_free_values(struct table_maker *maker, const char *name)
{
    static const char *const any[] = {"**", NULL},
                             *const arn[] = {"arn:${Partition}:*:" IAM_SAMPLE_PART
                                             ":" IAM_SAMPLE_PART ":**",
                                             NULL},
                             *const region[] = {"${Region}", NULL};
    bool arns = false, texts = false, typed = false;

    for (size_t i = 0; i < maker->condition_count; i++) {
        const struct iam_condition *condition = maker->conditions[i];
        const struct iam_comparison *comparison = condition->op.comparison;

        if (comparison->type && !comparison->null) {
            iam_values_sample(maker->arena, comparison->type, condition->values,
                              condition->value_count, &maker->values);
            typed = true;
        } else if (!comparison->null) {
            arns |= comparison->style == IAM_PATTERN_ARN;
            texts |= comparison->style != IAM_PATTERN_ARN;
        }
    }
    if (text_same_any_case(name, "aws:RequestedRegion"))
        return sample_values(maker, &(struct iam_texts){.forms = region});
    if (typed && !texts && !arns)
        return true;
    if (arns && !sample_values(maker, &(struct iam_texts){.forms = arn}))
        return false;
    return arns || sample_values(maker, &(struct iam_texts){.forms = any});
}

/*
 * Which conditions the choice meets, each as a character; NULL: one of them cannot compare it, so
 * that the key never has it.
 */
static const char *find_met(struct table_maker *maker, const struct iam_context_key *choice)
{
    struct iam_request request = *maker->base;
    struct iam_context_key *context =
        arena_alloc(maker->arena, (request.context_count + 1) * sizeof(*context));
    char *met = arena_alloc(maker->arena, maker->condition_count + 1);
    struct error ignored = {0};

    if (request.context_count)
        memcpy(context, request.context, request.context_count * sizeof(*context));
    context[request.context_count++] = *choice;
    request.context = context;
    for (size_t i = 0; i < maker->condition_count; i++) {
        bool holds;

        if (!iam_condition_met(maker->arena, maker->conditions[i], &request, &holds, &ignored))
            return NULL;
        met[i] = holds ? '1' : '0';
    }
    return met;
}

/* Whether the conditions on the key compare it with other keys. */
static bool has_variables(const struct table_maker *maker)
{
    for (size_t i = 0; i < maker->condition_count; i++)
        for (size_t j = 0; j < maker->conditions[i]->patterns.count; j++)
            if (!maker->conditions[i]->patterns.items[j].compiled)
                return true;
    return false;
}

/* Adds a choice unless there is one that conditions do not tell from it. */
static void add_choice(struct table_maker *maker, const struct iam_key_choices *key,
                       const char *const *values, size_t count)
{
    struct arena_mark mark = arena_mark(maker->arena);
    struct iam_context_key choice = {.name = key->name,
                                     .values = values,
                                     .count = count,
                                     .several = name_is_among_any_case(key->name, several)};
    const char *met = find_met(maker, &choice);
    bool same = !met, alone = key->variable || has_variables(maker);

    for (size_t i = 0; i < maker->choice_count && !same && !alone; i++)
        same = strcmp(maker->met[i], met) == 0;
    if (same || maker->choice_count == CHOICE_LIMIT) {
        if (!same)
            maker->table->whole = false;
        arena_rewind(maker->arena, mark);
        return;
    }
    maker->choices[maker->choice_count] = choice;
    maker->met[maker->choice_count++] = met;
}

/* Whether a request may have several values for the key: only such conditions are on it. */
static bool takes_several(const struct table_maker *maker)
{
    bool takes = false;

    for (size_t i = 0; i < maker->condition_count; i++) {
        const struct iam_operator *op = &maker->conditions[i]->op;

        if (op->comparison->null)
            continue;
        if (op->set == IAM_SET_ONE_VALUE)
            return false;
        takes = true;
    }
    return takes;
}

/* Each pair and each triple of values. */
static void add_subsets(struct table_maker *maker, const struct iam_key_choices *key)
{
    const struct iam_value_list *all = &maker->values;
    size_t count = all->count < SUBSET_LIMIT ? all->count : SUBSET_LIMIT;

    if (all->count > SUBSET_LIMIT)
        maker->table->whole = false;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            for (size_t k = j; k < count; k++) {
                const char **values = arena_alloc(maker->arena, 3 * sizeof(*values));

                values[0] = all->items[i];
                values[1] = all->items[j];
                values[2] = all->items[k];
                add_choice(maker, key, values, k > j ? 3 : 2);
            }
}

/* What the key must be, as a variable in a condition on another key, to match a value of that. */
static void add_values_of_others(struct table_maker *maker, const char *name)
{
    for (size_t i = 0; i < maker->policies->count; i++) {
        const struct iam_statement *statement = maker->policies->statements[i].statement;

        for (size_t j = 0; j < statement->condition_count; j++) {
            const struct iam_condition *condition = &statement->conditions[j];
            struct iam_value_list others = {0};

            if (!iam_patterns_have_variable(&condition->patterns, name))
                continue;
            list_values(maker, condition->key, &others);
            for (size_t k = 0; k < condition->patterns.count; k++)
                for (size_t v = 0; v < others.count; v++)
                    iam_variable_values(maker->arena, &condition->patterns.items[k], name,
                                        maker->base, others.items[v], &maker->values);
        }
    }
}

static bool fill_key(struct table_maker *maker, struct iam_key_choices *key)
{
    const struct iam_question_key *listed = find_listed(maker->question, key->name);

    maker->values = (struct iam_value_list){0};
    maker->choice_count = 0;
    maker->choices = arena_alloc(maker->arena, CHOICE_LIMIT * sizeof(*maker->choices));
    maker->met = arena_alloc(maker->arena, CHOICE_LIMIT * sizeof(*maker->met));
    find_conditions(maker, key->name);
    if (listed ? !sample_values(maker, &listed->values) : !sample_free_values(maker, key->name))
        return false;
    if (key->variable && !listed) {
        iam_value_list_add(maker->arena, &maker->values, IAM_ANY_OTHER);
        add_values_of_others(maker, key->name);
    }
    if (listed ? !listed->values.forms : !iam_context_key_is_permanent(key->name))
        add_choice(maker, key, NULL, 0);
    for (size_t i = 0; i < maker->values.count; i++)
        add_choice(maker, key, &maker->values.items[i], 1);
    if (!listed && takes_several(maker))
        add_subsets(maker, key);
    key->items = maker->choices;
    key->count = maker->choice_count;
    return true;
}

static bool fill_keys(struct table_maker *maker)
{
    for (size_t i = 0; i < maker->table->count; i++)
        if (!fill_key(maker, &maker->table->keys[i]))
            return false;
    return true;
}

/* Whether a condition compares a key with another one. */
static bool compares_keys(const struct iam_narrowed *policies)
{
    for (size_t i = 0; i < policies->count; i++) {
        const struct iam_statement *statement = policies->statements[i].statement;

        for (size_t j = 0; j < statement->condition_count; j++)
            for (size_t k = 0; k < statement->conditions[j].patterns.count; k++)
                if (!statement->conditions[j].patterns.items[k].compiled)
                    return true;
    }
    return false;
}

bool iam_key_table_make(struct arena *arena, const struct iam_question *question,
                        const struct iam_narrowed *policies, const struct iam_request *base,
                        const char *const *regions, struct iam_key_table *out, struct error *err)
{
    struct table_maker maker = {.arena = arena,
                                .question = question,
                                .policies = policies,
                                .base = base,
                                .regions = regions,
                                .table = out,
                                .err = err};

    *out = (struct iam_key_table){.whole = true};
    add_keys(&maker);
    if (!fill_keys(&maker))
        return false;
    struct iam_key_table before = *out;
    if (!compares_keys(policies))
        return true;
    before.keys = arena_alloc(arena, out->count * sizeof(*before.keys));
    memcpy(before.keys, out->keys, out->count * sizeof(*before.keys));
    maker.before = &before;
    return fill_keys(&maker);
}
