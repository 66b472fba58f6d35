/*
 * sample_tree.h - many patterns as one tree, in which those that begin alike share their beginning.
 * A node stands for what it has matched: one code point or wildcard more than its parent.
 */
#ifndef IAM_SAMPLE_TREE_H
#define IAM_SAMPLE_TREE_H

#include <stdint.h>

#include "core/arena.h"

struct iam_sample_pattern {
    const char *compiled; /* wildcard.h; it is kept */
    bool forbidden;       /* no sample may match it */
    bool wanted;          /* where only_wanted is set, each sample matches one of these */
};

struct iam_sample_node {
    const char *symbol;   /* the code point or wildcard, as a pattern has it */
    uint32_t child, next; /* the first child, and the next one of the same parent; 0: none */
    uint32_t parent;
    /*
     * Of a '*' the one before it that leads nowhere but here; 0: none. A text that has come here
     * need not be tried from there.
     */
    uint32_t outrun;
    uint8_t size;           /* bytes of the symbol; 0: the root */
    bool ends;              /* a pattern ends here */
    bool forbidden, wanted; /* so is a pattern that ends here */
    bool wanted_below;      /* so is one that ends here or below */
    bool slashless;         /* from here a pattern can be matched to its end without a slash */
};

struct iam_sample_tree {
    const struct iam_sample_pattern *patterns;
    size_t pattern_count;
    struct iam_sample_node *nodes; /* the root is number 0 */
    size_t count, capacity;
};

/* Lives in the arena, as far as the patterns do. */
struct iam_sample_tree
iam_sample_tree_make(struct arena *arena, const struct iam_sample_pattern *patterns, size_t count);

/* Bytes of the code point that text begins with, or of a wildcard. text is not empty. */
size_t iam_sample_symbol_size(const char *text);

#endif
