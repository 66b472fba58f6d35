#include <string.h>

#include "engine/rule.h"

/* Bedrock's runtime calls and its control plane log under the same source. */
#define BEDROCK "bedrock.amazonaws.com"

/* The requirements that one trail misses, for people. */
struct misses {
    size_t count;
    const char *text; /* "is not logging, does not deliver to bucket b"; NULL: none */
};

static void miss(struct rule_context *ctx, struct misses *misses, const char *what)
{
    misses->text = arena_printf(context_arena(ctx), "%s%s%s", misses->count ? misses->text : "",
                                misses->count ? ", " : "", what);
    misses->count++;
}

/* What a property of the trail must be; wanted NULL: anything. */
static void require(struct rule_context *ctx, struct misses *misses, const char *wanted,
                    const char *actual, const char *what)
{
    if (wanted && strcmp(actual, wanted) != 0)
        miss(ctx, misses, arena_printf(context_arena(ctx), "%s %s", what, wanted));
}

/* Without the ":*" that CloudTrail appends to the ARN of a log group, and people may. */
static const char *log_group(struct rule_context *ctx, const char *arn)
{
    size_t length = strlen(arn);

    if (length > 2 && strcmp(arn + length - 2, ":*") == 0)
        length -= 2;
    return arena_strndup(context_arena(ctx), arn, length);
}

static bool has(const cJSON *list, const char *text)
{
    const cJSON *one;

    cJSON_ArrayForEach (one, list)
        if (cJSON_IsString(one) && strcmp(one->valuestring, text) == 0)
            return true;
    return false;
}

/* One operator of an advanced field selector over a known value. */
static bool matches_any(const cJSON *texts, const char *operation, const char *value)
{
    size_t length = strlen(value);
    const cJSON *one;

    cJSON_ArrayForEach (one, texts) {
        size_t size = cJSON_IsString(one) ? strlen(one->valuestring) : length + 1;

        if (size > length)
            continue;
        if (strstr(operation, "StartsWith") ? strncmp(value, one->valuestring, size) == 0
            : strstr(operation, "EndsWith") ? strcmp(value + length - size, one->valuestring) == 0
                                            : strcmp(value, one->valuestring) == 0)
            return true;
    }
    return false;
}

/*
 * A field selector holds when one of its selecting operators does, or it has none, and no
 * deselecting one does.
 */
static bool field_selector_matches(const cJSON *selector, const char *value)
{
    static const char *const selecting[] = {"Equals", "StartsWith", "EndsWith"};
    static const char *const deselecting[] = {"NotEquals", "NotStartsWith", "NotEndsWith"};
    bool selects = false, selected = false;

    for (size_t i = 0; i < sizeof(selecting) / sizeof(*selecting); i++) {
        const cJSON *texts = json_get(selector, selecting[i]);

        selects = selects || cJSON_GetArraySize(texts) > 0;
        selected = selected || matches_any(texts, selecting[i], value);
        if (matches_any(json_get(selector, deselecting[i]), deselecting[i], value))
            return false;
    }
    return selected || !selects;
}

/*
 * Whether an advanced event selector records Bedrock's management events, reading or writing ones.
 * Its field selectors must all hold; one on a field of which every value must be recorded (an event
 * name, an identity) narrows the record, so it never holds.
 */
static bool advanced_selector_records(const cJSON *selector, bool reading)
{
    const cJSON *field;
    bool management = false;

    cJSON_ArrayForEach (field, json_get(selector, "FieldSelectors")) {
        const char *name = json_string(field, "Field", "");
        const char *value = strcmp(name, "eventCategory") == 0 ? "Management"
                            : strcmp(name, "eventSource") == 0 ? BEDROCK
                            : strcmp(name, "readOnly") == 0    ? (reading ? "true" : "false")
                                                               : NULL;

        if (!value || !field_selector_matches(field, value))
            return false;
        management = management || strcmp(name, "eventCategory") == 0;
    }
    return management;
}

static bool basic_selector_records(const cJSON *selector, bool reading)
{
    const char *type = json_string(selector, "ReadWriteType", "All");

    return json_bool(selector, "IncludeManagementEvents", true) &&
           !has(json_get(selector, "ExcludeManagementEventSources"), BEDROCK) &&
           (strcmp(type, "All") == 0 || strcmp(type, reading ? "ReadOnly" : "WriteOnly") == 0);
}

/* A trail records what any one of its selectors records. selectors NULL: it has none of its own. */
static bool records(const cJSON *selectors, bool reading)
{
    const cJSON *basic = json_get(selectors, "EventSelectors");
    const cJSON *advanced = json_get(selectors, "AdvancedEventSelectors");
    const cJSON *one;

    cJSON_ArrayForEach (one, basic)
        if (basic_selector_records(one, reading))
            return true;
    cJSON_ArrayForEach (one, advanced)
        if (advanced_selector_records(one, reading))
            return true;
    return !selectors;
}

/* Converse and InvokeModel are read-only management events, creating an agent is a writing one. */
static void require_bedrock_events(struct rule_context *ctx, struct misses *misses,
                                   const cJSON *selectors)
{
    bool reading = records(selectors, true), writing = records(selectors, false);

    if (!reading && !writing)
        miss(ctx, misses, "does not record management events of Bedrock");
    else if (!reading)
        miss(ctx, misses, "records write events only, so no Bedrock invocations");
    else if (!writing)
        miss(ctx, misses, "records read events only, so no changes to Bedrock");
}

/* Asks about one trail by its ARN: by its name only a trail of this Region and account is found. */
static const cJSON *ask(struct rule_context *ctx, const char *operation, const char *key,
                        const char *arn, struct error *err)
{
    cJSON *input = cJSON_CreateObject();

    cJSON_AddStringToObject(input, key, arn);
    return aws_read(ctx, "cloudtrail", operation, input, err);
}

/*
 * The selectors of a trail; NULL where it has none of its own, and so records all management events
 * (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html). For a
 * trail without, DescribeTrails says so too, which counts where the trail itself may not be asked.
 */
static bool read_selectors(struct rule_context *ctx, const cJSON *trail, const char *arn,
                           const cJSON **out, struct error *err)
{
    bool custom = json_bool(trail, "HasCustomEventSelectors", true);

    *out = ask(ctx, "GetEventSelectors", "TrailName", arn, err);
    if (!*out)
        return !custom && (error_is_code(err, "AccessDeniedException") ||
                           error_is_code(err, "TrailNotFoundException"));
    if (cJSON_GetArraySize(json_get(*out, "EventSelectors")) == 0 &&
        cJSON_GetArraySize(json_get(*out, "AdvancedEventSelectors")) == 0 &&
        !json_bool(trail, "HasCustomEventSelectors", false))
        *out = NULL;
    return true;
}

/*
 * What GetTrailStatus says of the latest deliveries
 * (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html). It tells
 * no time of an error, and no document says when one goes away. So an error counts as long as it is
 * told, whatever the times of later deliveries are. An error of a delivery that the rule's owner
 * did not ask for does not count.
 */
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
        const cJSON *said = json_get(status, deliveries[i].member);
        const char *error = json_string(said, "", "");

        if (!deliveries[i].asked || !said || cJSON_IsNull(said))
            continue;
        if (!cJSON_IsString(said))
            return error_set(err, ERROR_SERVICE, "GetTrailStatus gave a %s that is no string",
                             deliveries[i].member);
        if (*error)
            miss(ctx, misses,
                 arena_printf(context_arena(ctx), "%s (%s)", deliveries[i].what, error));
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
    const char *arn = json_string(trail, "TrailARN", NULL);
    const char *group = parameter_string(ctx, "cloudWatchLogsLogGroupArn");
    const cJSON *status, *selectors;

    if (!arn)
        return error_set(err, ERROR_SERVICE, "DescribeTrails named a trail without TrailARN");
    require(ctx, misses, parameter_string(ctx, "s3BucketName"),
            json_string(trail, "S3BucketName", ""), "does not deliver to bucket");
    require(ctx, misses, parameter_string(ctx, "snsTopicArn"),
            json_string(trail, "SnsTopicARN", ""), "does not notify topic");
    require(ctx, misses, group ? log_group(ctx, group) : NULL,
            log_group(ctx, json_string(trail, "CloudWatchLogsLogGroupArn", "")),
            "does not deliver to log group");
    status = ask(ctx, "GetTrailStatus", "Name", arn, err);
    if (!status)
        return false;
    if (!cJSON_IsBool(json_get(status, "IsLogging")))
        return error_set(err, ERROR_SERVICE, "GetTrailStatus answered without IsLogging");
    if (!json_bool(status, "IsLogging", false))
        miss(ctx, misses, "is not logging");
    if (!require_deliveries(ctx, misses, trail, status, err))
        return false;
    if (!parameter_boolean(ctx, "bedrockEvents"))
        return true;
    if (!read_selectors(ctx, trail, arn, &selectors, err))
        return false;
    require_bedrock_events(ctx, misses, selectors);
    return true;
}

static struct compliance evaluate(struct rule_context *ctx, const struct configuration_item *item)
{
    struct error err = {0}, unknown = {0};
    struct misses nearest = {.count = SIZE_MAX};
    const char *name_of_nearest = "";
    const cJSON *reply = aws_read(ctx, "cloudtrail", "DescribeTrails", NULL, &err);
    const cJSON *trails = json_get(reply, "trailList");

    (void)item; /* the account that the credentials are for */
    if (!reply)
        return evaluation_failed(ctx, "Cannot list trails: %s", err.message);
    if (!cJSON_IsArray(trails))
        return evaluation_failed(ctx, "Cannot list trails: the reply has no trailList");
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
