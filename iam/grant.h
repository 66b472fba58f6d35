/*
 * grant.h - whether a statement speaks of a principal, and by which of its names. That decides
 * which limits its Allow is under:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
#ifndef IAM_GRANT_H
#define IAM_GRANT_H

#include "iam/statement.h"

/*
 * request has a world (world.h), which decides where only the form of the principal's id is known.
 * bounded: permissions boundaries are attached to the principal. A CanonicalUser names nobody.
 */
enum iam_grant iam_grant(struct arena *scratch, const struct iam_statement *statement,
                         const struct iam_request *request, bool bounded);

#endif
