/*
 * client.h - calls to AWS. A call is written by its service's protocol, signed, sent, tried again
 * where that helps (retry.h), and read by the protocol. An aws_caller is also a reader: it answers
 * the questions of engine and rules from the real services.
 */
#ifndef AWS_CLIENT_H
#define AWS_CLIENT_H

#include "aws/credentials/role.h"
#include "aws/endpoint.h"
#include "config/reader.h"

/* What lives as long as the program. It points to itself, so it must not be moved. */
struct aws_client {
    struct http *http;
    const char *region;
    struct identity *own; /* the program's own credentials */
    /* own points here, unless aws_client_open() was handed another. */
    struct identity environment;
    struct sts sts;        /* for roles_find(); calls STS with the program's own credentials */
    struct arena settings; /* the endpoints live here */
    const struct aws_endpoint *endpoints; /* one for each of services[] */
    /* AWS's clock minus ours; 0 while AWS accepts the time of our signatures. */
    int64_t clock_ahead_ms;
    /* AWS refuses the program's own credentials, and renewed ones, too: the process should end. */
    bool spent;
};

/*
 * region NULL: AWS_REGION, else AWS_DEFAULT_REGION. own NULL: AWS_ACCESS_KEY_ID and so on, else the
 * endpoint of container.h. Both are borrowed. The endpoints and the trusted roots come from the
 * environment. The program's own credentials are fetched at once, within a minute. Requests and
 * replies live in json_arena(), which may be reset, or be another one, between calls.
 * ERROR_CONFIGURATION naming the variable that is missing or wrong; what fetching the credentials
 * fails with. Call aws_client_close() in either case.
 */
MUST_USE bool aws_client_open(struct aws_client *client, const char *region, struct identity *own,
                              struct error *err);
/* Drops the program's own credentials, too. A client of zeros is one that is closed. */
void aws_client_close(struct aws_client *client);

/*
 * Who makes calls, and what holds for each of them. It is a value: to call with another deadline or
 * another signer, make a copy and change that.
 */
struct aws_caller {
    struct reader reader;      /* hand out &caller.reader, as long as the caller lives */
    struct page_source source; /* the reader's pages */
    struct aws_client *client;
    struct identity *signer; /* whose credentials sign */
    int64_t deadline_ms;     /* since 1970; all calls end half a second before */
    /*
     * A text in the requests that no error message may quote, even where AWS's own message does;
     * the credentials are never quoted. NULL: there is none.
     */
    const char *withheld;
};

/* A caller without a withheld text. signer NULL: the client's own. Both must outlive the calls. */
struct aws_caller aws_caller(struct aws_client *client, struct identity *signer,
                             int64_t deadline_ms);

/*
 * Fetches the signer's credentials if there are none, or they end soon. Every call does that; here
 * it is done early, so that what is wrong with them is known before anything else.
 */
MUST_USE bool aws_sign_in(const struct aws_caller *caller, struct error *err);

/*
 * One call. Of a list it gives one page. input NULL: an empty request. *reply is an object with the
 * members of the operation's output, in json_arena().
 *
 * It is tried again, before the deadline, as retry.h says. Credentials that AWS no longer accepts
 * are renewed once. If AWS refuses the time of the signature, our clock is set once by the Date of
 * the reply.
 *
 * ERROR_SERVICE as config/reader.h says, or where the input does not fit the operation;
 * ERROR_NETWORK when no attempt got a reply; ERROR_LIMIT when the deadline ends it; and what
 * renewing the credentials fails with.
 */
MUST_USE bool aws_call(const struct aws_caller *caller, const struct operation *operation,
                       const cJSON *input, cJSON **reply, struct error *err);

/*
 * Like aws_call(), for an operation whose reply is a body, as GetObject's is: the body of a reply
 * of status 2xx is shown to the visitor while it arrives. It may take all the time until the
 * deadline. The call is tried again only as long as the visitor was shown nothing. It may also fail
 * with the visitor's error. A bucket of another Region than the client's is ERROR_SERVICE,
 * "PermanentRedirect": no redirect is followed
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html).
 */
MUST_USE bool aws_download(const struct aws_caller *caller, const struct operation *operation,
                           const cJSON *input, struct body_visitor *visitor, struct error *err);

/*
 * Like aws_call(), for an operation whose input is a body, as PutObject's is: it is sent from where
 * it is. It may take all the time until the deadline. The output, if any, is dropped.
 */
MUST_USE bool aws_upload(const struct aws_caller *caller, const struct operation *operation,
                         const cJSON *input, const char *body, size_t length, struct error *err);

#endif
