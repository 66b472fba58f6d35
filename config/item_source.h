/*
 * item_source.h - who yields configuration items, one at a time: a change that AWS Config tells of,
 * all that it records of a type, what is in a file. Who evaluates them need not know which it is.
 */
#ifndef CONFIG_ITEM_SOURCE_H
#define CONFIG_ITEM_SOURCE_H

#include "config/configuration_item.h"

/* Who is shown the items, in the order of the source. */
struct item_visitor {
    /*
     * item and all that it points to live until this returns. False with *err filled ends the
     * source, which fails with that.
     */
    bool (*visit)(struct item_visitor *self, const struct configuration_item *item,
                  struct error *err);
};

struct item_source {
    /*
     * Shows each item. What one of them and its visit took from the source's arena is given back
     * before the next one. One that cannot be read is shown too, as .unread. False with *err when
     * the items could not be had, or not all of them: those that were shown are good.
     */
    bool (*each)(struct item_source *self, struct item_visitor *visitor, struct error *err);
};

#endif
