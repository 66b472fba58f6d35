#include <string.h>

#include "engine/rule.h"

#define ALL "ALL_SUPPORTED_RESOURCE_TYPES"
#define INCLUSION "INCLUSION_BY_RESOURCE_TYPES"
#define EXCLUSION "EXCLUSION_BY_RESOURCE_TYPES"

/* Which types a recorder records. */
struct recording {
    bool all, global;    /* all; of them also those of IAM */
    const cJSON *listed; /* all false: these alone */
    const cJSON *excluded;
};

/* The types that includeGlobalResourceTypes is about; the other global types are like any. */
static bool is_global(const char *type)
{
    return strcmp(type, "AWS::IAM::Group") == 0 || strcmp(type, "AWS::IAM::Policy") == 0 ||
           strcmp(type, "AWS::IAM::Role") == 0 || strcmp(type, "AWS::IAM::User") == 0;
}

/*
 * The strategy may be absent where a list or allSupported says the same. That of exclusion counts
 * for itself: IAM's types are recorded unless they are in the list
 * (https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingStrategy.html).
 */
static bool read_recording(const cJSON *recorder, struct recording *out, struct error *err)
{
    const cJSON *group = json_get(recorder, "recordingGroup");
    const cJSON *excluded = json_get(group, "exclusionByResourceTypes.resourceTypes");
    const char *implied = json_bool(group, "allSupported", false) ? ALL
                          : cJSON_GetArraySize(excluded) > 0      ? EXCLUSION
                                                                  : INCLUSION;
    const char *strategy = json_string(group, "recordingStrategy.useOnly", implied);

    if (!cJSON_IsObject(group))
        return error_set(err, ERROR_SERVICE, "the recorder has no recordingGroup");
    if (!json_is_absent(excluded) && !cJSON_IsArray(excluded))
        return error_set(err, ERROR_SERVICE, "what the recorder excludes is no list");
    if (strcmp(strategy, ALL) == 0)
        *out = (struct recording){.all = true,
                                  .global = json_bool(group, "includeGlobalResourceTypes", false)};
    else if (strcmp(strategy, EXCLUSION) == 0)
        *out = (struct recording){.all = true, .global = true, .excluded = excluded};
    else if (strcmp(strategy, INCLUSION) == 0)
        *out = (struct recording){.listed = json_get(group, "resourceTypes")};
    else
        return error_set(err, ERROR_SERVICE, "no recording strategy is called %s", strategy);
    return true;
}

static bool is_recorded(const struct recording *recording, const char *type)
{
    if (!recording->all)
        return json_list_has(recording->listed, type);
    return (recording->global || !is_global(type)) && !json_list_has(recording->excluded, type);
}

/* AWS Config's own types are recorded continuously, whatever the frequency of all is. */
static bool is_always_continuous(const char *type)
{
    return strncmp(type, "AWS::Config::", strlen("AWS::Config::")) == 0;
}

/*
 * Whether a type is recorded once a day, so that its changes come late, and those between two
 * records never. Without a recordingMode all is recorded continuously
 * (https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingMode.html).
 */
static bool read_daily(const cJSON *recorder, const char *type, bool *daily, struct error *err)
{
    const cJSON *mode = json_get(recorder, "recordingMode"), *one;
    const char *frequency = json_string(mode, "recordingFrequency", "");

    cJSON_ArrayForEach (one, json_get(mode, "recordingModeOverrides"))
        if (json_list_has(json_get(one, "resourceTypes"), type))
            frequency = json_string(one, "recordingFrequency", "");
    if (!json_is_absent(mode) && strcmp(frequency, "DAILY") != 0 &&
        strcmp(frequency, "CONTINUOUS") != 0)
        return error_set(err, ERROR_SERVICE, "%s is recorded neither continuously nor daily", type);
    *daily = strcmp(frequency, "DAILY") == 0 && !is_always_continuous(type);
    return true;
}

static bool require_types(struct rule_context *ctx, struct misses *misses, const cJSON *recorder,
                          struct error *err)
{
    const char *const *type = parameter_list(ctx, "resourceTypes");
    struct misses unrecorded = {0}, late = {0};
    struct recording recording = {0};
    bool daily = false;

    if (!read_recording(recorder, &recording, err))
        return false;
    if (!*type)
        type = rule_recorded_types(context_arena(ctx));
    for (; *type; type++) {
        if (!read_daily(recorder, *type, &daily, err))
            return false;
        if (!is_recorded(&recording, *type))
            miss(ctx, &unrecorded, "%s", *type);
        else if (daily)
            miss(ctx, &late, "%s", *type);
    }
    if (unrecorded.count > 0)
        miss(ctx, misses, "does not record %s", misses_few(ctx, &unrecorded));
    if (late.count > 0)
        miss(ctx, misses, "records only daily %s", misses_few(ctx, &late));
    return true;
}

/* What a lastStatus says, which AWS's documents and its replies write in different cases. */
static bool require_success(struct rule_context *ctx, struct misses *misses, const cJSON *status,
                            const char *failed, struct error *err)
{
    const cJSON *last = json_get(status, "lastStatus");

    if ((!json_is_absent(status) && !cJSON_IsObject(status)) ||
        (!json_is_absent(last) && !cJSON_IsString(last)))
        return error_set(err, ERROR_SERVICE, "a lastStatus is not understood");
    if (text_same_any_case(json_string(status, "lastStatus", ""), "failure"))
        miss(ctx, misses, "%s (%s)", failed, json_string(status, "lastErrorCode", "no error code"));
    return true;
}

/*
 * A recorder that AWS made for one of its services, such as AWS Security Hub. It records for that
 * service, and no rule of the account sees what
 * (https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html).
 */
static bool is_service_linked(const cJSON *recorder)
{
    static const char prefix[] = "AWSConfigurationRecorderFor";

    return *json_string(recorder, "servicePrincipal", "") ||
           strncmp(json_string(recorder, "name", ""), prefix, sizeof(prefix) - 1) == 0;
}

/* The first that is not service-linked: an account has one at most in a Region. NULL: none. */
static const cJSON *find_own(const cJSON *recorders)
{
    const cJSON *one;

    cJSON_ArrayForEach (one, recorders)
        if (!is_service_linked(one))
            return one;
    return NULL;
}

static bool require_recording(struct rule_context *ctx, struct misses *misses, struct error *err)
{
    const cJSON *reply = aws_read(ctx, "config", "DescribeConfigurationRecorderStatus", NULL, err);
    const cJSON *status = find_own(json_get(reply, "ConfigurationRecordersStatus"));
    const cJSON *recording = json_get(status, "recording");

    if (!reply)
        return false;
    if (!cJSON_IsBool(recording))
        return error_set(err, ERROR_SERVICE,
                         "DescribeConfigurationRecorderStatus does not say whether it records");
    if (!cJSON_IsTrue(recording))
        miss(ctx, misses, "is not recording");
    return require_success(ctx, misses, status, "cannot record", err);
}

static bool require_deliveries(struct rule_context *ctx, struct misses *misses, struct error *err)
{
    static const struct {
        const char *member, *failed;
    } deliveries[] = {
        {"configSnapshotDeliveryInfo", "cannot deliver snapshots"},
        {"configHistoryDeliveryInfo", "cannot deliver histories"},
        {"configStreamDeliveryInfo", "cannot notify its topic"},
    };
    const cJSON *reply = aws_read(ctx, "config", "DescribeDeliveryChannelStatus", NULL, err);
    const cJSON *channels = json_get(reply, "DeliveryChannelsStatus");

    if (!reply)
        return false;
    if (!cJSON_IsArray(channels))
        return error_set(err, ERROR_SERVICE,
                         "DescribeDeliveryChannelStatus answered without DeliveryChannelsStatus");
    if (!channels->child)
        miss(ctx, misses, "has no delivery channel");
    for (const cJSON *channel = channels->child; channel; channel = channel->next)
        for (size_t i = 0; i < sizeof(deliveries) / sizeof(*deliveries); i++)
            if (!require_success(ctx, misses, json_get(channel, deliveries[i].member),
                                 deliveries[i].failed, err))
                return false;
    return true;
}

static struct compliance evaluate(struct rule_context *ctx, const struct configuration_item *item)
{
    struct error err = {0};
    struct misses misses = {0};
    const cJSON *reply = aws_read(ctx, "config", "DescribeConfigurationRecorders", NULL, &err);
    const cJSON *recorders = json_get(reply, "ConfigurationRecorders");
    const cJSON *recorder = find_own(recorders);

    (void)item; /* the account that the credentials are for */
    if (!reply)
        return evaluation_failed(ctx, "Cannot ask about recorders: %s", err.message);
    if (!cJSON_IsArray(recorders))
        return evaluation_failed(ctx, "The reply about recorders has no ConfigurationRecorders");
    if (!recorder)
        return non_compliant(ctx, "The account has no configuration recorder of its own.");
    const char *name = json_string(recorder, "name", "without a name");
    bool known = require_recording(ctx, &misses, &err);
    known = require_deliveries(ctx, &misses, &err) && known;
    known = require_types(ctx, &misses, recorder, &err) && known;
    if (misses.count > 0)
        return non_compliant(ctx, "Recorder %s %s.", name, misses.text);
    if (!known)
        return evaluation_failed(ctx, "Recorder %s: %s", name, err.message);
    return compliant();
}

static const struct parameter parameters[] = {
    {
        .name = "resourceTypes",
        .type = PARAMETER_LIST,
        .pattern = "[A-Za-z0-9]+::[A-Za-z0-9]+::[A-Za-z0-9]+",
        .text = "Types of resources that must be recorded continuously; without it, those that any "
                "rule of this program evaluates, or is invoked by. Terraform gives those of the "
                "rules that it deploys.",
    },
    {0},
};

const struct rule rule_config_recorder_running = {
    .name = "config-recorder-running",
    .description = "Checks that the account's AWS Config recorder is recording, can deliver, and "
                   "records continuously the types of resources that rules need.",
    .remediation = "Start the configuration recorder, repair what its delivery channel cannot "
                   "reach, and record continuously the types that are named.",
    .severity = SEVERITY_CRITICAL,
    .controls = (const struct control[]){{NIST_800_53, "CM-3", SECURITY_HUB_PAGE("config")},
                                         {NIST_800_53, "CM-6(1)", SECURITY_HUB_PAGE("config")},
                                         {NIST_800_53, "CM-8", SECURITY_HUB_PAGE("config")},
                                         {ISO_42001, "A.6.2.6", ISO_IEC_42001},
                                         {SECURITY_HUB, "Config.1", SECURITY_HUB_PAGE("config")},
                                         {0}},
    .resource_types = (const char *const[]){"AWS::::Account", NULL},
    .triggers = TRIGGER_PERIODIC,
    .parameters = parameters,
    .reads = (const char *const[]){"config:DescribeConfigurationRecorders",
                                   "config:DescribeConfigurationRecorderStatus",
                                   "config:DescribeDeliveryChannelStatus", NULL},
    .evaluate = evaluate,
};
