#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/descriptor.h"
#include "report/print.h"

static const struct option options[] = {{"format", required_argument, NULL, 'f'}, OPTIONS_END};

static void print_list(struct arena *arena, const cJSON *json, const char *key, const char *title)
{
    printf("%-16s%s\n", title, descriptor_join(arena, json_get(json, key), ""));
}

static void print_parameter(struct arena *arena, const cJSON *parameter)
{
    const char *absent = json_bool(parameter, "required", false) ? "required" : "optional";
    const char *given = json_string(parameter, "default", NULL);

    printf("\n  %s (%s; %s%s)\n", json_string(parameter, "name", ""),
           descriptor_values(arena, parameter), given ? "default " : "", given ? given : absent);
    printf("      %s\n", json_string(parameter, "description", ""));
}

static void print_rule(struct arena *arena, const cJSON *json)
{
    const cJSON *parameters = json_get(json, "parameters"), *parameter;

    printf("%s\n\n%s\n\n", json_string(json, "name", ""), json_string(json, "description", ""));
    printf("%-16s%s\n", "Remediation:", json_string(json, "remediation", ""));
    print_list(arena, json, "resourceTypes", "Resource types:");
    print_list(arena, json, "scope", "Scope:");
    print_list(arena, json, "triggers", "Triggers:");
    print_list(arena, json, "reads", "Reads:");
    puts(cJSON_GetArraySize(parameters) ? "Parameters:" : "Parameters:     none");
    cJSON_ArrayForEach (parameter, parameters)
        print_parameter(arena, parameter);
}

static int run(struct arena *arena, int argc, char **argv)
{
    const struct rule *rule;
    struct error err;
    bool json = false;
    int option;

    while ((option = next_option(arena, &command_show, argc, argv)) != -1) {
        if (option != 'f')
            return option;
        json = strcmp(optarg, "json") == 0;
        if (!json && strcmp(optarg, "table") != 0)
            return usage_error(&command_show, "--format %s is neither table nor json", optarg);
    }
    if (argc - optind != 1)
        return usage_error(&command_show, "takes the name of one rule");
    if (!rule_get(arena, "RULE", argv[optind], &rule, &err))
        return usage_error(&command_show, "%s", err.message);
    if (json)
        print_json(stdout, descriptor_json(rule), true);
    else
        print_rule(arena, descriptor_json(rule));
    return EXIT_SUCCESS;
}

const struct command command_show = {
    .name = "show",
    .usage = "[--format table|json] RULE",
    .summary = "Shows one rule: what it evaluates, when, and its parameters.",
    .help =
        "  RULE                 a name that \"configrule list\" shows\n"
        "  --format table|json  for people (default), or what \"list --format json\" has of it\n",
    .options = options,
    .run = run,
};
