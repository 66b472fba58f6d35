/* witness_scenario.h - a witness as a scenario of "configrule simulate", which decides it anew. */
#ifndef TESTS_WITNESS_SCENARIO_H
#define TESTS_WITNESS_SCENARIO_H

#include <string.h>

#include "core/json.h"
#include "iam/witness.h"

static inline cJSON *scenario_context(const struct iam_request *request)
{
    cJSON *context = cJSON_CreateObject();

    for (size_t i = 0; i < request->context_count; i++) {
        cJSON *values = cJSON_AddArrayToObject(context, request->context[i].name);

        for (size_t j = 0; j < request->context[i].count; j++)
            cJSON_AddItemToArray(values, cJSON_CreateString(request->context[i].values[j]));
    }
    return context;
}

/* The request, which must be allowed. The caller adds the policies. */
static inline cJSON *scenario_of(const struct iam_request *request, const char *name)
{
    cJSON *scenario = cJSON_CreateObject();
    cJSON *out = cJSON_AddObjectToObject(scenario, "request");

    json_add_text(scenario, "name", name);
    json_add_text(out, "action", request->action);
    json_add_text(out, "resource", request->resource);
    json_add_text(out, "principal", request->principal.name);
    cJSON_AddItemToObject(out, "context", scenario_context(request));
    json_add_text(scenario, "expect", "Allowed");
    return scenario;
}

#endif
