/*
 * trust.h - which roots http.c trusts to certify AWS's endpoints. The first of these that exists:
 * the file that AWS_CA_BUNDLE names, the file that SSL_CERT_FILE names, the roots that are compiled
 * in (roots.h), libcurl's own.
 */
#ifndef AWS_TRUST_H
#define AWS_TRUST_H

#include <curl/curl.h>

#include "core/error.h"

struct trust {
    int file; /* holds the compiled-in roots while only they are trusted; else -1 */
};

/*
 * Tells curl which roots to trust. A direct client (http.h) keeps libcurl's own.
 * ERROR_CONFIGURATION when the roots cannot be read. Call trust_close() in either case.
 */
MUST_USE bool trust_open(struct trust *trust, CURL *curl, bool direct, struct error *err);
void trust_close(struct trust *trust);

/*
 * To be called when a server's certificate could not be verified. True: none of the compiled-in
 * roots certifies it, and curl trusts the system's from now on, so another attempt makes sense. A
 * warning says so. The system's stay, because they include Amazon's.
 */
MUST_USE bool trust_system(struct trust *trust, CURL *curl);

#endif
