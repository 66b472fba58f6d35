/*
 * sign.h - a request of a protocol, addressed and signed: what http.h sends. Pure: the time is an
 * input, and nothing is read but the arguments.
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
 * Fills method, URL, headers and body of *out, whose other members are the caller's. Its texts live
 * in the arena, its body is the request's.
 */
void sign_request(struct arena *arena, const struct protocol_request *request,
                  const struct signing *signing, struct http_request *out);

#endif
