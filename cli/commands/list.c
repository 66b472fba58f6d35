#include <stdlib.h>

#include "cli/command.h"
#include "cli/descriptor.h"
#include "report/grid.h"
#include "report/print.h"
#include "report/report.h"

static const struct option options[] = {{"format", required_argument, NULL, 'f'}, OPTIONS_END};

static void print_rules_table(struct arena *arena, const cJSON *list)
{
    static const char *const columns[] = {"RULE", "TRIGGERS", "RESOURCE TYPES", "DESCRIPTION",
                                          NULL};
    struct libscols_table *table = table_create(columns);
    const cJSON *rule;

    cJSON_ArrayForEach (rule, list) {
        const char *cells[] = {json_string(rule, "name", NULL),
                               descriptor_join(arena, json_get(rule, "triggers"), ""),
                               descriptor_join(arena, json_get(rule, "resourceTypes"), ""),
                               json_string(rule, "description", NULL)};

        table_add(table, cells, 0, NULL);
    }
    table_print(table);
}

static int run(struct arena *arena, int argc, char **argv)
{
    enum format format = FORMAT_TABLE;
    int option;

    while ((option = next_option(arena, &command_list, argc, argv)) != -1) {
        if (option != 'f')
            return option;
        if (!format_read(optarg, &format) || format == FORMAT_PUT_EVALUATIONS)
            return usage_error(&command_list, "--format %s is neither table nor json", optarg);
    }
    if (optind < argc)
        return usage_error(&command_list, "takes no argument: %s", argv[optind]);
    if (format == FORMAT_JSON)
        print_json(descriptors_json(), true);
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
