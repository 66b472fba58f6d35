/*
 * http.h - HTTP through libcurl, which no other folder knows: one client, one connection per
 * host, kept alive between requests. TLS is always verified; redirects are never followed; every
 * body that is kept has a ceiling.
 */
#ifndef AWS_HTTP_H
#define AWS_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"

struct http; /* a client; not to be shared by threads */

/* Who is shown a body while it arrives, so that none needs to fit into memory. */
struct body_visitor {
    /*
     * The next bytes, one at least. http_header() answers by then. False with *err filled ends the
     * exchange, which fails with that. It is called from within libcurl, so it makes no request.
     */
    bool (*visit)(struct body_visitor *self, const char *bytes, size_t length, struct error *err);
    /* What visit takes memory from. Where that ends, the exchange fails with ERROR_LIMIT. NULL: it
     * takes none. */
    struct arena *arena;
    uint64_t limit; /* bytes; a body with more fails with ERROR_LIMIT; 0: it may have any number */
};

struct http_request {
    const char *method; /* "GET", "HEAD", "POST", "PUT" or "DELETE" */
    const char *url;    /* http or https */
    /* "Name: value" each, NULL-terminated; NULL: none. One with a control character is refused. */
    const char *const *headers;
    const char *body; /* of POST and PUT; sent from where it is, with its length */
    size_t body_length;
    struct body_visitor *visitor; /* is shown the body of a reply of status 2xx; NULL: it is kept */
    size_t body_limit;            /* bytes of a body that is kept; more fails with ERROR_LIMIT */
    long timeout_ms;              /* for the whole exchange; 0: none */
    long stall_s; /* fails with ERROR_NETWORK when no byte moved for so long; 0: it may take long */
};

struct http_response {
    long status;
    const char *body; /* kept: NUL-terminated; never NULL; the client's, until its next request */
    size_t body_length;
    uint64_t visited; /* bytes that the visitor was shown, where the exchange failed, too */
};

/* The parts of an http or https URL that a signature covers, in the arena. */
struct http_url {
    const char *scheme; /* "http" or "https" */
    const char *host;   /* as in the Host header: with the port, where it is not the scheme's own */
    const char *path;   /* "/" at least; without a last '/' where it is longer */
};

/*
 * For AWS: the proxy variables of the environment count, and AWS_CA_BUNDLE or SSL_CERT_FILE name
 * the trusted roots. Else they are those of roots.h and, from the first endpoint on that none of
 * these certifies, the system's, with a warning. For the Runtime API, with direct set: no proxy,
 * ever. NULL with ERROR_CONFIGURATION when the roots cannot be read.
 */
struct http *http_open(bool direct, struct error *err);
void http_close(struct http *http); /* NULL is nothing to close */

/* Fails with ERROR_CONFIGURATION, in which what names the URL, unless it is an absolute http or https
 * one. */
MUST_USE bool http_url_parse(struct arena *arena, const char *url, const char *what,
                             struct http_url *out, struct error *err);

/*
 * True for any status with a whole reply. Else ERROR_NETWORK; ERROR_LIMIT; ERROR_CONFIGURATION for
 * a header that cannot be sent, and where no trusted root certifies the server; or what the visitor
 * failed with. What arrived of the reply's headers can still be asked for.
 */
MUST_USE bool http_send(struct http *http, const struct http_request *request,
                        struct http_response *out, struct error *err);

/* A header of the last reply, name in any case; NULL: absent or empty. The client's, as the body is. */
const char *http_header(struct http *http, const char *name);

/* The Date of the last reply, ms since 1970; 0: it had none, or one after the year 9999. */
int64_t http_date(struct http *http);

/* "libcurl/7.88.1 OpenSSL/3.0.17": it and what it is made of. */
const char *http_library(void);

#endif
