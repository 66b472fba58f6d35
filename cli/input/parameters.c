#include "cli/input/parameters.h"

#include "core/json.h"

void override_parameters(struct event *event, const cJSON *over)
{
    cJSON *merged = cJSON_Duplicate(event->rule_parameters, true);
    const cJSON *parameter;

    cJSON_ArrayForEach (parameter, over)
        json_set(merged, parameter->string, cJSON_Duplicate(parameter, true));
    event->rule_parameters = merged;
}
