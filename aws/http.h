/*
 * http.h - HTTP through libcurl, which no other folder uses. One client has one connection to each
 * host, which is kept alive between requests. TLS is always verified. Redirects are never followed.
 * Every body that is kept in memory has a ceiling.
 */
#ifndef AWS_HTTP_H
#define AWS_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"

struct http; /* a client, for one thread */

/* Who is shown a body while it arrives, so that it need not fit into memory. */
struct body_visitor {
    /*
     * The next bytes of the body, at least one. They are gone after the call. http_header() knows
     * the reply's headers by then. False with *err filled ends the exchange, which then fails with
     * that error. It is called from within libcurl, so it must not use the same client for another
     * request.
     */
    bool (*visit)(struct body_visitor *self, const char *bytes, size_t length, struct error *err);
    /*
     * The arena that visit allocates from; NULL: it allocates nothing. When it is exhausted, the
     * exchange fails with ERROR_LIMIT, and what that visit had allocated is given back.
     */
    struct arena *arena;
    /* Bytes. A longer body fails with ERROR_LIMIT before the visitor is shown more. 0: no limit. */
    uint64_t limit;
};

struct http_request {
    const char *method; /* "GET", "HEAD", "POST", "PUT" or "DELETE" */
    const char *url;    /* http or https */
    /* "Name: value" each, and NULL at the end; NULL: none. Control characters are refused. */
    const char *const *headers;
    /* POST and PUT send it from where it is, with its length. Other methods send no body. */
    const char *body;
    size_t body_length;
    /* Is shown the body of a reply of status 2xx; other bodies are kept. NULL: all are kept. */
    struct body_visitor *visitor;
    size_t body_limit; /* bytes of a body that is kept; a longer one fails with ERROR_LIMIT */
    long timeout_ms;   /* for the whole exchange; 0: none */
    /* Seconds. The exchange fails with ERROR_NETWORK when no byte moved for so long. 0: never. */
    long stall_s;
};

struct http_response {
    long status;
    /* The body that was kept, and a NUL; never NULL. It is the client's, until its next request. */
    const char *body;
    size_t body_length;
    uint64_t visited; /* bytes that the visitor was shown; also set when http_send() fails */
};

/* The parts of an http or https URL that a signature covers, in the arena. */
struct http_url {
    const char *scheme; /* "http" or "https" */
    const char *host;   /* as in the Host header: with a port that is not the scheme's own */
    const char *path;   /* at least "/"; a longer one has no '/' at its end */
};

/*
 * direct false is for AWS: the environment may name a proxy, and which roots are trusted is said in
 * trust.h. direct true is for what is beside the program, as the Runtime API is: no proxy is used.
 * NULL with ERROR_CONFIGURATION when the roots cannot be read. Close it with http_close().
 */
struct http *http_open(bool direct, struct error *err);
void http_close(struct http *http); /* NULL: does nothing */

/*
 * Splits an absolute http or https URL. Another one fails with ERROR_CONFIGURATION, which begins
 * with what: the variable that holds the URL. The URL is not quoted.
 */
MUST_USE bool http_url_parse(struct arena *arena, const char *url, const char *what,
                             struct http_url *out, struct error *err);

/*
 * One request and its reply. True when the whole reply arrived, whatever its status. False with
 *   - ERROR_NETWORK: no reply, or only a part of it;
 *   - ERROR_LIMIT: a ceiling of the request or of the visitor;
 *   - ERROR_CONFIGURATION: a header with a control character, or a server that no trusted root
 *     certifies;
 *   - the visitor's error.
 * http_header() knows the headers that arrived, in both cases.
 */
MUST_USE bool http_send(struct http *http, const struct http_request *request,
                        struct http_response *out, struct error *err);

/*
 * The value of a header of the last reply; name in any case. NULL: it is absent or empty. It is the
 * client's, until its next request.
 */
const char *http_header(struct http *http, const char *name);

/* The Date of the last reply in ms since 1970; 0: there is none, or it is after the year 9999. */
int64_t http_date(struct http *http);

/* "libcurl/7.88.1 OpenSSL/3.0.17": it and what it is made of. */
const char *http_library(void);

#endif
