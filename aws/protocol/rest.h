/* rest.h - what the two REST protocols share: members of the input in path, query and headers. */
#ifndef AWS_PROTOCOL_REST_H
#define AWS_PROTOCOL_REST_H

#include "aws/protocol/protocol.h"

/*
 * Fills all of *out but the body, which is empty. *rest gets the members that have no place in
 * there, an object. As protocol.h's write().
 */
MUST_USE bool rest_write(struct arena *arena, const struct operation *operation, const cJSON *input,
                         struct protocol_request *out, cJSON **rest, struct error *err);

/* ERROR_SERVICE naming the first member of rest, for which the operation has no place. */
MUST_USE bool rest_is_empty(const struct operation *operation, const cJSON *rest,
                            struct error *err);

#endif
