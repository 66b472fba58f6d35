/*
 * endpoint.h - where each service is: what AWS_ENDPOINT_URL_<SERVICE> or AWS_ENDPOINT_URL says
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html), else its host in the
 * Region's partition, which is the FIPS one where AWS_USE_FIPS_ENDPOINT is "true". A global service
 * has one host for the whole partition.
 */
#ifndef AWS_ENDPOINT_H
#define AWS_ENDPOINT_H

#include "aws/http.h"
#include "aws/operations.h"

struct aws_endpoint {
    struct http_url parts;
    const char *region; /* that requests are signed for: the service's home, if it is global */
};

/*
 * Reads the environment. One for each of services[], in the same order, in the arena.
 * ERROR_CONFIGURATION naming the variable that is no URL. region must outlive them.
 */
MUST_USE bool endpoints_read(struct arena *arena, const char *region,
                             const struct aws_endpoint **out, struct error *err);

/* The Region that a request to the service is signed for, from a program in region. */
const char *endpoint_region(const struct service *service, const char *region);

#endif
