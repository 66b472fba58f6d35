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
 * The format of the ARNs of the n-th resource type, from 0, that a policy can bind the action to,
 * "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}". NULL: there are no more. None at all:
 * the action takes no resource, is also authorised without one, or is not known.
 */
const char *iam_action_resource(const char *action, size_t n);

/*
 * NULL: the action takes the resource, or it is not known whether it does. Else what to say of it:
 * "takes resources of type role, and * is none of those known as of 2026-09-26", where none of the
 * formats of ARNs that AWS lists for the action fits, or "*" is given and each of its types is
 * needed.
 */
const char *iam_action_resource_fault(struct arena *arena, const char *action,
                                      const char *resource);

/*
 * NULL: the service has the operation, or is one of which nothing is known but the name. service is
 * the prefix of its actions, or what the SDKs call it ("s3" or "s3control"). Else what to say of
 * it: "is no operation known as of 2026-09-26 (did you mean DescribeTrails?)".
 */
const char *iam_operation_fault(struct arena *arena, const char *service, const char *operation);

#endif
