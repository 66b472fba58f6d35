/*
 * error.h - how a function of ours fails: it fills one struct error, where the cause is known best,
 * and returns false. Callers pass it up, at most with the place in front. Nothing here logs, and
 * the C library's errno is not used between our functions.
 */
#ifndef CORE_ERROR_H
#define CORE_ERROR_H

#include <stdbool.h>

#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define MUST_USE __attribute__((warn_unused_result))

/*
 * The kind decides two things: the errorType of the Lambda function's answer, and whether a call to
 * AWS is made again, as one that ended in ERROR_NETWORK is (aws/retry.h). The text is the
 * errorType. Lambda keeps "Function.<Word>" and "Runtime.<Word>" and makes "Runtime.Unknown" of all
 * others.
 */
#define ERROR_KINDS(X)                                                                           \
    X(ERROR_INPUT, "Function.InvalidEvent")         /* an event, an item, a policy, a file */    \
    X(ERROR_PARAMETER, "Function.InvalidParameter") /* ruleParameters, or the rule's set-up */   \
    X(ERROR_RULE, "Function.RuleEvaluation")        /* a resource could not be evaluated */      \
    X(ERROR_SERVICE, "Function.AwsApi")             /* an AWS service answered with an error */  \
    X(ERROR_NETWORK, "Function.Network")            /* no answer: connection, TLS, time-out */   \
    X(ERROR_LIMIT, "Function.LimitExceeded")        /* over a ceiling of size, memory or time */ \
    X(ERROR_CONFIGURATION, "Runtime.ConfigInvalid") /* the environment of the process */

enum error_kind {
    ERROR_NONE,
#define X(kind, type) kind,
    ERROR_KINDS(X)
#undef X
};

struct error {
    enum error_kind kind;
    /*
     * One sentence for the user, which names the place. It is UTF-8 on one line: it is cut when it
     * is longer, or where what it quotes is not UTF-8, and a blank stands for a control character.
     */
    char message[512];
};

/* Fills *err and returns false, so that a function fails in one line. err is not NULL. */
bool error_set(struct error *err, enum error_kind kind, const char *fmt, ...) PRINTF(3, 4);

/* Puts a place in front of the message, "events/a.json: ". Returns false too. */
bool error_prefix(struct error *err, const char *fmt, ...) PRINTF(2, 3);

/* Whether it is an ERROR_SERVICE with this error code of AWS, with which its message begins. */
bool error_is_code(const struct error *err, const char *code);

/* The Lambda errorType of a kind; "Runtime.Unknown" for ERROR_NONE. Static storage. */
const char *error_type(enum error_kind kind);

#endif
