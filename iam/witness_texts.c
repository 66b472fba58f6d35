#include "iam/witness_texts.h"

#include <string.h>

#include "core/arn.h"
#include "core/names.h"
#include "core/text.h"
#include "iam/wildcard.h"

/*
 * The likeliest first; policies name newer ones.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
static const char *const regions[] = {
    "us-east-1",      "us-west-2",      "eu-central-1",   "eu-west-1",      "ap-southeast-2",
    "ap-northeast-1", "ca-central-1",   "sa-east-1",      "us-east-2",      "us-west-1",
    "eu-west-2",      "eu-west-3",      "eu-north-1",     "eu-south-1",     "eu-south-2",
    "eu-central-2",   "ap-southeast-1", "ap-south-1",     "ap-south-2",     "ap-east-1",
    "ap-east-2",      "ap-northeast-2", "ap-northeast-3", "ap-southeast-3", "ap-southeast-4",
    "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-west-1",      "mx-central-1",
    "me-south-1",     "me-central-1",   "il-central-1",   "af-south-1",     NULL};
static const char *const regions_of_china[] = {"cn-north-1", "cn-northwest-1", NULL};
static const char *const regions_of_governments[] = {"us-gov-west-1", "us-gov-east-1", NULL};

void iam_sample_patterns_add(struct arena *arena, struct iam_sample_patterns *list,
                             struct iam_sample_pattern pattern)
{
    list->items =
        arena_grow(arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    list->items[list->count++] = pattern;
}

struct names {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
};

static void add_name(struct names *names, const char *name)
{
    names->items = arena_grow(names->arena, names->items, names->count, &names->capacity,
                              sizeof(*names->items));
    names->items[names->count++] = name;
}

/* "unspecified" is what aws:RequestedRegion is where there is no Region. */
static void add_region(struct names *names, const char *name)
{
    if (!name || !*name || !arn_is_region(name) || strcmp(name, IAM_UNSPECIFIED_REGION) == 0)
        return;
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return;
    add_name(names, name);
}

static void add_regions_of(struct names *names, const struct iam_statement *statement)
{
    for (size_t i = 0; i < statement->resources.count; i++)
        add_region(names, arn_region(names->arena, statement->resources.items[i].source));
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct iam_condition *condition = &statement->conditions[i];
        bool region = text_same_any_case(condition->key, "aws:RequestedRegion");

        for (size_t j = 0; j < condition->patterns.count; j++) {
            const char *source = condition->patterns.items[j].source;

            add_region(names, region ? source : arn_region(names->arena, source));
        }
    }
}

const char *const *iam_known_regions(struct arena *arena, const char *partition,
                                     const struct iam_narrowed *policies)
{
    struct names names = {.arena = arena};
    const char *const *known = regions;

    if (partition && strcmp(partition, "aws-cn") == 0)
        known = regions_of_china;
    if (partition && strcmp(partition, "aws-us-gov") == 0)
        known = regions_of_governments;
    for (; *known; known++)
        add_name(&names, *known);
    for (size_t i = 0; i < policies->count; i++)
        add_regions_of(&names, policies->statements[i].statement);
    add_name(&names, NULL);
    return names.items;
}

const char *iam_region_pattern(struct arena *arena, const char *compiled)
{
    return arena_printf(
        arena, "arn:" IAM_WILDCARD_ANY_PART ":" IAM_WILDCARD_ANY_PART ":%s:" IAM_WILDCARD_ANY,
        compiled);
}

/* A form with what it stands for in the place of names, and the bytes of sample.h for the rest. */
static const char *compile_form(struct arena *arena, const char *form,
                                const struct iam_text_scope *scope)
{
    const struct iam_principal *principal = scope->principal;
    const char *partition = principal && principal->partition ? principal->partition : "aws";
    const char *account = principal && principal->account ? principal->account : "";
    const struct {
        const char *name, *text;
    } names[] = {{"${Partition}", partition},
                 {"${Account}", account},
                 {"${Region}", IAM_SAMPLE_WORD},
                 {"**", IAM_SAMPLE_TEXT},
                 {"*", IAM_SAMPLE_NAME}};
    const char *text = "";

    if (scope->style == IAM_PATTERN_RESOURCE && strcmp(form, "*") == 0)
        return form;
    while (*form) {
        size_t length = strcspn(form, "$*");

        text = arena_printf(arena, "%s%.*s", text, (int)length, form);
        form += length;
        if (!*form)
            break;
        const char *literal = NULL;
        for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !literal; i++)
            if (text_begins(form, names[i].name)) {
                literal = names[i].text;
                form += strlen(names[i].name);
            }
        text = literal ? arena_printf(arena, "%s%s", text, literal)
                       : arena_printf(arena, "%s%c", text, *form++);
    }
    return text;
}

static bool add_outside(struct arena *arena, const struct iam_texts *texts,
                        enum iam_pattern_style style, struct iam_sample_patterns *list,
                        struct error *err)
{
    for (const char *const *source = texts->outside; source && *source; source++) {
        struct iam_pattern pattern;
        enum iam_pattern_style own =
            style == IAM_PATTERN_ARN && !text_begins(*source, "arn:") ? IAM_PATTERN_TEXT : style;

        if (!iam_pattern_parse(arena, *source, own, false, &pattern, err))
            return false;
        iam_sample_patterns_add(
            arena, list,
            (struct iam_sample_pattern){.compiled = pattern.compiled, .forbidden = true});
    }
    return true;
}

bool iam_texts_visit(struct arena *scratch, const struct iam_texts *texts,
                     const struct iam_text_scope *scope,
                     bool (*visit)(void *context, const char *text), void *context,
                     enum iam_samples *out, struct error *err)
{
    struct iam_sample_patterns patterns = {0};
    struct iam_sample_tree tree;

    *out = IAM_SAMPLES_ALL;
    if (!add_outside(scratch, texts, scope->style, &patterns, err))
        return false;
    for (size_t i = 0; i < scope->apart->count; i++)
        iam_sample_patterns_add(scratch, &patterns, scope->apart->items[i]);
    tree = iam_sample_tree_make(scratch, patterns.items, patterns.count);
    for (const char *const *form = texts->forms; form && *form && *out != IAM_SAMPLES_ENOUGH;
         form++) {
        struct iam_sampler sampler = {.form = compile_form(scratch, *form, scope),
                                      .words = scope->regions,
                                      .tree = &tree,
                                      .only_wanted = scope->only_wanted,
                                      .work = scope->work,
                                      .visit = visit,
                                      .context = context};
        enum iam_samples samples = iam_sample(scratch, &sampler);

        *out = samples == IAM_SAMPLES_ALL ? *out : samples;
    }
    return true;
}
