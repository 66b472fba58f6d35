#include "report/junit.h"
#include "report/report.h"

static void begin(struct report *report)
{
    struct junit *junit = arena_alloc(report->arena, sizeof(*junit));

    junit->arena = report->arena;
    report->state = junit;
}

/* A case of a rule is a resource. */
static void add(struct report *report, const struct rule *rule, const struct evaluation *evaluation)
{
    static const enum junit_outcome outcomes[] = {[EVALUATION_FAILED] = JUNIT_ERROR,
                                                  [COMPLIANT] = JUNIT_PASSED,
                                                  [NON_COMPLIANT] = JUNIT_FAILED,
                                                  [NOT_APPLICABLE] = JUNIT_SKIPPED};
    enum compliance_type type = evaluation->compliance_type;
    const char *why = evaluation->annotation;
    struct junit_case one = {
        .classname = rule->name,
        .name =
            arena_printf(report->arena, "%s %s", evaluation->resource_type,
                         evaluation->item->arn ? evaluation->item->arn : evaluation->resource_id),
        .file = report->file,
        .severity = severity_name(rule->severity),
        .outcome = outcomes[type],
        .message = type == COMPLIANT ? NULL : compliance_type_name(type),
        .text = why ? arena_strdup(report->arena, why) : NULL,
    };

    junit_add(report->state, &one);
}

static void end(struct report *report)
{
    junit_print(report->state, report->out);
}

const struct report_format report_junit = {
    .name = "junit",
    .text =
        "JUnit's XML: what is NON_COMPLIANT has failed, what is NOT_APPLICABLE was skipped. The "
        "rule's severity is a property of each case.",
    .begin = begin,
    .add = add,
    .end = end,
};
