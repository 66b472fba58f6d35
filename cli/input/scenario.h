/*
 * scenario.h - one case of "configrule simulate": a request, the policies that apply to it, and
 * what is expected of them.
 */
#ifndef CLI_SCENARIO_H
#define CLI_SCENARIO_H

#include "iam/decision.h"

/* Lives in the arena that it was read into. */
struct scenario {
    const char *name; /* NULL: none given */
    struct iam_request request;
    struct iam_policy_set set;
    struct iam_policies policies; /* all of them, in the order of the set's members */
    const bool *is_file;          /* for each of them, whether its name is that of a file */
    bool has_expect;
    enum iam_decision_type expect;
};

/*
 * Reads
 *
 *   {"name"?, "request": {"action", "resource", "resourceAccount"?, "principal", "context"?},
 *    "identityPolicies"?: [policy], "resourcePolicy"?: policy,
 *    "resourcePolicies"?: [policy of the service network, policy of the service],
 *    "permissionBoundaries"?: [policy], "sessionPolicies"?: [policy],
 *    "serviceControlPolicies"?: [[policy] for each level],
 *    "resourceControlPolicies"?: [[policy] for each level], "vpcEndpointPolicies"?: [policy],
 *    "expect"?: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied"}
 *
 * A policy is a policy document, as an object or as its text, or {"file": PATH}. PATH is relative
 * to the file that names it, in standard input to the working directory. That file may also hold
 * what an AWS command printed that shows one policy (shape.h). The name of a policy is PATH, else
 * its place: "identityPolicies[0]".
 *
 * path is that of the file that json is from; "-": standard input. ERROR_INPUT naming the member
 * that is unknown, missing, given twice or of another form, the file that cannot be read, policies
 * that do not apply to the principal, or more of them than AWS attaches (iam/quotas.h).
 */
MUST_USE bool scenario_read(struct arena *arena, const cJSON *json, const char *path,
                            struct scenario *out, struct error *err);

#endif
