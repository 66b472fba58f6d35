#include "engine/deleted_results.h"

#include <stdlib.h>
#include <string.h>

#include "config/history.h"
#include "core/timestamp.h"
#include "engine/context.h"

#define CONFIRMATIONS_LIMIT 100 /* that one run asks the history for; each is one call */
#define DOUBTS_LIMIT 10         /* how many of them may fail */

struct search {
    struct page_visitor visitor;
    struct arena *arena;
    struct reader *reader;
    const struct event *event;
    const struct evaluation **evaluated; /* those of the run, sorted, to be searched */
    struct evaluations doubtful;         /* results of resources that the run has not evaluated */
    struct evaluations *out;             /* of the run; appended to when doubtful is complete */
    struct error *err;
    bool whole;
};

static int compare(const void *key, const void *element)
{
    return evaluation_compare(key, *(const struct evaluation *const *)element);
}

/* Adds one of EvaluationResults to those in doubt, unless the run has evaluated its resource. */
static bool add_result(struct search *search, const cJSON *json, struct error *err)
{
    const cJSON *identifier = json_get(json, "EvaluationResultIdentifier");
    const cJSON *qualifier = json_get(identifier, "EvaluationResultQualifier");
    const struct evaluation result = {
        .resource_type = json_string(qualifier, "ResourceType", ""),
        .resource_id = json_string(qualifier, "ResourceId", ""),
        .compliance_type = NOT_APPLICABLE,
        .annotation = "The resource is no longer there.",
        .ordering_timestamp = search->event->notification_time,
    };
    int64_t ordering = 0;

    if (!*result.resource_type || !*result.resource_id)
        return error_set(err, ERROR_SERVICE, "a result names no resource");
    timestamp_read(json_get(identifier, "OrderingTimestamp"), &ordering);
    if (strcmp(json_string(qualifier, "EvaluationMode", "DETECTIVE"), "DETECTIVE") == 0 &&
        ordering < result.ordering_timestamp &&
        !bsearch(&result, search->evaluated, search->out->count, sizeof(*search->evaluated),
                 compare))
        evaluations_add(&search->doubtful, &result);
    return true;
}

static bool add_page(struct page_visitor *self, cJSON *page, struct error *err)
{
    const cJSON *results = json_get(page, "EvaluationResults"), *result;

    if (!cJSON_IsArray(results))
        return error_set(err, ERROR_SERVICE,
                         "GetComplianceDetailsByConfigRule answered without EvaluationResults");
    cJSON_ArrayForEach (result, results)
        if (!add_result((struct search *)self, result, err))
            return false;
    return true;
}

/* Lists all results that may be of deleted resources. */
static bool list_results(struct search *search, struct error *err)
{
    const char *types[] = {compliance_type_name(COMPLIANT), compliance_type_name(NON_COMPLIANT)};
    cJSON *input = cJSON_CreateObject();

    if (!search->event->config_rule_name)
        return error_set(err, ERROR_INPUT, "configRuleName is missing");
    cJSON_AddStringToObject(input, "ConfigRuleName", search->event->config_rule_name);
    cJSON_AddItemToObject(input, "ComplianceTypes", cJSON_CreateStringArray(types, 2));
    cJSON_AddNumberToObject(input, "Limit", 100);
    if (!search->reader->read(search->reader, "config", "GetComplianceDetailsByConfigRule", input,
                              &search->visitor, err))
        return false;
    evaluations_keep_last(search->arena, &search->doubtful);
    return true;
}

/* Whether the resource of a result was deleted. False with *err when the history does not say. */
static bool confirm(const struct search *search, const struct evaluation *result, bool *gone,
                    struct error *err)
{
    struct configuration_item item;

    if (!history_newest(search->arena, search->reader, search->event->account_id,
                        result->resource_type, result->resource_id, 0, &item, err)) {
        *gone = error_is_code(err, "ResourceNotDiscoveredException");
        return *gone;
    }
    *gone = item.status == ITEM_DELETED || item.status == ITEM_DELETED_NOT_RECORDED;
    return true;
}

/*
 * Adds those of the listed results whose resources were deleted. It begins somewhere else in each
 * run, so that a hundred which were not deleted do not hide the others for ever.
 */
static bool confirm_all(struct search *search, struct error *err)
{
    size_t count = search->doubtful.count, asked = 0, doubts = 0;
    uint64_t mixed = (uint64_t)search->event->notification_time * 0x9E3779B97F4A7C15;
    size_t start = count ? (size_t)(mixed >> 32) % count : 0;

    while (asked < count && asked < CONFIRMATIONS_LIMIT && doubts < DOUBTS_LIMIT) {
        const struct evaluation *result = &search->doubtful.items[(start + asked++) % count];
        struct arena_mark mark = arena_mark(search->arena);
        struct error doubt = {0};
        bool is_gone = false;

        if (!confirm(search, result, &is_gone, &doubt) && doubts++ == 0)
            *err = doubt;
        if (is_gone)
            evaluations_add(search->out, result);
        arena_rewind(search->arena, mark);
    }
    if (doubts)
        return error_prefix(err, "%zu of %zu were looked into, %zu could not be confirmed; ", asked,
                            count, doubts);
    return asked == count ||
           error_set(err, ERROR_LIMIT, "%zu of %zu were looked into, the others are for later runs",
                     asked, count);
}

/* For arena_try(). */
static void search_all(void *context)
{
    struct search *search = context;

    search->evaluated = evaluations_sorted(search->arena, search->out);
    search->doubtful.memory = arena_within(search->arena);
    search->whole = list_results(search, search->err) && confirm_all(search, search->err);
}

bool deleted_results_find(struct arena *arena, const struct event *event, struct reader *reader,
                          struct evaluations *evaluations, struct error *err)
{
    struct search search = {
        .visitor = {add_page, arena},
        .arena = arena,
        .reader = reader,
        .event = event,
        .out = evaluations,
        .err = err,
    };
    struct arena_mark mark = arena_mark(arena);

    if (!arena_try(arena, arena->limit / RESERVE_SHARE, search_all, &search))
        error_set(err, ERROR_LIMIT, "there is no memory for the list of results");
    arena_rewind(arena, mark);
    return search.whole;
}
