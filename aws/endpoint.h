/*
 * endpoint.h - where each service is: what AWS_ENDPOINT_URL_<SERVICE> or AWS_ENDPOINT_URL says,
 * else the regional host of the Region's partition (aws, aws-cn, aws-us-gov), which is the FIPS one
 * where AWS_USE_FIPS_ENDPOINT is "true".
 */
#ifndef AWS_ENDPOINT_H
#define AWS_ENDPOINT_H

#include "aws/http.h"
#include "aws/operations.h"

struct aws_endpoint {
    const char *url; /* with its path, "/" at least */
    struct http_url parts;
};

/*
 * Reads the environment. One for each of services[], in the same order, in the arena.
 * ERROR_CONFIGURATION naming the variable that is no URL.
 */
MUST_USE bool endpoints_read(struct arena *arena, const char *region,
                             const struct aws_endpoint **out, struct error *err);

#endif
