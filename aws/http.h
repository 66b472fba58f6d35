/*
 * http.h - HTTP through libcurl, and the only file that knows it: one client, one connection per
 * host, kept alive between requests. TLS is always verified; redirects are never followed; every
 * body has a ceiling.
 */
#ifndef AWS_HTTP_H
#define AWS_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"

struct http; /* a client; not to be shared by threads */

struct http_request {
    const char *method; /* "GET" or "POST" */
    const char *url;    /* http or https */
    /* "Name: value" each, NULL-terminated; NULL: none. One with a control character is refused. */
    const char *const *headers;
    const char *body; /* of a POST */
    size_t body_length;
    size_t body_limit; /* bytes of the reply; more fails with ERROR_LIMIT */
    long timeout_ms;   /* for the whole exchange; 0: none */
};

struct http_response {
    long status;
    const char *body; /* NUL-terminated; never NULL; the client's, until its next request */
    size_t body_length;
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

/* ERROR_CONFIGURATION, with what naming the URL's origin, unless it is an absolute http or https
 * one. */
MUST_USE bool http_url_parse(struct arena *arena, const char *url, const char *what,
                             struct http_url *out, struct error *err);

/*
 * True for any status with a whole reply. Else ERROR_NETWORK, or ERROR_LIMIT; what arrived of the
 * reply's headers can still be asked for.
 */
MUST_USE bool http_send(struct http *http, const struct http_request *request,
                        struct http_response *out, struct error *err);

/* A header of the last reply, name in any case; NULL: absent or empty. The client's, as the body
 * is. */
const char *http_header(struct http *http, const char *name);

/* The Date of the last reply, ms since 1970; 0: it had none, or one after the year 9999. */
int64_t http_date(struct http *http);

/* "libcurl/7.88.1 OpenSSL/3.0.17": it and what it is made of. */
const char *http_library(void);

#endif
