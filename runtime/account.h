/*
 * account.h - whose event it is, and as whom it is served: as the function itself in its own
 * account; with a role of that account in another one, if the function's owner allows the account;
 * else not at all. Pure but for reading the environment once.
 *
 * Whoever can make AWS Config invoke the function writes its events. So what an event says is never
 * enough: unless ALLOWED_ACCOUNTS names its account, no call is made for it.
 */
#ifndef RUNTIME_ACCOUNT_H
#define RUNTIME_ACCOUNT_H

#include "aws/credentials/role.h"
#include "config/event.h"

struct accounts {
    const char *allowed;     /* ALLOWED_ACCOUNTS: the other accounts; NULL: none */
    const char *external_id; /* EXTERNAL_ID, for all roles; NULL: none */
};

/*
 * ALLOWED_ACCOUNTS are ids of twelve digits with commas between them, EXTERNAL_ID is as STS takes
 * it; empty counts as not set. Borrowed from the environment. ERROR_CONFIGURATION naming the
 * variable that is written otherwise: "*" is, as is a list with one mistake in it.
 */
MUST_USE bool accounts_read(struct accounts *out, struct error *err);

/*
 * Whom to be for this event: out->arn is the role, NULL: the function itself. It is
 *   - the role that ruleParameters.executionRoleName, or executionRoleArn, gives;
 *   - in the function's own account, else itself;
 *   - in another account, else the event's own executionRoleArn.
 * The account of the event is the one that all its parts name (config/event.h), and the role must
 * be in it; in another account configRuleArn must be there, of an AWS Config rule. The rule must be
 * in the function's Region: AWS Config's functions are, and its answers go to that Region.
 * function_arn is what was invoked, which says what the function's own account is. Lambda always
 * gives it; where it is missing (NULL) or is not a Lambda function's, every event is refused.
 *
 * ERROR_INPUT for accounts and Regions, ERROR_PARAMETER for roles, saying what to set: a
 * service-linked role, as executionRoleArn of most events is, can be assumed by its service alone.
 */
MUST_USE bool account_role(struct arena *arena, const struct accounts *accounts,
                           const char *function_arn, const struct event *event, struct role *out,
                           struct error *err);

#endif
