#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/descriptor.h"
#include "report/grid.h"
#include "report/print.h"

struct list_options {
    enum document_format format;
};

static void print_rules_table(struct arena *arena, const cJSON *list)
{
    static const struct grid_column columns[] = {{.title = "RULE"},
                                                 {.title = "TRIGGERS"},
                                                 {.title = "RESOURCE TYPES"},
                                                 {.title = "DESCRIPTION", .prose = true},
                                                 {0}};
    struct grid *grid = grid_create(arena, columns);
    const cJSON *rule;

    cJSON_ArrayForEach (rule, list) {
        const char *cells[] = {json_string(rule, "name", NULL),
                               descriptor_join(arena, json_get(rule, "triggers"), ""),
                               descriptor_join(arena, json_get(rule, "resourceTypes"), ""),
                               json_string(rule, "description", NULL)};

        grid_add(grid, cells, NULL);
    }
    grid_print(grid, stdout);
}

static int run(struct arena *arena, const struct command_line *line)
{
    const struct list_options *given = line->options;

    if (given->format == DOCUMENT_JSON)
        print_json(stdout, descriptors_json(), true);
    else
        print_rules_table(arena, descriptors_json());
    return EXIT_SUCCESS;
}

static const struct choice formats[] = {
    [DOCUMENT_TABLE] = {"table", "A table."},
    [DOCUMENT_JSON] = {"json", "A JSON array of everything that is known of each rule."},
    {0},
};

static const struct option_description options[] = {
    OPTION_FORMAT(list_options, formats, "How to print the rules."),
    {0},
};

static const struct example examples[] = {
    {"Name the rules that IAM roles need permissions for",
     "configrule list --format json | jq -r '.[] | select(.reads != []).name'"},
    {0},
};

const struct command command_list = {
    .name = "list",
    .summary = "Lists the rules.",
    .options = options,
    .options_size = sizeof(struct list_options),
    .examples = examples,
    .run = run,
};
