/*
 * engine.h - from an event to evaluations: which rule, which resources, which of them are there to
 * be evaluated at all. It reads through the reader and puts nothing.
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "config/evaluation.h"
#include "config/event.h"
#include "config/reader.h"
#include "engine/rule.h"

/* The ruleParameters that every rule has, which the program reads and the rule never sees. */
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
 * (<name>-conformance-pack-<suffix>) add. ERROR_PARAMETER naming the unknown rule when there is
 * none.
 */
MUST_USE bool engine_find_rule(struct arena *arena, const struct event *event,
                               const struct rule **out, struct error *err);

/*
 * Runs rule over what the event is about and appends to *out, which may hold EVALUATION_FAILED
 * entries beside good ones: those do not stop the others; no resource is there twice. arena is that
 * of the reader and of JSON, and stands alone; a list of resources takes from it the memory of one
 * page. A listed resource that needs more memory than there is fails alone, and a list whose
 * evaluations do is broken off; an eighth of the memory is kept for putting. A change that needs
 * more is left to the caller's arena_try(). A resource that is deleted, no longer recorded, out of
 * the rule's scope or of another type is NOT_APPLICABLE without asking the rule; an account rule is
 * asked anew even when what changed was deleted. Ordering timestamps are the capture time of the
 * item for changes and the notification time for periodic triggers.
 *
 * False with *err when nothing can be evaluated: bad parameters, a trigger the rule does not have,
 * or no list of resources; and when that list breaks off, with what was evaluated by then in *out.
 */
MUST_USE bool engine_evaluate(struct arena *arena, const struct rule *rule,
                              const struct event *event, struct reader *reader,
                              struct evaluations *out, struct error *err);

#endif
