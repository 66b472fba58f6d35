#include "iam/quotas.h"

#include <stdint.h>
#include <stdio.h>

#define IAM_QUOTAS "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
#define ORGANIZATIONS_QUOTAS \
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html"

#define ORGANIZATIONS \
    "the console of AWS Organizations removes it, the API, AWS CLI and Terraform do not"

/* Of a type, the rows of a service stand before the row of any other. */
static const struct iam_quota quotas[] = {
    /*
     * All inline policies of a role together; a customer's managed policy has 6,144, and AWS's own,
     * which the same list may hold, have up to 152,297 (AWSSupportServiceRolePolicy, version 59).
     */
    {IAM_POLICY_IDENTITY, NULL, 10240, SIZE_MAX, 0, NULL, IAM_QUOTAS, "2026-11", NULL},
    {IAM_POLICY_PERMISSIONS_BOUNDARY, NULL, 6144, SIZE_MAX, 1, "a user or role", IAM_QUOTAS,
     "2026-11", NULL},
    /* Ten managed policies and an inline one of 2,048. */
    {IAM_POLICY_SESSION, NULL, 6144, SIZE_MAX, 11, "a session",
     "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html", "2026-11", NULL},
    {IAM_POLICY_SERVICE_CONTROL, NULL, 10240, 0, 10, "one root, OU or account",
     ORGANIZATIONS_QUOTAS, "2026-11", ORGANIZATIONS},
    /* RCPFullAWSAccess counts, which is at every level, listed or not. */
    {IAM_POLICY_RESOURCE_CONTROL, NULL, 5120, 0, 5, "one root, OU or account", ORGANIZATIONS_QUOTAS,
     "2026-11", ORGANIZATIONS},
    {IAM_POLICY_VPC_ENDPOINT, NULL, 20480, 0, 1, "an endpoint",
     "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html", "2026-11",
     "an endpoint has it"},
    {IAM_POLICY_RESOURCE, "sts", 2048, 8192, 1, "a role", IAM_QUOTAS, "2026-11", NULL},
    {IAM_POLICY_RESOURCE, "s3", 20480, 0, 1, "a bucket",
     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html", "2026-11",
     NULL},
    {IAM_POLICY_RESOURCE, "kms", 32768, 0, 1, "a key",
     "https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html", "2026-11", NULL},
    {IAM_POLICY_RESOURCE, "sns", 30720, 0, 1, "a topic",
     "https://docs.aws.amazon.com/sns/latest/dg/"
     "sns-access-policy-language-api-permissions-reference.html",
     "2026-11", NULL},
    /* It is a quota of bytes, which are no fewer than characters. */
    {IAM_POLICY_RESOURCE, "sqs", 8192, 0, 1, "a queue",
     "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
     "quotas-policies.html",
     "2026-11", NULL},
    {IAM_POLICY_RESOURCE, "lambda", 20480, 0, 1, "a function",
     "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html", "2026-11", NULL},
    {IAM_POLICY_RESOURCE, "vpc-lattice-svcs", 10240, 0, 2, "a service and its service network",
     "https://docs.aws.amazon.com/vpc-lattice/latest/ug/quotas.html", "2026-11", NULL},
    {IAM_POLICY_RESOURCE, NULL, 0, 0, 1, "this resource",
     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html", "2026-11", NULL},
};

const struct iam_quota *iam_quota(enum iam_policy_type type, const char *action)
{
    for (size_t i = 0; i < sizeof(quotas) / sizeof(*quotas); i++) {
        const char *service = quotas[i].service;

        if (quotas[i].type == type && (!service || iam_action_name(action, service)))
            return &quotas[i];
    }
    return NULL;
}

/*
 * RCPFullAWSAccess is the only resource control policy with an Allow:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
static bool lists_full_access(const struct iam_policies *policies)
{
    for (size_t i = 0; i < policies->count; i++)
        for (size_t j = 0; j < policies->items[i].statement_count; j++)
            if (policies->items[i].statements[j].effect == IAM_EFFECT_ALLOW)
                return true;
    return false;
}

static bool fit(const struct iam_policies *policies, const char *place, enum iam_policy_type type,
                const struct iam_request *request, struct error *err)
{
    const struct iam_quota *quota = iam_quota(type, request->action);
    bool full = type == IAM_POLICY_RESOURCE_CONTROL && !lists_full_access(policies);

    if (quota->policies && policies->count + full > quota->policies)
        return error_set(err, ERROR_INPUT,
                         "%s: %zu policies%s, and %s has %zu at most (%s, as of %s)", place,
                         policies->count + full, full ? " with RCPFullAWSAccess" : "", quota->place,
                         quota->policies, quota->document, quota->date);
    size_t most = quota->most_characters ? quota->most_characters : quota->characters;
    for (size_t i = 0; most && i < policies->count; i++) {
        const struct iam_policy *policy = &policies->items[i];

        if (policy->characters > most)
            return error_set(err, ERROR_INPUT,
                             "%zu characters without white space, and a %s has %zu at most (%s, as "
                             "of %s)",
                             policy->characters, iam_policy_type_text(type), most, quota->document,
                             quota->date) ||
                   iam_policy_prefix(policy, err);
    }
    return true;
}

static bool levels_fit(const struct iam_policies *levels, size_t count, const char *place,
                       enum iam_policy_type type, const struct iam_request *request,
                       struct error *err)
{
    if (count > IAM_LEVEL_LIMIT)
        return error_set(err, ERROR_INPUT,
                         "%s: %zu levels, and an organization has %d at most: its root, OUs "
                         "nested five deep, the account (%s)",
                         place, count, IAM_LEVEL_LIMIT, ORGANIZATIONS_QUOTAS);
    for (size_t i = 0; i < count; i++) {
        char level[64];

        snprintf(level, sizeof(level), "%s[%zu]", place, i);
        if (!fit(&levels[i], level, type, request, err))
            return false;
    }
    return true;
}

bool iam_quotas_hold(const struct iam_policy_set *set, const struct iam_request *request,
                     struct error *err)
{
    return fit(&set->identity, "identityPolicies", IAM_POLICY_IDENTITY, request, err) &&
           fit(&set->resource, "resourcePolicies", IAM_POLICY_RESOURCE, request, err) &&
           fit(&set->boundaries, "permissionBoundaries", IAM_POLICY_PERMISSIONS_BOUNDARY, request,
               err) &&
           fit(&set->session, "sessionPolicies", IAM_POLICY_SESSION, request, err) &&
           levels_fit(set->service_control, set->service_control_count, "serviceControlPolicies",
                      IAM_POLICY_SERVICE_CONTROL, request, err) &&
           levels_fit(set->resource_control, set->resource_control_count, "resourceControlPolicies",
                      IAM_POLICY_RESOURCE_CONTROL, request, err) &&
           fit(&set->vpc_endpoint, "vpcEndpointPolicies", IAM_POLICY_VPC_ENDPOINT, request, err);
}

const char *iam_quota_warning(struct arena *arena, const struct iam_policy *policy,
                              const struct iam_request *request)
{
    const struct iam_quota *quota = iam_quota(policy->type, request->action);

    if (quota->as_it_stands && policy->text_characters > quota->characters &&
        policy->characters <= quota->characters)
        return arena_printf(arena,
                            "it has %zu characters as it stands, and %zu are the most: white space "
                            "counts (%s), and without it there are %zu (%s)",
                            policy->text_characters, quota->characters, quota->as_it_stands,
                            policy->characters, quota->document);
    if (!quota->characters || policy->characters <= quota->characters)
        return NULL;
    return arena_printf(arena, "it has %zu characters without white space: above %zu only %s",
                        policy->characters, quota->characters,
                        quota->most_characters == SIZE_MAX ? "AWS's own managed policies have that"
                                                           : "a raised quota takes it");
}
