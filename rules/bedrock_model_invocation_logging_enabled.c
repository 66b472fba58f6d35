#include <string.h>

#include "engine/rule.h"

/* By the flag of LoggingConfig that says whether data of the kind is logged. */
static const struct modality {
    const char *name, *flag;
} modalities[] = {
    {"text", "textDataDeliveryEnabled"},           {"image", "imageDataDeliveryEnabled"},
    {"embedding", "embeddingDataDeliveryEnabled"}, {"video", "videoDataDeliveryEnabled"},
    {"audio", "audioDataDeliveryEnabled"},
};

enum { MODALITIES = sizeof(modalities) / sizeof(*modalities) };

/* "image, video and audio". */
static const char *join(struct rule_context *ctx, const char *const *names, size_t count)
{
    const char *text = names[0];

    for (size_t i = 1; i < count; i++)
        text = arena_printf(context_arena(ctx), "%s%s%s", text, i + 1 < count ? ", " : " and ",
                            names[i]);
    return text;
}

/* A flag that is absent is off: which of them a configuration has depends on who made it. */
static bool require_modalities(struct rule_context *ctx, struct misses *misses,
                               const cJSON *logging, struct error *err)
{
    const char *names[MODALITIES];
    size_t count = 0;

    for (size_t i = 0; i < MODALITIES; i++) {
        const cJSON *flag = json_get(logging, modalities[i].flag);

        if (!parameter_list_has(ctx, "modalities", modalities[i].name))
            continue;
        if (!json_is_absent(flag) && !cJSON_IsBool(flag))
            return error_set(err, ERROR_SERVICE, "%s is neither true nor false",
                             modalities[i].flag);
        if (!cJSON_IsTrue(flag))
            names[count++] = modalities[i].name;
    }
    if (count > 0)
        miss(ctx, misses, "leaves out %s", join(ctx, names, count));
    return true;
}

/* The name in one of the destinations, which each have one; NULL: there is no such destination. */
static bool read_destination(const cJSON *logging, const char *destination, const char *member,
                             const char **out, struct error *err)
{
    const cJSON *given = json_get(logging, destination);

    *out = NULL;
    if (json_is_absent(given))
        return true;
    *out = json_string(given, member, "");
    if (!**out)
        return error_set(err, ERROR_SERVICE, "%s has no %s", destination, member);
    return true;
}

/*
 * CloudWatch's largeDataDeliveryS3Config takes only what does not fit into a log event
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html), so its
 * bucket is no destination.
 */
static bool require_destinations(struct rule_context *ctx, struct misses *misses,
                                 const cJSON *logging, struct error *err)
{
    const char *wanted_bucket = parameter_string(ctx, "s3BucketName");
    const char *wanted_group = parameter_string(ctx, "logGroupName");
    const char *bucket, *group;

    if (!read_destination(logging, "s3Config", "bucketName", &bucket, err) ||
        !read_destination(logging, "cloudWatchConfig", "logGroupName", &group, err))
        return false;
    if (!bucket && !group)
        miss(ctx, misses, "delivers neither to a bucket nor to a log group");
    if (wanted_bucket && (!bucket || strcmp(bucket, wanted_bucket) != 0))
        miss(ctx, misses, "does not deliver to bucket %s", wanted_bucket);
    if (wanted_group && (!group || strcmp(group, wanted_group) != 0))
        miss(ctx, misses, "does not deliver to log group %s", wanted_group);
    return true;
}

static struct compliance evaluate(struct rule_context *ctx, const struct configuration_item *item)
{
    struct error err = {0};
    struct misses misses = {0};
    const cJSON *reply =
        aws_read(ctx, "bedrock", "GetModelInvocationLoggingConfiguration", NULL, &err);
    const cJSON *logging = json_get(reply, "loggingConfig");

    (void)item; /* the account that the credentials are for */
    if (!reply)
        return evaluation_failed(ctx, "Cannot ask about model invocation logging: %s", err.message);
    if (json_is_absent(logging))
        return non_compliant(ctx, "Model invocation logging is off.");
    if (!cJSON_IsObject(logging))
        return evaluation_failed(ctx, "Bedrock answered with a loggingConfig that is no object");
    if (!require_modalities(ctx, &misses, logging, &err) ||
        !require_destinations(ctx, &misses, logging, &err))
        return evaluation_failed(ctx, "Model invocation logging is not understood: %s",
                                 err.message);
    if (misses.count > 0)
        return non_compliant(ctx, "Model invocation logging %s.", misses.text);
    return compliant();
}

static const struct parameter parameters[] = {
    {
        .name = "modalities",
        .type = PARAMETER_LIST,
        .default_value = "text,image,embedding,video,audio",
        .choices = (const char *const[]){"text", "image", "embedding", "video", "audio", NULL},
        .text = "Kinds of data that must be logged.",
    },
    {
        .name = "s3BucketName",
        .type = PARAMETER_STRING,
        .pattern = "[A-Za-z0-9._-]+",
        .text = "Bucket that the logs must be delivered to; without it, any. The bucket for data "
                "that is too large for CloudWatch Logs does not count.",
    },
    {
        .name = "logGroupName",
        .type = PARAMETER_STRING,
        .pattern = "[A-Za-z0-9._/#-]+",
        .text = "Log group of CloudWatch Logs that the logs must be delivered to; without it, any.",
    },
    {0},
};

const struct rule rule_bedrock_model_invocation_logging_enabled = {
    .name = "bedrock-model-invocation-logging-enabled",
    .description = "Checks that Amazon Bedrock logs model invocations with all kinds of data and, "
                   "when given, to a bucket and a log group.",
    .remediation = "Turn on model invocation logging in the account's Region for the kinds of data "
                   "that it leaves out, with the destination asked for.",
    .severity = SEVERITY_HIGH,
    .controls = (const struct control[]){{NIST_800_53, "AU-3", NIST_800_53_R5},
                                         {NIST_800_53, "AU-12", NIST_800_53_R5},
                                         {ISO_42001, "A.6.2.8", ISO_IEC_42001},
                                         {0}},
    .resource_types = (const char *const[]){"AWS::::Account", NULL},
    .triggers = TRIGGER_PERIODIC,
    .parameters = parameters,
    .reads = (const char *const[]){"bedrock:GetModelInvocationLoggingConfiguration", NULL},
    .evaluate = evaluate,
};
