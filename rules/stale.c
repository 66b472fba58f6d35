#include "rules/stale.h"

#include <stdlib.h>
#include <string.h>

#include "core/timestamp.h"
#include "rules/history.h"

#define STALE_LIMIT 100 /* confirmations, of one call each, that a run may take */

static int compare(const void *a, const void *b)
{
    const struct evaluation *one = *(const struct evaluation *const *)a;
    const struct evaluation *other = *(const struct evaluation *const *)b;
    int types = strcmp(one->resource_type, other->resource_type);

    return types ? types : strcmp(one->resource_id, other->resource_id);
}

struct run {
    struct page_visitor visitor;
    struct rule_context ctx;
    const struct event *event;
    struct evaluations *out;
    const struct evaluation **judged; /* sorted by type and id */
    size_t count;
    size_t confirmed;
};

/* Whether the resource of a result is gone for sure. False with *err when nobody knows. */
static bool confirm(struct run *run, const struct evaluation *result, bool *gone, struct error *err)
{
    struct configuration_item item;
    const cJSON *newest =
        history_newest(&run->ctx, result->resource_type, result->resource_id, 0, err);

    if (!newest) {
        *gone = error_is_code(err, "ResourceNotDiscoveredException");
        return *gone;
    }
    if (!configuration_item_parse(run->ctx.arena, newest, "configurationItems[0]", &item, err))
        return false;
    *gone = item_is_gone(&item);
    return true;
}

/* One of EvaluationResults. False with *err when it cannot be settled. */
static bool examine(struct run *run, const cJSON *json, struct error *err)
{
    const cJSON *identifier = json_get(json, "EvaluationResultIdentifier");
    const cJSON *qualifier = json_get(identifier, "EvaluationResultQualifier");
    struct evaluation result = {
        .resource_type = json_string(qualifier, "ResourceType", ""),
        .resource_id = json_string(qualifier, "ResourceId", ""),
        .compliance_type = NOT_APPLICABLE,
        .annotation = "The resource is no longer there.",
        .ordering_timestamp = run->event->notification_time,
    };
    const struct evaluation *key = &result;
    int64_t ordering = 0;
    bool gone;

    if (!*result.resource_type || !*result.resource_id)
        return error_set(err, ERROR_SERVICE, "a result names no resource");
    timestamp_read(json_get(identifier, "OrderingTimestamp"), &ordering);
    if (strcmp(json_string(qualifier, "EvaluationMode", "DETECTIVE"), "DETECTIVE") != 0 ||
        ordering >= result.ordering_timestamp ||
        bsearch(&key, run->judged, run->count, sizeof(*run->judged), compare))
        return true;
    if (run->confirmed++ == STALE_LIMIT)
        return error_set(err, ERROR_LIMIT,
                         "%d results were looked into, the others are left to "
                         "the next run",
                         STALE_LIMIT);
    if (!confirm(run, &result, &gone, err))
        return false;
    if (gone)
        evaluations_add(run->out, &result);
    return true;
}

static bool examine_page(struct page_visitor *self, cJSON *page, struct error *err)
{
    const cJSON *results = json_get(page, "EvaluationResults"), *result;

    if (!cJSON_IsArray(results))
        return error_set(err, ERROR_SERVICE,
                         "GetComplianceDetailsByConfigRule answered without EvaluationResults");
    cJSON_ArrayForEach (result, results)
        if (!examine((struct run *)self, result, err))
            return false;
    return true;
}

bool stale_find(struct arena *arena, const struct rule *rule, const struct event *event,
                struct reader *reader, struct evaluations *evaluations, struct error *err)
{
    struct run run = {
        .visitor = {examine_page, arena},
        .ctx = {.arena = arena, .rule = rule, .reader = reader},
        .event = event,
        .out = evaluations,
        .judged = arena_alloc(arena, (evaluations->count + 1) * sizeof(*run.judged)),
        .count = evaluations->count,
    };
    const char *types[] = {compliance_type_name(COMPLIANT), compliance_type_name(NON_COMPLIANT)};
    cJSON *input = cJSON_CreateObject();

    if (!event->config_rule_name)
        return error_set(err, ERROR_EVENT, "configRuleName is missing");
    /* They stay where they are when the list that they are in grows. */
    for (size_t i = 0; i < run.count; i++)
        run.judged[i] = &evaluations->items[i];
    qsort(run.judged, run.count, sizeof(*run.judged), compare);
    cJSON_AddStringToObject(input, "ConfigRuleName", event->config_rule_name);
    cJSON_AddItemToObject(input, "ComplianceTypes", cJSON_CreateStringArray(types, 2));
    cJSON_AddNumberToObject(input, "Limit", 100);
    return reader->read(reader, "config", "GetComplianceDetailsByConfigRule", input, &run.visitor,
                        err);
}
