/* resource_control.h - what resource control policies restrict, which is not every action. */
#ifndef IAM_RESOURCE_CONTROL_H
#define IAM_RESOURCE_CONTROL_H

#include <stdbool.h>

/*
 * The services whose actions they restrict, in any order; they end with NULL. The build makes the
 * list from iam/data/resource_control.json.
 */
extern const char *const iam_resource_control_services[];

/*
 * Whether they restrict the action, "s3:getobject". They do for the actions of those services, but
 * not for kms:RetireGrant.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
bool iam_has_resource_control(const char *action);

#endif
