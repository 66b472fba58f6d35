/*
 * pattern.h - a text of a policy in which IAM knows wildcards and policy variables.
 *
 * '*' matches any characters, none too; '?' matches any one code point; all others match
 * themselves, letters in their own case. "${key}" stands for the value of a context key, "${key,
 * 'default'}" for the default where the request lacks the key, and "${*}", "${?}", "${$}" for the
 * character itself. The value of a variable is literal: a '*' in it is no wildcard.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
#ifndef IAM_PATTERN_H
#define IAM_PATTERN_H

#include "iam/request.h"

/* What the text is. It decides how far a wildcard reaches. */
enum iam_pattern_style {
    /* As StringEquals: no wildcards, '*' is itself. */
    IAM_PATTERN_LITERAL,
    /*
     * As StringEqualsIgnoreCase. It ignores the case of ASCII's letters; AWS is silent on others.
     */
    IAM_PATTERN_LITERAL_ANY_CASE,
    /* As StringLike: '*' matches anything. */
    IAM_PATTERN_TEXT,
    /*
     * As ArnLike: the six parts between colons are matched one by one, so that no wildcard reaches
     * over a colon but in the last part. "*" alone is any ARN.
     */
    IAM_PATTERN_ARN,
    /*
     * As Resource: like IAM_PATTERN_ARN, but a '*' that ends a part reaches over colons too, and
     * parts that are left off are any. Of the last part AWS says nothing: '*' is anything there, as
     * in IAM_PATTERN_ARN.
     * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
     */
    IAM_PATTERN_RESOURCE,
};

struct iam_pattern_part;

/* Lives in the arena that it was read into; source is kept, not copied. */
struct iam_pattern {
    const char *source; /* as the policy spells it */
    enum iam_pattern_style style;
    const char *compiled;                 /* wildcard.h; NULL: it has variables */
    const struct iam_pattern_part *parts; /* texts and variables in turn; NULL: it has none */
    /*
     * An IAM_PATTERN_RESOURCE with a variable for the Region or the account, where AWS's documents
     * take none. One of AWS's own managed policies has it. It matches nothing.
     */
    bool misplaced;
};

struct iam_patterns {
    const struct iam_pattern *items;
    size_t count;
    bool misplaced; /* one of them is */
};

/*
 * variables: whether "${...}" is a variable; it is text in a policy of version 2008-10-17.
 * ERROR_INPUT: a variable has no end, no key, or a default without quotes; an IAM_PATTERN_ARN is
 * neither "*" nor of six parts; an IAM_PATTERN_RESOURCE is neither "*" nor begins as an ARN, or has
 * a variable before its third colon, where IAM takes none. Then *out says nothing.
 */
MUST_USE bool iam_pattern_parse(struct arena *arena, const char *source,
                                enum iam_pattern_style style, bool variables,
                                struct iam_pattern *out, struct error *err);

/*
 * Whether the pattern matches the text in this request. It does not where a variable has no value:
 * the request lacks its key, or has several values for it, and there is no default. Where only the
 * form of a variable's value is known, the request's world decides (world.h). request may be NULL
 * for a pattern without variables. What is taken from scratch is given back.
 */
bool iam_pattern_match(struct arena *scratch, const struct iam_pattern *pattern,
                       const struct iam_request *request, const char *text);

/*
 * The compiled text (wildcard.h) with the values that the request has for the variables, and with
 * missing for those that it lacks. NULL: it is no ARN then, though it should be one, or missing is
 * NULL and a value is. In the arena, or the pattern's.
 */
const char *iam_pattern_resolve(struct arena *arena, const struct iam_pattern *pattern,
                                const struct iam_request *request, const char *missing);

/*
 * The key of the first variable of the list that has no value in the request; NULL: each has one.
 * AWS says that a statement with such a variable may be invalid. So its absence must not be taken
 * for a value that differs.
 */
const char *iam_patterns_unresolved(const struct iam_patterns *patterns,
                                    const struct iam_request *request);

/* Whether one of the list matches. */
bool iam_patterns_match(struct arena *scratch, const struct iam_patterns *patterns,
                        const struct iam_request *request, const char *text);

/* Whether one of the list would match with some value for each variable that the request lacks. */
bool iam_patterns_may_match(struct arena *scratch, const struct iam_patterns *patterns,
                            const struct iam_request *request, const char *text);

/*
 * Whether every text that narrow matches is matched by wide too. False also where that is unsure.
 */
bool iam_pattern_covers(const struct iam_pattern *wide, const struct iam_pattern *narrow);

/*
 * Whether one of the list matches the value of a key of which only the form is known: every such
 * value is matched, or the request's world says that its value is.
 */
bool iam_patterns_match_possible(struct arena *scratch, const struct iam_patterns *patterns,
                                 const struct iam_request *request,
                                 const struct iam_possible_key *key);

/* The key of the pattern's n-th variable, from 0; NULL: there are no more. */
const char *iam_pattern_variable(const struct iam_pattern *pattern, size_t n);

/* Whether the key is a variable of one of the list. */
bool iam_patterns_have_variable(const struct iam_patterns *patterns, const char *key);

#endif
