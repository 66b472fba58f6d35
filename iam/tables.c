#include "iam/tables.h"

#include <stdlib.h>

#include "core/text.h"

static int order(const void *name, const void *entry)
{
    return text_order_any_case(name, iam_texts + *(const uint32_t *)entry);
}

const void *iam_table_find(const void *entries, size_t count, size_t size, const char *name)
{
    return bsearch(name, entries, count, size, order);
}
