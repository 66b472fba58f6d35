/*
 * world.h - what a request leaves open. Of the values of some context keys it says only the form:
 * the ARN of a session says its role, but not the path of the role. A world is one way in which the
 * patterns of the policies may match such values. A decision counts when it is the same in all
 * worlds.
 *
 * Worlds are found as they are needed. Who asks whether a pattern matches gets the answer of this
 * world, and the same answer whenever it asks again. iam_world_next() gives the other answer in the
 * next world. An answer that follows from those before it is not varied: of two patterns one may
 * cover the other.
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
    /* One of these compiled patterns (wildcard.h) matches the value. They end with NULL. */
    const char *forms[IAM_FORM_LIMIT + 1];
    bool may_be_absent; /* AWS does not say whether it sends the key */
};

/* One answer of a world. */
struct iam_assumption {
    /*
     * The key whose value is asked about. NULL: whether AWS evaluates statements although their
     * policy variable, whose key is text, has no value.
     */
    const struct iam_possible_key *key;
    /*
     * What may match. NULL: whether the request has the key at all, or a value of the form that is
     * text.
     */
    const struct iam_pattern *pattern;
    /* What the pattern matches with the key as its variable; NULL: it matches the key's value. */
    const char *text;
    bool holds;
    bool fixed; /* it follows from the others, or was answered both ways */
    /* Which statement asked first; both may be NULL. */
    const struct iam_policy *policy;
    const struct iam_statement *statement;
};

/*
 * How many answers one decision may leave open; with more it is undecided. Measured: no policy of
 * AWS's own 1,594 has more than 22 values for a key.
 */
#define IAM_ASSUMPTION_LIMIT 64

/*
 * Steps of comparing patterns with forms in all worlds of one decision; with more it is undecided.
 * Measured: 26 KB of long patterns used it up in 0.7 s of one core.
 */
#define IAM_WORLD_WORK_LIMIT ((size_t)1 << 28)

struct iam_world {
    struct iam_assumption items[IAM_ASSUMPTION_LIMIT];
    size_t count;
    size_t work;    /* steps so far */
    bool exhausted; /* more was asked than there is room for, or it took too many steps */
    /* The statement that is asking; both may be NULL. */
    const struct iam_policy *policy;
    const struct iam_statement *statement;
};

/* The first world, in which nothing that is open holds. */
void iam_world_begin(struct iam_world *world);

/*
 * Whether it holds in this world. The arguments are as in struct iam_assumption, which keeps them:
 * they live as long as the world. False, too, where the world is exhausted.
 */
bool iam_world_holds(struct iam_world *world, const struct iam_possible_key *key,
                     const struct iam_pattern *pattern, const char *text);

/*
 * Makes it the next world. Returns the last answer that differs in it, which lives until the next
 * call of any function here. NULL: there is no other world.
 */
const struct iam_assumption *iam_world_next(struct iam_world *world);

#endif
