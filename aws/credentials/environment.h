/*
 * environment.h - credentials of the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and,
 * where set, AWS_SESSION_TOKEN, which Lambda sets once for the life of the process
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
 */
#ifndef AWS_CREDENTIALS_ENVIRONMENT_H
#define AWS_CREDENTIALS_ENVIRONMENT_H

#include "aws/credentials/identity.h"

/* Without credentials yet. They never end; renewing fails naming the variable that is not set. */
struct identity environment_identity(void);

#endif
