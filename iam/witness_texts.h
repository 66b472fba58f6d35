/* witness_texts.h - the texts of a question (witness.h), one for each set of patterns. */
#ifndef IAM_WITNESS_TEXTS_H
#define IAM_WITNESS_TEXTS_H

#include "iam/narrow.h"
#include "iam/sample.h"
#include "iam/witness.h"

/* What stands for a value that is none of a policy's. */
#define IAM_ANY_OTHER "any-other"

/*
 * What aws:RequestedRegion is of a Bedrock resource whose ARN has no Region:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
 */
#define IAM_UNSPECIFIED_REGION "unspecified"

/* A list of patterns, as it grows. */
struct iam_sample_patterns {
    struct iam_sample_pattern *items;
    size_t count, capacity;
};

void iam_sample_patterns_add(struct arena *arena, struct iam_sample_patterns *list,
                             struct iam_sample_pattern pattern);

/* What the texts are of. */
struct iam_text_scope {
    enum iam_pattern_style style;            /* of texts->outside */
    const struct iam_principal *principal;   /* for "${Account}"; NULL: none is known */
    const char *const *regions;              /* for "${Region}"; they end with NULL */
    const struct iam_sample_patterns *apart; /* what tells texts apart */
    bool only_wanted;
    size_t *work; /* steps left, as of struct iam_sampler */
};

/*
 * Visits a sample of the texts for each set of patterns, form by form. ERROR_INPUT: a pattern of
 * the question cannot be read.
 */
MUST_USE bool iam_texts_visit(struct arena *scratch, const struct iam_texts *texts,
                              const struct iam_text_scope *scope,
                              bool (*visit)(void *context, const char *text), void *context,
                              enum iam_samples *out, struct error *err);

/* The Regions of the partition, and those that the statements name. They end with NULL. */
const char *const *iam_known_regions(struct arena *arena, const char *partition,
                                     const struct iam_narrowed *policies);

/* The pattern of resources in the Regions of which a pattern is one: "arn:*:*:eu-*:*". */
const char *iam_region_pattern(struct arena *arena, const char *compiled);

#endif
