/*
 * linter.h - what the files of the lint share: where they are in a policy, the warnings so far, and
 * one function for each family of warnings. Who wants a policy or a request linted: lint.h.
 */
#ifndef IAM_LINTER_H
#define IAM_LINTER_H

#include "iam/policy.h"

/* A list that grows in its arena. Zero but for .arena: it is empty. */
struct texts {
    struct arena *arena;
    const char **items; /* end with NULL; NULL: there are none */
    size_t count, capacity;
};

/* text is kept, not copied. */
void texts_add(struct texts *texts, const char *text);

void texts_printf(struct texts *texts, const char *fmt, ...) PRINTF(2, 3);

/* The items, which end with NULL. */
const char *const *texts_list(const struct texts *texts);

struct linter {
    struct texts warnings;
    const struct iam_policy *policy;
    const struct iam_statement *statement; /* the one that is being linted */
    size_t work;                           /* steps of comparing patterns so far */
};

/*
 * Steps of comparing the patterns of one policy, a second's work or so; beyond them no pattern is
 * found to cover another.
 */
#define LINTER_WORK_LIMIT ((size_t)1 << 29)

/* Adds a warning: "Statement[0] (DenyModels): ". */
void linter_warn(struct linter *linter, const char *fmt, ...) PRINTF(2, 3);

/* As iam_pattern_covers(), within LINTER_WORK_LIMIT. */
bool linter_covers(struct linter *linter, const struct iam_pattern *wide,
                   const struct iam_pattern *narrow);

/* lint_patterns.c: what somebody forgot to replace. element: "Resource", for the warning. */
void lint_placeholders(struct linter *linter, const char *element, const char *source);

/* lint_patterns.c: that, variables that are none, and patterns that add nothing to another. */
void lint_patterns(struct linter *linter, const char *element, const struct iam_patterns *patterns);

/* lint_condition.c: the key, the operator and the values of one line of a Condition. */
void lint_condition(struct linter *linter, const struct iam_condition *condition);

#endif
