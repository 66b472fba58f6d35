/*
 * report.h - one stream of evaluations in, one document out.
 *
 * One format is one file: report/formats/junit.c defines one constant, report_junit, whose name is
 * "junit". The build collects the constants into report_formats[]; nobody edits a list.
 *
 * A format writes to report->out and cannot fail: a stream remembers that a write failed, and
 * whoever opened it asks it at the end.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "config/evaluation.h"
#include "engine/rule.h"

struct report;

struct report_format {
    const char *name; /* the file's name with '-' for '_', as --format takes it */
    const char *text; /* for help: what it is, in one sentence or more */

    /* Each may be NULL: there is nothing to do. */

    /* Before all else. */
    void (*begin)(struct report *report);
    /*
     * One evaluation, EVALUATION_FAILED too, in the order in which they were made. It lives until
     * this returns: a format that must keep it copies it into report->arena, and changes what it
     * kept last. evaluation->item is never NULL here, but may say no more than its type and id.
     */
    void (*add)(struct report *report, const struct rule *rule,
                const struct evaluation *evaluation);
    /* The PutEvaluations request that these evaluations make, or made. It follows them. */
    void (*put)(struct report *report, const cJSON *request);
    /* After all else. */
    void (*end)(struct report *report);
};

/* All of them, sorted by name; ends with NULL. */
extern const struct report_format *const report_formats[];

/* The one of them that is taken where none is asked for. */
extern const struct report_format report_table;

/* NULL: there is none. */
const struct report_format *report_format_find(const char *name);

struct report {
    /* Set by who makes it. */
    const struct report_format *format;
    FILE *out;           /* not closed */
    struct arena *arena; /* for what a format keeps until the end */
    /* That the next evaluations come from, for as long as the report is; NULL: from none. */
    const char *file;

    size_t counts[NOT_APPLICABLE + 1]; /* evaluations added so far, by enum compliance_type */
    void *state;                       /* the format's own, in the arena; NULL at first */
};

void report_begin(struct report *report);
/* Where memory ends the report is as it was. */
void report_add(struct report *report, const struct rule *rule,
                const struct evaluation *evaluation);
void report_put(struct report *report, const cJSON *request);
void report_end(struct report *report);

#endif
