/* narrow.h - of policies, the statements about one action: a decision about it needs no others. */
#ifndef IAM_NARROW_H
#define IAM_NARROW_H

#include "iam/decision.h"

struct iam_narrowed_statement {
    const struct iam_statement *statement;
    enum iam_policy_type type;
};

/* Lives in the arena that it was made in; it points into the policies. */
struct iam_narrowed {
    struct iam_policy_set set; /* decides every request with the action as the whole set does */
    const struct iam_narrowed_statement *statements; /* all of them */
    size_t count;
};

/* action in lower case, or NULL: all actions. */
void iam_narrow(struct arena *arena, const struct iam_policy_set *set, const char *action,
                struct iam_narrowed *out);

#endif
