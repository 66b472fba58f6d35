/*
 * resource_policy.h - one question to a resource-based policy: whether an AWS service can act by it
 * at all. It is asked where no request is known; where there is one, see decision.h.
 */
#ifndef IAM_RESOURCE_POLICY_H
#define IAM_RESOURCE_POLICY_H

#include "core/json.h"

/*
 * policy is the policy as AWS Config records it: an object, or its text, plain or percent-encoded.
 * Sets *allowed to whether a statement allows the service principal ("bedrock.amazonaws.com") the
 * action ("lambda:InvokeFunction") and none denies it outright.
 *
 * - A statement that names the service counts whatever its conditions say.
 * - One for everybody ("*") counts when the service can meet its conditions: those on
 *   aws:SourceArn, aws:SourceAccount and aws:SourceOrg..., and those that every AWS service meets,
 *   under an operator that is not negated.
 * - A Deny with a condition does not deny outright.
 * - Resource does not count: a policy that is attached to a resource speaks of that resource.
 *
 * ERROR_RULE: iam_policy_parse() does not understand the document, which is no answer. The message
 * goes into logs, where no configuration may be. So it says where ("line 3, column 7",
 * "Statement[2].Principal") and quotes nothing. arena is the one of JSON.
 */
MUST_USE bool resource_policy_allows_service(struct arena *arena, const cJSON *policy,
                                             const char *service_principal, const char *action,
                                             bool *allowed, struct error *err);

#endif
