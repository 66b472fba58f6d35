/*
 * witness_world.h - random policies over a small world, and a random question about it. The world
 * has the letters of the patterns and one that no pattern has.
 */
#ifndef TESTS_IAM_WITNESS_WORLD_H
#define TESTS_IAM_WITNESS_WORLD_H

#include "iam/witness.h"
#include "tests/iam/iam.h"

/* A resource is PREFIX, a Region, OWN and a name. */
#define PREFIX "arn:aws:x:"
#define OWN ":" ACCOUNT ":"
#define ROLES "arn:aws:iam::" ACCOUNT ":role/"

/* What question points to is in it, or in the arena. A policy's name is its JSON text. */
struct world {
    struct iam_policy_set set;
    struct iam_policies level;
    struct iam_question question;
    const char *forms[2], *outside[3];
    struct iam_question_key key;
    struct iam_question_via via;
    const char *principal; /* of the request that brute force tries */
};

/* The same policies and the same question for the same seed. */
void random_world(unsigned seed, struct world *world);

void print_world(const struct world *world);

#endif
