/*
 * metrics.h - what an invocation came to, as one line of the log from which CloudWatch makes
 * metrics: the embedded metric format
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
#ifndef RUNTIME_METRICS_H
#define RUNTIME_METRICS_H

#include <stddef.h>
#include <stdint.h>

struct metric {
    const char *name; /* "NON_COMPLIANT" */
    const char *unit; /* of CloudWatch's: "Count", "Milliseconds" */
    double value;
};

#define METRICS_LIMIT 16

/* Zero-initialise. Names and values must live until metrics_log() returns. */
struct metrics {
    const char *dimension, *dimension_value; /* by which CloudWatch tells them apart: "Rule" */
    struct metric list[METRICS_LIMIT];
    size_t count;
};

/* Appends one. More than METRICS_LIMIT is a bug of the caller, which aborts. */
void metrics_add(struct metrics *metrics, const char *name, const char *unit, double value);

/*
 * Writes the line, whatever the log's level is. It is also what searches for an invocation find:
 * its request id and the metrics are members of it. time is in ms since 1970. It is made of JSON,
 * in json_arena().
 */
void metrics_log(const struct metrics *metrics, const char *request_id, int64_t time_ms);

#endif
