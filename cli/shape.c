#include "cli/shape.h"

/* clang-format off */
static const struct shape shapes[] = {
    {SHAPE_EVENTS, "aws configservice select-resource-config", "Results", NULL, NULL},
    {SHAPE_EVENTS, "aws configservice batch-get-resource-config", "baseConfigurationItems", NULL,
     "unprocessedResourceKeys"},
    {SHAPE_EVENTS, "aws configservice batch-get-aggregate-resource-config",
     "BaseConfigurationItems", NULL, "UnprocessedResourceIdentifiers"},
    {SHAPE_EVENTS, "aws configservice get-aggregate-resource-config", "ConfigurationItem", NULL,
     NULL},
    /* Files of history and snapshots too: a bucket has them as the command prints them. */
    {SHAPE_EVENTS, "aws configservice get-resource-config-history", "configurationItems", NULL,
     NULL},
    {SHAPE_EVENTS, "aws configservice list-discovered-resources", "resourceIdentifiers", NULL,
     NULL},
    {SHAPE_EVENTS, "aws configservice list-aggregate-discovered-resources", "ResourceIdentifiers",
     NULL, NULL},
    {SHAPE_EVENTS, "a notification of Amazon SNS", "Message", "TopicArn", NULL},
    {SHAPE_EVENTS, "Lambda's record of Amazon SNS", "Sns", "EventSource", NULL},
    {SHAPE_EVENTS, "an event of Amazon EventBridge", "detail", "detail-type", NULL},
    {SHAPE_EVENTS, "an event of Lambda with records", "Records", NULL, NULL},
    {SHAPE_EVENTS, "a message of Amazon SQS", "body", "messageId", NULL},
    {SHAPE_EVENTS, "aws sqs receive-message", "Messages", NULL, NULL},
    {SHAPE_EVENTS, "a message of aws sqs receive-message", "Body", "MessageId", NULL},
    {SHAPE_EVENTS, "Lambda's record of a failed invocation", "requestPayload", "requestContext",
     NULL},

    {SHAPE_POLICY, "aws iam get-policy-version", "PolicyVersion.Document", NULL, NULL},
    {SHAPE_POLICY, "aws iam get-role-policy, get-user-policy, get-group-policy", "PolicyDocument",
     "PolicyName", NULL},
    {SHAPE_POLICY, "aws iam get-role", "Role.AssumeRolePolicyDocument", NULL, NULL},
    {SHAPE_POLICY, "aws organizations describe-policy", "Policy.Content", NULL, NULL},
    {SHAPE_POLICY, "aws organizations describe-resource-policy", "ResourcePolicy.Content", NULL,
     NULL},
    {SHAPE_POLICY, "aws sqs get-queue-attributes, aws sns get-topic-attributes",
     "Attributes.Policy", NULL, NULL},
    /* s3api get-bucket-policy, kms get-key-policy, lambda get-policy, dynamodb, ... */
    {SHAPE_POLICY, "aws s3api get-bucket-policy", "Policy", NULL, NULL},
    {SHAPE_POLICY, "aws glue get-resource-policy", "PolicyInJson", NULL, NULL},
    {SHAPE_POLICY, "aws codeartifact get-domain-permissions-policy", "policy.document", NULL, NULL},
    {SHAPE_POLICY, "aws glacier get-vault-access-policy", "policy.Policy", NULL, NULL},
    {SHAPE_POLICY, "aws secretsmanager get-resource-policy", "ResourcePolicy", NULL, NULL},
    {SHAPE_POLICY, "aws bedrock get-resource-policy", "resourcePolicy", NULL, NULL},
    {SHAPE_POLICY, "aws vpc-lattice get-auth-policy", "policy", NULL, NULL},
    {SHAPE_POLICY, "aws ecr get-repository-policy", "policyText", NULL, NULL},
};
/* clang-format on */

const struct shape *shape_find(const cJSON *json, enum shape_content content)
{
    for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
        const struct shape *shape = &shapes[i];

        if (shape->content == content && json_get(json, shape->member) &&
            (!shape->beside || json_get(json, shape->beside)))
            return shape;
    }
    return NULL;
}
