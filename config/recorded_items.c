#include "config/recorded_items.h"

#include <stdio.h>
#include <string.h>

#include "config/history.h"

/* Bytes that are kept to show an item that needs too many as .unread: two blocks of an arena. */
#define UNREAD_RESERVE ((size_t)128 * 1024)

/* Everything configuration_item_parse() reads, in the words of advanced queries. */
#define SELECT_ITEMS                                                                  \
    "SELECT accountId, arn, awsRegion, configuration, configurationItemCaptureTime, " \
    "configurationItemStatus, resourceId, resourceName, resourceType, "               \
    "supplementaryConfiguration, tags WHERE resourceType = '%s'"

/* The list while it is read. */
struct listing {
    struct page_visitor pages;
    const struct recorded_items *items;
    struct item_visitor *visitor;
    size_t count; /* results seen */
};

static bool show_unread(const struct listing *listing, const char *place, const char *why,
                        struct error *err)
{
    const struct configuration_item item = {
        .resource_type = listing->items->resource_type, .resource_id = place, .unread = why};

    return listing->visitor->visit(listing->visitor, &item, err);
}

/* One result, for arena_try(): the text of an item. */
struct result {
    const struct listing *listing;
    const char *place;
    const cJSON *json;
    struct error *err;
    bool shown;
};

static void show_result(void *context)
{
    struct result *result = context;
    const struct listing *listing = result->listing;
    const struct recorded_items *items = listing->items;
    const char *text = json_string(result->json, "", NULL), *place = result->place;
    struct configuration_item item;
    struct error bad = {0};
    cJSON *json;

    if (!text)
        error_set(&bad, ERROR_SERVICE, "%s is not a string", place);
    else if (json_parse(text, strlen(text), place, &json, &bad) &&
             recorded_item_parse(items->arena, json, place, items->account_id, &item, &bad)) {
        item.complete = true; /* SELECT_ITEMS asks for all */
        result->shown = listing->visitor->visit(listing->visitor, &item, result->err);
        return;
    }
    result->shown = show_unread(listing, place, bad.message, result->err);
}

static bool show_within_memory(struct listing *listing, const cJSON *json, struct error *err)
{
    struct arena *arena = listing->items->arena;
    struct arena_mark mark = arena_mark(arena);
    char place[64];
    struct result result = {listing, place, json, err, false};

    snprintf(place, sizeof(place), "SelectResourceConfig.Results[%zu]", listing->count++);
    if (!arena_try(arena, UNREAD_RESERVE, show_result, &result))
        result.shown = show_unread(
            listing, place, "it needs more memory than there is: raise the function's memory size",
            err);
    arena_rewind(arena, mark);
    return result.shown;
}

static bool show_page(struct page_visitor *self, cJSON *page, struct error *err)
{
    struct listing *listing = (struct listing *)self;
    const cJSON *results = json_get(page, "Results"), *result;

    if (!cJSON_IsArray(results))
        return error_set(err, ERROR_SERVICE, "SelectResourceConfig answered without Results");
    cJSON_ArrayForEach (result, results)
        if (!show_within_memory(listing, result, err))
            return false;
    return true;
}

static bool show_all(struct item_source *source, struct item_visitor *visitor, struct error *err)
{
    const struct recorded_items *self = (const struct recorded_items *)source;
    struct listing listing = {{show_page, self->arena}, self, visitor, 0};
    cJSON *input = cJSON_CreateObject();

    cJSON_AddStringToObject(input, "Expression",
                            arena_printf(self->arena, SELECT_ITEMS, self->resource_type));
    cJSON_AddNumberToObject(input, "Limit", 100);
    return self->reader->read(self->reader, "config", "SelectResourceConfig", input, &listing.pages,
                              err);
}

struct recorded_items recorded_items_of(struct arena *arena, struct reader *reader,
                                        const char *account_id, const char *resource_type)
{
    return (struct recorded_items){{show_all}, arena, reader, account_id, resource_type};
}
