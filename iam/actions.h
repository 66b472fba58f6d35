/* actions.h - which services there are, and of some of them, which actions. */
#ifndef IAM_ACTIONS_H
#define IAM_ACTIONS_H

#include "iam/pattern.h"

/*
 * NULL: the pattern of an Action matches an action, or may: AWS has new ones every week, and of
 * most services we know but the name. Else why it matches none: "no service is called bedrok (did
 * you mean bedrock?)".
 */
const char *iam_action_fault(struct arena *arena, const struct iam_pattern *pattern);

/* Whether resource control policies restrict the action, "s3:getobject": of few services, and of
 * kms:RetireGrant not. */
bool iam_has_resource_control(const char *action);

#endif
