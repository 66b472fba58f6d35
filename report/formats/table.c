#include "report/grid.h"
#include "report/report.h"

static const struct grid_column columns[] = {
    {.title = "RULE"},
    {.title = "ACCOUNT", .if_differs = true},
    {.title = "REGION", .if_differs = true},
    {.title = "RESOURCE TYPE"},
    {.title = "RESOURCE"},
    {.title = "COMPLIANCE", .colored = true},
    {.title = "ANNOTATION", .prose = true},
    {0},
};

/* What failed is no result: it is left to whoever says what went wrong. */
static void add(struct report *report, const struct rule *rule, const struct evaluation *evaluation)
{
    static const char *const colors[] = {
        [COMPLIANT] = GRID_GREEN, [NON_COMPLIANT] = GRID_RED, [NOT_APPLICABLE] = GRID_GREY};
    const char *const cells[] = {rule->name,
                                 evaluation->item->account_id,
                                 evaluation->item->aws_region,
                                 evaluation->resource_type,
                                 evaluation->resource_id,
                                 compliance_type_name(evaluation->compliance_type),
                                 evaluation->annotation};

    if (evaluation->compliance_type == EVALUATION_FAILED)
        return;
    struct grid *grid = report->state ? report->state : grid_create(report->arena, columns);
    grid_add(grid, cells, colors[evaluation->compliance_type]);
    report->state = grid;
}

static void end(struct report *report)
{
    if (report->state)
        grid_print(report->state, report->out);
}

const struct report_format report_table = {
    .name = "table",
    .text = "For people. On a terminal its lines fit the width; elsewhere each resource is one "
            "line. Account and Region are columns where they differ.",
    .add = add,
    .end = end,
};
