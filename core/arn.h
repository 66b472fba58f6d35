/*
 * arn.h - the parts of arn:partition:service:region:account:resource
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
 */
#ifndef CORE_ARN_H
#define CORE_ARN_H

#include "core/arena.h"

/* A copy in the arena; NULL: arn is NULL, has no such part, or an empty one. */
const char *arn_partition(struct arena *arena, const char *arn);
const char *arn_service(struct arena *arena, const char *arn);
const char *arn_region(struct arena *arena, const char *arn);
const char *arn_account(struct arena *arena, const char *arn);
const char *arn_resource(struct arena *arena, const char *arn); /* with the colons in it */

#endif
