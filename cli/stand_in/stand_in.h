/*
 * stand_in.h - Lambda and AWS on this machine, for "configrule invoke": the state of one run, and
 * the routes of its two servers. The Runtime API hands out the invocations, one at a time. The AWS
 * endpoint verifies every signature, takes PutEvaluations as AWS Config does, lets any role be
 * assumed, and answers all other calls from recorded replies. Neither ever waits.
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
    const char *place;       /* the path of its file, which names it in messages */
    const char *payload;     /* the bytes of the file */
    size_t length;           /* bytes */
    const struct rule *rule; /* that the event is for; its name is "" where there is no such rule */
    const char *account;     /* the event's, which is taken for that of the function */
    const char *result_token; /* NULL: the event has none */
};

/* Zero-initialise it, and set what comes first. */
struct stand_in {
    const char *program; /* path of the bootstrap */
    struct replies replies;
    struct report report; /* of what AWS Config accepts */
    struct child child;   /* .show_log */

    /* From stand_in_load(). */
    const char *region;
    const struct delivery *deliveries;
    size_t delivery_count;

    /* From stand_in_play(). */
    struct server lambda, aws;
    struct arena scratch; /* of one request */
    size_t current;       /* index of the delivery that is in flight, or is next */
    bool in_flight;       /* it was handed out and is not answered yet */
    bool heard;           /* AWS Config has accepted a PutEvaluations for it */
    bool started;         /* the program has asked for its first invocation */
    bool finished;        /* it has answered all and asks for more, or it cannot start */
    bool failed;          /* an invocation, a signature or the program failed, which was said */
    int64_t patience_ms;  /* when to give the program up, ms since 1970 */
    size_t evaluations;   /* that were put */
    size_t signatures;    /* that were verified */
};

/* How long the program may take to ask for its first invocation, and for each one. */
#define STAND_IN_PATIENCE_MS 70000

/* The function that Lambda would have invoked. */
#define STAND_IN_FUNCTION "bedrock-config-rules"

/*
 * Reads all events before anything starts, into arena. False: a file cannot be read, which was
 * said. An event that is for no rule is delivered too.
 */
MUST_USE bool stand_in_load(struct stand_in *stand_in, struct arena *arena, char *const *paths,
                            size_t count);

/*
 * Runs the program until it has answered all events, has ended or has run out of time, or this
 * process is asked to end (.child.signal). arena is JSON's, before and after.
 */
void stand_in_play(struct stand_in *stand_in, struct arena *arena);

/* Says what went wrong, and sets .failed. */
void stand_in_fail(struct stand_in *stand_in, const char *place, const char *fmt, ...) PRINTF(3, 4);

/* For the files of this folder. */

extern const struct credentials stand_in_credentials; /* invented */
extern const struct server_route stand_in_lambda_routes[], stand_in_aws_routes[];

#endif
