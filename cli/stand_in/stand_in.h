/*
 * stand_in.h - Lambda and AWS as the bootstrap program sees them, for "configrule invoke": the
 * state of one run, and the routes of its two servers. The Runtime API hands out the invocations,
 * one at a time; the AWS endpoint checks every signature, takes PutEvaluations as AWS Config does,
 * lets any role be assumed, and answers all other calls from recorded replies. Neither waits for
 * anything.
 */
#ifndef CLI_STAND_IN_H
#define CLI_STAND_IN_H

#include "aws/sigv4.h"
#include "cli/input/replies.h"
#include "cli/stand_in/child.h"
#include "cli/stand_in/server.h"
#include "report/report.h"

/* One EVENT of the command line. */
struct delivery {
    const char *place;   /* its file, to name it by */
    const char *payload; /* the bytes as they are */
    size_t length;
    const struct rule *rule;  /* that it is for; one with the name "": none that we have */
    const char *account;      /* the event's, in which the function is taken to be */
    const char *result_token; /* NULL: it has none */
};

struct stand_in {
    const char *program; /* path of the bootstrap */
    const char *region;
    const struct delivery *deliveries;
    size_t delivery_count;
    struct replies replies;
    struct report report;

    struct server lambda, aws;
    struct child child;
    struct arena scratch; /* of one request */

    size_t current;      /* the delivery that is in flight, or is next */
    bool in_flight;      /* handed out and not answered */
    bool heard;          /* AWS Config accepted something for the one in flight */
    bool started;        /* the program has asked for its first invocation */
    bool finished;       /* it has answered all and asks for more, or cannot start */
    bool failed;         /* an invocation, a signature, or the program; each was said */
    int64_t patience_ms; /* when to give the program up, ms since 1970 */

    size_t evaluations, signatures; /* put, verified */
};

/* How long the program may take to ask for its first invocation, and for each one. */
#define STAND_IN_PATIENCE_MS 70000

extern const struct credentials stand_in_credentials; /* invented */
extern const struct server_route stand_in_lambda_routes[], stand_in_aws_routes[];

/* The function that Lambda would have invoked. */
#define STAND_IN_FUNCTION "bedrock-config-rules"

/* Says what went wrong, and lets the run fail. */
void stand_in_fail(struct stand_in *stand_in, const char *place, const char *fmt, ...) PRINTF(3, 4);

#endif
