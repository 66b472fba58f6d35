/*
 * operator.h - the condition operators, as one table.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
#ifndef IAM_OPERATOR_H
#define IAM_OPERATOR_H

#include "iam/pattern.h"
#include "iam/value.h"

/* How an operator compares one value of the request with one of the policy: "StringLike". */
struct iam_comparison {
    const char *name;
    const struct iam_value_type *type; /* of both values; NULL: the policy's is a pattern */
    enum iam_pattern_style style;      /* of the pattern */
    int accepts;  /* bits of enum iam_order: what of type->compare() meets it */
    bool negated; /* met when no value of the policy is met: "...Not..." */
    bool null;    /* "Null": compares no value, but asks whether there is one */
};

/* For which values of the request it must hold; one that has no such word takes one value. */
enum iam_set { IAM_SET_ONE_VALUE, IAM_SET_FOR_ALL_VALUES, IAM_SET_FOR_ANY_VALUE };

struct iam_operator {
    const struct iam_comparison *comparison; /* in static storage */
    enum iam_set set;
    bool if_exists;
};

/*
 * text: "ForAnyValue:StringLikeIfExists". ERROR_INPUT: "unknown operator ... (did you mean ...?)",
 * or Null with IfExists, which IAM does not take. Then *out says nothing.
 */
MUST_USE bool iam_operator_read(const char *text, struct iam_operator *out, struct error *err);

#endif
