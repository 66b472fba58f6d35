/*
 * selection.h - which rule an event is for, and the ruleParameters that say so: those that every
 * rule has, which the program reads and the rule never sees.
 */
#ifndef ENGINE_SELECTION_H
#define ENGINE_SELECTION_H

#include "config/event.h"
#include "engine/rule.h"

#define RESERVED_PARAMETER_RULE "rule"
#define RESERVED_PARAMETER_ROLE_NAME "executionRoleName"
#define RESERVED_PARAMETER_ROLE_ARN "executionRoleArn"
extern const struct parameter reserved_parameters[]; /* ends with an empty entry */

/* The text of one of them; NULL: not given, null or "". ERROR_PARAMETER when it is no string. */
MUST_USE bool reserved_parameter(const struct event *event, const char *name, const char **out,
                                 struct error *err);

/*
 * The rule that an event is for: the reserved parameter "rule", else configRuleName as it is or
 * without what organization rules (OrgConfigRule-<name>-<suffix>) and conformance packs
 * (<name>-conformance-pack-<suffix>) add. ERROR_INPUT when neither is given; ERROR_PARAMETER naming
 * what is given and the nearest that exists when no rule of this program has that name.
 */
MUST_USE bool engine_find_rule(struct arena *arena, const struct event *event,
                               const struct rule **out, struct error *err);

#endif
