/*
 * call.h - the service's side of aws/protocol: which operation a request is for and what it asks,
 * and how a reply is written in the protocol of that operation.
 */
#ifndef CLI_STAND_IN_CALL_H
#define CLI_STAND_IN_CALL_H

#include "aws/operations.h"
#include "cli/stand_in/server.h"

/* By X-Amz-Target, by the form that is posted, or by method and path. NULL: none of the table. */
const struct operation *call_operation(struct arena *arena, const struct server_request *request);

/*
 * The input of the operation, an object in the arena, which is JSON's. What REST and Query send as
 * text is text, whatever it was. ERROR_SERVICE where the body is not of the protocol.
 */
MUST_USE bool call_input(struct arena *arena, const struct operation *operation,
                         const struct server_request *request, cJSON **out, struct error *err);

/* output is an object. A payload is the text of its member. */
void call_reply(struct arena *arena, const struct operation *operation, const cJSON *output,
                struct server_reply *reply);

/* operation NULL: in JSON. */
void call_fail(struct arena *arena, const struct operation *operation, unsigned status,
               const char *code, const char *message, struct server_reply *reply);

#endif
