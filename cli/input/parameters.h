/* parameters.h - rule parameters from elsewhere, over those of an event. */
#ifndef CLI_PARAMETERS_H
#define CLI_PARAMETERS_H

#include "config/event.h"
#include "engine/rule.h"

/*
 * Sets members of the event's ruleParameters, replacing its own. over is an object; its member
 * RESERVED_PARAMETER_RULE chooses the rule.
 */
void override_parameters(struct event *event, const cJSON *over);

/* Whether the rule declares a parameter. */
bool rule_has_parameter(const struct rule *rule, const char *name);

/* Of the members of an object those that the rule declares: another object. */
cJSON *parameters_of(const cJSON *given, const struct rule *rule);

#endif
