/*
 * lint.h - what AWS allows in a policy or a request, and surely nobody means. No decision depends
 * on it.
 */
#ifndef IAM_LINT_H
#define IAM_LINT_H

#include "iam/decision.h"

/*
 * Warnings of a policy: sentences that begin with the statement, "Statement[0] (DenyModels): ...",
 * in the policy's order. They end with NULL, and live in the arena. There is one for
 *
 * - a pattern that matches nothing, or nothing that another one of its list does not;
 * - a statement that never has an effect;
 * - an action or a context key that is not known (actions.h, keys.h);
 * - a placeholder: "<account>", "{region}", "[ROLE]", "${Account}", "...", a backtick, an ARN's
 *   account or Region that is a word;
 * - an operator of another type than its context key, and StringLike on a key that holds ARNs;
 * - a context key with several values as a policy variable, or under an operator for one value;
 * - ForAllValues in an Allow without Null;
 * - '*' or '?' under an operator to which they are text, where the key's values have none;
 * - "${" in a policy of version 2008-10-17;
 * - a Sid that is given twice.
 */
const char *const *iam_policy_lint(struct arena *arena, const struct iam_policy *policy);

/*
 * Warnings of a request to these policies, in the same way. There is one for
 *
 * - an action that is not known, and a resource of no type that the action takes;
 * - a context without what AWS always sends and a policy asks for, or with a key that is not known;
 * - an account of the resource that is assumed;
 * - resource control policies that do not restrict the action.
 */
const char *const *iam_request_lint(struct arena *arena, const struct iam_request *request,
                                    const struct iam_policies *policies);

/*
 * The context keys that the request lacks and statements about its action and resource have in
 * conditions and variables. Each is there once, in the policies' order; they end with NULL. IAM's
 * simulator calls them MissingContextValues.
 */
const char *const *iam_missing_context(struct arena *arena, const struct iam_policies *policies,
                                       const struct iam_request *request);

#endif
