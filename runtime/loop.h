/*
 * loop.h - one turn of the loop around a handler: an invocation is served, what it came to is
 * logged, and it is answered, with what the handler says or with an error; there is no third.
 */
#ifndef RUNTIME_LOOP_H
#define RUNTIME_LOOP_H

#include "runtime/handler.h"

/*
 * invocation is the last of runtime_api_next(); arena is JSON's. Where an invocation needs more
 * memory than there is, it fails alone. False with *err: the process must end.
 */
MUST_USE bool loop_turn(struct runtime_api *api, const struct handler *handler, struct arena *arena,
                        const struct invocation *invocation, struct error *err);

#endif
