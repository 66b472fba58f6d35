/*
 * container.h - credentials from an endpoint beside the program, which ECS, EKS and Lambda's
 * SnapStart have instead of AWS_ACCESS_KEY_ID:
 * AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, a path on 169.254.170.2, or
 * AWS_CONTAINER_CREDENTIALS_FULL_URI, with what AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE holds, or
 * AWS_CONTAINER_AUTHORIZATION_TOKEN, as the Authorization header
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html).
 */
#ifndef AWS_CREDENTIALS_CONTAINER_H
#define AWS_CREDENTIALS_CONTAINER_H

#include "aws/credentials/identity.h"

/* Whether the environment names such an endpoint. */
bool container_is_named(void);

/*
 * Without credentials yet. Renewing asks the endpoint up to three times, each for a second at most.
 * The token goes over TLS, or without it to a loopback address, to 169.254.170.2, to 169.254.170.23
 * or to fd00:ec2::23, and never through a proxy there. ERROR_CONFIGURATION naming the variable;
 * ERROR_NETWORK; ERROR_SERVICE, which quotes nothing of the reply.
 */
struct identity container_identity(void);

#endif
