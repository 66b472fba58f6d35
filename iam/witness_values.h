/* witness_values.h - values that conditions on numbers, dates, addresses... tell apart. */
#ifndef IAM_WITNESS_VALUES_H
#define IAM_WITNESS_VALUES_H

#include "iam/condition.h"

struct iam_value_list {
    const char **items;
    size_t count, capacity;
};

/* Adds a text unless the list has it. */
void iam_value_list_add(struct arena *arena, struct iam_value_list *list, const char *text);

/*
 * Adds values of that type that stand for all others: those that the conditions on one key have,
 * their neighbours on both sides, and one that is none of them. Numbers are whole and not negative,
 * as those of AWS's context keys are, but for the policies' own.
 */
void iam_values_sample(struct arena *arena, const struct iam_value_type *type,
                       const union iam_value *values, size_t count, struct iam_value_list *list);

#endif
