#include "config/changed_item.h"

#include "config/history.h"

/* The history may tell the time of an item only to the second. */
static bool is_time_of(int64_t told, int64_t captured)
{
    return told == 0 || told == captured / 1000 * 1000;
}

/*
 * The whole of an oversized item, or a newer one, which counts at its own time. An older one is not
 * what changed: the history does not have that yet.
 */
static bool fetch(struct changed_item *self, struct configuration_item *out, struct error *err)
{
    const struct configuration_item *summary = &self->event->item;
    const int64_t later_times[] = {summary->capture_time, 0};

    for (size_t i = 0; i < sizeof(later_times) / sizeof(*later_times); i++) {
        if (!history_newest(self->arena, self->reader, self->event->account_id,
                            summary->resource_type, summary->resource_id, later_times[i], out, err))
            return false;
        out->complete = true;
        if (is_time_of(out->capture_time, summary->capture_time))
            out->capture_time = summary->capture_time;
        if (out->capture_time >= summary->capture_time)
            return true;
    }
    return error_set(err, ERROR_SERVICE, "AWS Config's history ends before it");
}

static void fetch_or_say_why(struct changed_item *self, struct configuration_item *item)
{
    struct configuration_item whole;
    struct error err;

    if (fetch(self, &whole, &err))
        *item = whole;
    else if (error_is_code(&err, "ResourceNotDiscoveredException"))
        item->gone = "AWS Config no longer knows the resource.";
    else
        item->unread =
            arena_printf(self->arena, "The oversized item cannot be fetched: %s", err.message);
}

static bool show(struct item_source *source, struct item_visitor *visitor, struct error *err)
{
    struct changed_item *self = (struct changed_item *)source;
    struct configuration_item item = self->event->item;

    if (!item_is_gone(&item)) {
        if (self->event->event_left_scope)
            item.gone = "The resource was deleted or left the scope of the rule.";
        else if (self->event->message_type == OVERSIZED_CONFIGURATION_ITEM_CHANGE)
            fetch_or_say_why(self, &item);
    }
    return visitor->visit(visitor, &item, err);
}

struct changed_item changed_item_of(struct arena *arena, struct reader *reader,
                                    const struct event *event)
{
    return (struct changed_item){{show}, arena, reader, event};
}
