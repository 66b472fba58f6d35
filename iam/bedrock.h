/*
 * bedrock.h - what AWS's documents say of Amazon Bedrock's resources and actions, and its list of
 * actions (tables.h) does not.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html
 */
#ifndef IAM_BEDROCK_H
#define IAM_BEDROCK_H

#include "core/arena.h"

/* https://docs.aws.amazon.com/bedrock/latest/userguide/foundation-models-reference.html */
bool iam_is_foundation_model(struct arena *arena, const char *arn);

/*
 * Why no resource has this ARN, which may be a pattern: "foundation models have no account". NULL:
 * there may be one, or the ARN is another service's.
 */
const char *iam_bedrock_arn_fault(struct arena *arena, const char *arn);

/*
 * Whether the action, in any case, is an operation that AWS authorises as InvokeModel or
 * InvokeModelWithResponseStream, such as "bedrock:Converse". Policies deny it on purpose, to say
 * what they mean:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
bool iam_is_authorised_as_invoke(const char *action);

#endif
