#include "report/line.h"
#include "report/print.h"
#include "report/report.h"

/* What failed is no result: it is left to whoever says what went wrong. */
static void add(struct report *report, const struct rule *rule, const struct evaluation *evaluation)
{
    if (evaluation->compliance_type != EVALUATION_FAILED)
        print_json(report->out, line_write(rule, evaluation, report->file), false);
}

const struct report_format report_json = {
    .name = "json",
    .text =
        "One JSON object a line for each resource: rule, severity (of the rule: critical, high, "
        "medium or low), resourceType, resourceId, complianceType, annotation (null: none) and "
        "orderingTimestamp (seconds since 1970); and where they are known accountId, "
        "awsRegion, arn, configurationItemCaptureTime and file.",
    .add = add,
};
