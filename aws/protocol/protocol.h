/*
 * protocol.h - how one call becomes an HTTP request, and an HTTP reply becomes JSON. AWS's services
 * speak several protocols (https://smithy.io/2.0/aws/protocols/index.html); each is one struct
 * protocol. A protocol knows the data of the operation and nothing else: no address, no
 * credentials, no connection. So all of it is tested without any of them.
 */
#ifndef AWS_PROTOCOL_PROTOCOL_H
#define AWS_PROTOCOL_PROTOCOL_H

#include "aws/sigv4.h"
#include "core/json.h"

struct operation;

#define PROTOCOL_HEADERS 6 /* at most; no operation has more */

/* All of it in the arena, or constant. */
struct protocol_request {
    const char *method;                            /* "POST" */
    const char *path;                              /* percent-encoded, to follow the endpoint's */
    const char *query;                             /* percent-encoded, without '?'; "": none */
    struct sigv4_header headers[PROTOCOL_HEADERS]; /* all are signed */
    size_t header_count;
    const char *body; /* never NULL */
    size_t body_length;
};

struct protocol_reply {
    long status;
    const char *error_type; /* of the header x-amzn-errortype; NULL: there is none */
    const char *body;       /* NUL-terminated */
    size_t body_length;
};

/* What a reply says. The code and the message live as long as the reply and the arena do. */
struct protocol_answer {
    cJSON *output;       /* an object with the members of the operation's output */
    bool failed;         /* the reply is an error; one may come with status 200, too */
    const char *code;    /* AWS's error code without a namespace; NULL: none was given */
    const char *message; /* AWS's own; "": none was given */
};

struct protocol {
    /*
     * input NULL: an empty request; a member that is null counts as absent. arena is JSON's.
     * ERROR_SERVICE, for REST alone, where the path needs a member that is missing, or the request
     * has no place for one: a service could only take it for another request.
     */
    bool (*write)(struct arena *arena, const struct operation *operation, const cJSON *input,
                  struct protocol_request *out, struct error *err);
    /*
     * arena is JSON's. False where the body cannot be read, with what is wrong with it. *err quotes
     * nothing of the body. The header may have given a code all the same.
     */
    bool (*read)(struct arena *arena, const struct operation *operation,
                 const struct protocol_reply *reply, struct protocol_answer *out,
                 struct error *err);
    bool markup; /* replies are XML; else one that begins with '<' is no service's */
};

extern const struct protocol protocol_json, protocol_rest_json, protocol_query, protocol_ec2,
    protocol_rest_xml;

#endif
