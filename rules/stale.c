#include "rules/stale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/timestamp.h"
#include "rules/history.h"

#define STALE_LIMIT 100 /* confirmations, of one call each, that a run may take */
#define TOKEN_SIZE 8192 /* bytes of a NextToken; AWS's have some hundred */

static int compare(const void *a, const void *b)
{
    const struct evaluation *one = *(const struct evaluation *const *)a;
    const struct evaluation *other = *(const struct evaluation *const *)b;
    int types = strcmp(one->resource_type, other->resource_type);

    return types ? types : strcmp(one->resource_id, other->resource_id);
}

struct run {
    struct rule_context ctx;
    const struct event *event;
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
static bool examine(struct run *run, const cJSON *json, struct evaluations *out, struct error *err)
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
        evaluations_add(run->ctx.arena, out, &result);
    return true;
}

static bool examine_page(struct run *run, char token[TOKEN_SIZE], struct evaluations *out,
                         struct error *err)
{
    cJSON *input = cJSON_CreateObject();
    const cJSON *result;

    cJSON_AddStringToObject(input, "ConfigRuleName", run->event->config_rule_name);
    cJSON_AddItemToObject(
        input, "ComplianceTypes",
        cJSON_CreateStringArray((const char *const[]){compliance_type_name(COMPLIANT),
                                                      compliance_type_name(NON_COMPLIANT)},
                                2));
    cJSON_AddNumberToObject(input, "Limit", 100);
    if (*token)
        cJSON_AddStringToObject(input, "NextToken", token);
    const cJSON *reply = run->ctx.reader->read(run->ctx.reader, "config",
                                               "GetComplianceDetailsByConfigRule", input, err);
    if (!reply)
        return false;
    const cJSON *results = json_get(reply, "EvaluationResults");
    if (!cJSON_IsArray(results))
        return error_set(err, ERROR_SERVICE,
                         "GetComplianceDetailsByConfigRule answered without EvaluationResults");
    cJSON_ArrayForEach (result, results)
        if (!examine(run, result, out, err))
            return false;
    const char *next = json_string(reply, "NextToken", "");
    if (*next && (strlen(next) >= TOKEN_SIZE || strcmp(next, token) == 0))
        return error_set(err, ERROR_SERVICE,
                         "GetComplianceDetailsByConfigRule answered with an unusable NextToken");
    snprintf(token, TOKEN_SIZE, "%s", next);
    return true;
}

bool stale_find(struct arena *arena, const struct rule *rule, const struct event *event,
                struct reader *reader, struct evaluations *evaluations, struct error *err)
{
    struct run run = {
        .ctx = {.arena = arena, .rule = rule, .reader = reader},
        .event = event,
        .judged = arena_alloc(arena, (evaluations->count + 1) * sizeof(*run.judged)),
        .count = evaluations->count,
    };
    struct evaluations found = {0};
    char token[TOKEN_SIZE] = "";
    bool ok;

    if (!event->config_rule_name)
        return error_set(err, ERROR_EVENT, "configRuleName is missing");
    for (size_t i = 0; i < run.count; i++)
        run.judged[i] = &evaluations->items[i];
    qsort(run.judged, run.count, sizeof(*run.judged), compare);
    do {
        struct arena_mark mark = arena_mark(arena);
        size_t before = found.count;

        ok = examine_page(&run, token, &found, err);
        /* Most pages have nothing that is stale, and leave nothing behind. */
        if (found.count == before)
            arena_rewind(arena, mark);
    } while (ok && *token);
    for (size_t i = 0; i < found.count; i++)
        evaluations_add(arena, evaluations, &found.items[i]);
    return ok;
}
