/*
 * profile.h - the profile of AWS's shared files, for commands that ask the real account.
 *
 * The files are read by a few lines here: libinih, as Debian builds it, cuts what is longer than
 * 200 bytes, which every session token is.
 *
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
#ifndef AWS_CREDENTIALS_PROFILE_H
#define AWS_CREDENTIALS_PROFILE_H

#include "aws/credentials/role.h"

/* For aws_client_open(). All of it lives in the arena that it was read into. */
struct profile {
    const char *region;   /* NULL: what the environment names counts */
    struct identity *own; /* NULL: the environment's credentials count */
    /* What the profile is for, assumed by own; arn NULL: own itself. session_name may be NULL. */
    struct role role;
};

/*
 * The profile is AWS_PROFILE's, else "default", in ~/.aws/credentials and ~/.aws/config, or where
 * AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE say; each at most 1 MiB. Its region counts where
 * the environment names none, its credentials where the environment has no AWS_ACCESS_KEY_ID:
 * role_arn with those of source_profile, else its keys, else those that its credential_process
 * prints, which is not run yet.
 *
 * ERROR_CONFIGURATION naming the file, or the profile and what it has that is not supported: SSO,
 * MFA, web identity, roles that are assumed with roles. Beside other credentials (container.h's
 * too) the default profile may be missing.
 */
MUST_USE bool profile_read(struct arena *arena, struct profile *out, struct error *err);

#endif
