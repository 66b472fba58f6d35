/*
 * identity.h - who signs calls to AWS: credentials, when they end, and how to fetch new ones. Each
 * other file of this folder is one way to fetch them. None of them knows the client.
 */
#ifndef AWS_CREDENTIALS_IDENTITY_H
#define AWS_CREDENTIALS_IDENTITY_H

#include "aws/sigv4.h"
#include "core/json.h"

struct identity {
    struct credentials credentials; /* access_key_id NULL: there are none, yet or any longer */
    int64_t expiration_ms; /* since 1970 by AWS's clock; 0: they have no end that is known */
    int64_t renewal_ms;    /* when to fetch new ones, while these are still good */
    struct arena memory;   /* the credentials live here */
    /*
     * Fetches new credentials and calls identity_set(), before the deadline (aws/retry.h). arena is
     * JSON's; what is read on the way may live there. False with *err filled: the credentials are
     * those that they were.
     */
    bool (*renew)(struct identity *self, struct arena *arena, int64_t deadline_ms,
                  struct error *err);
};

/*
 * Replaces the credentials by a copy of given, which is to be renewed five minutes before it ends.
 * expiration_ms 0: no end is known. ERROR_CONFIGURATION when the key or the secret is missing, or a
 * text holds a blank or a control character, which a header cannot carry; the message begins with
 * source and quotes nothing. ERROR_LIMIT when there is no memory. The identity is unchanged then.
 */
MUST_USE bool identity_set(struct identity *identity, const struct credentials *given,
                           int64_t expiration_ms, const char *source, struct error *err);

/* Drops the credentials. identity_keep_good() fetches others. */
void identity_forget(struct identity *identity);

/*
 * Renews the credentials if there are none or they end within five minutes. now_ms is by AWS's
 * clock. If they are still good for a minute, a renewal that fails is only a warning: it is tried
 * again half a minute later, and it takes at most half of the time until the deadline. False with
 * renew()'s error, or with ERROR_LIMIT when JSON's arena is exhausted.
 */
MUST_USE bool identity_keep_good(struct identity *identity, int64_t now_ms, int64_t deadline_ms,
                                 struct error *err);

/*
 * Reads credentials from the JSON that STS, the container's endpoint and a credential_process give:
 * AccessKeyId, SecretAccessKey, SessionToken or Token, and Expiration in ISO 8601. A member that is
 * missing or null becomes NULL or 0. The texts are json's own. False: Expiration is not a time.
 */
MUST_USE bool credentials_read(const cJSON *json, struct credentials *out, int64_t *expiration_ms);

#endif
