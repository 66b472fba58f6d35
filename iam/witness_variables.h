/* witness_variables.h - patterns with policy variables, for witness.h. */
#ifndef IAM_WITNESS_VARIABLES_H
#define IAM_WITNESS_VARIABLES_H

#include "iam/witness_keys.h"
#include "iam/witness_values.h"

/*
 * Adds the compiled texts of a pattern: with what stands for any other value in the place of
 * variables that base does not have, and with each of the first values that keys have for one of
 * them. keys may be NULL: none.
 */
void iam_pattern_variants(struct arena *arena, const struct iam_pattern *pattern,
                          const struct iam_request *base, const struct iam_key_table *keys,
                          struct iam_value_list *out);

/*
 * Adds the first values of a key with which it would, as a variable of the pattern, make the
 * pattern match the text.
 */
void iam_variable_values(struct arena *arena, const struct iam_pattern *pattern, const char *key,
                         const struct iam_request *base, const char *text,
                         struct iam_value_list *out);

#endif
