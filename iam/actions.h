/* actions.h - which services there are, with which actions, on which resources: iam/tables.h. */
#ifndef IAM_ACTIONS_H
#define IAM_ACTIONS_H

#include "iam/pattern.h"

/*
 * NULL: the pattern of an Action matches an action that is known, or one of a service of which
 * nothing is known but the name. Else what to say of it, which never is that there is none: "is no
 * action known as of 2026-09-26 (did you mean InvokeModel?)".
 */
const char *iam_action_fault(struct arena *arena, const struct iam_pattern *pattern);

/*
 * The formats of the ARNs that a policy binds the action to, "arn:${Partition}:s3:::${BucketName}";
 * they end with NULL. "*" alone: the action takes no resource, as far as is known, or is also
 * authorised without one. NULL: the action, "s3:GetObject", is not known.
 */
const char *const *iam_action_resources(struct arena *arena, const char *action);

/*
 * NULL: the operation is known to be authorised as an action of its own name, or we cannot tell: of
 * some operations the action has another name ("s3" "ListObjectsV2"), and of some services the
 * prefix ("bedrock-agent"). Else the action of the service that it was most likely meant to be.
 */
const char *iam_operation_meant(struct arena *arena, const char *service, const char *operation);

#endif
