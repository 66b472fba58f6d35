#include "cli/shape.h"

/* clang-format off */
static const struct shape shapes[] = {
    {SHAPE_EVENTS, "aws configservice select-resource-config", .member = "Results",
     .selected = "QueryInfo.SelectFields"},
    {SHAPE_EVENTS, "aws configservice batch-get-resource-config",
     .member = "baseConfigurationItems", .missing = "unprocessedResourceKeys"},
    {SHAPE_EVENTS, "aws configservice batch-get-aggregate-resource-config",
     .member = "BaseConfigurationItems", .missing = "UnprocessedResourceIdentifiers"},
    {SHAPE_EVENTS, "aws configservice get-aggregate-resource-config",
     .member = "ConfigurationItem"},
    /* Files of history and snapshots too: a bucket has them as the command prints them. */
    {SHAPE_EVENTS, "aws configservice get-resource-config-history", .member = "configurationItems"},
    {SHAPE_EVENTS, "aws configservice list-discovered-resources", .member = "resourceIdentifiers"},
    {SHAPE_EVENTS, "aws configservice list-aggregate-discovered-resources",
     .member = "ResourceIdentifiers"},
    {SHAPE_EVENTS, "a notification of Amazon SNS", .member = "Message", .beside = "TopicArn"},
    {SHAPE_EVENTS, "Lambda's record of Amazon SNS", .member = "Sns", .beside = "EventSource"},
    {SHAPE_EVENTS, "an event of Amazon EventBridge", .member = "detail", .beside = "detail-type",
     .has_account = true},
    {SHAPE_EVENTS, "an event of Lambda with records", .member = "Records"},
    {SHAPE_EVENTS, "a message of Amazon SQS", .member = "body", .beside = "messageId"},
    {SHAPE_EVENTS, "aws sqs receive-message", .member = "Messages"},
    {SHAPE_EVENTS, "a message of aws sqs receive-message", .member = "Body", .beside = "MessageId"},
    {SHAPE_EVENTS, "Lambda's record of a failed invocation", .member = "requestPayload",
     .beside = "requestContext"},

    {SHAPE_POLICY, "aws iam get-policy-version", .member = "PolicyVersion.Document"},
    {SHAPE_POLICY, "aws iam get-role-policy, get-user-policy, get-group-policy",
     .member = "PolicyDocument", .beside = "PolicyName"},
    {SHAPE_POLICY, "aws iam get-role", .member = "Role.AssumeRolePolicyDocument"},
    {SHAPE_POLICY, "aws organizations describe-policy", .member = "Policy.Content"},
    {SHAPE_POLICY, "aws organizations describe-resource-policy",
     .member = "ResourcePolicy.Content"},
    {SHAPE_POLICY, "aws sqs get-queue-attributes, aws sns get-topic-attributes",
     .member = "Attributes.Policy"},
    /* s3api get-bucket-policy, kms get-key-policy, lambda get-policy, dynamodb, ... */
    {SHAPE_POLICY, "aws s3api get-bucket-policy", .member = "Policy"},
    {SHAPE_POLICY, "aws glue get-resource-policy", .member = "PolicyInJson"},
    {SHAPE_POLICY, "aws codeartifact get-domain-permissions-policy", .member = "policy.document"},
    {SHAPE_POLICY, "aws glacier get-vault-access-policy", .member = "policy.Policy"},
    {SHAPE_POLICY, "aws secretsmanager get-resource-policy", .member = "ResourcePolicy"},
    {SHAPE_POLICY, "aws bedrock get-resource-policy", .member = "resourcePolicy"},
    {SHAPE_POLICY, "aws vpc-lattice get-auth-policy", .member = "policy"},
    {SHAPE_POLICY, "aws ecr get-repository-policy", .member = "policyText"},
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
