/*
 * sign.h - turns the request of a protocol into one that http.h sends: with an address and a
 * signature. It reads nothing but its arguments; the time is one of them.
 */
#ifndef AWS_SIGN_H
#define AWS_SIGN_H

#include "aws/endpoint.h"
#include "aws/protocol/protocol.h"

struct signing {
    const struct service *service;
    const struct aws_endpoint *endpoint;
    const struct credentials *credentials;
    int64_t time; /* seconds since 1970 by AWS's clock */
};

/*
 * Fills method, URL, headers and body of *out and leaves its other members alone. Texts live in the
 * arena; the body is the request's own.
 */
void sign_request(struct arena *arena, const struct protocol_request *request,
                  const struct signing *signing, struct http_request *out);

#endif
