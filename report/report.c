#include "report/report.h"

#include <string.h>

const struct report_format *report_format_find(const char *name)
{
    for (size_t i = 0; report_formats[i]; i++)
        if (strcmp(report_formats[i]->name, name) == 0)
            return report_formats[i];
    return NULL;
}

void report_begin(struct report *report)
{
    if (report->format->begin)
        report->format->begin(report);
}

void report_add(struct report *report, const struct rule *rule, const struct evaluation *evaluation)
{
    const struct configuration_item unknown = {.resource_type = evaluation->resource_type,
                                               .resource_id = evaluation->resource_id};
    struct evaluation added = *evaluation;

    if (!added.item)
        added.item = &unknown;
    if (report->format->add)
        report->format->add(report, rule, &added);
    report->counts[added.compliance_type]++;
}

void report_put(struct report *report, const cJSON *request)
{
    if (report->format->put)
        report->format->put(report, request);
}

void report_end(struct report *report)
{
    if (report->format->end)
        report->format->end(report);
}
