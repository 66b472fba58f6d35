/*
 * keys.h - context keys that are known: AWS's global ones, and those that policies like ours ask
 * for. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
#ifndef IAM_KEYS_H
#define IAM_KEYS_H

#include <stdbool.h>

#include "core/nearest.h"

struct iam_key {
    const char *name; /* "aws:TagKeys"; that of a family ends with '/': "aws:PrincipalTag/" */
    bool several;     /* a request may have several values for it */
    bool permanent;   /* every request has it */
};

/* NULL: not known, which does not mean that there is no such key. */
const struct iam_key *iam_key_find(const char *name);

/* "" for a key that is known, or like none of its service; else " (did you mean aws:SourceVpce?)".
 */
struct hint iam_key_hint(const char *name);

#endif
