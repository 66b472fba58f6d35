/*
 * quotas.h - what AWS attaches: how many characters a policy of each type may have, and how many
 * policies go to one place. One table (quotas.c); each row names its document and the date on which
 * it was read.
 *
 * Characters are counted without the white space between the parts of the document, which IAM never
 * counts, and AWS Organizations does not when its console saves a policy. Its API, by which the AWS
 * CLI and Terraform save, and VPC endpoints count it: that is a warning, where the text is known.
 */
#ifndef IAM_QUOTAS_H
#define IAM_QUOTAS_H

#include "iam/decision.h"

struct iam_quota {
    enum iam_policy_type type;
    const char *service; /* of the actions that the resource's policy is asked about; NULL: any */
    size_t characters;   /* 0: AWS has no such quota */
    /*
     * What AWS raises it to when it is asked, or has for policies of its own, which a scenario
     * cannot tell; SIZE_MAX: no bound. 0: nothing.
     */
    size_t most_characters;
    size_t policies; /* in one place; 0: AWS has no such quota */
    const char *place;
    const char *document, *date; /* "2026-08" */
    const char *as_it_stands;    /* who counts white space too; NULL: nobody, or AWS is silent */
};

/* Levels of an organization: its root, OUs nested five deep, the account. */
#define IAM_LEVEL_LIMIT 7

/* action as in struct iam_request; "": any. */
const struct iam_quota *iam_quota(enum iam_policy_type type, const char *action);

/* ERROR_INPUT naming policy or level, the quota and its document: AWS would not attach it. */
MUST_USE bool iam_quotas_hold(const struct iam_policy_set *set, const struct iam_request *request,
                              struct error *err);

/*
 * What a policy needs to be attached: a raised quota, to be AWS's own, or to be saved without white
 * space. NULL: nothing.
 */
const char *iam_quota_warning(struct arena *arena, const struct iam_policy *policy,
                              const struct iam_request *request);

#endif
