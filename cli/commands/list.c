#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/descriptor.h"
#include "report/grid.h"
#include "report/print.h"

static const struct option options[] = {{"format", required_argument, NULL, 'f'}, OPTIONS_END};

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

static int run(struct arena *arena, int argc, char **argv)
{
    bool json = false;
    int option;

    while ((option = next_option(arena, &command_list, argc, argv)) != -1) {
        if (option != 'f')
            return option;
        json = strcmp(optarg, "json") == 0;
        if (!json && strcmp(optarg, "table") != 0)
            return usage_error(&command_list, "--format %s is neither table nor json", optarg);
    }
    if (optind < argc)
        return usage_error(&command_list, "takes no argument: %s", argv[optind]);
    if (json)
        print_json(stdout, descriptors_json(), true);
    else
        print_rules_table(arena, descriptors_json());
    return EXIT_SUCCESS;
}

const struct command command_list = {
    .name = "list",
    .usage = "[--format table|json]",
    .summary = "Lists the rules.",
    .help = "  --format table|json  a table (default), or a JSON array of everything about each\n",
    .options = options,
    .run = run,
};
