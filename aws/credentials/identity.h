/*
 * identity.h - who signs AWS calls: credentials, how long they last, and how new ones are had.
 */
#ifndef AWS_CREDENTIALS_IDENTITY_H
#define AWS_CREDENTIALS_IDENTITY_H

#include "aws/sigv4.h"

struct aws_client;

struct identity {
    struct credentials credentials; /* access_key_id NULL: there are none yet, or no more */
    int64_t expiration;             /* ms since 1970 by AWS's clock; 0: not said */
    int64_t renewal;                /* when to try to have new ones, while these still hold */
    struct arena memory;            /* what the credentials live in */
    /*
     * Has new ones, by identity_set(); those that there are stay when this fails. client is who
     * makes the calls that it may take.
     */
    bool (*renew)(struct identity *self, struct aws_client *client, struct error *err);
};

/*
 * Copies the credentials over those that were there, to be renewed five minutes before they end.
 * ERROR_CONFIGURATION that names source and quotes nothing, when the key or the secret is missing,
 * or one holds a blank or a control character, which no header may carry; ERROR_LIMIT when there is
 * no memory for them. Nothing is changed then.
 */
MUST_USE bool identity_set(struct identity *identity, const struct credentials *given,
                           int64_t expiration, const char *source, struct error *err);

/* Drops the credentials; the next call renews them. */
void identity_forget(struct identity *identity);

/*
 * The program's own, for renew() to have: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, where set,
 * AWS_SESSION_TOKEN, which Lambda sets once for the life of the process
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html); without a key, those
 * of container.h.
 */
void identity_init_own(struct identity *identity);

#endif
