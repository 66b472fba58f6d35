#include "runtime/metrics.h"

#include <stdlib.h>

#include "core/json.h"
#include "core/log.h"
#include "core/timestamp.h"

#define NAMESPACE "BedrockConfigRules" /* as the alarms of terraform/ spell it */

void metrics_add(struct metrics *metrics, const char *name, const char *unit, double value)
{
    if (metrics->count == METRICS_LIMIT) {
        log_write(LOG_FATAL, "there is no place for the metric %s", name);
        abort();
    }
    metrics->list[metrics->count++] = (struct metric){name, unit, value};
}

/* What CloudWatch is to make metrics of. */
static void add_directive(cJSON *aws, const struct metrics *metrics)
{
    cJSON *directives = cJSON_AddArrayToObject(aws, "CloudWatchMetrics");
    cJSON *directive = cJSON_CreateObject(), *dimensions, *definitions;

    cJSON_AddItemToArray(directives, directive);
    cJSON_AddStringToObject(directive, "Namespace", NAMESPACE);
    dimensions = cJSON_AddArrayToObject(directive, "Dimensions");
    cJSON_AddItemToArray(dimensions, cJSON_CreateStringArray(&metrics->dimension, 1));
    definitions = cJSON_AddArrayToObject(directive, "Metrics");
    for (size_t i = 0; i < metrics->count; i++) {
        cJSON *definition = cJSON_CreateObject();

        cJSON_AddStringToObject(definition, "Name", metrics->list[i].name);
        cJSON_AddStringToObject(definition, "Unit", metrics->list[i].unit);
        cJSON_AddItemToArray(definitions, definition);
    }
}

void metrics_log(const struct metrics *metrics, const char *request_id, int64_t time_ms)
{
    cJSON *line = cJSON_CreateObject(), *aws = cJSON_AddObjectToObject(line, "_aws");
    char timestamp[TIMESTAMP_SIZE];

    timestamp_format(time_ms, timestamp);
    add_directive(aws, metrics);
    cJSON_AddNumberToObject(aws, "Timestamp", (double)time_ms);
    cJSON_AddStringToObject(line, "timestamp", timestamp);
    cJSON_AddStringToObject(line, "level", log_level_name());
    cJSON_AddStringToObject(line, "requestId", request_id);
    cJSON_AddStringToObject(line, metrics->dimension, metrics->dimension_value);
    for (size_t i = 0; i < metrics->count; i++)
        cJSON_AddNumberToObject(line, metrics->list[i].name, metrics->list[i].value);
    log_metrics(cJSON_PrintUnformatted(line));
}
