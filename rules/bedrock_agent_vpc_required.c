#include <string.h>

#include "engine/rule.h"
#include "iam/resource_policy.h"

#define BEDROCK "bedrock.amazonaws.com"

/*
 * Ids of before and after the years 2016 to 2018
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html).
 */
#define ID "([0-9a-f]{8}|[0-9a-f]{17})"

/*
 * AWS Config has no type for Bedrock agents. A function is taken for an agent's when its owner
 * tagged it so, or when its resource policy lets Bedrock invoke it, which an agent's action group
 * needs.
 */
static bool is_agents(struct rule_context *ctx, const struct configuration_item *item, bool *agents,
                      struct error *err)
{
    const char *tag = item_tag(ctx, item, parameter_string(ctx, "tagKey"));

    *agents = tag && strcmp(tag, parameter_string(ctx, "tagValue")) == 0;
    if (*agents)
        return true;
    const cJSON *policy = item_get(ctx, item, "supplementaryConfiguration.Policy");
    if (json_is_absent(policy) || (cJSON_IsString(policy) && !*policy->valuestring))
        return true;
    return resource_policy_allows_service(context_arena(ctx), policy, BEDROCK,
                                          "lambda:InvokeFunction", agents, err);
}

/* The first of ids outside the list parameter; NULL: none. */
static const char *outside(const struct rule_context *ctx, const char *parameter, const cJSON *ids)
{
    const cJSON *id;

    if (!parameter_list(ctx, parameter)[0])
        return NULL;
    cJSON_ArrayForEach (id, ids)
        if (!parameter_list_has(ctx, parameter, id->valuestring))
            return id->valuestring;
    return NULL;
}

/* Absent, null, or an array of strings: anything else is no answer. */
static bool is_id_list(const cJSON *ids)
{
    const cJSON *id;

    cJSON_ArrayForEach (id, ids)
        if (!cJSON_IsString(id))
            return false;
    return json_is_absent(ids) || cJSON_IsArray(ids);
}

static struct compliance evaluate(struct rule_context *ctx, const struct configuration_item *item)
{
    const char *name =
        json_string(item_get(ctx, item, "configuration.functionName"), "", item->resource_name);
    const cJSON *vpc = item_get(ctx, item, "configuration.vpcConfig");
    const cJSON *subnets = item_get(ctx, item, "configuration.vpcConfig.subnetIds");
    const cJSON *groups = item_get(ctx, item, "configuration.vpcConfig.securityGroupIds");
    struct error err = {0};
    bool agents;

    if (!is_agents(ctx, item, &agents, &err))
        return evaluation_failed(ctx, "The resource policy of function %s cannot be read: %s", name,
                                 err.message);
    if (!agents)
        return not_applicable(ctx,
                              "Function %s is no Bedrock agent's: it lacks the tag %s=%s and "
                              "does not let Bedrock invoke it.",
                              name, parameter_string(ctx, "tagKey"),
                              parameter_string(ctx, "tagValue"));
    if ((!json_is_absent(vpc) && !cJSON_IsObject(vpc)) || !is_id_list(subnets) ||
        !is_id_list(groups))
        return evaluation_failed(ctx, "The vpcConfig of function %s has no lists of ids", name);
    if (cJSON_GetArraySize(subnets) == 0)
        return non_compliant(ctx, "Function %s is not in a VPC.", name);
    const char *stray = outside(ctx, "subnetIds", subnets);
    if (stray)
        return non_compliant(ctx, "Function %s is in subnet %s, which is not allowed.", name,
                             stray);
    stray = outside(ctx, "securityGroupIds", groups);
    if (stray)
        return non_compliant(ctx, "Function %s has security group %s, which is not allowed.", name,
                             stray);
    return compliant();
}

static const struct parameter parameters[] = {
    {
        .name = "tagKey",
        .type = PARAMETER_STRING,
        .default_value = "BedrockAgent",
        .pattern = PATTERN_TAG_TEXT,
        .text = "Key of the tag that marks the functions of Bedrock agents.",
    },
    {
        .name = "tagValue",
        .type = PARAMETER_STRING,
        .default_value = "true",
        .pattern = PATTERN_TAG_TEXT,
        .text = "Value of the tag that marks the functions of Bedrock agents. An empty value "
                "cannot be asked for: it counts as not given.",
    },
    {
        .name = "subnetIds",
        .type = PARAMETER_LIST,
        .pattern = "subnet-" ID,
        .text = "Subnets the functions may be in; without it, any.",
    },
    {
        .name = "securityGroupIds",
        .type = PARAMETER_LIST,
        .pattern = "sg-" ID,
        .text = "Security groups the functions may have; without it, any.",
    },
    {0},
};

const struct rule rule_bedrock_agent_vpc_required = {
    .name = "bedrock-agent-vpc-required",
    .description =
        "Checks that Lambda functions of Bedrock agents are in a VPC and, when given, in "
        "allowed subnets and security groups.",
    .remediation = "Connect the function to a VPC, in an allowed subnet and with allowed security "
                   "groups.",
    .severity = SEVERITY_MEDIUM,
    .controls = (const struct control[]){{NIST_800_53, "AC-4", SECURITY_HUB_PAGE("lambda")},
                                         {NIST_800_53, "SC-7", SECURITY_HUB_PAGE("lambda")},
                                         {SECURITY_HUB, "Lambda.3", SECURITY_HUB_PAGE("lambda")},
                                         {0}},
    .resource_types = (const char *const[]){"AWS::Lambda::Function", NULL},
    .triggers = TRIGGER_CONFIGURATION_CHANGES | TRIGGER_PERIODIC,
    .parameters = parameters,
    .always_recorded =
        (const char *const[]){"configuration.functionName", "configuration.vpcConfig.subnetIds",
                              "configuration.vpcConfig.securityGroupIds", NULL},
    .evaluate = evaluate,
};
