/*
 * keys.h - context keys that are known: AWS's global ones, and those of all services.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
#ifndef IAM_KEYS_H
#define IAM_KEYS_H

#include "core/arena.h"
#include "iam/request.h"
#include "iam/tables.h"

struct iam_key {
    enum iam_key_type type;
    bool several;       /* a request may have several values for it */
    bool permanent;     /* every request has it */
    bool family;        /* one of "aws:RequestTag/${TagKey}": who names it chooses its values too */
    bool has_wildcards; /* a '*' in its values is meant as itself, in requests too */
};

/*
 * False: the key is not known, which does not mean that there is none, and *out is of an unknown
 * type.
 */
bool iam_key_find(const char *name, struct iam_key *out);

/*
 * Says of the keys in the request's context which may have several values. request->context is a
 * new list in the arena then.
 */
void iam_keys_mark_several(struct arena *arena, struct iam_request *request);

/*
 * What to say of a key that is not known, "is no key known as of 2026-09-26 (did you mean
 * aws:SourceVpce?)". It never says that there is none. NULL: it is known, or may be one of an
 * identity provider, which has keys of its own ("accounts.example.com:aud"). In the arena.
 */
const char *iam_key_fault(struct arena *arena, const char *name);

#endif
