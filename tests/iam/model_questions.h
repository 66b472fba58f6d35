/*
 * model_questions.h - whether a role can invoke a model that is not Anthropic's. Who asks sets the
 * policies.
 */
#ifndef TESTS_IAM_MODEL_QUESTIONS_H
#define TESTS_IAM_MODEL_QUESTIONS_H

#include "iam/witness.h"

extern const char *const role[]; /* the one that they ask of, and NULL */
extern const struct iam_question model_directly;
extern const struct iam_question model_through_profile; /* an inference profile */

#endif
