/*
 * trust.h - which roots certify AWS's endpoints: those that AWS_CA_BUNDLE or SSL_CERT_FILE names,
 * else those of roots.h, else libcurl's own. Part of http.c.
 */
#ifndef AWS_TRUST_H
#define AWS_TRUST_H

#include <curl/curl.h>

#include "core/error.h"

struct trust {
    int file; /* of the compiled-in roots, while they are trusted; else -1 */
};

/*
 * Sets what curl trusts; with direct set, which asks no AWS endpoint, libcurl's own.
 * ERROR_CONFIGURATION when the roots cannot be read. Close it in either case.
 */
MUST_USE bool trust_open(struct trust *trust, CURL *curl, bool direct, struct error *err);
void trust_close(struct trust *trust);

/*
 * After a failed verification: whether another try makes sense, now with the system's roots, since
 * none of the compiled-in ones certifies the endpoint. They stay, because they include Amazon's.
 */
MUST_USE bool trust_system(struct trust *trust, CURL *curl);

#endif
