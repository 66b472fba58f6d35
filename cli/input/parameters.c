#include "cli/input/parameters.h"

#include <string.h>

#include "core/json.h"

void override_parameters(struct event *event, const cJSON *over)
{
    cJSON *merged = cJSON_Duplicate(event->rule_parameters, true);
    const cJSON *parameter;

    cJSON_ArrayForEach (parameter, over)
        json_set(merged, parameter->string, cJSON_Duplicate(parameter, true));
    event->rule_parameters = merged;
}

bool rule_has_parameter(const struct rule *rule, const char *name)
{
    for (const struct parameter *p = rule->parameters; p && p->name; p++)
        if (strcmp(p->name, name) == 0)
            return true;
    return false;
}

cJSON *parameters_of(const cJSON *given, const struct rule *rule)
{
    cJSON *own = cJSON_CreateObject();
    const cJSON *parameter;

    cJSON_ArrayForEach (parameter, given)
        if (rule_has_parameter(rule, parameter->string))
            json_set(own, parameter->string, cJSON_Duplicate(parameter, true));
    return own;
}
