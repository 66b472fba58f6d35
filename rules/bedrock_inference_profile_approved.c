#include <string.h>

#include "engine/rule.h"
#include "iam/bedrock.h"

/* The id of a foundation model. NULL: it is another model, which has none. */
static const char *model_id(struct rule_context *ctx, const char *arn)
{
    return iam_is_foundation_model(context_arena(ctx), arn) ? strchr(arn, '/') + 1 : NULL;
}

static bool require_models(struct rule_context *ctx, struct misses *misses, const cJSON *models,
                           struct error *err)
{
    cJSON *names = cJSON_CreateArray(); /* a profile of several Regions has a model several times */
    struct misses unapproved = {0};

    if (cJSON_GetArraySize(models) == 0)
        return error_set(err, ERROR_RULE, "it has no Models");
    for (const cJSON *model = models->child; model; model = model->next) {
        const char *arn = json_string(model, "ModelArn", NULL);

        if (!arn)
            return error_set(err, ERROR_RULE, "one of its Models has no ModelArn");
        const char *id = model_id(ctx, arn), *name = id ? id : arn;
        if (json_list_has(names, name) || (id && parameter_list_matches(ctx, "approvedModels", id)))
            continue;
        cJSON_AddItemToArray(names, cJSON_CreateString(name));
        miss(ctx, &unapproved, "%s", name);
    }
    if (unapproved.count > 0)
        miss(ctx, misses, "reaches %s outside approvedModels", misses_few(ctx, &unapproved));
    return true;
}

/*
 * The configuration has tags as CloudFormation has them, [{"Key", "Value"}]. Where it has none, the
 * item's own count.
 */
static bool read_tag(struct rule_context *ctx, const struct configuration_item *item,
                     const cJSON *tags, const char *key, bool *out, struct error *err)
{
    *out = false;
    if (json_is_absent(tags)) {
        *out = item_tag(ctx, item, key);
        return true;
    }
    if (!cJSON_IsArray(tags))
        return error_set(err, ERROR_RULE, "its Tags are no list");
    for (const cJSON *tag = tags->child; tag; tag = tag->next) {
        const char *given = json_string(tag, "Key", NULL);

        if (!given)
            return error_set(err, ERROR_RULE, "one of its Tags has no Key");
        *out = *out || strcmp(given, key) == 0;
    }
    return true;
}

static bool require_tags(struct rule_context *ctx, struct misses *misses,
                         const struct configuration_item *item, struct error *err)
{
    const cJSON *tags = item_get(ctx, item, "configuration.Tags");
    struct misses absent = {0};
    bool has;

    for (const char *const *key = parameter_list(ctx, "requiredTags"); *key; key++) {
        if (!read_tag(ctx, item, tags, *key, &has, err))
            return false;
        if (!has)
            miss(ctx, &absent, "%s", *key);
    }
    if (absent.count > 0)
        miss(ctx, misses, "lacks tags %s", misses_few(ctx, &absent));
    return true;
}

static struct compliance evaluate(struct rule_context *ctx, const struct configuration_item *item)
{
    const char *name = json_string(item_get(ctx, item, "configuration.InferenceProfileName"), "",
                                   item->resource_id);
    struct misses misses = {0};
    struct error err = {0};
    bool known = require_models(ctx, &misses, item_get(ctx, item, "configuration.Models"), &err);

    known = require_tags(ctx, &misses, item, &err) && known;
    if (misses.count > 0)
        return non_compliant(ctx, "Inference profile %s %s.", name, misses.text);
    if (!known)
        return evaluation_failed(ctx, "Inference profile %s is not understood: %s", name,
                                 err.message);
    return compliant();
}

static const struct parameter parameters[] = {
    {
        .name = "approvedModels",
        .type = PARAMETER_LIST,
        .required = true,
        .pattern = PATTERN_MODELS,
        .text = "Ids of the foundation models that profiles may reach, with wildcards: anthropic.*",
    },
    {
        .name = "requiredTags",
        .type = PARAMETER_LIST,
        .pattern = PATTERN_TAG_TEXT,
        .text =
            "Keys of the tags that profiles must have, for what they cost; upper and lower case "
            "differ.",
    },
    {0},
};

const struct rule rule_bedrock_inference_profile_approved = {
    .name = "bedrock-inference-profile-approved",
    .description = "Checks that application inference profiles of Amazon Bedrock reach approved "
                   "models only and, when given, have the tags that costs are allocated by.",
    .remediation = "Delete the profile, and create it anew from an approved model or from a system "
                   "profile of one; add the tags that it lacks.",
    .severity = SEVERITY_MEDIUM,
    .controls = (const struct control[]){{NIST_800_53, "CM-7(5)", NIST_800_53_R5},
                                         {NIST_800_53, "CM-8", NIST_800_53_R5},
                                         {ISO_42001, "A.10.3", ISO_IEC_42001},
                                         {0}},
    .resource_types = (const char *const[]){"AWS::Bedrock::ApplicationInferenceProfile", NULL},
    .triggers = TRIGGER_CONFIGURATION_CHANGES | TRIGGER_PERIODIC,
    .parameters = parameters,
    .always_recorded = (const char *const[]){"configuration.Models", NULL},
    .evaluate = evaluate,
};
