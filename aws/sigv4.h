/*
 * sigv4.h - AWS Signature Version 4 in its named steps, over a request that is given whole. Time is
 * an input, so that published and generated cases are plain tests. The only file that uses OpenSSL.
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
    const char *session_token; /* NULL: long-term credentials, which have none */
};

struct sigv4_header {
    const char *name;  /* in any case */
    const char *value; /* as sent; blanks around it and runs of blanks inside count as one */
};

/* Which path is signed. */
enum sigv4_path {
    /* Every service but S3: without dot segments and "//", and encoded once more than it is sent. */
    SIGV4_PATH_NORMALIZED,
    /* S3, where a key may hold both: the path as it is sent. */
    SIGV4_PATH_AS_SENT,
};

/* What is signed in place of a body that is not covered; S3 accepts it over TLS. */
#define SIGV4_UNSIGNED_PAYLOAD "UNSIGNED-PAYLOAD"

struct sigv4_request {
    const char *method; /* "POST" */
    const char *path;   /* as sent, percent-encoded: "/" */
    enum sigv4_path path_mode;
    /* As sent, percent-encoded, without '?'; NULL or "": none. '+' is a plus, a blank is "%20". */
    const char *query;
    /*
     * All are signed, so none that a proxy may change (User-Agent, Connection) belongs here. They
     * must hold host and x-amz-date, and x-amz-security-token if there is one.
     */
    const struct sigv4_header *headers;
    size_t header_count;
    const void *body; /* NULL: empty */
    size_t body_length;
    /*
     * What stands for the body: SIGV4_UNSIGNED_PAYLOAD, or its sigv4_hash() where that is known.
     * NULL: the hash is computed. A body that is signed chunk by chunk is not supported. S3 wants
     * this value in the header x-amz-content-sha256, too.
     */
    const char *payload;
    const char *region;  /* "eu-central-1" */
    const char *service; /* the signing name: "config" */
    int64_t time;        /* seconds since 1970, what x-amz-date says */
};

#define SIGV4_DATE_SIZE 17 /* "20150830T123600Z" and a NUL: the value of x-amz-date */
#define SIGV4_HEX_SIZE 65  /* a SHA-256 in lower-case hex and a NUL */

/* time within the years 1970 to 9999. */
void sigv4_date(int64_t time, char out[SIGV4_DATE_SIZE]);

/* text with all but RFC 3986's unreserved characters as %XX, in the arena: a value of a form. */
const char *sigv4_encode(struct arena *arena, const char *text);

/* The SHA-256 of a body in lower-case hex, in the arena. */
const char *sigv4_hash(struct arena *arena, const void *body, size_t length);

/* The steps, each over the one before; text in the arena, which must outlive its use. */
const char *sigv4_canonical_request(struct arena *arena, const struct sigv4_request *request);
const char *sigv4_string_to_sign(struct arena *arena, const struct sigv4_request *request,
                                 const char *canonical_request);
void sigv4_signature(const struct sigv4_request *request, const struct credentials *credentials,
                     const char *string_to_sign, char out[SIGV4_HEX_SIZE]);

/*
 * All steps: the value of the Authorization header. The signing key of the last (secret, day,
 * region, service) is kept between calls, as it is good for a whole day; the process has one thread
 * that signs. Never fails: OpenSSL failing to hash is fatal, and logged.
 */
const char *sigv4_authorization(struct arena *arena, const struct sigv4_request *request,
                                const struct credentials *credentials);

/* "OpenSSL 3.0.17 1 Jul 2025": what hashes. */
const char *sigv4_library(void);

#endif
