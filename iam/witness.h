/*
 * witness.h - whether policies allow SOME request of a set, shown by one that they allow: a witness.
 * "May the role invoke a model outside these patterns?" is answered by a model, and by the values of
 * the context keys with which it may.
 *
 * Requests are made of what the policies have (sample.h): of the resources outside of what is
 * approved one for each set of patterns that match it, and the same of the values of each context
 * key. Each request is decided by all policies (decision.h). So a witness is a proof, and where
 * there is none, none is possible, but for what iam_find_witness() says below.
 *
 * What a context key may be:
 *
 * - Keys that a question lists have the values that it lists, or are absent.
 * - Keys that follow from principal and resource are derived (request.h). aws:RequestedRegion is the
 *   Region in the ARN of the resource; "unspecified" where the ARN of a Bedrock resource has none.
 * - What AWS sends only for services (aws:SourceArn, aws:SourceAccount, aws:SourceOrg...) is absent
 *   for others; what it sends only for principals of accounts (aws:PrincipalOrg..., ...Tag) is
 *   absent for services and whoever does not sign.
 * - Any other key is free: it has whatever value helps, or is absent. That includes the time, so a
 *   question should list aws:CurrentTime.
 */
#ifndef IAM_WITNESS_H
#define IAM_WITNESS_H

#include "iam/decision.h"

/* All texts of some forms, without those that patterns match. */
struct iam_texts {
    /*
     * They end with NULL. NULL: no text at all. In a form '*' is any text without a slash but an
     * empty one, "**" the same with or without a slash, "${Region}" a Region of AWS, "${Partition}"
     * and "${Account}" those of the principal. A resource "*" is itself.
     */
    const char *const *forms;
    /*
     * The texts that are not of the set: patterns with '*' and '?', which end with NULL. NULL: none.
     * Of ARNs wildcards reach as far as in a policy (pattern.h).
     */
    const char *const *outside;
};

/* What a context key may be. */
struct iam_question_key {
    const char *name;
    struct iam_texts values; /* one of them; forms NULL: the key is absent */
};

/*
 * A resource that the request is made through: an inference profile. That is two authorizations,
 * for the resource and for each thing behind it, and both must be allowed. In the first one the key
 * is absent, in the second one it is the ARN of the resource:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
 */
struct iam_question_via {
    struct iam_texts resources;
    const char *key; /* "bedrock:InferenceProfileArn" */
};

struct iam_question {
    const struct iam_policy_set *policies;
    struct iam_texts actions; /* of a witness the first one that is allowed is named */
    struct iam_texts resources;
    const char *resource_account; /* NULL: that of the ARN, else the principal's */
    /*
     * Who asks. Names as in a request; of ARNs of roles and users '*' may stand for the name. The
     * policies of the set are those of each of them.
     */
    struct iam_texts principals;
    /*
     * Besides, all principals that the policies name, where they are not in principals.outside. An
     * account stands for a role of it.
     */
    bool named_principals;
    const struct iam_question_key *keys;
    size_t key_count;
    const struct iam_question_via *via; /* NULL: the resource is asked for directly */
};

enum iam_witness_kind {
    IAM_WITNESS_NONE,      /* the policies allow no request of the set */
    IAM_WITNESS_FOUND,     /* they allow .request */
    IAM_WITNESS_UNDECIDED, /* they may allow one */
};

struct iam_witness {
    enum iam_witness_kind kind;
    /*
     * For an annotation. Found: "bedrock:InvokeModel on arn:... through arn:... with
     * aws:PrincipalTag/team = blue, by Statement[0] (Models) of policy". Undecided: why. NULL: none.
     */
    const char *text;
    struct iam_request request; /* complete; lives in the arena of the call, as the text does */
    bool has_via;
    struct iam_request via; /* the first authorization */
};

/*
 * It takes no more from the arena than the witness has; what else it needs is given back. It never
 * names a request that is not allowed. It is undecided, with .text saying why,
 *
 * - where iam_decide() cannot decide a request, and none is allowed for certain;
 * - where there are more requests to try than it tries, a limit against policies made to be slow.
 *
 * It may miss a witness that needs a value for a context key which a policy has as a variable in a
 * pattern, where that value is not in the policies; or more than three values for one key.
 *
 * ERROR_INPUT: a form or a pattern of the question cannot be read.
 */
MUST_USE bool iam_find_witness(struct arena *arena, const struct iam_question *question,
                               struct iam_witness *out, struct error *err);

#endif
