/*
 * operations.h - the AWS API calls of this program, as a table: how each is addressed and what
 * leads to its next page. A call that is not in the table cannot be made.
 *
 * The facts are those of botocore's service models. A call is of the JSON 1.1 protocol, POST / with
 * X-Amz-Target (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html), or, where it has a
 * query_version, of the Query protocol: see query.h.
 */
#ifndef AWS_OPERATIONS_H
#define AWS_OPERATIONS_H

#include "config/reader.h"

struct operation {
    const char *service;         /* the prefix of its IAM action: "config" */
    const char *name;            /* "SelectResourceConfig" */
    const char *endpoint_prefix; /* the first label of its host, and its signing name: "config" */
    const char *endpoint_env;    /* the end of AWS_ENDPOINT_URL_<...>: "CONFIG_SERVICE" */
    const char *target_prefix;   /* of X-Amz-Target, before '.': "StarlingDoveService"; or NULL */
    const char *query_version;   /* "2011-06-15"; NULL: the JSON protocol, with target_prefix */

    /* The member, of request and reply, that leads to the next page; NULL: there is one page. */
    const char *token;
    /* The list which, where it is not empty, makes a page the last, for calls that ask for one. */
    const char *last_with;
};

extern const struct operation operations[]; /* ends with an empty entry */

/* NULL: not in the table. */
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
