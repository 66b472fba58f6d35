/*
 * pattern.h - a text of a policy in which IAM knows wildcards and policy variables.
 *
 * '*' matches any characters, none too, '?' any one (a code point), all others themselves; letters
 * match in their own case. "${key}" stands for the value of a context key, "${key, 'default'}" for
 * the default where the request lacks it, and "${*}", "${?}", "${$}" for the character itself. The
 * value of a variable is literal: a '*' in it is no wildcard.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
#ifndef IAM_PATTERN_H
#define IAM_PATTERN_H

#include "iam/request.h"

/* What the text is, which says how far a wildcard reaches. */
enum iam_pattern_style {
    IAM_PATTERN_LITERAL,          /* no wildcards: '*' is itself, as in StringEquals */
    IAM_PATTERN_LITERAL_ANY_CASE, /* as StringEqualsIgnoreCase; of ASCII's letters, as AWS is silent */
    IAM_PATTERN_TEXT,             /* '*' matches anything, as in StringLike */
    /*
     * As ArnLike: the six parts between colons are matched one by one, so that no wildcard reaches
     * over a colon but in the last part. "*" alone is any ARN.
     */
    IAM_PATTERN_ARN,
    /*
     * As Resource: as IAM_PATTERN_ARN, but a '*' that ends a part reaches over colons too, and
     * parts that are left off are any. Of the last part AWS says nothing: there '*' is anything, as
     * in IAM_PATTERN_ARN.
     * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
     */
    IAM_PATTERN_RESOURCE,
};

struct iam_pattern_part;

/* Lives in the arena that it was read into. */
struct iam_pattern {
    const char *source; /* as the policy spells it */
    enum iam_pattern_style style;
    const char *compiled;                 /* NULL: it has variables */
    const struct iam_pattern_part *parts; /* of one with variables, in a list; else NULL */
    /*
     * An IAM_PATTERN_RESOURCE with a variable for Region or account, where AWS's documents take
     * none. One of AWS's own managed policies has it. It matches nothing.
     */
    bool misplaced;
};

struct iam_patterns {
    const struct iam_pattern *items;
    size_t count;
    bool misplaced; /* one of them is */
};

/*
 * variables: "${...}" is one; they are text in a policy of version 2008-10-17. ERROR_INPUT: a
 * variable has no end, no key, or a default without quotes; an IAM_PATTERN_ARN is neither "*" nor
 * of six parts; an IAM_PATTERN_RESOURCE is neither "*" nor begins as an ARN, or has a variable
 * before its third colon, where IAM takes none.
 */
MUST_USE bool iam_pattern_parse(struct arena *arena, const char *source,
                                enum iam_pattern_style style, bool variables,
                                struct iam_pattern *out, struct error *err);

/*
 * False also when a variable has no value: the request lacks its key, or has several values for it,
 * and there is no default. A variable of whose value only the form is known is asked of the
 * request's world (world.h). scratch is given back.
 */
bool iam_pattern_match(struct arena *scratch, const struct iam_pattern *pattern,
                       const struct iam_request *request, const char *text);

/*
 * The key of the first variable of the list that has no value there; NULL: each has one. Of a
 * statement with such a variable AWS says that it may be invalid, so that its absence must not be
 * taken for a value that differs.
 */
const char *iam_patterns_unresolved(const struct iam_patterns *patterns,
                                    const struct iam_request *request);

/* Whether one of the list does. */
bool iam_patterns_match(struct arena *scratch, const struct iam_patterns *patterns,
                        const struct iam_request *request, const char *text);

/* Whether one of the list would with some value for each variable that the request lacks. */
bool iam_patterns_may_match(struct arena *scratch, const struct iam_patterns *patterns,
                            const struct iam_request *request, const char *text);

/* Whether every text that narrow matches is matched by wide too; false too where that is unsure. */
bool iam_pattern_covers(const struct iam_pattern *wide, const struct iam_pattern *narrow);

/*
 * As iam_patterns_match(), for the value of a key of which only the form is known: some pattern
 * matches every such value, or one that may match does in the request's world.
 */
bool iam_patterns_match_possible(struct arena *scratch, const struct iam_patterns *patterns,
                                 const struct iam_request *request,
                                 const struct iam_possible_key *key);

/* The key of the pattern's n-th variable, from 0; NULL: there are no more. */
const char *iam_pattern_variable(const struct iam_pattern *pattern, size_t n);

#endif
