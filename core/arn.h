/*
 * arn.h - the parts of arn:partition:service:region:account:resource
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
 */
#ifndef CORE_ARN_H
#define CORE_ARN_H

#include "core/arena.h"

#define ARN_COLONS 5 /* between its six parts; the last part may have more */
#define ARN_ACCOUNT_LENGTH 12

/*
 * How the resource of a service-linked role's ARN begins, and its name:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 */
#define ARN_SERVICE_ROLE_PATH "role/aws-service-role/"
#define ARN_SERVICE_ROLE_NAME "AWSServiceRoleFor"

/*
 * A copy of the part in the arena. NULL: arn is NULL, has no such part, or an empty one. Whether
 * the text is an ARN otherwise is not asked.
 */
const char *arn_partition(struct arena *arena, const char *arn);
const char *arn_service(struct arena *arena, const char *arn);
const char *arn_region(struct arena *arena, const char *arn);
const char *arn_account(struct arena *arena, const char *arn);
const char *arn_resource(struct arena *arena, const char *arn); /* with the colons in it */

/* How many colons stand from one place in a text up to another one. */
int arn_count_colons(const char *from, const char *end);

/*
 * Whether text is of the form of a Region's name, "eu-central-1": lower-case letters, digits and
 * hyphens, no more than 32.
 */
bool arn_is_region(const char *text);

/* Whether text is the number of an account: 12 digits. text may be NULL, which is none. */
bool arn_is_account(const char *text);

#endif
