/*
 * sigv4.h - AWS Signature Version 4, step by step as AWS's document names the steps. A request is
 * given whole, and time is an input, so a published example is a plain test. Only sigv4.c uses
 * OpenSSL.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
#ifndef AWS_SIGV4_H
#define AWS_SIGV4_H

#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"

struct credentials {
    const char *access_key_id;
    const char *secret_access_key;
    const char *session_token; /* NULL: there is none, as long-term credentials have none */
};

struct sigv4_header {
    const char *name;  /* in any case */
    const char *value; /* as sent; blanks around it and runs of blanks inside count as one */
};

/* Which form of the path is signed. */
enum sigv4_path {
    /* Every service but S3: without dot segments and "//", encoded once more than it is sent. */
    SIGV4_PATH_NORMALIZED,
    /* S3, whose keys may hold dot segments and "//": as it is sent. */
    SIGV4_PATH_AS_SENT,
};

/* Is signed instead of the body's hash, so that the body is not covered. S3 accepts it over TLS. */
#define SIGV4_UNSIGNED_PAYLOAD "UNSIGNED-PAYLOAD"

struct sigv4_request {
    const char *method; /* "POST" */
    const char *path;   /* as sent, percent-encoded: "/" */
    enum sigv4_path path_mode;
    /* As sent, percent-encoded, without '?'; NULL or "": none. '+' is a plus, a blank is "%20". */
    const char *query;
    /*
     * All of these are signed, so a header that a proxy may change (User-Agent, Connection) does
     * not belong here. host and x-amz-date must be among them, and x-amz-security-token where there
     * is a session token.
     */
    const struct sigv4_header *headers;
    size_t header_count;
    const void *body; /* NULL: empty */
    size_t body_length;
    /*
     * What is signed for the body: SIGV4_UNSIGNED_PAYLOAD, or its sigv4_hash() where the caller
     * knows it; body is not read then. NULL: its hash is computed. S3 also wants the value in the
     * header x-amz-content-sha256. Bodies that are signed chunk by chunk are not supported.
     */
    const char *payload;
    const char *region;  /* "eu-central-1" */
    const char *service; /* the signing name: "config" */
    int64_t time;        /* seconds since 1970, as x-amz-date says */
};

#define SIGV4_DATE_SIZE 17 /* "20150830T123600Z" and a NUL: the value of x-amz-date */
#define SIGV4_HEX_SIZE 65  /* a SHA-256 in lower-case hex and a NUL */

/* The value of x-amz-date for a time, in seconds since 1970, of the years 1970 to 9999. */
void sigv4_date(int64_t time, char out[SIGV4_DATE_SIZE]);

/* text with all but RFC 3986's unreserved characters as %XX, in the arena: a value of a form. */
const char *sigv4_encode(struct arena *arena, const char *text);

/* The SHA-256 of a body in lower-case hex, in the arena. */
const char *sigv4_hash(struct arena *arena, const void *body, size_t length);

/* The three steps. Each takes what the one before it returned. Texts live in the arena. */
const char *sigv4_canonical_request(struct arena *arena, const struct sigv4_request *request);
const char *sigv4_string_to_sign(struct arena *arena, const struct sigv4_request *request,
                                 const char *canonical_request);
void sigv4_signature(const struct sigv4_request *request, const struct credentials *credentials,
                     const char *string_to_sign, char out[SIGV4_HEX_SIZE]);

/*
 * All steps: the value of the Authorization header, in the arena. The last signing key is kept
 * between calls, because one is good for a day (and a secret, Region and service). So only one
 * thread may sign. It cannot fail: where OpenSSL cannot hash, that is logged and the process
 * aborts.
 */
const char *sigv4_authorization(struct arena *arena, const struct sigv4_request *request,
                                const struct credentials *credentials);

/* "OpenSSL 3.0.17 1 Jul 2025": what hashes. */
const char *sigv4_library(void);

#endif
