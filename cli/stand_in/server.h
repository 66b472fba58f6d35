/*
 * server.h - an HTTP server on a port of 127.0.0.1 that the system picks. A request is read whole,
 * and the first route that fits it makes its reply. No thread is started and nothing waits: who
 * uses it polls server_fd() and calls server_run(). Only server.c uses libmicrohttpd.
 */
#ifndef CLI_STAND_IN_SERVER_H
#define CLI_STAND_IN_SERVER_H

#include <stdint.h>

#include "aws/sigv4.h"
#include "core/json.h"

#define SERVER_BODY_LIMIT ((size_t)8 * 1024 * 1024) /* bytes of a request */
#define SERVER_HEADERS 8                            /* of a reply, at most */

struct stand_in;

/* Lives until the route returns. */
struct server_request {
    const char *method;
    const char *path;  /* as sent, percent-encoded, without the query */
    const char *query; /* as sent, without '?'; "": none */
    const char *id;    /* the part of the path where the route has '*'; "": the route has none */
    const struct sigv4_header *headers; /* as sent, in their order */
    size_t header_count;
    const char *body; /* never NULL; cut at SERVER_BODY_LIMIT */
    size_t length;    /* bytes of the body as sent, which may be more than the limit */
};

/* The server zero-initialises it, and copies what it points to when the route returns. */
struct server_reply {
    unsigned status; /* 0: no reply; the client waits until the server stops */
    struct sigv4_header headers[SERVER_HEADERS]; /* end before the first without a name */
    const char *body;
    size_t length; /* bytes */
};

struct server_route {
    const char *method;
    const char *path; /* one '*' stands for an id, which has no '/'; NULL: any method and path */
    void (*answer)(struct stand_in *stand_in, const struct server_request *request,
                   struct server_reply *reply);
};

/* Zero-initialise it and set what comes first before server_start(). */
struct server {
    struct stand_in *stand_in;         /* that the routes are handed */
    const struct server_route *routes; /* ends with an empty entry */
    struct arena *scratch; /* of one request; where its limit is passed the reply is 413 */

    unsigned port;
    size_t connections;          /* accepted so far */
    struct MHD_Daemon *daemon;   /* NULL: not started */
    struct MHD_Connection *held; /* one that waits for a reply; NULL: none */
};

/* ERROR_NETWORK: no port of 127.0.0.1 can be served. */
MUST_USE bool server_start(struct server *server, struct error *err);
/* May be called for a server that was never started. */
void server_stop(struct server *server);

/* A descriptor that is readable when there is something to do. */
int server_fd(const struct server *server);
/* How long to poll it, in ms; never more than most. */
int server_wait_ms(const struct server *server, int most);

/* Reads, answers and closes what it can without waiting. */
void server_run(struct server *server);

/* The value of a header, in whatever case its name was sent; NULL: it was not sent. */
const char *server_header(const struct server_request *request, const char *name);

/* Makes the reply of JSON, which is in the arena of scratch. */
void server_reply_json(struct server_reply *reply, unsigned status, const char *content_type,
                       const cJSON *json);

/* "libmicrohttpd 0.9.75": what serves. Lives in static storage. */
const char *server_library(void);

#endif
