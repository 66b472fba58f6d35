/*
 * role.h - roles that are assumed through STS with the program's own credentials. Up to 32 of them
 * are kept across invocations, as long as their credentials last. When there are more, the one that
 * was not used for longest is dropped.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
#ifndef AWS_CREDENTIALS_ROLE_H
#define AWS_CREDENTIALS_ROLE_H

#include "aws/credentials/identity.h"

#define ROLES_KEPT 32 /* each takes 4 KB; with more roles a program is only slower */
/* Characters, as AssumeRole takes them. */
#define ROLE_ARN_LIMIT 2048
#define SESSION_NAME_LIMIT 64
#define EXTERNAL_ID_LIMIT 1224

struct role {
    const char *arn; /* at most ROLE_ARN_LIMIT */
    /* CloudTrail shows it. Cut to SESSION_NAME_LIMIT; '-' replaces what STS does not allow. */
    const char *session_name;
    const char *external_id; /* that the role's trust policy may ask for; NULL: none */
};

/* Who calls STS with the program's own credentials: the sts of an aws_client. */
struct sts {
    /*
     * Calls AssumeRole. *reply is its output, in JSON's arena. No error message quotes withheld.
     * Fails as aws_call() does.
     */
    bool (*assume_role)(struct sts *self, const cJSON *input, const char *withheld,
                        int64_t deadline_ms, cJSON **reply, struct error *err);
};

struct assumed_role {
    struct identity identity; /* first, because its renew() is handed nothing else */
    struct sts *sts;
    char arn[ROLE_ARN_LIMIT + 1], session_name[SESSION_NAME_LIMIT + 1];
    char external_id[EXTERNAL_ID_LIMIT + 1]; /* "": none */
    uint64_t used;                           /* uses of all roles, at its last; 0: a free entry */
};

struct roles { /* zero-initialise */
    struct assumed_role kept[ROLES_KEPT];
    uint64_t uses; /* of all roles */
};

/*
 * The identity of a role, in roles. It is kept or new; a new one has no credentials yet and assumes
 * the role through sts with its first renewal. It may be another role's after the next call.
 */
struct identity *roles_find(struct roles *roles, struct sts *sts, const struct role *role);

/* Drops all credentials. */
void roles_close(struct roles *roles);

#endif
