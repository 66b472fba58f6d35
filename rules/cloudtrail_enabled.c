#include <string.h>

#include "engine/rule.h"
#include "engine/trail.h"

/* What a property of the trail must be; wanted NULL: anything. */
static void require(struct rule_context *ctx, struct misses *misses, const char *wanted,
                    const char *actual, const char *what)
{
    if (wanted && strcmp(actual, wanted) != 0)
        miss(ctx, misses, "%s %s", what, wanted);
}

/* Without the ":*" that CloudTrail appends to the ARN of a log group, and people may. */
static const char *log_group(struct rule_context *ctx, const char *arn)
{
    size_t length = strlen(arn);

    if (length > 2 && strcmp(arn + length - 2, ":*") == 0)
        length -= 2;
    return arena_strndup(context_arena(ctx), arn, length);
}

/* Converse and InvokeModel are read-only management events, creating an agent is a writing one. */
static void require_bedrock_events(struct rule_context *ctx, struct misses *misses,
                                   const cJSON *selectors)
{
    const struct trail_events reads = {.source = TRAIL_SOURCE_BEDROCK, .reading = true};
    const struct trail_events writes = {.source = TRAIL_SOURCE_BEDROCK, .reading = false};
    bool reading = trail_records(selectors, &reads), writing = trail_records(selectors, &writes);

    if (!reading && !writing)
        miss(ctx, misses, "does not record management events of Bedrock");
    else if (!reading)
        miss(ctx, misses, "records write events only, so no Bedrock invocations");
    else if (!writing)
        miss(ctx, misses, "records read events only, so no changes to Bedrock");
}

/* An error of a delivery that the rule's owner did not ask for does not count. */
static bool require_deliveries(struct rule_context *ctx, struct misses *misses, const cJSON *trail,
                               const cJSON *status, struct error *err)
{
    bool digests = json_bool(trail, "LogFileValidationEnabled", false);
    const struct {
        bool asked;
        const char *member, *what;
    } deliveries[] = {
        {true, "LatestDeliveryError", "cannot deliver to its bucket"},
        {digests && parameter_string(ctx, "s3BucketName"), "LatestDigestDeliveryError",
         "cannot deliver digests to its bucket"},
        {parameter_string(ctx, "snsTopicArn"), "LatestNotificationError",
         "cannot notify its topic"},
        {parameter_string(ctx, "cloudWatchLogsLogGroupArn"), "LatestCloudWatchLogsDeliveryError",
         "cannot deliver to its log group"},
    };

    if (strcmp(parameter_string(ctx, "deliveryErrors"), "ignore") == 0)
        return true;
    for (size_t i = 0; i < sizeof(deliveries) / sizeof(*deliveries); i++) {
        const char *error;

        if (!deliveries[i].asked)
            continue;
        if (!trail_delivery_error(status, deliveries[i].member, &error, err))
            return false;
        if (*error)
            miss(ctx, misses, "%s (%s)", deliveries[i].what, error);
    }
    return true;
}

/*
 * What of all requirements the trail misses. False: a question about it was not answered; *misses
 * then holds what is missed for certain.
 */
static bool require_all(struct rule_context *ctx, const cJSON *trail, struct misses *misses,
                        struct error *err)
{
    const char *arn = trail_arn(trail, err);
    const char *group = parameter_string(ctx, "cloudWatchLogsLogGroupArn");
    const cJSON *status, *selectors;

    if (!arn)
        return false;
    require(ctx, misses, parameter_string(ctx, "s3BucketName"),
            json_string(trail, "S3BucketName", ""), "does not deliver to bucket");
    require(ctx, misses, parameter_string(ctx, "snsTopicArn"),
            json_string(trail, "SnsTopicARN", ""), "does not notify topic");
    require(ctx, misses, group ? log_group(ctx, group) : NULL,
            log_group(ctx, json_string(trail, "CloudWatchLogsLogGroupArn", "")),
            "does not deliver to log group");
    status = trail_status_read(ctx, arn, err);
    if (!status)
        return false;
    if (!json_bool(status, "IsLogging", false))
        miss(ctx, misses, "is not logging");
    if (!require_deliveries(ctx, misses, trail, status, err))
        return false;
    if (!parameter_boolean(ctx, "bedrockEvents"))
        return true;
    if (!trail_selectors_read(ctx, trail, arn, &selectors, err))
        return false;
    require_bedrock_events(ctx, misses, selectors);
    return true;
}

static struct compliance evaluate(struct rule_context *ctx, const struct configuration_item *item)
{
    struct error err = {0}, unknown = {0};
    struct misses nearest = {.count = SIZE_MAX};
    const char *name_of_nearest = "";
    const cJSON *trails = trails_read(ctx, &err);

    (void)item; /* the account that the credentials are for */
    if (!trails)
        return evaluation_failed(ctx, "Cannot list trails: %s", err.message);
    for (const cJSON *trail = trails->child; trail; trail = trail->next) {
        struct misses misses = {0};

        if (!require_all(ctx, trail, &misses, &err) && misses.count == 0) {
            unknown = err; /* it may be the one that meets them all */
            continue;
        }
        if (misses.count == 0)
            return compliant();
        if (misses.count < nearest.count) {
            nearest = misses;
            name_of_nearest = json_string(trail, "Name", json_string(trail, "TrailARN", ""));
        }
    }
    if (unknown.kind != ERROR_NONE)
        return evaluation_failed(ctx, "Cannot ask about a trail: %s", unknown.message);
    if (nearest.count == SIZE_MAX)
        return non_compliant(ctx, "There is no trail.");
    return non_compliant(ctx, "No trail meets all requirements. The nearest, %s, %s.",
                         name_of_nearest, nearest.text);
}

static const struct parameter parameters[] = {
    {
        .name = "s3BucketName",
        .type = PARAMETER_STRING,
        /* As buckets of before March 2018 may be called. {3,255} would take 300 us to compile. */
        .pattern = "[A-Za-z0-9._-][A-Za-z0-9._-][A-Za-z0-9._-]+",
        .text = "Bucket that the trail must deliver to; without it, any.",
    },
    {
        .name = "snsTopicArn",
        .type = PARAMETER_STRING,
        .pattern = "arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+([.]fifo)?",
        .text = "Topic that the trail must notify of deliveries; without it, any or none.",
    },
    {
        .name = "cloudWatchLogsLogGroupArn",
        .type = PARAMETER_STRING,
        .pattern = "arn:aws[a-z-]*:logs:[a-z0-9-]+:[0-9]{12}:log-group:[A-Za-z0-9._/#-]+(:[*])?",
        .text = "Log group that the trail must deliver to, with or without \":*\" at its end; "
                "without it, any or none.",
    },
    {
        .name = "bedrockEvents",
        .type = PARAMETER_BOOLEAN,
        .default_value = "true",
        .text = "Whether the trail must record Bedrock's management events, read and write: model "
                "invocations are read events.",
    },
    {
        .name = "deliveryErrors",
        .type = PARAMETER_STRING,
        .default_value = "count",
        .choices = (const char *const[]){"count", "ignore", NULL},
        .text = "Whether an error of the latest delivery counts: of log files always; of digests "
                "where s3BucketName is given and the trail makes them; of notifications and of "
                "CloudWatch Logs where snsTopicArn and cloudWatchLogsLogGroupArn are.",
    },
    {0},
};

const struct rule rule_cloudtrail_enabled = {
    .name = "cloudtrail-enabled",
    .description = "Checks that a CloudTrail trail is logging, delivers and records Amazon Bedrock "
                   "invocations.",
    .remediation =
        "Start logging on a trail that records read and write management events, without "
        "excluding bedrock.amazonaws.com, and that can deliver them.",
    .severity = SEVERITY_HIGH,
    .controls =
        (const struct control[]){{NIST_800_53, "AU-2", SECURITY_HUB_PAGE("cloudtrail")},
                                 {NIST_800_53, "AU-3", SECURITY_HUB_PAGE("cloudtrail")},
                                 {NIST_800_53, "AU-12", SECURITY_HUB_PAGE("cloudtrail")},
                                 {ISO_42001, "A.6.2.8", ISO_IEC_42001},
                                 {SECURITY_HUB, "CloudTrail.1", SECURITY_HUB_PAGE("cloudtrail")},
                                 {0}},
    .resource_types = (const char *const[]){"AWS::::Account", NULL},
    .scope = (const char *const[]){"AWS::CloudTrail::Trail", NULL},
    .triggers = TRIGGER_CONFIGURATION_CHANGES | TRIGGER_PERIODIC,
    .parameters = parameters,
    .reads = (const char *const[]){"cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus",
                                   "cloudtrail:GetEventSelectors", NULL},
    .evaluate = evaluate,
};
