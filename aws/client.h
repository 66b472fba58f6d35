/*
 * client.h - signed AWS calls: address, sign, send, try again what is worth it, and read the
 * answer. As a reader a caller answers the engine's and the rules' questions from the real services.
 */
#ifndef AWS_CLIENT_H
#define AWS_CLIENT_H

#include "aws/credentials/role.h"
#include "aws/endpoint.h"
#include "config/reader.h"

/* What lives as long as the program. */
struct aws_client {
    struct http *http;
    const char *region;
    struct identity *own;        /* the program's own credentials */
    struct identity environment; /* what own is where nothing else was handed in */
    struct sts sts;              /* asks with our own credentials: for roles_find() */
    struct arena settings;
    const struct aws_endpoint *endpoints;
    int64_t clock_ahead; /* ms that AWS's clock is ahead of ours; 0 while AWS accepts ours */
    /* AWS refuses our own credentials, and there are no new ones: end the process. */
    bool spent;
};

/*
 * Reads the environment: endpoints, trusted roots, and what is NULL here: region (AWS_REGION, else
 * AWS_DEFAULT_REGION) and the program's own credentials, which are fetched at once, within a
 * minute. Both are borrowed. Requests and replies live in json_arena(), which may be reset, or be
 * another one, between calls. ERROR_CONFIGURATION naming the variable that is missing or wrong.
 * Close it in either case.
 */
MUST_USE bool aws_client_open(struct aws_client *client, const char *region, struct identity *own,
                              struct error *err);
/* The program's own credentials are forgotten. A client of zeros is closed. */
void aws_client_close(struct aws_client *client);

/*
 * Who makes calls, and what holds for each of them. A value: whoever wants another deadline, or
 * another signer, for some of the calls makes a copy.
 */
struct aws_caller {
    struct reader reader; /* all pages of a read, from the service; hand out &caller.reader */
    struct page_source source;
    struct aws_client *client;
    struct identity *signer; /* whose credentials sign */
    int64_t deadline_ms;     /* since 1970; calls end, and no wait begins, half a second before */
    /* A text of the requests, beside the credentials, that no message quotes even where AWS's does;
     * NULL: none. */
    const char *withheld;
};

/* signer NULL: the client's own. Client and signer must outlive the calls. */
struct aws_caller aws_caller(struct aws_client *client, struct identity *signer,
                             int64_t deadline_ms);

/* Renews the signer's credentials at once where that is due, so that their lack is known early. */
MUST_USE bool aws_sign_in(const struct aws_caller *caller, struct error *err);

/*
 * One call, one page; input NULL: an empty request. Throttling (which AWS Config answers with
 * status 400), 5xx, replies that cannot be read and broken connections are tried again, see
 * retry.h, before the deadline. Credentials that end within five minutes, or that AWS takes no
 * longer, are renewed; where that fails, good ones are used up to their last minute. A clock that
 * AWS refuses is set by the Date of its reply. Both once a call. A reply that holds an error is one
 * even with status 200. The reply is a JSON object in the arena with the members of the operation's
 * output, see protocol/protocol.h. ERROR_SERVICE as config/reader.h says, and where the input does
 * not fit the operation; ERROR_NETWORK; ERROR_LIMIT when the deadline ends it; what renewing fails
 * with.
 */
MUST_USE bool aws_call(const struct aws_caller *caller, const struct operation *operation,
                       const cJSON *input, cJSON **reply, struct error *err);

/*
 * As aws_call(), but the body of a reply of status 2xx is shown to the visitor as it comes, however
 * long it is and takes, instead of being read: GetObject. It is tried again only while the visitor
 * was shown nothing. Fails with what the visitor fails with, too.
 */
MUST_USE bool aws_download(const struct aws_caller *caller, const struct operation *operation,
                           const cJSON *input, struct body_visitor *visitor, struct error *err);

/* As aws_call(), with a body that is sent from where it is: PutObject. What AWS replies is dropped. */
MUST_USE bool aws_upload(const struct aws_caller *caller, const struct operation *operation,
                         const cJSON *input, const char *body, size_t length, struct error *err);

#endif
