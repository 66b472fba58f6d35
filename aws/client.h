/*
 * client.h - signed AWS calls: address, sign, send, try again what is worth it, and read the
 * answer. As a reader it answers the engine's and the rules' questions from the real services.
 */
#ifndef AWS_CLIENT_H
#define AWS_CLIENT_H

#include "aws/credentials/identity.h"
#include "aws/endpoint.h"
#include "config/reader.h"

struct aws_client {
    struct reader reader; /* all pages of a read, from the service; hand out &client.reader */
    struct page_source source;
    struct http *http;
    const char *region;      /* AWS_REGION, else AWS_DEFAULT_REGION */
    struct identity own;     /* the program's own credentials */
    struct identity *signer; /* who signs: &own, or another by aws_sign_as() */
    struct arena settings;   /* what lives as long as the client */
    const struct aws_endpoint *endpoints;
    int64_t clock_ahead; /* ms that AWS's clock was ahead of ours, when it minded the difference */
    /* AWS takes our own credentials no longer, and new ones are not to be had: end the process. */
    bool spent;
    /* Set it for each invocation: ms since 1970; calls end, and no wait begins, half a second
     * before. At first a quarter of a minute from when it was opened. */
    int64_t deadline;
    /* A text of the requests that no message may quote, though AWS does, beside the credentials;
     * NULL: none. */
    const char *withheld;
};

/*
 * Reads the environment: region, credentials, endpoints, trusted roots. Requests and replies live
 * in json_arena(), which may be reset, or be another one, between calls. ERROR_CONFIGURATION naming
 * the variable that is missing or wrong. Close it in either case.
 */
MUST_USE bool aws_client_open(struct aws_client *client, struct error *err);
void aws_client_close(struct aws_client *client);

/*
 * From now on all calls but those of aws_call_as() are signed by signer, which must outlive them.
 * Its credentials are had at once, where there are none or they end soon.
 */
MUST_USE bool aws_sign_as(struct aws_client *client, struct identity *signer, struct error *err);

/*
 * One call, one page; input NULL: an empty request. Throttling (which AWS Config answers with
 * status 400), 5xx, replies that cannot be read and broken connections are tried again, up to eight
 * times with exponential backoff and full jitter, before the deadline. Each may take half of the
 * time that is left, of 1 to 15 seconds. Credentials that end within five minutes, or that AWS
 * takes no longer, are renewed; where that fails, good ones are used up to their last minute. A
 * clock that AWS minds is set by the Date of its reply. Both once a call. A reply that holds an
 * error (its code in a header, in __type or code, or in an <ErrorResponse>) is one even with status
 * 200: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html. The reply is a JSON
 * object in the arena; an XML reply has its root element as its one member. ERROR_SERVICE as
 * config/reader.h says; ERROR_NETWORK; ERROR_LIMIT when the deadline ends it; what renewing fails
 * with.
 */
MUST_USE bool aws_call(struct aws_client *client, const struct operation *operation,
                       const cJSON *input, cJSON **reply, struct error *err);
MUST_USE bool aws_call_as(struct aws_client *client, struct identity *signer,
                          const struct operation *operation, const cJSON *input, cJSON **reply,
                          struct error *err);

/* Milliseconds until calls must end; 0 and less: none may begin. */
int64_t aws_remaining_ms(const struct aws_client *client);

/*
 * Waits before attempt number n, counted from 0, which waits not at all: a random time up to 100 ms
 * * 2^(n-1), at most 10 s. False, having waited nothing, when the deadline comes first, or too soon
 * after for another attempt.
 */
MUST_USE bool aws_backoff(const struct aws_client *client, unsigned attempt);

#endif
