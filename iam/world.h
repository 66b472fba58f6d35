/*
 * world.h - what a request leaves open. Of some context keys it says only which form their value
 * has, as the ARN of a session says its role but not the role's path. A world is one way in which
 * the patterns of the policies may match such values; a decision counts when it is the same in all.
 *
 * Worlds are found as they are needed: who asks whether a pattern matches gets an answer for this
 * world, and the same answer whenever he asks again. iam_world_next() answers otherwise in the next
 * one. An answer that follows from those before (of two patterns one covers the other) is not
 * varied.
 */
#ifndef IAM_WORLD_H
#define IAM_WORLD_H

#include <stdbool.h>
#include <stddef.h>

struct iam_pattern;
struct iam_policy;
struct iam_statement;

#define IAM_FORM_LIMIT 2

/* A context key that AWS sends with a request that says only the form of its value. */
struct iam_possible_key {
    const char *name; /* "aws:PrincipalArn" */
    const char *text; /* its form for people: "arn:aws:iam::111122223333:role/[PATH/]app" */
    /* The value is matched by one of these, each a compiled pattern (pattern.c); ends with NULL. */
    const char *forms[IAM_FORM_LIMIT + 1];
    bool may_be_absent; /* AWS does not say whether it sends the key */
};

struct iam_assumption {
    /*
     * NULL: that AWS evaluates statements though their policy variable, whose key is text, has no
     * value.
     */
    const struct iam_possible_key *key;
    /* NULL: that the request has the key at all, or that its value is of the form that is text. */
    const struct iam_pattern *pattern;
    const char *text; /* what the pattern matches with the key as its variable; NULL: the key */
    bool holds;
    bool fixed; /* it follows from the others, or was answered both ways */
    const struct iam_policy *policy;
    const struct iam_statement *statement; /* which asked first; both may be NULL */
};

/*
 * Most patterns of one scenario that may match the values of such keys; more leave it undecided.
 * Measured: no policy of AWS's own 1,594 has more than 22 values for a key.
 */
#define IAM_ASSUMPTION_LIMIT 64

/*
 * Steps of comparing patterns with forms in all worlds of a decision; more leave it undecided.
 * Measured: 26 KB of long patterns used it up in 0.7 s of one core.
 */
#define IAM_WORLD_WORK_LIMIT ((size_t)1 << 28)

struct iam_world {
    struct iam_assumption items[IAM_ASSUMPTION_LIMIT];
    size_t count;
    size_t work;    /* steps so far */
    bool exhausted; /* more was asked than there is room for, or took too many steps */
    const struct iam_policy *policy;
    const struct iam_statement *statement; /* that is asking */
};

/* The first world, in which nothing that is open holds. */
void iam_world_begin(struct iam_world *world);

/*
 * Whether it holds in this world; pattern and text as in struct iam_assumption, which keeps them.
 */
bool iam_world_holds(struct iam_world *world, const struct iam_possible_key *key,
                     const struct iam_pattern *pattern, const char *text);

/*
 * The next world differs from this one in the last assumption that is returned. NULL: none is left.
 */
const struct iam_assumption *iam_world_next(struct iam_world *world);

#endif
