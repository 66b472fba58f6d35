/*
 * container.h - credentials from an HTTP endpoint beside the program. ECS, EKS and Lambda's
 * SnapStart have it instead of AWS_ACCESS_KEY_ID. AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is a path
 * on 169.254.170.2; else AWS_CONTAINER_CREDENTIALS_FULL_URI is the URL. The Authorization header is
 * what the file AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE holds, else
 * AWS_CONTAINER_AUTHORIZATION_TOKEN
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html).
 */
#ifndef AWS_CREDENTIALS_CONTAINER_H
#define AWS_CREDENTIALS_CONTAINER_H

#include "aws/credentials/identity.h"

/* Whether the environment names such an endpoint. */
bool container_is_named(void);

/*
 * An identity that has no credentials yet. Renewing asks the endpoint up to three times, for at
 * most a second each. A URL without TLS must be of a loopback address, of 169.254.170.2,
 * 169.254.170.23 or fd00:ec2::23, and no proxy is used for it. Renewing fails with
 * ERROR_CONFIGURATION naming the variable, with ERROR_NETWORK, or with ERROR_SERVICE, which quotes
 * nothing of the reply.
 */
struct identity container_identity(void);

#endif
