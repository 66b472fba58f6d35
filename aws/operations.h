/*
 * operations.h - the AWS API calls of this program, as two tables: the services, and of each the
 * operations that are called. A call that is not in the tables cannot be made. The facts are those
 * of botocore's service models, and tests/tools/check_operations.py compares them.
 */
#ifndef AWS_OPERATIONS_H
#define AWS_OPERATIONS_H

#include "config/reader.h"

struct protocol;

/* The groups of Regions that share nothing with one another. */
enum partition {
    PARTITION_AWS,
    PARTITION_CN,
    PARTITION_GOV,
    PARTITION_EUSC,
    PARTITION_ISO,
    PARTITION_ISO_B,
    PARTITION_ISO_E,
    PARTITION_ISO_F,
    PARTITION_COUNT
};

/* Where a global service is asked for a whole partition. */
struct service_home {
    const char *region; /* that signs */
    const char *label;  /* in the host, where the Region is for others; "": none */
};

struct service {
    const char *name;         /* the first label of its host, and its name in AWS's CLI */
    const char *iam_prefix;   /* of its IAM actions; also its signing name: "config" */
    const char *endpoint_env; /* the end of AWS_ENDPOINT_URL_<...>: "CONFIG_SERVICE" */
    const struct protocol *protocol;
    const char *target_prefix; /* JSON 1.1: of X-Amz-Target, before '.'; NULL: another protocol */
    const char *version;       /* Query, EC2: of the API; NULL: another protocol */
    /*
     * Of a global service, PARTITION_COUNT of them; zero: the first Region of the partition.
     * NULL: the service is in every Region.
     */
    const struct service_home *home;
    /* Its paths are signed as they are sent, and x-amz-content-sha256 says what the body is. */
    bool is_s3;
    bool fips_in_gov; /* it has FIPS hosts in GovCloud, too; of others the plain ones are FIPS */
};

extern const struct service services[]; /* ends with an empty entry */

/*
 * One call. Lists of names are as aws/protocol/wire.h says; NULL: there are none. Which members the
 * input and the output have is the service's to know: only those are here that need more than their
 * name. A time is given as it is sent: seconds in the body of JSON, "2026-01-02T03:04:05Z" in all
 * else. Where a line differs from AWS's models, check_operations prints what it must say.
 */
struct operation {
    const struct service *service;
    const char *name;       /* "SelectResourceConfig" */
    const char *iam_action; /* "s3:ListBucket"; NULL: the IAM prefix, ':' and the name */

    /* REST: "GET", and "/agents/{agentId}/": labels are members; {Key+} may hold '/'. */
    const char *method, *path;
    /* REST: members that go into the query string; Query, EC2: those with another name there. */
    const char *query;
    const char *headers;  /* REST: members that are headers: "ServerSideEncryption=x-amz-..." */
    const char *payload;  /* the member that is the body, as it is: of a PUT, or of a GET's reply */
    const char *elements; /* XML: elements of the reply that are more than objects and texts */

    /* Paging: the member of the reply that leads to the next page, NULL: there is one page. */
    const char *token_out;
    const char *token_in; /* where the next request has it; NULL: in the member of the same name */
    /* The list which, where it is not empty, makes a page the last, for calls that ask for one. */
    const char *last_with;
};

extern const struct operation operations[]; /* ends with an empty entry */

/* service is the name or the IAM prefix; rules and recordings have either. NULL: not there. */
const struct operation *operation_find(const char *service, const char *name);
/* By the value of X-Amz-Target, which JSON 1.1 has. NULL: not in the table. */
const struct operation *operation_find_target(const char *x_amz_target);

/* Who answers one page: a reply, which is the caller's to change, or false with *err filled. */
struct page_source {
    bool (*page)(struct page_source *self, const struct operation *operation, const cJSON *input,
                 cJSON **reply, struct error *err);
};

/*
 * All pages of one call, as config/reader.h says. input is the request without a token; NULL:
 * empty. False with *err filled when a page fails, when the visitor does, or when a token comes
 * twice, which would never end, or is longer than 100,000 bytes.
 */
MUST_USE bool operation_read(const struct operation *operation, const cJSON *input,
                             struct page_source *source, struct page_visitor *visitor,
                             struct error *err);

#endif
