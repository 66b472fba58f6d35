#include "report/print.h"
#include "report/report.h"

static void put(struct report *report, const cJSON *request)
{
    print_json(report->out, request, false);
}

const struct report_format report_put_evaluations = {
    .name = "put-evaluations",
    .text = "Each PutEvaluations request on a line.",
    .put = put,
};
