/* witness_keys.h - what values the context keys of a question (witness.h) can have. */
#ifndef IAM_WITNESS_KEYS_H
#define IAM_WITNESS_KEYS_H

#include "iam/witness_texts.h"

/* The key with each of its values that conditions tell apart, the plainest first. */
struct iam_key_choices {
    const char *name;
    const struct iam_context_key *items; /* without values: the key is absent */
    size_t count;                        /* 0: the question allows no value */
    bool listed;                         /* by the question */
    bool variable;                       /* a pattern of the policies has it as a policy variable */
};

struct iam_key_table {
    struct iam_key_choices *keys;
    size_t count;
    bool whole; /* no value was left out */
};

/*
 * All keys that the question lists or the policies ask for, but for those that base derives from
 * the principal. base is a request with the principal and without context. ERROR_INPUT: a pattern
 * of the question cannot be read.
 */
MUST_USE bool iam_key_table_make(struct arena *arena, const struct iam_question *question,
                                 const struct iam_narrowed *policies,
                                 const struct iam_request *base, const char *const *regions,
                                 struct iam_key_table *out, struct error *err);

#endif
