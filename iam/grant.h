/*
 * grant.h - whether a statement speaks of a principal, and by which of its names. That decides
 * which limits its Allow is under:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
#ifndef IAM_GRANT_H
#define IAM_GRANT_H

#include "iam/statement.h"

/*
 * How the statement names the principal of the request. Where only the form of its id is known, the
 * request's world decides (world.h). bounded: permissions boundaries are attached to the principal.
 * A CanonicalUser names nobody.
 */
enum iam_grant iam_grant(struct arena *scratch, const struct iam_statement *statement,
                         const struct iam_request *request, bool bounded);

#endif
