/*
 * engine.h - from configuration items to evaluations. A rule is prepared once, with its parameters,
 * and then evaluates any number of items, whoever yields them; over an event that is all at once.
 * What it asks AWS goes through the reader. It puts nothing.
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "config/evaluation.h"
#include "config/event.h"
#include "config/reader.h"
#include "engine/rule.h"

/*
 * Reads a rule's parameters, once for all items that follow. rule_parameters is an object: those of
 * an event, say. ERROR_PARAMETER naming the parameter that is wrong; ERROR_LIMIT when there is no
 * memory to compare one with its form.
 *
 * *out and all that the rule concludes live in arena, which is that of JSON and of the reader: who
 * evaluates many items rewinds it between them, to a mark from after this call.
 */
MUST_USE bool rule_prepare(struct arena *arena, const struct rule *rule,
                           const cJSON *rule_parameters, struct reader *reader,
                           struct rule_context **out, struct error *err);

/*
 * What a prepared rule concludes of one item. An item that is .unread is EVALUATION_FAILED, and so
 * is one that does not say what the rule reads of it; one that is gone is NOT_APPLICABLE. The rule
 * is not asked of those. That the item is of one of the rule's types is for the caller to know.
 */
struct compliance rule_evaluate(struct rule_context *prepared,
                                const struct configuration_item *item);

/*
 * A prepared rule over what an event is about, appended to *out, which may then hold
 * EVALUATION_FAILED entries beside good ones: those do not stop the others. No resource is there
 * twice. event->rule_parameters are not read. What is out of the rule's scope is NOT_APPLICABLE; an
 * account rule evaluates the account, even when what changed was deleted. Ordering timestamps are
 * the capture time of the item for changes and the notification time for periodic triggers.
 *
 * The arena of rule_prepare() stands alone; a list of resources takes from it the memory of one
 * page. A listed resource that needs more memory than there is fails alone, and a list whose
 * evaluations do is broken off; an eighth of the memory is kept for putting. A change that needs
 * more is left to the caller's arena_try().
 *
 * False with *err when nothing can be evaluated: a trigger that the rule does not have, or no list
 * of resources; and when that list breaks off, with what was evaluated by then in *out.
 */
MUST_USE bool rule_evaluate_event(struct rule_context *prepared, const struct event *event,
                                  struct evaluations *out, struct error *err);

/* Prepares the rule with the parameters of the event, and evaluates what the event is about. */
MUST_USE bool engine_evaluate(struct arena *arena, const struct rule *rule,
                              const struct event *event, struct reader *reader,
                              struct evaluations *out, struct error *err);

#endif
