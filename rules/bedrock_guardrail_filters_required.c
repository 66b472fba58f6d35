#include <string.h>

#include "engine/rule.h"

/*
 * A guardrail's item has the members of CloudFormation
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-bedrock-guardrail.html).
 */
#define CONTENT_POLICY "configuration.ContentPolicyConfig"
#define SENSITIVE_POLICY "configuration.SensitiveInformationPolicyConfig"
#define GROUNDING_POLICY "configuration.ContextualGroundingPolicyConfig"

struct guardrail {
    struct rule_context *ctx;
    const struct configuration_item *item;
    struct misses misses; /* "no HATE filter, INSULTS is LOW on output" */
};

/* A filter that a guardrail must have. */
struct demand {
    const char *policy, *list; /* where it is: CONTENT_POLICY, "FiltersConfig" */
    const char *type;          /* "HATE" */
    const char *strength;      /* the least; NULL: it has none */
    bool may_anonymize;        /* it protects when it replaces what it finds, too */
    bool input_only;           /* what the model answers is none of its business */
};

/* The members of a filter about one direction. */
struct side { /* strength and modalities NULL: a filter has none */
    const char *where, *enabled, *action, *strength, *modalities;
};

static const struct side input = {" on input", "InputEnabled", "InputAction", "InputStrength",
                                  "InputModalities"};
static const struct side output = {" on output", "OutputEnabled", "OutputAction", "OutputStrength",
                                   "OutputModalities"};
static const struct side both = {"", "Enabled", "Action", NULL, NULL};

/* The filter that is demanded; *out NULL: the guardrail has none, which is a miss. */
static bool find_filter(struct guardrail *guardrail, const struct demand *demand, const cJSON **out,
                        struct error *err)
{
    const char *path =
        arena_printf(context_arena(guardrail->ctx), "%s.%s", demand->policy, demand->list);
    const cJSON *policy = item_get(guardrail->ctx, guardrail->item, demand->policy);
    const cJSON *list = item_get(guardrail->ctx, guardrail->item, path), *one;

    *out = NULL;
    if ((!json_is_absent(policy) && !cJSON_IsObject(policy)) ||
        (!json_is_absent(list) && !cJSON_IsArray(list)))
        return error_set(err, ERROR_RULE, "%s is no list", path);
    cJSON_ArrayForEach (one, list) {
        const char *type = json_string(one, "Type", NULL);

        if (!type)
            return error_set(err, ERROR_RULE, "%s has a filter without Type", path);
        if (strcmp(type, demand->type) != 0)
            continue;
        if (*out)
            return error_set(err, ERROR_RULE, "%s has two filters of %s", path, type);
        *out = one;
    }
    if (!*out)
        miss(guardrail->ctx, &guardrail->misses, "no %s filter", demand->type);
    return true;
}

/* How strong a filter is, from 0; -1: that is not known. */
static int rank(const char *strength)
{
    static const char *const strengths[] = {"NONE", "LOW", "MEDIUM", "HIGH", NULL};

    for (int i = 0; strengths[i]; i++)
        if (strcmp(strengths[i], strength) == 0)
            return i;
    return -1;
}

/*
 * What of its own action, which may be absent, and that of the whole filter counts; without either
 * it blocks
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GuardrailContentFilterConfig.html).
 */
static const cJSON *action_of(const cJSON *filter, const struct side *side)
{
    const cJSON *own = json_get(filter, side->action);

    return json_is_absent(own) ? json_get(filter, "Action") : own;
}

/*
 * Whether a filter is for images alone; without a list it is for text
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-mmfilter.html).
 */
static bool leaves_out_text(const cJSON *modalities)
{
    return !json_is_absent(modalities) && !json_list_has(modalities, "TEXT");
}

/* Records what the filter misses in one direction: at most one thing, the worst. */
static bool require_side(struct guardrail *guardrail, const cJSON *filter,
                         const struct demand *demand, const struct side *side, struct error *err)
{
    const cJSON *enabled = json_get(filter, side->enabled), *action = action_of(filter, side);
    const char *does = json_string(action, "", "BLOCK");
    const char *strength = demand->strength ? json_string(filter, side->strength, "") : NULL;
    const cJSON *modalities = side->modalities ? json_get(filter, side->modalities) : NULL;

    if (!json_is_absent(modalities) && !cJSON_IsArray(modalities))
        return error_set(err, ERROR_RULE, "%s of %s is no list", side->modalities, demand->type);
    if (!json_is_absent(enabled) && !cJSON_IsBool(enabled))
        return error_set(err, ERROR_RULE, "%s of %s is neither true nor false", side->enabled,
                         demand->type);
    if (!json_is_absent(action) && !cJSON_IsString(action))
        return error_set(err, ERROR_RULE, "the action of %s%s is no text", demand->type,
                         side->where);
    if (strength && rank(strength) < 0)
        return error_set(err, ERROR_RULE, "%s of %s is none of NONE, LOW, MEDIUM and HIGH",
                         side->strength, demand->type);
    if (cJSON_IsFalse(enabled))
        miss(guardrail->ctx, &guardrail->misses, "%s is disabled%s", demand->type, side->where);
    else if (strcmp(does, "BLOCK") != 0 &&
             !(demand->may_anonymize && strcmp(does, "ANONYMIZE") == 0))
        miss(guardrail->ctx, &guardrail->misses, "%s does not block%s", demand->type, side->where);
    else if (leaves_out_text(modalities))
        miss(guardrail->ctx, &guardrail->misses, "%s leaves out text%s", demand->type, side->where);
    else if (strength && rank(strength) < rank(demand->strength))
        miss(guardrail->ctx, &guardrail->misses, "%s is %s%s", demand->type, strength, side->where);
    return true;
}

/* A filter with two directions. */
static bool require_filter(struct guardrail *guardrail, const struct demand *demand,
                           struct error *err)
{
    const cJSON *filter;

    return find_filter(guardrail, demand, &filter, err) &&
           (!filter ||
            (require_side(guardrail, filter, demand, &input, err) &&
             (demand->input_only || require_side(guardrail, filter, demand, &output, err))));
}

static bool require_content_filters(struct guardrail *guardrail, struct error *err)
{
    struct demand demand = {.policy = CONTENT_POLICY,
                            .list = "FiltersConfig",
                            .strength = parameter_string(guardrail->ctx, "minimumStrength")};

    for (const char *const *type = parameter_list(guardrail->ctx, "contentFilters"); *type;
         type++) {
        demand.type = *type;
        if (!require_filter(guardrail, &demand, err))
            return false;
    }
    return true;
}

static bool require_attack_filter(struct guardrail *guardrail, struct error *err)
{
    const struct demand demand = {.policy = CONTENT_POLICY,
                                  .list = "FiltersConfig",
                                  .type = "PROMPT_ATTACK",
                                  .strength =
                                      parameter_string(guardrail->ctx, "promptAttackStrength"),
                                  .input_only = true};

    return strcmp(demand.strength, "NONE") == 0 || require_filter(guardrail, &demand, err);
}

static bool require_personal_data(struct guardrail *guardrail, struct error *err)
{
    struct demand demand = {
        .policy = SENSITIVE_POLICY, .list = "PiiEntitiesConfig", .may_anonymize = true};

    for (const char *const *type = parameter_list(guardrail->ctx, "piiEntities"); *type; type++) {
        demand.type = *type;
        if (!require_filter(guardrail, &demand, err))
            return false;
    }
    return true;
}

static bool require_grounding(struct guardrail *guardrail, struct error *err)
{
    const struct demand demand = {
        .policy = GROUNDING_POLICY, .list = "FiltersConfig", .type = "GROUNDING"};
    double least = parameter_decimal(guardrail->ctx, "groundingThreshold");
    const cJSON *filter, *threshold;

    if (least <= 0)
        return true;
    if (!find_filter(guardrail, &demand, &filter, err) ||
        (filter && !require_side(guardrail, filter, &demand, &both, err)))
        return false;
    threshold = json_get(filter, "Threshold");
    if (filter && !cJSON_IsNumber(threshold))
        return error_set(err, ERROR_RULE, "Threshold of GROUNDING is no number");
    if (filter && threshold->valuedouble < least)
        miss(guardrail->ctx, &guardrail->misses, "GROUNDING has a threshold of %.15g, not %.15g",
             threshold->valuedouble, least);
    return true;
}

static bool require_key(struct guardrail *guardrail, struct error *err)
{
    const cJSON *key = item_get(guardrail->ctx, guardrail->item, "configuration.KmsKeyArn");

    if (!parameter_boolean(guardrail->ctx, "kmsKeyRequired"))
        return true;
    if (!json_is_absent(key) && !cJSON_IsString(key))
        return error_set(err, ERROR_RULE, "configuration.KmsKeyArn is no text");
    if (!*json_string(key, "", ""))
        miss(guardrail->ctx, &guardrail->misses, "no KMS key of yours");
    return true;
}

static struct compliance evaluate(struct rule_context *ctx, const struct configuration_item *item)
{
    const char *name =
        json_string(item_get(ctx, item, "configuration.Name"), "", item->resource_name);
    struct guardrail guardrail = {.ctx = ctx, .item = item};
    struct error err = {0};

    if (!require_content_filters(&guardrail, &err) || !require_attack_filter(&guardrail, &err) ||
        !require_personal_data(&guardrail, &err) || !require_grounding(&guardrail, &err) ||
        !require_key(&guardrail, &err))
        return evaluation_failed(ctx, "The filters of guardrail %s cannot be read: %s", name,
                                 err.message);
    if (guardrail.misses.count)
        return non_compliant(ctx, "Guardrail %s: %s.", name, guardrail.misses.text);
    return compliant();
}

static const struct parameter parameters[] = {
    {
        .name = "contentFilters",
        .type = PARAMETER_LIST,
        .default_value = "HATE,INSULTS,SEXUAL,VIOLENCE,MISCONDUCT",
        .choices =
            (const char *const[]){"HATE", "INSULTS", "SEXUAL", "VIOLENCE", "MISCONDUCT", NULL},
        .text = "Content filters that must block, in what users write and in what models answer.",
    },
    {
        .name = "minimumStrength",
        .type = PARAMETER_STRING,
        .default_value = "MEDIUM",
        .choices = (const char *const[]){"LOW", "MEDIUM", "HIGH", NULL},
        .text = "Least strength of these content filters.",
    },
    {
        .name = "promptAttackStrength",
        .type = PARAMETER_STRING,
        .default_value = "HIGH",
        .choices = (const char *const[]){"NONE", "LOW", "MEDIUM", "HIGH", NULL},
        .text = "Least strength of the filter of prompt attacks, which is about what users write "
                "alone; NONE: it is not asked for.",
    },
    {
        .name = "piiEntities",
        .type = PARAMETER_LIST,
        .pattern = "[A-Z][A-Z_]+",
        .text = "Types of personal data that must be blocked or anonymized, as Bedrock names them "
                "(EMAIL); without it, none.",
    },
    {
        .name = "groundingThreshold",
        .type = PARAMETER_DECIMAL,
        .minimum = 0,
        .maximum = 1,
        .text = "Least threshold of the contextual grounding filter GROUNDING, which must block; "
                "without it, the filter is not asked for.",
    },
    {
        .name = "kmsKeyRequired",
        .type = PARAMETER_BOOLEAN,
        .default_value = "false",
        .text = "Whether the guardrail must be encrypted with a customer managed KMS key.",
    },
    {0},
};

const struct rule rule_bedrock_guardrail_filters_required = {
    .name = "bedrock-guardrail-filters-required",
    .description = "Checks that Bedrock guardrails block harmful content and prompt attacks, and, "
                   "when asked for, personal data and ungrounded answers.",
    .remediation = "Add the filters that are missing to the guardrail, enabled, with the action "
                   "BLOCK and at least the required strength, and make a new version of it.",
    .severity = SEVERITY_MEDIUM,
    .controls = (const struct control[]){{NIST_800_53, "SI-10", NIST_800_53_R5},
                                         {NIST_800_53, "SI-15", NIST_800_53_R5},
                                         {ISO_42001, "A.9.4", ISO_IEC_42001},
                                         {0}},
    .resource_types = (const char *const[]){"AWS::Bedrock::Guardrail", NULL},
    .triggers = TRIGGER_CONFIGURATION_CHANGES | TRIGGER_PERIODIC,
    .parameters = parameters,
    .always_recorded = (const char *const[]){"configuration.GuardrailArn", NULL},
    .evaluate = evaluate,
};
