/*
 * identity.h - who signs AWS calls: credentials, how long they last, and how new ones are fetched.
 * Each other file of this folder is one way to fetch them; none of them knows who asks.
 */
#ifndef AWS_CREDENTIALS_IDENTITY_H
#define AWS_CREDENTIALS_IDENTITY_H

#include "aws/sigv4.h"
#include "core/json.h"

struct identity {
    struct credentials credentials; /* access_key_id NULL: there are none yet, or no more */
    int64_t expiration;             /* ms since 1970 by AWS's clock; 0: not said */
    int64_t renewal;                /* when to try to have new ones, while these still hold */
    struct arena memory;            /* what the credentials live in */
    /*
     * Fetches new ones before the deadline (aws/retry.h) and calls identity_set(). False with *err
     * filled leaves those that there are. arena, which is JSON's, holds what is read on the way.
     */
    bool (*renew)(struct identity *self, struct arena *arena, int64_t deadline_ms,
                  struct error *err);
};

/*
 * Copies the credentials over those that were there, to be renewed five minutes before they end.
 * ERROR_CONFIGURATION that names source and quotes nothing, when the key or the secret is missing,
 * or one holds a blank or a control character, which no header may carry; ERROR_LIMIT when there is
 * no memory for them. Nothing is changed then.
 */
MUST_USE bool identity_set(struct identity *identity, const struct credentials *given,
                           int64_t expiration, const char *source, struct error *err);

/* Drops the credentials; identity_keep_good() fetches others. */
void identity_forget(struct identity *identity);

/*
 * Renews the credentials where there are none, or where they end within five minutes; now_ms is by
 * AWS's clock. Good ones that cannot be renewed are kept up to their last minute, with a warning,
 * and half of the time until the deadline is left then. What renewing fails with; ERROR_LIMIT when
 * JSON's arena has no memory for it.
 */
MUST_USE bool identity_keep_good(struct identity *identity, int64_t now_ms, int64_t deadline_ms,
                                 struct error *err);

/*
 * Credentials in the form that STS, the container's endpoint and a credential_process share:
 * AccessKeyId, SecretAccessKey, SessionToken or Token, and Expiration in ISO 8601. What is missing,
 * or null, becomes NULL or 0; the texts are json's. False: Expiration is there and is no time.
 */
MUST_USE bool credentials_read(const cJSON *json, struct credentials *out, int64_t *expiration);

#endif
