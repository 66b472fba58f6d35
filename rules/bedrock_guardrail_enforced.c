#include <string.h>

#include "engine/rule.h"
#include "iam/wildcard.h"

/*
 * Guardrails that Bedrock applies to every call, whatever the caller asks for: those of the account
 * (ListEnforcedGuardrailsConfiguration), and those that the organization's policies name for it
 * (DescribeEffectivePolicy)
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-enforcements.html).
 */

/* Where a configuration says what. Those of account and organization say the same. */
struct words {
    const char *guardrail, *id, *enforcement, *included, *excluded;
    const char *guarding, *system, *messages, *input_tags;
};

/*
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_AccountEnforcedGuardrailOutputConfiguration.html
 */
static const struct words of_account = {
    .guardrail = "guardrailArn",
    .id = "guardrailId",
    .enforcement = "modelEnforcement",
    .included = "modelEnforcement.includedModels",
    .excluded = "modelEnforcement.excludedModels",
    .guarding = "selectiveContentGuarding",
    .system = "selectiveContentGuarding.system",
    .messages = "selectiveContentGuarding.messages",
    .input_tags = "inputTags",
};
/*
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_bedrock_syntax.html
 */
static const struct words of_organization = {
    .guardrail = "identifier",
    .id = "identifier",
    .enforcement = "model_enforcement",
    .included = "model_enforcement.included_models",
    .excluded = "model_enforcement.excluded_models",
    .guarding = "selective_content_guarding",
    .system = "selective_content_guarding.system",
    .messages = "selective_content_guarding.messages",
    .input_tags = "input_tags",
};

/* A pattern of models' ids. Lists of them end with an empty one. */
struct model {
    const char *text;
    const char *compiled; /* iam/wildcard.h */
};

/* One configuration. */
struct enforced {
    const char *guardrail; /* "hu1dlsv9wy1d", in a policy with its version: "hu1dlsv9wy1d:1" */
    const struct model *included;
    const struct model *excluded; /* which counts more */
    bool comprehensive;           /* it guards all content, not what callers tag */
    const struct enforced *next;  /* NULL: it is the last */
};

static struct model model_of(struct rule_context *ctx, const char *text)
{
    return (struct model){text, iam_wildcard_compile(context_arena(ctx), text)};
}

/* What a configuration says at a path. Effective policies have values with or without "@@assign". */
static const cJSON *value_at(const cJSON *configuration, const char *path)
{
    const cJSON *value = json_get(configuration, path);
    const cJSON *assigned = json_get(value, "@@assign");

    return assigned ? assigned : value;
}

/* The models of a list. "ALL" says all, and so does an empty list of included ones. */
static bool read_models(struct rule_context *ctx, const cJSON *configuration, const char *path,
                        bool included, const struct model **out, struct error *err)
{
    const cJSON *list = value_at(configuration, path), *one;
    size_t count = 0, size = (size_t)cJSON_GetArraySize(list) + 2;
    struct model *models = arena_alloc(context_arena(ctx), size * sizeof(*models));

    *out = models;
    if (!json_is_absent(list) && !cJSON_IsArray(list))
        return error_set(err, ERROR_SERVICE, "%s is no list", path);
    cJSON_ArrayForEach (one, list) {
        if (!cJSON_IsString(one))
            return error_set(err, ERROR_SERVICE, "%s holds what is no text", path);
        models[count++] =
            model_of(ctx, text_same_any_case(one->valuestring, "ALL") ? "*" : one->valuestring);
    }
    if (!count && included)
        models[0] = model_of(ctx, "*");
    return true;
}

/*
 * Whether one kind of content is guarded whatever callers tag: "If not configured, both controls
 * default to Comprehensive" (the user guide). Before these there was one for both: HONOR or IGNORE.
 */
static bool is_comprehensive(const cJSON *configuration, const char *path, const char *tags)
{
    const cJSON *mode = value_at(configuration, path), *input_tags = value_at(configuration, tags);

    if (!json_is_absent(mode))
        return text_same_any_case(json_string(mode, "", ""), "COMPREHENSIVE");
    return json_is_absent(input_tags) ||
           text_same_any_case(json_string(input_tags, "", ""), "IGNORE");
}

/* "" where it names none. */
static const char *guardrail_of(const cJSON *configuration, const struct words *words)
{
    const char *id = json_string(value_at(configuration, words->id), "", "");
    const char *arn = json_string(value_at(configuration, words->guardrail), "", id);
    const char *slash = strrchr(arn, '/');

    return slash ? slash + 1 : arn;
}

/* What is absent stands for all models and all content, so nothing else may pass for absent. */
static bool require_shape(const cJSON *configuration, const struct words *words, struct error *err)
{
    const char *const objects[] = {words->enforcement, words->guarding};

    if (!*guardrail_of(configuration, words))
        return error_set(err, ERROR_SERVICE, "a configuration has no %s", words->guardrail);
    for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++) {
        const cJSON *given = json_get(configuration, objects[i]);

        if (!json_is_absent(given) && !cJSON_IsObject(given))
            return error_set(err, ERROR_SERVICE, "%s is no object", objects[i]);
    }
    return true;
}

/* Puts a configuration in front of the list. */
static bool add(struct rule_context *ctx, const cJSON *configuration, const struct words *words,
                const struct enforced **list, struct error *err)
{
    struct enforced *new = arena_alloc(context_arena(ctx), sizeof(*new));

    if (!require_shape(configuration, words, err))
        return false;
    *new = (struct enforced){
        .guardrail = guardrail_of(configuration, words),
        .comprehensive = is_comprehensive(configuration, words->system, words->input_tags) &&
                         is_comprehensive(configuration, words->messages, words->input_tags),
        .next = *list,
    };
    *list = new;
    return read_models(ctx, configuration, words->included, true, &new->included, err) &&
           read_models(ctx, configuration, words->excluded, false, &new->excluded, err);
}

/* Those of the account in this Region; *out NULL: there are none. */
static bool read_own(struct rule_context *ctx, const struct enforced **out, struct error *err)
{
    const cJSON *reply = aws_read(ctx, "bedrock", "ListEnforcedGuardrailsConfiguration", NULL, err);
    const cJSON *list = json_get(reply, "guardrailsConfig");
    const struct enforced *own = NULL;

    *out = NULL;
    if (!reply)
        return false;
    if (!cJSON_IsArray(list))
        return error_set(err, ERROR_SERVICE, "the reply has no guardrailsConfig");
    for (const cJSON *one = list->child; one; one = one->next)
        if (!add(ctx, one, &of_account, &own, err))
            return false;
    *out = own;
    return true;
}

/*
 * The configurations that the organization enforces, by Region and by name. *out NULL: there are
 * none, as for an account in no organization, or in one without such a policy for it.
 */
static bool read_policies(struct rule_context *ctx, const cJSON **out, struct error *err)
{
    cJSON *request = cJSON_CreateObject();
    const cJSON *reply, *content;

    cJSON_AddStringToObject(request, "PolicyType", "BEDROCK_POLICY");
    reply = aws_read(ctx, "organizations", "DescribeEffectivePolicy", request, err);
    *out = NULL;
    if (!reply)
        return error_is_code(err, "AWSOrganizationsNotInUseException") ||
               error_is_code(err, "EffectivePolicyNotFoundException");
    content = json_get(reply, "EffectivePolicy.PolicyContent");
    if (!content)
        return error_set(err, ERROR_SERVICE, "the reply has no PolicyContent");
    content = json_decoded(content, "PolicyContent", err);
    if (!content)
        return false;
    *out = json_get(content, "bedrock.guardrail_inference");
    if (!json_is_absent(*out) && !cJSON_IsObject(*out))
        return error_set(err, ERROR_SERVICE, "guardrail_inference is no object");
    return true;
}

static bool includes(const struct enforced *one, const struct model *model)
{
    for (const struct model *included = one->included; included->text; included++)
        if (iam_wildcard_covers(included->compiled, model->compiled))
            return true;
    return false;
}

/* Whether it is applied to every model of the pattern, to all of the content if that is asked. */
static bool is_whole(struct rule_context *ctx, const struct enforced *one,
                     const struct model *model)
{
    if (!one->comprehensive && parameter_boolean(ctx, "comprehensive"))
        return false;
    for (const struct model *excluded = one->excluded; excluded->text; excluded++)
        if (iam_wildcard_meets(excluded->compiled, model->compiled))
            return false;
    return includes(one, model);
}

/* The first excluded model of the pattern that no other configuration guards; NULL: there is none. */
static const struct model *find_gap(struct rule_context *ctx, const struct enforced *list,
                                    const struct enforced *one, const struct model *model)
{
    for (const struct model *excluded = one->excluded; excluded->text; excluded++) {
        const struct enforced *other = list;

        if (!iam_wildcard_meets(excluded->compiled, model->compiled))
            continue;
        while (other && !is_whole(ctx, other, excluded))
            other = other->next;
        if (!other)
            return excluded;
    }
    return NULL;
}

/*
 * Records a pattern of models that the configurations together do not guard: none of them includes
 * it, or what they exclude is not guarded by another. Where one includes it, the last one that does
 * is named.
 */
static void require_guard(struct rule_context *ctx, const struct enforced *list, const char *text,
                          struct misses *misses)
{
    const struct model model = model_of(ctx, text);
    const char *why = "";

    for (const struct enforced *one = list; one; one = one->next) {
        const struct model *gap;

        if (!includes(one, &model))
            continue;
        if (!one->comprehensive && parameter_boolean(ctx, "comprehensive")) {
            why = arena_printf(context_arena(ctx), " (%s guards only what callers tag)",
                               one->guardrail);
            continue;
        }
        gap = find_gap(ctx, list, one, &model);
        if (!gap)
            return;
        why = arena_printf(context_arena(ctx), " (%s excludes %s)", one->guardrail, gap->text);
    }
    miss(ctx, misses, "%s%s", text, why);
}

static struct misses require_guards(struct rule_context *ctx, const struct enforced *list)
{
    struct misses misses = {0};

    for (const char *const *model = parameter_list(ctx, "models"); *model; model++)
        require_guard(ctx, list, *model, &misses);
    return misses;
}

/*
 * What the account's configurations and the policies do not guard in a Region. Where the Region is
 * not known, as on the command line for an event without configRuleArn, every Region that the
 * policies name must give the same answer.
 */
static bool decide(struct rule_context *ctx, const struct enforced *own, const cJSON *policies,
                   const char *region, struct misses *out, struct error *err)
{
    const cJSON *in_region;
    size_t regions = 0, guarded = 0;

    *out = require_guards(ctx, own);
    cJSON_ArrayForEach (in_region, policies) {
        const struct enforced *list = own;

        if (region && strcmp(region, in_region->string) != 0)
            continue;
        for (const cJSON *one = in_region->child; one; one = one->next)
            if (cJSON_IsObject(one) && !add(ctx, one, &of_organization, &list, err))
                return false;
        *out = require_guards(ctx, list);
        regions++;
        guarded += !out->count;
    }
    if (guarded && guarded != regions)
        return error_set(err, ERROR_RULE,
                         "the organization's policies differ by Region, and the event does not "
                         "say the Region: it has no configRuleArn");
    return true;
}

/* What suffices needs no further question. */
static struct compliance evaluate(struct rule_context *ctx, const struct configuration_item *item)
{
    struct error err = {0}, second = {0};
    const struct enforced *own;
    const cJSON *policies;
    struct misses misses;
    bool known = read_own(ctx, &own, &err);

    if (!require_guards(ctx, own).count)
        return compliant();
    if (!read_policies(ctx, &policies, &second) ||
        !decide(ctx, own, policies, item->aws_region, &misses, &second))
        return evaluation_failed(ctx, "Cannot find out which guardrails are enforced: %s",
                                 known ? second.message : err.message);
    if (!misses.count)
        return compliant();
    if (!known)
        return evaluation_failed(ctx, "Cannot find out which guardrails are enforced: %s",
                                 err.message);
    return non_compliant(ctx, "Models without an enforced guardrail: %s.", misses.text);
}

static const struct parameter parameters[] = {
    {
        .name = "models",
        .type = PARAMETER_LIST,
        .default_value = "*",
        .pattern = PATTERN_MODELS,
        .text = "Patterns of the ids of models that a guardrail must be enforced on (anthropic.*).",
    },
    {
        .name = "comprehensive",
        .type = PARAMETER_BOOLEAN,
        .default_value = "true",
        .text = "Whether the guardrail must be applied to all content, not only to what callers "
                "tag.",
    },
    {0},
};

const struct rule rule_bedrock_guardrail_enforced = {
    .name = "bedrock-guardrail-enforced",
    .description = "Checks that a guardrail is enforced on all calls of Bedrock's models, by the "
                   "account or by its organization.",
    .remediation = "Add an account-level enforcement configuration in this Region, or a Bedrock "
                   "policy of the organization, for all of these models and comprehensive.",
    .severity = SEVERITY_HIGH,
    .controls = (const struct control[]){{NIST_800_53, "SI-10", NIST_800_53_R5},
                                         {NIST_800_53, "SI-15", NIST_800_53_R5},
                                         {ISO_42001, "A.9.4", ISO_IEC_42001},
                                         {0}},
    .resource_types = (const char *const[]){"AWS::::Account", NULL},
    .scope = (const char *const[]){"AWS::Bedrock::EnforcedGuardrailConfiguration", NULL},
    .triggers = TRIGGER_CONFIGURATION_CHANGES | TRIGGER_PERIODIC,
    .parameters = parameters,
    .reads = (const char *const[]){"bedrock:ListEnforcedGuardrailsConfiguration",
                                   "organizations:DescribeEffectivePolicy", NULL},
    .evaluate = evaluate,
};
