/*
 * recorded_items.h - the source of all resources of one type that AWS Config records now: what an
 * advanced query answers.
 *
 * https://docs.aws.amazon.com/config/latest/APIReference/API_SelectResourceConfig.html
 */
#ifndef CONFIG_RECORDED_ITEMS_H
#define CONFIG_RECORDED_ITEMS_H

#include "config/item_source.h"
#include "config/reader.h"

struct recorded_items {
    struct item_source source;
    struct arena *arena; /* JSON's, which the reader answers in; it holds one page at a time */
    struct reader *reader;
    const char *account_id; /* of which all items must be; NULL: of any */
    const char *resource_type;
};

/*
 * A result that cannot be read, or that needs more memory than there is to be read and visited, is
 * shown .unread, with its place in the list for an id: "SelectResourceConfig.Results[3]". A
 * resource that moves from one page to the next while both are read is shown twice.
 */
struct recorded_items recorded_items_of(struct arena *arena, struct reader *reader,
                                        const char *account_id, const char *resource_type);

#endif
