/*
 * decision.h - the decision that AWS would take, by
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * - A Deny that matches, in any policy that applies, decides.
 * - Service control policies: each level must allow. VPC endpoint policies and permissions
 *   boundaries: each must, though AWS gives a request one of each. Session policies: one must. A
 *   type without policies restricts nothing, a level without policies everything.
 * - Resource control policies only deny, since RCPFullAWSAccess is at every level, and only actions
 *   of some services:
 *   https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 * - In one account an Allow in an identity-based policy is enough, and so is one in the
 *   resource-based policy that names the principal: a user or session for all, a role up to the
 *   permissions boundary and the session policies. One that names the account leaves it to the
 *   identity-based policies.
 * - Over two accounts, both sides must allow.
 * - Service and resource control policies do not restrict service-linked roles. Service control,
 *   identity-based, boundary and session policies are not of services, nor of who is not in an
 *   account; identity-based, boundary and session policies not of root users.
 *
 * - A key that may have several values is no policy variable (keys.h): it has no value there.
 * - A policy variable without a value and without a default may make its whole statement invalid:
 *   https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 *   In a list that is to match, it matches nothing. Where it is NotResource or a negated condition
 *   that has it, an Allow does not apply, and of a Deny it is not known whether it does.
 *
 * What services decide otherwise, and what is not modelled, is in service_rules.h. Where a decision
 * would be another one for another value of a context key of which only the form is known
 * (request.h), or if such a Deny applied, there is none.
 */
#ifndef IAM_DECISION_H
#define IAM_DECISION_H

#include "iam/policy.h"

/* The policies attached to one place: an organization's root, an OU, an account; or of one type. */
struct iam_policies {
    const struct iam_policy *items;
    size_t count;
};

struct iam_policy_set {
    struct iam_policies identity;
    struct iam_policies resource; /* each must allow */
    struct iam_policies boundaries;
    struct iam_policies session;
    const struct iam_policies *service_control; /* one for each level, the root first */
    size_t service_control_count;
    const struct iam_policies *resource_control;
    size_t resource_control_count;
    struct iam_policies vpc_endpoint;
};

/* The words of "expect" and of the output. */
#define IAM_DECISIONS(X)                                  \
    X(IAM_DECISION_IMPLICITLY_DENIED, "ImplicitlyDenied") \
    X(IAM_DECISION_EXPLICITLY_DENIED, "ExplicitlyDenied") \
    X(IAM_DECISION_ALLOWED, "Allowed")

enum iam_decision_type {
#define X(type, text) type,
    IAM_DECISIONS(X)
#undef X
};

/* "Allowed". Static storage. */
const char *iam_decision_text(enum iam_decision_type type);
/* False: no such decision. */
bool iam_decision_read(const char *text, enum iam_decision_type *out);

/*
 * A Deny that spoke of the request, but for a condition whose key the request lacks: mostly the
 * request is at fault. statement NULL: there is none.
 */
struct iam_skipped_deny {
    const struct iam_policy *policy;
    const struct iam_statement *statement;
    const struct iam_condition *condition;
};

/* Points into the policies. */
struct iam_decision {
    enum iam_decision_type type;
    /* What decided: the type of policy that denied, or lacked an Allow, or allowed. */
    enum iam_policy_type policy_type;
    size_t level; /* of a control policy, or the index of a boundary or endpoint policy, from 0 */
    /* The rule of the service that decided instead of policies; NULL: policies did. */
    const struct iam_service_rule *rule;
    /*
     * The statement that denied or allowed; of an implicit denial the first Allow that all but its
     * condition would have matched. NULL: there is none, or the root user needs none.
     */
    const struct iam_policy *policy;
    const struct iam_statement *statement;
    const struct iam_condition *condition; /* that the request did not meet; NULL: none */
    /*
     * The key of a policy variable without a value, for which an Allow did not apply; NULL: none.
     */
    const char *variable;
    /* Of what is allowed, the Allow of the resource-based policy; NULL: none. */
    const struct iam_statement *resource_statement;
    struct iam_skipped_deny skipped; /* the first; not told where a Deny decided */
};

/*
 * Takes no memory that it does not give back to scratch. ERROR_INPUT naming policy, statement and
 * condition: a value in the request's context cannot be compared, or the decision hangs on a
 * CanonicalUser, or on a context key of which only the form is known or a Deny's policy variable
 * has no value, whose name the message says; the resource has no policy, though one is given.
 */
MUST_USE bool iam_decide(struct arena *scratch, const struct iam_policy_set *policies,
                         const struct iam_request *request, struct iam_decision *out,
                         struct error *err);

#endif
