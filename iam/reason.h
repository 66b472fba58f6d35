/* reason.h - why a decision is as it is, in words for people. */
#ifndef IAM_REASON_H
#define IAM_REASON_H

#include "iam/decision.h"

/*
 * Names the type of policy, its level from 0, and the conditions with what the request has for
 * their keys; not the policy and the statement that decided, which are the decision's own. Then the
 * Deny that did not apply because a key is missing. In the arena, or static.
 */
const char *iam_decision_reason(struct arena *arena, const struct iam_decision *decision,
                                const struct iam_request *request);

#endif
