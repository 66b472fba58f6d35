/*
 * log.h - one line a message, written at once with one write(2), because Lambda turns each line
 * into one CloudWatch event and may freeze the process after any of them. It allocates nothing, so
 * that it works when memory does not. Never pass a secret, a result token or a configuration to it.
 *
 * JSON lines carry timestamp, level, message, and where known requestId and errorType: the names
 * that Lambda's advanced logging controls and AWS's own runtimes use
 * (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html).
 */
#ifndef CORE_LOG_H
#define CORE_LOG_H

#include "core/error.h"

#define LOG_LEVELS(X)     \
    X(LOG_TRACE, "TRACE") \
    X(LOG_DEBUG, "DEBUG") \
    X(LOG_INFO, "INFO")   \
    X(LOG_WARN, "WARN")   \
    X(LOG_ERROR, "ERROR") \
    X(LOG_FATAL, "FATAL")

enum log_level {
#define X(level, name) level,
    LOG_LEVELS(X)
#undef X
};

/*
 * For the Lambda program: lines go to standard output from now on. format and level are the values
 * of AWS_LAMBDA_LOG_FORMAT ("JSON" or "Text", in any case; else JSON) and AWS_LAMBDA_LOG_LEVEL (in
 * any case; else INFO); NULL: not set. Before this call lines are text and go to standard error.
 */
void log_configure(const char *format, const char *level);

/* Stamped on every following line; NULL: none. Borrowed until the next call. */
void log_set_request_id(const char *request_id);

/* Dropped before it is formatted when level is below the configured one. Cut at 4 KiB. */
void log_write(enum log_level level, const char *fmt, ...) PRINTF(2, 3);

/* err as a line: its message, with its errorType. */
void log_error(enum log_level level, const struct error *err);

/* A line that is JSON already (embedded metric format), written whatever the level is. */
void log_metrics(const char *json);

/*
 * The name of the configured level. A metrics line says it of itself, so that Lambda's own filter,
 * which takes a line without a level for INFO, never drops it.
 */
const char *log_level_name(void);

#endif
