/*
 * environment.h - credentials in the environment of the process: AWS_ACCESS_KEY_ID,
 * AWS_SECRET_ACCESS_KEY and, where it is set, AWS_SESSION_TOKEN. Lambda sets them once for the life
 * of the process
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
 */
#ifndef AWS_CREDENTIALS_ENVIRONMENT_H
#define AWS_CREDENTIALS_ENVIRONMENT_H

#include "aws/credentials/identity.h"

/*
 * An identity that has no credentials yet. Those of the environment have no end. Renewing fails
 * with ERROR_CONFIGURATION naming the variable that is not set.
 */
struct identity environment_identity(void);

#endif
