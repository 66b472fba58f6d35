/*
 * sample.h - texts that patterns tell apart. Of all texts of a form, one is made for each set of
 * patterns that match it, so that what holds of the samples holds of all texts. "anthropic.*" and
 * "*-v1" have four samples: one that both match, one for each that it alone matches, and one that
 * neither does.
 */
#ifndef IAM_SAMPLE_H
#define IAM_SAMPLE_H

#include "iam/sample_tree.h"

/* What stands in a form for texts to be made; all other bytes are themselves. */
#define IAM_SAMPLE_TEXT "\xff" /* any text but an empty one */
#define IAM_SAMPLE_NAME "\xfb" /* the same without a slash */
#define IAM_SAMPLE_PART "\xfe" /* any text without a slash or a colon, an empty one too */
#define IAM_SAMPLE_WORD "\xfa" /* one of the words */

/* What is visited, and by whom. */
struct iam_sampler {
    const char *form;
    const char *const *words; /* of IAM_SAMPLE_WORD, the likeliest first; they end with NULL */
    const struct iam_sample_tree *tree; /* the patterns */
    bool only_wanted;
    size_t *work; /* steps that it may take; it counts them down, and visits may, too */
    /* Takes a sample, which lives until it returns. True: that was enough. */
    bool (*visit)(void *context, const char *text);
    void *context;
};

enum iam_samples {
    IAM_SAMPLES_ALL,     /* each sample was visited */
    IAM_SAMPLES_ENOUGH,  /* visit() said so */
    IAM_SAMPLES_SKIPPED, /* there are more than work allowed for, or longer ones than an ARN */
};

/*
 * Samples that match few patterns come first. What it takes from scratch is given back, unless a
 * visit was enough.
 */
enum iam_samples iam_sample(struct arena *scratch, struct iam_sampler *sampler);

#endif
