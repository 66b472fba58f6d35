#include <stdio.h>
#include <stdlib.h>

#include "aws/http.h"
#include "aws/protocol/xml.h"
#include "aws/sigv4.h"
#include "cli/command.h"
#include "cli/input/gzip.h"
#include "cli/stand_in/server.h"
#include "core/version.h"
#include "iam/tables.h"

void print_version(struct arena *arena)
{
    const char *const libraries[] = {http_library(),   sigv4_library(), xml_library(),
                                     server_library(), gzip_library(),  NULL};

    version_print(stdout, "configrule", libraries, rule_names(arena));
    printf("IAM tables: actions, resource types and context keys of AWS as of %s\n",
           iam_facts_date);
}

static int run(struct arena *arena, const struct command_line *line)
{
    (void)line;
    print_version(arena);
    return EXIT_SUCCESS;
}

static const struct example examples[] = {
    {"Print the version alone", "configrule version | head -n 1"},
    {0},
};

const struct command command_version = {
    .name = "version",
    .summary = "Shows the version, and what configrule was built with.",
    .examples = examples,
    .run = run,
};
