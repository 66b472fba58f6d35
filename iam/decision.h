/*
 * decision.h - the decision that AWS would take, by
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * - A Deny that matches decides, in any policy that applies.
 * - Of service control policies each level must allow. Of VPC endpoint policies and permissions
 *   boundaries each policy must, though AWS gives a request one of each. Of session policies one
 *   must. A type without policies restricts nothing; a level without policies allows nothing.
 * - Resource control policies only deny, since RCPFullAWSAccess is at every level, and only actions
 *   of some services:
 *   https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 * - In one account an Allow in an identity-based policy is enough. So is one in the resource-based
 *   policy that names the principal: a user or a session without limits, a role within the
 *   permissions boundary and the session policies. One that names the account leaves it to the
 *   identity-based policies.
 * - Over two accounts, both sides must allow.
 * - Service and resource control policies do not restrict service-linked roles. Service control
 *   policies apply to principals of an account; identity-based, boundary and session policies to
 *   all of these but root users.
 * - A key that may have several values is no policy variable (keys.h): it has no value there.
 * - A policy variable without a value and without a default may make its whole statement invalid:
 *   https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 *   In a list that is to match, it matches nothing. Where NotResource or a negated condition has
 *   it, an Allow does not apply, and of a Deny it is not known whether it does.
 *
 * What services decide by themselves, and what is not modelled, is in service_rules.h. There is no
 * decision where it would be another one for another value of a context key of which only the form
 * is known (world.h), or if such a Deny applied.
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
    struct iam_policies resource; /* each must allow; more than one: service_rules.h */
    struct iam_policies boundaries;
    struct iam_policies session;
    const struct iam_policies *service_control; /* one for each level, the root first */
    size_t service_control_count;
    const struct iam_policies *resource_control;
    size_t resource_control_count;
    struct iam_policies vpc_endpoint;
};

/* The texts are the words of "expect" and of the output. */
#define IAM_DECISIONS(X)                                  \
    X(IAM_DECISION_IMPLICITLY_DENIED, "ImplicitlyDenied") \
    X(IAM_DECISION_EXPLICITLY_DENIED, "ExplicitlyDenied") \
    X(IAM_DECISION_ALLOWED, "Allowed")

enum iam_decision_type {
#define X(type, text) type,
    IAM_DECISIONS(X)
#undef X
};

/* "Allowed", in static storage. */
const char *iam_decision_text(enum iam_decision_type type);
/* False: there is no such decision, and *out is as it was. */
bool iam_decision_read(const char *text, enum iam_decision_type *out);

/*
 * A Deny that did not apply only because the request lacks the key of a condition. Mostly the
 * request is at fault. statement NULL: there is none.
 */
struct iam_skipped_deny {
    const struct iam_policy *policy;
    const struct iam_statement *statement;
    const struct iam_condition *condition;
};

/* It points into the policies and into static storage. */
struct iam_decision {
    enum iam_decision_type type;
    /* What decided: the type of policy that denied, or lacked an Allow, or allowed. */
    enum iam_policy_type policy_type;
    size_t level; /* from 0, of a control policy; of a boundary or endpoint policy its index */
    /* The rule of the service that decided instead of policies; NULL: policies did. */
    const struct iam_service_rule *rule;
    /*
     * The statement that denied or allowed. Of an implicit denial the first Allow of which only a
     * condition or a variable did not fit. NULL: there is none, or the root user needs none.
     */
    const struct iam_policy *policy;
    const struct iam_statement *statement;
    const struct iam_condition *condition; /* that the request did not meet; NULL: none */
    /*
     * The key of the policy variable without a value for which an Allow did not apply; NULL: none.
     */
    const char *variable;
    /* Of what is allowed, the Allow of the resource-based policy; NULL: none. */
    const struct iam_statement *resource_statement;
    struct iam_skipped_deny skipped; /* the first one; none where a Deny decided */
};

/*
 * What it takes from scratch is given back. ERROR_INPUT naming policy, statement and condition:
 *
 * - a value in the request's context cannot be compared;
 * - the decision hangs on a CanonicalUser, on a context key of which only the form is known, or on
 *   a Deny whose policy variable has no value; the message names the key to give;
 * - the resource has no policy, though one is given, or the service decides on another resource.
 *
 * Then *out says nothing.
 */
MUST_USE bool iam_decide(struct arena *scratch, const struct iam_policy_set *policies,
                         const struct iam_request *request, struct iam_decision *out,
                         struct error *err);

#endif
