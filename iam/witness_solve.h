/* witness_solve.h - one call with each way to fill its context keys, for witness.h. */
#ifndef IAM_WITNESS_SOLVE_H
#define IAM_WITNESS_SOLVE_H

#include "iam/witness_keys.h"

/* A call of which all is given but the context keys that may be chosen. */
struct iam_call {
    const struct iam_question *question;
    const char *action, *principal, *resource;
    const char *via;                /* the resource that it is made through; NULL: none */
    const struct iam_request *base; /* as for iam_key_table_make() */
    const struct iam_narrowed *policies;
    const struct iam_key_table *keys;
};

/* What a search for a witness has left, and what it came to. */
struct iam_search {
    struct arena *arena;   /* for the witness */
    struct arena *scratch; /* for all else; what a call takes from it is given back */
    size_t work;           /* steps that it may still take */
    bool whole;            /* nothing was left out so far */
    struct iam_witness *out;
};

/*
 * Whether the call is allowed with some choice for each key; then search->out has it. If it cannot
 * be decided, search->out->text says why, unless it has a reason already.
 */
bool iam_call_solve(struct iam_search *search, const struct iam_call *call);

#endif
