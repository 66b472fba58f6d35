/*
 * profile.h - the profile of AWS's shared files, for commands that ask the real account. What it
 * says goes into the environment of this process, where aws/client.h looks for it.
 *
 * The files are read by a few lines here: libinih, as Debian builds it, cuts what is longer than
 * 200 bytes, which every session token is.
 *
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
#ifndef CLI_PROFILE_H
#define CLI_PROFILE_H

#include "aws/credentials/role.h"

/*
 * The profile is AWS_PROFILE's, else "default", in ~/.aws/credentials and ~/.aws/config, or where
 * AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE say. Its region counts where the environment
 * names none, its credentials where the environment has no AWS_ACCESS_KEY_ID: role_arn with the
 * keys of source_profile, else its keys, else those that its credential_process prints. The role,
 * if any, is left to be assumed: role->arn, else NULL; strings in the arena.
 *
 * ERROR_CONFIGURATION naming the file, or the profile and what it has that is not supported: SSO,
 * MFA, web identity, roles that are assumed with roles. Beside other credentials (container.h's
 * too) the default profile may be missing.
 */
MUST_USE bool profile_apply(struct arena *arena, struct role *role, struct error *err);

#endif
