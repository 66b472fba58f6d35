/*
 * condition.h - one line of a Condition: an operator, a context key, and the values it may have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 *
 * - A key that the request lacks meets a negated operator ("...Not...") and "...IfExists", and no
 *   other operator.
 * - Null is met by every request with ForAllValues, and by none with ForAnyValue.
 * - One of several values is enough. A negated operator wants none of them.
 * - A key without values meets ForAllValues. It does not meet ForAnyValue, not even a negated one.
 *
 * Null with ForAllValues or ForAnyValue, and lists without values, are as IAM Access Analyzer's
 * documents describe them (policy.h). AWS is silent on some cases, which are decided here so:
 *
 * - A key that the request lacks meets ForAnyValue with IfExists.
 * - Under ForAllValues an empty text among the values of a key is passed over, as the empty set is.
 * - "true" and "false" are read in any case.
 * - Times in milliseconds are not read.
 *
 * AWS does not say what an operator without ForAllValues or ForAnyValue makes of a key with several
 * values in the request. That is an error, and so is a value in the request that the operator
 * cannot read (a word as an IpAddress).
 */
#ifndef IAM_CONDITION_H
#define IAM_CONDITION_H

#include "iam/operator.h"

/* Lives in the arena that it was read into; so do the texts, which are the JSON's. */
struct iam_condition {
    const char *text; /* the operator as the policy spells it: "ForAnyValue:StringLikeIfExists" */
    struct iam_operator op;
    const char *key; /* "aws:RequestedRegion" */
    /* One of the two is the list of values. An empty list is met by an absent key, if by any. */
    struct iam_patterns patterns;  /* of String... and Arn... operators */
    const union iam_value *values; /* of all others */
    size_t value_count;
};

/*
 * values is a string, number or boolean, or a list of those. variables: as in iam_pattern_parse().
 * ERROR_INPUT: the operator is not known ("StringMatches (did you mean ...?)"), the key is not of
 * the form service:name, a value is not of its form, or the list is empty, which AWS defines only
 * for ForAllValues, ForAnyValue and IfExists. Then *out says nothing.
 */
MUST_USE bool iam_condition_parse(struct arena *arena, const char *operator_text, const char *key,
                                  const cJSON *values, bool variables, struct iam_condition *out,
                                  struct error *err);

/* Whether the request meets it. ERROR_INPUT: the key has values that it cannot compare. */
MUST_USE bool iam_condition_met(struct arena *scratch, const struct iam_condition *condition,
                                const struct iam_request *request, bool *met, struct error *err);

/*
 * Of a negated operator that is met because a policy variable among its values has no value: the
 * variable's key. NULL: there is none, or the request lacks the condition's key and IfExists asks
 * for nothing then.
 */
const char *iam_condition_unresolved(const struct iam_condition *condition,
                                     const struct iam_request *request);

/* True for "...Not..." and for Null with "true": what a request without the key meets. */
bool iam_condition_is_negated(const struct iam_condition *condition);

#endif
