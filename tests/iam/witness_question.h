/*
 * witness_question.h - what the tests of witnesses share: policies, questions about them, and the
 * answer in one text: a witness's text, "none", or "undecided: " and why.
 */
#ifndef TESTS_IAM_WITNESS_QUESTION_H
#define TESTS_IAM_WITNESS_QUESTION_H

#include "iam/witness.h"
#include "tests/iam/iam.h"

/* Statements, and parts of them. */
#define MODELS "arn:aws:bedrock:*::foundation-model/"
#define ALLOW(rest) "{'Effect':'Allow','Action':'bedrock:*'," rest "}"
#define DENY(rest) "{'Effect':'Deny','Action':'bedrock:Invoke*'," rest "}"
#define ON(resource) "'Resource':'" resource "'"
#define IF(condition) ",'Condition':{" condition "}"
#define ALL ALLOW(ON("*"))

/* What the text of a witness begins with. */
#define FOUND(arn) "bedrock:InvokeModel on arn:aws:bedrock:" arn

/* What questions are about; each ends with NULL. */
extern const char *const role[], *const invoke[], *const models[];

/* A policy of these statements. */
struct iam_policy policy(enum iam_policy_type type, const char *statements);

/* A witness is decided anew: it must be allowed. A refused question: the message. */
const char *answer_of(const struct iam_question *question);

/*
 * Counts a failure unless the answer is "none" where that is expected, or else has the expected text
 * in it. what says in messages which line of a table it is. Resets the arena.
 */
void expect_answer(const struct iam_question *question, const char *expected, const char *what,
                   size_t *failures);

/* The statements of a policy, and the answer that is expected. */
struct line {
    const char *statements, *answer;
};

/* Asks the question once for each line, whose one policy is the identity-based policy of a role. */
void expect_answers(const struct iam_question *question, const struct line *lines, size_t count);

#endif
