/*
 * actions.h - questions to the tables of services, actions, resources and operations (tables.h).
 * All are for warnings: no decision depends on what is known.
 */
#ifndef IAM_ACTIONS_H
#define IAM_ACTIONS_H

#include "iam/pattern.h"

/*
 * What to say of the pattern of an Action that matches no known action: "is no action known as of
 * 2026-09-26 (did you mean InvokeModel?)". It never says that there is none. NULL: it matches one,
 * or is of a service of which nothing is known but the name. In the arena.
 */
const char *iam_action_fault(struct arena *arena, const struct iam_pattern *pattern);

/*
 * The format of the ARNs of the n-th resource type, from 0, that a policy can bind the action to,
 * "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}". NULL: there are no more. There is none
 * where the action takes no resource, is also authorised without one, or is not known.
 */
const char *iam_action_resource(const char *action, size_t n);

/*
 * What to say of a resource that the action does not take, "takes resources of type role, and * is
 * none of those known as of 2026-09-26": none of the formats of ARNs that AWS lists for the action
 * fits, or it is "*" and each of the action's types is needed. NULL: the action takes it, or it is
 * not known whether it does. In the arena.
 */
const char *iam_action_resource_fault(struct arena *arena, const char *action,
                                      const char *resource);

/*
 * What to say of an operation that the service is not known to have, "is no operation known as of
 * 2026-09-26 (did you mean DescribeTrails?)". service is the prefix of its actions, or what the
 * SDKs call it ("s3" or "s3control"). NULL: it has the operation, or nothing is known of it but the
 * name. In the arena.
 */
const char *iam_operation_fault(struct arena *arena, const char *service, const char *operation);

#endif
