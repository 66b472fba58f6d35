/*
 * condition.h - one line of a Condition: an operator, a context key, and the values it may have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 *
 * A key that the request lacks: met by a negated operator ("...Not...") and by "...IfExists", not
 * by others. Null is met by all with ForAllValues, by none with ForAnyValue. One of several values
 * is enough; a negated operator wants none. ForAllValues is met by a key without values,
 * ForAnyValue is not, not even negated.
 *
 * Null with ForAllValues or ForAnyValue, and lists without values, are as AWS's checks of policies
 * describe them (policy.h). AWS is silent on: ForAnyValue with IfExists, which a missing key meets
 * here; an empty text among the values of a key under ForAllValues, which is passed over as the
 * empty set is; "true" and "false" in another case, which are read; times in milliseconds, which
 * are not.
 *
 * AWS does not say what an operator without ForAllValues or ForAnyValue makes of a key with several
 * values in the request: that is an error, and so is a value in the request that the operator
 * cannot read (a word as an IpAddress).
 */
#ifndef IAM_CONDITION_H
#define IAM_CONDITION_H

#include <stdint.h>

#include "iam/pattern.h"

enum iam_set { IAM_SET_ONE_VALUE, IAM_SET_FOR_ALL_VALUES, IAM_SET_FOR_ANY_VALUE };

struct iam_operator; /* of the table in condition.c */
union iam_value;

/* Lives in the arena that it was read into. */
struct iam_condition {
    const char *text; /* the operator as the policy spells it: "ForAnyValue:StringLikeIfExists" */
    const struct iam_operator *operation;
    enum iam_set set;
    bool if_exists;
    const char *key; /* "aws:RequestedRegion" */
    /* One of the two is the list of values; an empty list: met only by an absent key, if at all. */
    struct iam_patterns patterns; /* of String... and Arn... operators */
    const union iam_value *values;
    size_t value_count;
};

/* Whether there is such an operator. ERROR_INPUT: "unknown operator ... (did you mean ...?)". */
MUST_USE bool iam_operator_check(const char *text, struct error *err);

/*
 * values is a string, number or boolean, or a list of those. variables: as in iam_pattern_parse().
 * ERROR_INPUT: the operator is not known ("StringMatches (did you mean ...?)"), the key is not
 * of the form service:name, a value is not
 * of its form, or the list is empty, which AWS defines for ForAllValues, ForAnyValue and IfExists.
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
