/*
 * derived_context.h - the context keys that AWS derives from the principal and the resource of a
 * request. The table of them is in request.h.
 */
#ifndef IAM_DERIVED_CONTEXT_H
#define IAM_DERIVED_CONTEXT_H

#include "iam/request.h"

/*
 * Adds them to the context of a request whose other members are read, each unless the context has
 * it already. request->context is a new list in the arena then; request->possible has the keys of
 * which only the form is known. Sets what the context says of the principal: its arn, path_unknown
 * and service_linked_role. ERROR_INPUT: the context says something else than principal or resource.
 */
MUST_USE bool iam_context_derive(struct arena *arena, struct iam_request *request,
                                 struct error *err);

#endif
