/* changed_item.h - the source of the one item that an event tells of: what changed. */
#ifndef CONFIG_CHANGED_ITEM_H
#define CONFIG_CHANGED_ITEM_H

#include "config/event.h"
#include "config/item_source.h"
#include "config/reader.h"

struct changed_item {
    struct item_source source;
    struct arena *arena; /* JSON's */
    struct reader *reader;
    const struct event *event; /* of a change; it has an item */
};

/*
 * Shows the item as the event has it, .gone when it left the rule's scope. Of an oversized item,
 * of which the event has only a summary, it shows the whole from AWS Config's history, which may be
 * newer. Where that fails it shows the summary: .gone when AWS Config no longer knows the resource,
 * else .unread.
 */
struct changed_item changed_item_of(struct arena *arena, struct reader *reader,
                                    const struct event *event);

#endif
