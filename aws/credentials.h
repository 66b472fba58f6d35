/*
 * credentials.h - where the credentials of AWS calls come from: the environment that Lambda sets
 * once for the life of the process
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
 */
#ifndef AWS_CREDENTIALS_H
#define AWS_CREDENTIALS_H

#include "aws/sigv4.h"

/*
 * AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, where set, AWS_SESSION_TOKEN; borrowed from the
 * environment. ERROR_CONFIGURATION naming the variable, never its value, when one is missing or
 * holds a character that no header may carry.
 */
MUST_USE bool credentials_from_environment(struct credentials *out, struct error *err);

#endif
