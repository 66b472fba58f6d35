#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/descriptor.h"
#include "report/print.h"

struct show_options {
    enum document_format format;
};

static void print_list(struct arena *arena, const cJSON *json, const char *key, const char *title)
{
    printf("%-16s%s\n", title, descriptor_join(arena, json_get(json, key), ""));
}

static void print_control(const cJSON *control)
{
    printf("  %s %s\n      %s\n", json_string(control, "standard", ""),
           json_string(control, "id", ""), json_string(control, "source", ""));
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
    const cJSON *parameters = json_get(json, "parameters"), *parameter, *control;

    printf("%s\n\n%s\n\n", json_string(json, "name", ""), json_string(json, "description", ""));
    printf("%-16s%s\n", "Remediation:", json_string(json, "remediation", ""));
    printf("%-16s%s\n", "Severity:", json_string(json, "severity", ""));
    print_list(arena, json, "resourceTypes", "Resource types:");
    print_list(arena, json, "scope", "Scope:");
    print_list(arena, json, "triggers", "Triggers:");
    print_list(arena, json, "reads", "Reads:");
    puts(cJSON_GetArraySize(parameters) ? "Parameters:" : "Parameters:     none");
    cJSON_ArrayForEach (parameter, parameters)
        print_parameter(arena, parameter);
    puts("\nControls:");
    cJSON_ArrayForEach (control, json_get(json, "controls"))
        print_control(control);
}

static int run(struct arena *arena, const struct command_line *line)
{
    const struct show_options *given = line->options;
    cJSON *descriptor = descriptor_json(rule_find(line->arguments[0]));

    if (given->format == DOCUMENT_JSON)
        print_json(stdout, descriptor, true);
    else
        print_rule(arena, descriptor);
    return EXIT_SUCCESS;
}

static const struct choice formats[] = {
    [DOCUMENT_TABLE] = {"table", "For people."},
    [DOCUMENT_JSON] = {"json", "What \"configrule list --format json\" prints of the rule."},
    {0},
};

static const struct option_description options[] = {
    OPTION_FORMAT(show_options, formats, "How to print the rule."),
    {0},
};

static const struct example examples[] = {
    {"Show what a rule evaluates, and its parameters",
     "configrule show bedrock-agent-vpc-required"},
    {"Print the IAM actions that a rule needs",
     "configrule show --format json cloudtrail-enabled | jq -r '.reads[]'"},
    {0},
};

const struct command command_show = {
    .name = "show",
    .summary = "Shows one rule: what it evaluates, when, and its parameters.",
    .argument = {.name = "RULE",
                 .kind = VALUE_RULE,
                 .minimum = 1,
                 .maximum = 1,
                 .text = "A name that \"configrule list\" shows."},
    .options = options,
    .options_size = sizeof(struct show_options),
    .examples = examples,
    .run = run,
};
