#include "config/reader.h"

struct joined {
    struct page_visitor visitor;
    cJSON *reply;
};

static bool join(struct page_visitor *self, cJSON *page, struct error *err)
{
    struct joined *joined = (struct joined *)self;
    cJSON *list, *next, *one;

    (void)err;
    if (!joined->reply) {
        joined->reply = page;
        return true;
    }
    for (list = page->child; list; list = next) {
        cJSON *all = json_member(joined->reply, list->string);

        next = list->next;
        if (!cJSON_IsArray(list))
            continue;
        if (!cJSON_IsArray(all))
            json_set(joined->reply, list->string, all = cJSON_CreateArray());
        while ((one = cJSON_DetachItemFromArray(list, 0)))
            cJSON_AddItemToArray(all, one);
    }
    return true;
}

const cJSON *reader_join(struct reader *reader, const char *service, const char *operation,
                         const cJSON *input, struct error *err)
{
    struct joined joined = {.visitor = {.visit = join}};

    return reader->read(reader, service, operation, input, &joined.visitor, err) ? joined.reply
                                                                                 : NULL;
}
