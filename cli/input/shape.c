#include "cli/input/shape.h"

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
     .account = "account"},
    {SHAPE_EVENTS, "an event of Lambda with records", .member = "Records"},
    {SHAPE_EVENTS, "a message of Amazon SQS", .member = "body", .beside = "messageId"},
    {SHAPE_EVENTS, "aws sqs receive-message", .member = "Messages"},
    {SHAPE_EVENTS, "a message of aws sqs receive-message", .member = "Body", .beside = "MessageId"},
    {SHAPE_EVENTS, "Lambda's record of a failed invocation", .member = "requestPayload",
     .beside = "requestContext"},

    {SHAPE_POLICY, "aws iam get-policy-version", .member = "PolicyVersion.Document"},
    {SHAPE_POLICY, "aws iam get-role-policy, get-user-policy, get-group-policy",
     .member = "PolicyDocument", .beside = "PolicyName"},
    {SHAPE_POLICY, "aws iam get-policy", .member = "Policy.DefaultVersionId",
     .instead = "aws iam get-policy-version"},
    {SHAPE_POLICY, "aws iam list-policies", .member = "Policies",
     .instead = "aws iam get-policy-version"},
    {SHAPE_POLICY, "aws iam list-roles", .member = "AssumeRolePolicyDocument", .list = "Roles"},
    {SHAPE_POLICY, "aws ec2 describe-vpc-endpoints", .member = "PolicyDocument",
     .list = "VpcEndpoints"},
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

        if (shape->content == content &&
            json_get(json, shape->list ? shape->list : shape->member) &&
            (!shape->beside || json_get(json, shape->beside)))
            return shape;
    }
    return NULL;
}

bool shape_policy(const cJSON *json, const cJSON **out, struct error *err)
{
    const struct shape *shape = shape_find(json, SHAPE_POLICY);
    const cJSON *list = shape && shape->list ? json_get(json, shape->list) : NULL;

    *out = json;
    if (!shape)
        return true;
    if (shape->instead)
        return error_set(err, ERROR_INPUT, "%s prints no policy: give what %s prints", shape->name,
                         shape->instead);
    if (list && cJSON_GetArraySize(list) != 1)
        return error_set(err, ERROR_INPUT, "%s has %d entries: leave the one whose %s is meant",
                         shape->list, cJSON_GetArraySize(list), shape->member);
    *out = json_get(list ? list->child : json, shape->member);
    return *out || error_set(err, ERROR_INPUT, "%s[0] has no %s", shape->list, shape->member);
}
