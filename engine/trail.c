#include "engine/trail.h"

#include <string.h>

const cJSON *trails_read(struct rule_context *ctx, struct error *err)
{
    const cJSON *reply = aws_read(ctx, "cloudtrail", "DescribeTrails", NULL, err);
    const cJSON *trails = json_get(reply, "trailList");

    if (reply && !cJSON_IsArray(trails)) {
        (void)error_set(err, ERROR_SERVICE, "the reply has no trailList");
        return NULL;
    }
    return trails;
}

const char *trail_arn(const cJSON *trail, struct error *err)
{
    const char *arn = json_string(trail, "TrailARN", NULL);

    if (!arn)
        (void)error_set(err, ERROR_SERVICE, "DescribeTrails named a trail without TrailARN");
    return arn;
}

static const cJSON *ask(struct rule_context *ctx, const char *operation, const char *key,
                        const char *arn, struct error *err)
{
    cJSON *input = cJSON_CreateObject();

    cJSON_AddStringToObject(input, key, arn);
    return aws_read(ctx, "cloudtrail", operation, input, err);
}

const cJSON *trail_status_read(struct rule_context *ctx, const char *arn, struct error *err)
{
    const cJSON *status = ask(ctx, "GetTrailStatus", "Name", arn, err);

    if (status && !cJSON_IsBool(json_get(status, "IsLogging"))) {
        (void)error_set(err, ERROR_SERVICE, "GetTrailStatus answered without IsLogging");
        return NULL;
    }
    return status;
}

bool trail_delivery_error(const cJSON *status, const char *member, const char **out,
                          struct error *err)
{
    const cJSON *said = json_get(status, member);

    *out = json_string(said, "", "");
    return json_is_absent(said) || cJSON_IsString(said) ||
           error_set(err, ERROR_SERVICE, "GetTrailStatus gave a %s that is no string", member);
}

bool trail_selectors_read(struct rule_context *ctx, const cJSON *trail, const char *arn,
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

static bool is_list_or_absent(const cJSON *value)
{
    return json_is_absent(value) || cJSON_IsArray(value);
}

/*
 * A field selector holds when one of its selecting operators does, or it has none, and no
 * deselecting one does. One with an operator that is no list is not understood, and never holds.
 */
static bool field_selector_matches(const cJSON *selector, const char *value)
{
    static const char *const selecting[] = {"Equals", "StartsWith", "EndsWith"};
    static const char *const deselecting[] = {"NotEquals", "NotStartsWith", "NotEndsWith"};
    bool selects = false, selected = false;

    for (size_t i = 0; i < sizeof(selecting) / sizeof(*selecting); i++) {
        const cJSON *texts = json_get(selector, selecting[i]);
        const cJSON *others = json_get(selector, deselecting[i]);

        if (!is_list_or_absent(texts) || !is_list_or_absent(others))
            return false;
        selects = selects || cJSON_GetArraySize(texts) > 0;
        selected = selected || matches_any(texts, selecting[i], value);
        if (matches_any(others, deselecting[i], value))
            return false;
    }
    return selected || !selects;
}

/* What a field is in all of the events; NULL: that is not known, or it varies. */
static const char *value_of(const struct trail_events *events, const char *field)
{
    if (strcmp(field, "eventCategory") == 0)
        return events->resource_type ? "Data" : "Management";
    if (strcmp(field, "eventSource") == 0)
        return events->source;
    if (strcmp(field, "readOnly") == 0)
        return events->reading ? "true" : "false";
    return strcmp(field, "resources.type") == 0 ? events->resource_type : NULL;
}

/*
 * The field selectors of an advanced event selector must all hold. One on a field of which every
 * value must be recorded (an event name, an identity, the ARN of a resource) narrows the record, so
 * it never holds. The category must be selected, and of data events the type of resource too
 * (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html).
 */
static bool advanced_selector_records(const cJSON *selector, const struct trail_events *events)
{
    const cJSON *field;
    bool category = false, type = !events->resource_type;

    cJSON_ArrayForEach (field, json_get(selector, "FieldSelectors")) {
        const char *name = json_string(field, "Field", "");
        const char *value = value_of(events, name);

        if (!value || !field_selector_matches(field, value))
            return false;
        category = category || strcmp(name, "eventCategory") == 0;
        type = type || strcmp(name, "resources.type") == 0;
    }
    return category && type;
}

/* DataResources knows no types but those of S3, Lambda and DynamoDB, which no rule asks for. */
static bool basic_selector_records(const cJSON *selector, const struct trail_events *events)
{
    const char *type = json_string(selector, "ReadWriteType", "All");

    return !events->resource_type && json_bool(selector, "IncludeManagementEvents", true) &&
           !json_list_has(json_get(selector, "ExcludeManagementEventSources"), events->source) &&
           (strcmp(type, "All") == 0 ||
            strcmp(type, events->reading ? "ReadOnly" : "WriteOnly") == 0);
}

/* A trail records what any one of its selectors records. */
bool trail_records(const cJSON *selectors, const struct trail_events *events)
{
    const cJSON *one;

    cJSON_ArrayForEach (one, json_get(selectors, "EventSelectors"))
        if (basic_selector_records(one, events))
            return true;
    cJSON_ArrayForEach (one, json_get(selectors, "AdvancedEventSelectors"))
        if (advanced_selector_records(one, events))
            return true;
    return !selectors && !events->resource_type;
}
