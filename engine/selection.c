#include "engine/selection.h"

#include <string.h>

#include "core/text.h"

const struct parameter reserved_parameters[] = {
    {
        .name = RESERVED_PARAMETER_RULE,
        .text = "The rule to run, whatever the Config rule is called.",
    },
    {
        .name = RESERVED_PARAMETER_ROLE_NAME,
        .text = "The role to assume in the account of the Config rule, with its path: "
                "team/config-rules. All calls of the invocation are made with it.",
    },
    {
        .name = RESERVED_PARAMETER_ROLE_ARN,
        .text = "The same, as the role's whole ARN.",
    },
    {0},
};

bool reserved_parameter(const struct event *event, const char *name, const char **out,
                        struct error *err)
{
    const cJSON *value = json_member(event->rule_parameters, name);

    *out = NULL;
    if (json_is_absent(value))
        return true;
    if (!cJSON_IsString(value))
        return error_set(err, ERROR_PARAMETER, "ruleParameters.%s is not a string", name);
    *out = *value->valuestring ? value->valuestring : NULL;
    return true;
}

static const char *undecorated(struct arena *arena, const char *name)
{
    static const char organization[] = "OrgConfigRule-", pack[] = "-conformance-pack-";
    const char *end;

    if (text_begins(name, organization)) {
        name += strlen(organization);
        end = strrchr(name, '-');
        if (end)
            name = arena_strndup(arena, name, (size_t)(end - name));
    }
    end = strstr(name, pack);
    return end ? arena_strndup(arena, name, (size_t)(end - name)) : name;
}

bool engine_find_rule(struct arena *arena, const struct event *event, const struct rule **out,
                      struct error *err)
{
    const char *name = event->config_rule_name, *reserved;

    if (!reserved_parameter(event, RESERVED_PARAMETER_RULE, &reserved, err))
        return false;
    if (reserved)
        return rule_get(arena, "ruleParameters." RESERVED_PARAMETER_RULE, reserved, out, err);
    if (!name)
        return error_set(err, ERROR_INPUT,
                         "configRuleName is missing, and the parameter \"" RESERVED_PARAMETER_RULE
                         "\" names no rule");
    *out = rule_find(undecorated(arena, name));
    return *out ||
           rule_get(arena, "configRuleName, without a parameter \"" RESERVED_PARAMETER_RULE "\",",
                    name, out, err);
}
