/* live.h - the real account, which answers the questions of rules for "configrule run --live". */
#ifndef CLI_LIVE_H
#define CLI_LIVE_H

#include "aws/client.h"
#include "config/event.h"

/* Zero-initialise. */
struct live {
    struct aws_client client;
    struct roles roles;
    struct aws_caller caller; /* whose .reader answers */
    const char *account;      /* whose credentials they are; NULL: not open */
};

/*
 * As whom questions are asked: the environment, or a profile of AWS's shared files. Asks AWS who
 * that is. ERROR_CONFIGURATION, and as aws_call(). live_close() is due after either. The arena is
 * JSON's.
 */
MUST_USE bool live_open(struct arena *arena, struct live *live, struct error *err);

/*
 * Makes ready for the questions of one event. ERROR_CONFIGURATION when the event is of another
 * account or Region, whose answers would be others.
 */
MUST_USE bool live_aim(struct arena *arena, struct live *live, const struct event *event,
                       struct error *err);

void live_close(struct live *live);

#endif
