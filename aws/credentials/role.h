/*
 * role.h - roles that are assumed through STS with the program's own credentials, and kept across
 * invocations: as long as they last, up to 32, the one that was unused for longest giving way.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
#ifndef AWS_CREDENTIALS_ROLE_H
#define AWS_CREDENTIALS_ROLE_H

#include "aws/credentials/identity.h"

/* What is kept takes 4 KB a role; an account more than that is only slower. */
#define ROLES_KEPT 32
/* Characters, as AssumeRole takes them. */
#define ROLE_ARN_LIMIT 2048
#define SESSION_NAME_LIMIT 64
#define EXTERNAL_ID_LIMIT 1224

struct role {
    const char *arn;          /* at most ROLE_ARN_LIMIT */
    const char *session_name; /* what CloudTrail shows; cut, and with '-' for what STS forbids */
    const char *external_id;  /* what the role's trust policy may ask for; NULL: none */
};

/* Who asks STS, signed by the program's own credentials: aws/client.h has one. */
struct sts {
    /* AssumeRole. No message quotes withheld. Fails as aws_call() does. */
    bool (*assume_role)(struct sts *self, const cJSON *input, const char *withheld,
                        int64_t deadline_ms, cJSON **reply, struct error *err);
};

struct assumed_role {
    struct identity identity; /* first, because its renew() is handed nothing else */
    struct sts *sts;
    char arn[ROLE_ARN_LIMIT + 1], session_name[SESSION_NAME_LIMIT + 1];
    char external_id[EXTERNAL_ID_LIMIT + 1]; /* "": none */
    uint64_t used;                           /* the count of uses then; 0: the entry is free */
};

struct roles { /* zero-initialise */
    struct assumed_role kept[ROLES_KEPT];
    uint64_t uses;
};

/*
 * Who signs in this role. Asks nobody anything: credentials that are kept are good, and others are
 * fetched from sts with the first call. The identity is this role's until the next call of this
 * function.
 */
struct identity *roles_find(struct roles *roles, struct sts *sts, const struct role *role);

void roles_close(struct roles *roles);

#endif
