/* witness_resources.h - the patterns of policies that tell resources apart, for witness.h. */
#ifndef IAM_WITNESS_RESOURCES_H
#define IAM_WITNESS_RESOURCES_H

#include "iam/witness_keys.h"

struct iam_resource_patterns {
    struct iam_sample_patterns list;
    bool only_wanted; /* every resource that is allowed matches one of the wanted ones */
};

/*
 * via_key: a key that holds the ARN of a resource, whose conditions count too; NULL: there is none.
 * A variable of a pattern stands for each value in keys, and for any.
 */
struct iam_resource_patterns iam_resource_patterns(struct arena *arena,
                                                   const struct iam_narrowed *policies,
                                                   const struct iam_request *base,
                                                   const struct iam_key_table *keys,
                                                   const char *via_key);

/*
 * The values of a key with which it would, as a variable in the policies' resources, make one of
 * them match the resource. They end with NULL.
 */
const char *const *iam_values_in_resource(struct arena *arena, const struct iam_narrowed *policies,
                                          const struct iam_request *base, const char *key,
                                          const char *resource);

#endif
