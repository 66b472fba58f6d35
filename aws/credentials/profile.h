/*
 * profile.h - the profiles in AWS's shared files, for commands that ask the real account.
 *
 * The files are parsed here. Debian's libinih would cut a line after 200 bytes, and session tokens
 * are longer.
 *
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
#ifndef AWS_CREDENTIALS_PROFILE_H
#define AWS_CREDENTIALS_PROFILE_H

#include "aws/credentials/role.h"

/* region and own are for aws_client_open(). All of it lives as long as JSON's arena. */
struct profile {
    const char *region;   /* NULL: the environment names one */
    struct identity *own; /* has no credentials yet; NULL: the environment has credentials */
    /* The role that own assumes; arn NULL: none. session_name NULL: the profile has none. */
    struct role role;
};

/*
 * Reads the profile that AWS_PROFILE names, else "default". arena is JSON's. The files are
 * ~/.aws/credentials and ~/.aws/config, or what AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE
 * name; each has at most 1 MiB. The environment's Region comes before the profile's, and
 * AWS_ACCESS_KEY_ID before its credentials. Those are, in this order: role_arn with the credentials
 * of source_profile; its keys; what its credential_process prints, which is not run before the
 * first renewal.
 *
 * ERROR_CONFIGURATION naming the file, or the profile and what in it is not supported: SSO, MFA,
 * web identity, a role that is assumed with a role. The default profile may be missing where the
 * environment has credentials, or names an endpoint for them (container.h).
 */
MUST_USE bool profile_read(struct arena *arena, struct profile *out, struct error *err);

#endif
