/*
 * server.h - an HTTP server on a port of 127.0.0.1 that the system picks: whole requests
 * in, one reply each, found through a table of routes. It starts no thread and never waits: who
 * uses it polls server_fd() and calls server_run(). The only file that uses libmicrohttpd.
 */
#ifndef CLI_STAND_IN_SERVER_H
#define CLI_STAND_IN_SERVER_H

#include <stdint.h>

#include "aws/sigv4.h"
#include "core/json.h"

#define SERVER_BODY_LIMIT ((size_t)8 * 1024 * 1024) /* bytes of a request */
#define SERVER_HEADERS 8                            /* of a reply, at most */

struct stand_in;

/* All of it is gone when the route returns. */
struct server_request {
    const char *method;
    const char *path;  /* as sent, percent-encoded, without the query */
    const char *query; /* as sent, without '?'; "": none */
    const char *id;    /* what the path has where the route has '*'; "": the route has none */
    const struct sigv4_header *headers; /* as sent, in their order */
    size_t header_count;
    const char *body; /* never NULL; cut at SERVER_BODY_LIMIT */
    size_t length;    /* bytes of the body as sent, which may be more than the limit */
};

/* Zero-initialised by the server; what it points to is copied when the route returns. */
struct server_reply {
    unsigned status; /* 0: no reply, the client waits until the server stops */
    struct sigv4_header headers[SERVER_HEADERS]; /* up to the first without a name */
    const char *body;
    size_t length; /* bytes */
};

struct server_route {
    const char *method;
    const char *path; /* one '*' stands for an id, which has no '/' */
    void (*answer)(struct stand_in *stand_in, const struct server_request *request,
                   struct server_reply *reply);
};

/* Set what comes first before server_start(). */
struct server {
    struct stand_in *stand_in;         /* whom the routes serve */
    const struct server_route *routes; /* ends with an empty entry */
    struct arena *scratch; /* reset after each reply; passing its limit is a reply too, 413 */

    unsigned port;
    size_t connections; /* accepted so far */
    struct MHD_Daemon *daemon;
    struct MHD_Connection *held; /* one that waits; NULL: none */
};

MUST_USE bool server_start(struct server *server, struct error *err);
void server_stop(struct server *server); /* also one that was never started */

/* Readable when there is something to do; to be polled for no longer than server_wait_ms(). */
int server_fd(const struct server *server);
int server_wait_ms(const struct server *server, int most);

/* Takes, answers and ends what can be without waiting. */
void server_run(struct server *server);

/* The value of a header, whatever its case; NULL: not sent. */
const char *server_header(const struct server_request *request, const char *name);

/* Fills the reply with JSON. */
void server_reply_json(struct server_reply *reply, unsigned status, const char *content_type,
                       const cJSON *json);

/* "libmicrohttpd 0.9.75": what serves. Lives in static storage. */
const char *server_library(void);

#endif
