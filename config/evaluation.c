#include "config/evaluation.h"

#include <stdlib.h>
#include <string.h>

#include "core/timestamp.h"
#include "core/utf8.h"

#define ANNOTATION_LIMIT 256 /* StringWithCharLimit256 in AWS Config's model */
#ifdef ARENA_DEBUG
#define FIRST_CAPACITY 1 /* so that tests with few evaluations move the list, too */
#else
#define FIRST_CAPACITY 16 /* evaluations, which fit into the block that their strings are in */
#endif

static const char *const names[] = {
#define X(type) [type] = #type,
    COMPLIANCE_TYPES(X)
#undef X
};

const char *compliance_type_name(enum compliance_type type)
{
    return names[type];
}

/*
 * Makes room for one more. The first few share a block with their strings. Later the old array is
 * given back, which arena_grow() could not do: with a hundred thousand resources the old arrays
 * would be as large as all else.
 */
static void make_room(struct evaluations *evaluations)
{
    size_t wanted = evaluations->capacity ? 2 * evaluations->capacity : FIRST_CAPACITY;

    if (evaluations->count < evaluations->capacity)
        return;
    struct arena *room = evaluations->capacity ? arena_within(evaluations->memory) : NULL;
    struct evaluation *items =
        arena_alloc(room ? room : evaluations->memory, wanted * sizeof(*items));
    if (evaluations->count)
        memcpy(items, evaluations->items, evaluations->count * sizeof(*items));
    if (evaluations->room)
        arena_reset(evaluations->room);
    evaluations->room = room;
    evaluations->items = items;
    evaluations->capacity = wanted;
}

/* Resources of a list mostly have the type of the one before. */
static const char *copy_type(const struct evaluations *evaluations, const char *type)
{
    const char *last =
        evaluations->count ? evaluations->items[evaluations->count - 1].resource_type : "";

    return strcmp(last, type) == 0 ? last : arena_strdup(evaluations->memory, type);
}

void evaluations_add(struct evaluations *evaluations, const struct evaluation *evaluation)
{
    struct arena *memory = evaluations->memory;
    const char *annotation = evaluation->annotation;
    struct evaluation added = *evaluation;

    make_room(evaluations);
    added.resource_type = copy_type(evaluations, evaluation->resource_type);
    added.resource_id = arena_strdup(memory, evaluation->resource_id);
    added.item = evaluations->keeps_outlines && evaluation->item
                     ? item_outline(memory, evaluation->item)
                     : NULL;
    if (!annotation || !*annotation)
        added.annotation = NULL;
    else if (evaluation->compliance_type == EVALUATION_FAILED)
        added.annotation = arena_strdup(memory, annotation);
    else
        added.annotation =
            arena_strndup(memory, annotation, utf8_cut(annotation, ANNOTATION_LIMIT));
    evaluations->items[evaluations->count++] = added;
}

int evaluation_compare(const struct evaluation *one, const struct evaluation *other)
{
    int types = strcmp(one->resource_type, other->resource_type);

    return types ? types : strcmp(one->resource_id, other->resource_id);
}

/* They are in one array, so that their addresses tell which was added first. */
static int compare(const void *a, const void *b)
{
    const struct evaluation *one = *(const struct evaluation *const *)a;
    const struct evaluation *other = *(const struct evaluation *const *)b;
    int order = evaluation_compare(one, other);

    return order ? order : (one > other) - (one < other);
}

const struct evaluation **evaluations_sorted(struct arena *arena,
                                             const struct evaluations *evaluations)
{
    const struct evaluation **sorted =
        arena_alloc(arena, (evaluations->count + 1) * sizeof(*sorted));

    for (size_t i = 0; i < evaluations->count; i++)
        sorted[i] = &evaluations->items[i];
    qsort(sorted, evaluations->count, sizeof(*sorted), compare);
    return sorted;
}

void evaluations_keep_last(struct arena *scratch, struct evaluations *evaluations)
{
    struct arena_mark mark = arena_mark(scratch);
    const struct evaluation **sorted = evaluations_sorted(scratch, evaluations);
    size_t count = evaluations->count, kept = 0;
    bool *repeated = arena_alloc(scratch, count + 1);

    for (size_t i = 0; i + 1 < count; i++)
        repeated[sorted[i] - evaluations->items] =
            evaluation_compare(sorted[i], sorted[i + 1]) == 0;
    for (size_t i = 0; i < count; i++)
        if (!repeated[i])
            evaluations->items[kept++] = evaluations->items[i];
    evaluations->count = kept;
    arena_rewind(scratch, mark);
}

size_t evaluations_count(const struct evaluations *evaluations, enum compliance_type type)
{
    size_t count = 0;

    for (size_t i = 0; i < evaluations->count; i++)
        count += evaluations->items[i].compliance_type == type;
    return count;
}

bool evaluations_complete(const struct evaluations *evaluations, struct error *err)
{
    size_t failed = evaluations_count(evaluations, EVALUATION_FAILED);
    const struct evaluation *first = evaluations->items;

    if (failed == 0)
        return true;
    while (first->compliance_type != EVALUATION_FAILED)
        first++;
    return error_set(err, ERROR_RULE, "%zu of %zu resources could not be evaluated; %s %s: %s",
                     failed, evaluations->count, first->resource_type, first->resource_id,
                     first->annotation ? first->annotation : "the rule gave no reason");
}

cJSON *evaluation_json(const struct evaluation *evaluation)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddStringToObject(json, "ComplianceResourceType", evaluation->resource_type);
    cJSON_AddStringToObject(json, "ComplianceResourceId", evaluation->resource_id);
    cJSON_AddStringToObject(json, "ComplianceType",
                            compliance_type_name(evaluation->compliance_type));
    json_add_text(json, "Annotation", evaluation->annotation);
    cJSON_AddItemToObject(json, "OrderingTimestamp",
                          timestamp_json(evaluation->ordering_timestamp));
    return json;
}

cJSON *put_evaluations_json(const struct evaluation *const *items, size_t count,
                            const char *result_token)
{
    cJSON *json = cJSON_CreateObject();
    cJSON *list = cJSON_AddArrayToObject(json, "Evaluations");

    for (size_t i = 0; i < count; i++)
        cJSON_AddItemToArray(list, evaluation_json(items[i]));
    cJSON_AddStringToObject(json, "ResultToken", result_token);
    if (strcmp(result_token, "TESTMODE") == 0)
        cJSON_AddTrueToObject(json, "TestMode");
    return json;
}
