/* parameters.h - rule parameters from elsewhere, over those of an event. */
#ifndef CLI_PARAMETERS_H
#define CLI_PARAMETERS_H

#include "config/event.h"

/*
 * Sets members of the event's ruleParameters, replacing its own. over is an object; its member
 * RESERVED_PARAMETER_RULE chooses the rule.
 */
void override_parameters(struct event *event, const cJSON *over);

#endif
