/*
 * report.h - how configrule shows evaluations, whoever made them: a table, JSON lines, or the body.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "config/evaluation.h"

enum format { FORMAT_TABLE, FORMAT_JSON, FORMAT_PUT_EVALUATIONS };

struct libscols_table;

/* Zero-initialise and set .format. */
struct output {
    enum format format;
    struct libscols_table *table;
    size_t count[NOT_APPLICABLE + 1]; /* evaluations shown, by enum compliance_type */
};

/* "table", "json", "put-evaluations"; false: another word. */
bool format_read(const char *text, enum format *out);

/*
 * Shows one result on standard output: FORMAT_JSON at once, as a line of rule, resourceType,
 * resourceId, complianceType, annotation, orderingTimestamp; a table when output_finish() is
 * called. FORMAT_PUT_EVALUATIONS shows nothing here: print the body with output_body(). rule is the
 * name of the rule. EVALUATION_FAILED is no result: it is counted, and nothing is shown.
 */
void output_add(struct output *output, const char *rule, const struct evaluation *evaluation);

/* A PutEvaluations request body, one line. The other formats show nothing here. */
void output_body(const struct output *output, const cJSON *body);

/* Prints the table and frees it. */
void output_finish(struct output *output);

/*
 * The exit status of a command that showed results: 1 when one is NON_COMPLIANT, else 0; failures
 * (exit status 2) are the command's to know.
 */
int output_status(const struct output *output);

/* Appends resourceType, resourceId, complianceType and annotation (null: none) to an object. */
void output_add_members(cJSON *json, const struct evaluation *evaluation);

#endif
