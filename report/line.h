/*
 * line.h - an evaluation as one JSON object: a line of --format json, and what one process of ours
 * tells another.
 */
#ifndef REPORT_LINE_H
#define REPORT_LINE_H

#include "config/configuration_item.h"
#include "config/evaluation.h"
#include "engine/rule.h"

/*
 * rule, severity (the rule's: "critical", "high", "medium", "low"), resourceType, resourceId,
 * complianceType, annotation (null: none) and orderingTimestamp (seconds since 1970) are always
 * there. accountId, awsRegion, arn, configurationItemCaptureTime (RFC 3339) and file are there
 * where evaluation->item says them, and file is not NULL.
 */
cJSON *line_write(const struct rule *rule, const struct evaluation *evaluation, const char *file);

/* What a line holds. */
struct line {
    const struct rule *rule;
    struct evaluation evaluation; /* its .item is the other member */
    struct configuration_item item;
};

/* Of a line that line_write() wrote. Texts are those of json, and *out may not be copied. */
void line_read(const cJSON *json, struct line *out);

/* Appends resourceType, resourceId, complianceType and annotation (null: none) to an object. */
void line_add_result(cJSON *json, const struct evaluation *evaluation);

#endif
