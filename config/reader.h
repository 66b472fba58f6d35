/*
 * reader.h - who answers questions to AWS: the services in Lambda, recorded replies on a
 * developer's machine. The engine and the rules know only this.
 */
#ifndef CONFIG_READER_H
#define CONFIG_READER_H

#include "core/json.h"

/* Who is shown the pages of a reply, in order. */
struct page_visitor {
    /*
     * page is a JSON object, which the visitor may change and keep as long as its memory lives.
     * False with *err filled ends the reading, which fails with that.
     */
    bool (*visit)(struct page_visitor *self, cJSON *page, struct error *err);
    /*
     * The arena that the reader answers in: the memory that a page and its visit took from it is
     * given back before the next one. NULL: all pages stay.
     */
    struct arena *arena;
};

struct reader {
    /*
     * Calls one read-only AWS operation and shows its pages, of which there is one at least, to the
     * visitor. A list is whole only when this returns true. service is the prefix of the
     * operation's IAM action ("config", "cloudtrail"); input is the request, NULL for an empty one.
     * Input and pages have the members, lists and types of AWS's models, whatever the service
     * speaks. Times are as the service writes them, and IAM's documents are percent-encoded.
     * False with *err filled. An error that the service answered is ERROR_SERVICE; its message
     * begins with AWS's error code and, where there is more, a colon: see error_is_code().
     */
    bool (*read)(struct reader *self, const char *service, const char *operation,
                 const cJSON *input, struct page_visitor *visitor, struct error *err);
};

/*
 * The pages as one reply: the first, with what the lists of the others hold appended to its own. It
 * lives in the reader's arena. NULL with *err filled: a partial list is a failure.
 */
const cJSON *reader_join(struct reader *reader, const char *service, const char *operation,
                         const cJSON *input, struct error *err);

#endif
