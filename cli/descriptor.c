#include "cli/descriptor.h"

#include <string.h>

#include "core/text.h"
#include "iam/actions.h"

/* With "*" for all that varies but the partition, which is known where the pattern is used. */
static cJSON *resource_pattern(const char *format)
{
    static const char partition[] = "${Partition}";
    cJSON *json = cJSON_CreateString(format);
    char *to = json->valuestring;

    for (const char *from = format; *from;) {
        if (text_begins(from, partition) || !text_begins(from, "${")) {
            *to++ = *from++;
        } else {
            *to++ = '*';
            from = strchr(from, '}') + 1;
        }
    }
    *to = '\0';
    return json;
}

/* By the action, for the policy that allows them. */
static cJSON *read_resources(const char *const *reads)
{
    cJSON *json = cJSON_CreateObject();

    for (; reads && *reads; reads++) {
        cJSON *list = cJSON_AddArrayToObject(json, *reads);
        const char *format;

        for (size_t n = 0; (format = iam_action_resource(*reads, n)); n++)
            cJSON_AddItemToArray(list, resource_pattern(format));
        if (!list->child)
            cJSON_AddItemToArray(list, cJSON_CreateString("*"));
    }
    return json;
}

static cJSON *parameter_json(const struct parameter *parameter)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddStringToObject(json, "name", parameter->name);
    cJSON_AddStringToObject(json, "type", parameter_type_name(parameter->type));
    cJSON_AddBoolToObject(json, "required", parameter->required);
    json_add_nullable(json, "default", parameter->default_value);
    if (parameter->minimum || parameter->maximum) {
        cJSON_AddNumberToObject(json, "minimum", (double)parameter->minimum);
        cJSON_AddNumberToObject(json, "maximum", (double)parameter->maximum);
    }
    if (parameter->choices)
        cJSON_AddItemToObject(json, "choices", json_list(parameter->choices));
    json_add_text(json, "pattern", parameter->pattern);
    json_add_text(json, "unit", parameter->unit);
    cJSON_AddStringToObject(json, "description", parameter->text);
    return json;
}

/*
 * A rule that needs no parameter is deployed unasked where that costs next to nothing: it evaluates
 * the account, or asks AWS nothing for each of many resources.
 */
static bool is_enabled_by_default(const struct rule *rule)
{
    for (const struct parameter *one = rule->parameters; one && one->name; one++)
        if (one->required)
            return false;
    return rule_is_for_account(rule) || !rule->reads;
}

static cJSON *control_json(const struct control *control)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddStringToObject(json, "standard", standard_name(control->standard));
    cJSON_AddStringToObject(json, "id", control->id);
    cJSON_AddStringToObject(json, "source", control->source);
    return json;
}

cJSON *descriptor_json(const struct rule *rule)
{
    cJSON *json = cJSON_CreateObject();

    cJSON_AddStringToObject(json, "name", rule->name);
    cJSON_AddStringToObject(json, "description", rule->description);
    cJSON_AddStringToObject(json, "remediation", rule->remediation);
    cJSON_AddStringToObject(json, "severity", severity_name(rule->severity));
    cJSON *controls = cJSON_AddArrayToObject(json, "controls");
    for (const struct control *one = rule->controls; one && one->id; one++)
        cJSON_AddItemToArray(controls, control_json(one));
    cJSON_AddItemToObject(json, "resourceTypes", json_list(rule->resource_types));
    cJSON_AddItemToObject(json, "scope",
                          json_list(rule->scope ? rule->scope : rule->resource_types));
    cJSON *triggers = cJSON_AddArrayToObject(json, "triggers");
    if (rule->triggers & TRIGGER_CONFIGURATION_CHANGES)
        cJSON_AddItemToArray(triggers, cJSON_CreateString("ConfigurationChanges"));
    if (rule->triggers & TRIGGER_PERIODIC)
        cJSON_AddItemToArray(triggers, cJSON_CreateString("Periodic"));
    cJSON *parameters = cJSON_AddArrayToObject(json, "parameters");
    for (const struct parameter *one = rule->parameters; one && one->name; one++)
        cJSON_AddItemToArray(parameters, parameter_json(one));
    cJSON_AddBoolToObject(json, "enabledByDefault", is_enabled_by_default(rule));
    cJSON_AddItemToObject(json, "reads", json_list(rule->reads));
    cJSON_AddItemToObject(json, "readResources", read_resources(rule->reads));
    return json;
}

cJSON *descriptors_json(void)
{
    cJSON *list = cJSON_CreateArray();

    for (size_t i = 0; rules[i]; i++)
        cJSON_AddItemToArray(list, descriptor_json(rules[i]));
    return list;
}

const char *descriptor_join(struct arena *arena, const cJSON *array, const char *quote)
{
    const char *text = "";
    const cJSON *one;

    cJSON_ArrayForEach (one, array)
        text = arena_printf(arena, "%s%s%s%s%s", text, *text ? ", " : "", quote, one->valuestring,
                            quote);
    return *text ? text : "none";
}

const char *descriptor_values(struct arena *arena, const cJSON *parameter)
{
    const char *text = json_string(parameter, "type", "");
    const cJSON *minimum = json_get(parameter, "minimum");
    const cJSON *choices = json_get(parameter, "choices");
    const char *pattern = json_string(parameter, "pattern", NULL);
    const char *unit = json_string(parameter, "unit", NULL);

    if (strcmp(text, parameter_type_name(PARAMETER_LIST)) == 0)
        text = "list, comma-separated";
    if (minimum)
        text = arena_printf(arena, "%s, %.15g to %.15g", text, minimum->valuedouble,
                            json_get(parameter, "maximum")->valuedouble);
    if (choices)
        text = arena_printf(arena, "%s of %s", text, descriptor_join(arena, choices, ""));
    if (pattern)
        text = arena_printf(arena, "%s, of the form %s", text, pattern);
    return unit ? arena_printf(arena, "%s, in %s", text, unit) : text;
}
