/*
 * account.h - with which role an event is served. In the function's own account with the function's
 * own; in another account, if the function's owner allows that account, with a role there. Else the
 * event is refused. Pure but for reading the environment once.
 *
 * Whoever can make AWS Config invoke the function writes its events. So what an event says is never
 * enough: for another account no call is made unless ALLOWED_ACCOUNTS names it.
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
 * Reads ALLOWED_ACCOUNTS, ids of twelve digits with commas between them, and EXTERNAL_ID, as STS
 * takes it. Empty counts as not set. Both are borrowed from the environment. ERROR_CONFIGURATION
 * naming the variable that is written otherwise: "*" is, as is a list with one mistake in it.
 */
MUST_USE bool accounts_read(struct accounts *out, struct error *err);

/*
 * The role for an event; out->arn NULL: the function's own. It is
 *   - the role that ruleParameters.executionRoleName, or executionRoleArn, gives;
 *   - in the function's own account, else its own;
 *   - in another account, else the event's own executionRoleArn.
 * The account of the event is the one that all its parts name (config/event.h), and the role must
 * be in it. An event of another account must have a configRuleArn, of an AWS Config rule. The rule
 * must be in the function's Region, where AWS Config is answered. function_arn is what was invoked,
 * and says what the function's own account is. Lambda always gives it; where it is missing (NULL)
 * or not of a Lambda function, every event is refused.
 *
 * ERROR_INPUT for accounts and Regions, ERROR_PARAMETER for roles, saying what to set: a
 * service-linked role, as executionRoleArn of most events is, can be assumed by its service alone.
 */
MUST_USE bool account_role(struct arena *arena, const struct accounts *accounts,
                           const char *function_arn, const struct event *event, struct role *out,
                           struct error *err);

#endif
