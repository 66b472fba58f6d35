/*
 * query.h - the Query protocol, which STS speaks: a form is posted, XML comes back
 * (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html). Members are strings; lists and
 * structures are not needed by any call so far.
 */
#ifndef AWS_PROTOCOL_QUERY_H
#define AWS_PROTOCOL_QUERY_H

#include "aws/operations.h"
#include "core/arena.h"

/* "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws..."; input NULL: no members. */
const char *query_body(struct arena *arena, const struct operation *operation, const cJSON *input);

#endif
