/*
 * resource_policy.h - one question to a resource-based policy of which no request is known: can an
 * AWS service act by it at all? Where there is a request, see decision.h.
 */
#ifndef IAM_RESOURCE_POLICY_H
#define IAM_RESOURCE_POLICY_H

#include "core/json.h"

/*
 * policy is the policy as AWS Config records it: an object, or its text, plain or percent-encoded.
 * Sets *allowed when a statement allows the service principal ("bedrock.amazonaws.com") the action
 * ("lambda:InvokeFunction") and none denies it outright.
 *
 * Conditions are read for one thing only: a statement for everybody ("*") counts when the service
 * can meet them, which it does with aws:SourceArn, aws:SourceAccount, aws:SourceOrg..., and as an
 * AWS service, under an operator that does not exclude. A statement that names the service counts
 * whatever its conditions say; a conditional Deny is not outright. Resource is not looked at: a
 * policy attached to a resource speaks of that resource.
 *
 * False with ERROR_RULE when iam_policy_parse() does not understand the document: that is not an
 * answer. Such an error goes into logs, where no configuration may be, so it says where ("line 3,
 * column 7", "Statement[2].Principal") and quotes nothing. arena holds the document.
 */
MUST_USE bool resource_policy_allows_service(struct arena *arena, const cJSON *policy,
                                             const char *service_principal, const char *action,
                                             bool *allowed, struct error *err);

#endif
