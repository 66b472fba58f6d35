/*
 * operations.h - the AWS API calls of this program, as two tables: the services, and of each the
 * operations that are called. A call that is not in the tables cannot be made. The facts are those
 * of botocore's service models, and tests/unit/check_operations.py compares them.
 */
#ifndef AWS_OPERATIONS_H
#define AWS_OPERATIONS_H

#include "config/reader.h"

struct protocol;

struct service {
    const char *name;         /* the first label of its host, and its name in AWS's CLI */
    const char *iam_prefix;   /* of its IAM actions; also its signing name: "config" */
    const char *endpoint_env; /* the end of AWS_ENDPOINT_URL_<...>: "CONFIG_SERVICE" */
    const struct protocol *protocol;
    const char *target_prefix; /* JSON: of X-Amz-Target, before '.'; NULL: another protocol */
    const char *version;       /* Query: of the API; NULL: another protocol */
};

extern const struct service services[]; /* ends with an empty entry */

struct operation {
    const struct service *service;
    const char *name; /* "SelectResourceConfig" */

    /* The member, of request and reply, that leads to the next page; NULL: there is one page. */
    const char *token;
    /* The list which, where it is not empty, makes a page the last, for calls that ask for one. */
    const char *last_with;
};

extern const struct operation operations[]; /* ends with an empty entry */

/* service is its name or its IAM prefix, as rules and recordings write it. NULL: not in the table. */
const struct operation *operation_find(const char *service, const char *name);
const struct operation *operation_find_target(const char *x_amz_target);

/* Who answers one page: a reply, which is the caller's to change, or false with *err filled. */
struct page_source {
    bool (*page)(struct page_source *self, const struct operation *operation, const cJSON *input,
                 cJSON **reply, struct error *err);
};

/*
 * All pages of one call, as config/reader.h says. input is the request without a token; NULL:
 * empty. False with *err filled when a page fails, when the visitor does, or when a token comes
 * twice, which would never end, or is longer than 8,191 bytes.
 */
MUST_USE bool operation_read(const struct operation *operation, const cJSON *input,
                             struct page_source *source, struct page_visitor *visitor,
                             struct error *err);

#endif
