/*
 * evaluate.h - the decision that AWS would take, by
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * - A Deny that matches, in any policy that applies, decides.
 * - Resource and service control policies: each level must allow. VPC endpoint policies: each must.
 *   Permissions boundaries: each must (AWS gives a principal one). Session policies: one of them
 *   must. No policy of a type, as opposed to an empty level, restricts nothing.
 * - In one account an Allow in an identity-based policy is enough, and so is one in the
 *   resource-based policy that names the principal: a user or session for all, a role up to the
 *   permissions boundary and the session policies; one that names the account leaves it to the
 *   identity-based policies. Key policies of KMS and trust policies of roles must allow in any
 * case.
 * - Over two accounts, both sides must allow.
 * - Service and resource control policies do not restrict service-linked roles; service control
 *   policies, identity-based policies, boundaries and session policies are not of a service.
 */
#ifndef IAM_EVALUATE_H
#define IAM_EVALUATE_H

#include "iam/policy.h"

/* The policies attached to one place: an organization's root, an OU, an account; or of one type. */
struct iam_policies {
    const struct iam_policy *items;
    size_t count;
};

struct iam_policy_set {
    struct iam_policies identity;
    const struct iam_policy *resource; /* NULL: none */
    struct iam_policies boundaries;
    struct iam_policies session;
    const struct iam_policies *service_control; /* one for each level, the root first */
    size_t service_control_count;
    const struct iam_policies *resource_control;
    size_t resource_control_count;
    struct iam_policies vpc_endpoint;
};

/* The words of "expect" and of the output. */
#define IAM_DECISIONS(X)                         \
    X(IAM_IMPLICITLY_DENIED, "ImplicitlyDenied") \
    X(IAM_EXPLICITLY_DENIED, "ExplicitlyDenied") \
    X(IAM_ALLOWED, "Allowed")

enum iam_decision_type {
#define X(type, text) type,
    IAM_DECISIONS(X)
#undef X
};

/* "Allowed". Static storage. */
const char *iam_decision_text(enum iam_decision_type type);
/* False: no such decision. */
bool iam_decision_read(const char *text, enum iam_decision_type *out);

/* Points into the policies. */
struct iam_decision {
    enum iam_decision_type type;
    /* What decided: the type of policy that denied, or lacked an Allow, or allowed. */
    enum iam_policy_type policy_type;
    size_t level; /* of a control policy, or the index of a boundary or endpoint policy, from 0 */
    /*
     * The statement that denied or allowed; of an implicit denial the first Allow that all but its
     * condition would have matched. NULL: there is none, or the root user needs none.
     */
    const struct iam_policy *policy;
    const struct iam_statement *statement;
    const struct iam_condition *condition; /* that the request did not meet; NULL: none */
};

/*
 * Takes no memory that it does not give back to scratch. ERROR_EVENT naming policy, statement and
 * condition: a value in the request's context cannot be judged, or the decision hangs on a
 * CanonicalUser.
 */
MUST_USE bool iam_evaluate(struct arena *scratch, const struct iam_policy_set *policies,
                           const struct iam_request *request, struct iam_decision *out,
                           struct error *err);

/* Why, in words for people: the type of policy, its level from 1, and the conditions; the policy
 * and the statement are the decision's own. */
const char *iam_decision_reason(struct arena *arena, const struct iam_decision *decision,
                                const struct iam_request *request);

#endif
