/*
 * quotas.h - what AWS attaches: how many characters a policy of each type may have, and how many
 * policies go to one place. It is one table (quotas.c); each row names its document and when it was
 * read.
 *
 * Characters are counted without the white space between the parts of the document. IAM never
 * counts it, and AWS Organizations does not when its console saves a policy. The API of AWS
 * Organizations, by which the AWS CLI and Terraform save, and VPC endpoints do: that is a warning,
 * where the text is known.
 */
#ifndef IAM_QUOTAS_H
#define IAM_QUOTAS_H

#include "iam/decision.h"

/* A row of the table. Its texts are in static storage. */
struct iam_quota {
    enum iam_policy_type type;
    /* Of a resource-based policy, whose: "s3" of those of buckets. NULL: any other. */
    const char *service;
    size_t characters; /* 0: AWS has no such quota */
    /*
     * What AWS raises it to on request, or allows its own policies, which a scenario cannot tell
     * apart. SIZE_MAX: there is no bound. 0: AWS does not raise it.
     */
    size_t most_characters;
    size_t policies;             /* in one place; 0: AWS has no such quota */
    const char *place;           /* that place: "a user or role"; NULL where policies is 0 */
    const char *document, *date; /* "2026-08" */
    const char *as_it_stands;    /* who counts white space too; NULL: nobody, or AWS is silent */
};

/* Levels of an organization: its root, OUs nested five deep, the account. */
#define IAM_LEVEL_LIMIT 7

/*
 * The row for policies of the type, which are asked about the action. action is as in struct
 * iam_request; "": any. There is a row for each type.
 */
const struct iam_quota *iam_quota(enum iam_policy_type type, const char *action);

/*
 * Whether AWS attaches all of them. ERROR_INPUT naming the policy or the level, the quota and its
 * document: it does not.
 */
MUST_USE bool iam_quotas_hold(const struct iam_policy_set *set, const struct iam_request *request,
                              struct error *err);

/*
 * What a policy within the quotas needs to be attached: a raised quota, to be AWS's own, or to be
 * saved without white space. NULL: nothing.
 */
const char *iam_quota_warning(struct arena *arena, const struct iam_policy *policy,
                              const struct iam_request *request);

#endif
