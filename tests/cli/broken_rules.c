/*
 * The rules of configrule_broken: some that end the program, each in its own way, for test_lost.py,
 * and one for volumes. What is told of types that no rule evaluates is tried with that one, so that
 * a new rule in rules/ changes nothing there.
 */
#include <stdlib.h>

#include "engine/rule.h"
#include "iam/resource_policy.h"

static struct compliance read_undeclared(struct rule_context *ctx,
                                         const struct configuration_item *item)
{
    struct error err;

    (void)item;
    aws_read(ctx, "cloudtrail", "DescribeTrails", NULL, &err);
    return compliant();
}

static struct compliance read_no_parameter(struct rule_context *ctx,
                                           const struct configuration_item *item)
{
    (void)item;
    return parameter_boolean(ctx, "none") ? compliant() : not_applicable(ctx, "no");
}

static struct compliance read_no_member(struct rule_context *ctx,
                                        const struct configuration_item *item)
{
    return item_get(ctx, item, "tag") ? compliant() : not_applicable(ctx, "no");
}

/* The engine of IAM takes no NULL for an action. */
static struct compliance ask_for_nothing(struct rule_context *ctx,
                                         const struct configuration_item *item)
{
    cJSON *policy = cJSON_CreateObject();
    struct error err;
    bool allowed;

    (void)item;
    cJSON_AddStringToObject(policy, "Version", "2012-10-17");
    cJSON_AddItemToObject(policy, "Statement", cJSON_CreateArray());
    if (!resource_policy_allows_service(NULL, policy, NULL, NULL, &allowed, &err))
        return evaluation_failed(ctx, "%s", err.message);
    return compliant();
}

static struct compliance leave(struct rule_context *ctx, const struct configuration_item *item)
{
    (void)ctx;
    (void)item;
    exit(3);
}

static struct compliance pass(struct rule_context *ctx, const struct configuration_item *item)
{
    (void)ctx;
    (void)item;
    return compliant();
}

static struct compliance refuse(struct rule_context *ctx, const struct configuration_item *item)
{
    return non_compliant(ctx, "%s is a volume.", item->resource_id);
}

#define RULE(id, text, type, function)                         \
    static const struct rule id = {                            \
        .name = (text),                                        \
        .description = "For tests.",                           \
        .remediation = "None.",                                \
        .severity = SEVERITY_LOW,                              \
        .resource_types = (const char *const[]){(type), NULL}, \
        .triggers = TRIGGER_CONFIGURATION_CHANGES,             \
        .evaluate = (function),                                \
    }
RULE(asks_for_nothing, "asks-for-nothing", "AWS::Lambda::Function", ask_for_nothing);
RULE(leaves, "leaves", "AWS::Lambda::Function", leave);
RULE(no_volumes, "no-volumes", "AWS::EC2::Volume", refuse);
RULE(passes, "passes", "AWS::Lambda::Function", pass);
RULE(reads_no_member, "reads-no-member", "AWS::Lambda::Function", read_no_member);
RULE(reads_no_parameter, "reads-no-parameter", "AWS::Lambda::Function", read_no_parameter);
RULE(reads_undeclared, "reads-undeclared", "AWS::Lambda::Function", read_undeclared);

const struct rule *const rules[] = {
    &asks_for_nothing,   &leaves,           &no_volumes, &passes, &reads_no_member,
    &reads_no_parameter, &reads_undeclared, NULL};
