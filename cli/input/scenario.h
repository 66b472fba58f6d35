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
    const bool *is_file;          /* of each, whether it is called by a file of its own */
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
 * A policy is a document, an object or its text, or {"file": path}, the path relative to that of
 * the file which names it; path is "-" for standard input, where it is relative to the working
 * directory. The file may also hold what an AWS command printed that shows one policy (shape.h). A
 * policy is called by its file, else by its place: "identityPolicies[0]".
 *
 * ERROR_INPUT naming the member: unknown, missing, twice, of another shape, a file that cannot be
 * read, policies given for a principal to whom they do not apply, or more than AWS attaches
 * (iam/quotas.h).
 */
MUST_USE bool scenario_read(struct arena *arena, const cJSON *json, const char *path,
                            struct scenario *out, struct error *err);

#endif
