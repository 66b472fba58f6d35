#include "report/line.h"

#include <string.h>

#include "core/timestamp.h"

void line_add_result(cJSON *json, const struct evaluation *evaluation)
{
    cJSON_AddStringToObject(json, "resourceType", evaluation->resource_type);
    cJSON_AddStringToObject(json, "resourceId", evaluation->resource_id);
    cJSON_AddStringToObject(json, "complianceType",
                            compliance_type_name(evaluation->compliance_type));
    json_add_nullable(json, "annotation", evaluation->annotation);
}

cJSON *line_write(const struct rule *rule, const struct evaluation *evaluation, const char *file)
{
    const struct configuration_item *item = evaluation->item;
    cJSON *json = cJSON_CreateObject();
    char captured[TIMESTAMP_SIZE];

    cJSON_AddStringToObject(json, "rule", rule->name);
    cJSON_AddStringToObject(json, "severity", severity_name(rule->severity));
    line_add_result(json, evaluation);
    cJSON_AddItemToObject(json, "orderingTimestamp",
                          timestamp_json(evaluation->ordering_timestamp));
    json_add_text(json, "accountId", item ? item->account_id : NULL);
    json_add_text(json, "awsRegion", item ? item->aws_region : NULL);
    json_add_text(json, "arn", item ? item->arn : NULL);
    if (item && item->capture_time) {
        timestamp_format(item->capture_time, captured);
        cJSON_AddStringToObject(json, "configurationItemCaptureTime", captured);
    }
    json_add_text(json, "file", file);
    return json;
}

static enum compliance_type read_type(const char *name)
{
    enum compliance_type type = NOT_APPLICABLE;

    while (type != EVALUATION_FAILED && strcmp(compliance_type_name(type), name) != 0)
        type--;
    return type;
}

void line_read(const cJSON *json, struct line *out)
{
    *out = (struct line){
        .rule = rule_find(json_string(json, "rule", "")),
        .evaluation = {.resource_type = json_string(json, "resourceType", ""),
                       .resource_id = json_string(json, "resourceId", ""),
                       .compliance_type = read_type(json_string(json, "complianceType", "")),
                       .annotation = json_string(json, "annotation", NULL),
                       .item = &out->item},
        .item = {.account_id = json_string(json, "accountId", NULL),
                 .aws_region = json_string(json, "awsRegion", NULL),
                 .arn = json_string(json, "arn", NULL)},
    };
    out->item.resource_type = out->evaluation.resource_type;
    out->item.resource_id = out->evaluation.resource_id;
    timestamp_read(json_get(json, "orderingTimestamp"), &out->evaluation.ordering_timestamp);
    timestamp_read(json_get(json, "configurationItemCaptureTime"), &out->item.capture_time);
}
