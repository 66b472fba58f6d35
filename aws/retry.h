/*
 * retry.h - which calls are made again, and when: what would help another attempt, how long it
 * waits, and how long it may take. Time follows from one deadline, in ms since 1970, after which
 * nobody reads the answer.
 */
#ifndef AWS_RETRY_H
#define AWS_RETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"

#define RETRY_ATTEMPTS 8 /* that a call has at most */

/* When an attempt had so much time and got no answer, the peer is to blame and not the deadline. */
#define RETRY_FAIR_MS 1000

/* What would help another attempt. */
enum remedy {
    REMEDY_NONE,        /* nothing: it would fail in the same way */
    REMEDY_WAIT,        /* time: AWS throttles, has a failure, or could not be reached */
    REMEDY_CLOCK,       /* AWS's time: the request was signed at another */
    REMEDY_CREDENTIALS, /* other credentials: AWS does not accept these, or no longer does */
};

/*
 * What helps after a reply that is an error or cannot be read. code is AWS's error code, which AWS
 * also sends with status 200. NULL: the reply has none; with status 200 it was cut on its way.
 */
enum remedy retry_remedy(long status, const char *code);

/* What helps after an attempt without a whole reply: REMEDY_WAIT if it ended in ERROR_NETWORK. */
enum remedy retry_remedy_unanswered(const struct error *failure);

/*
 * Milliseconds until calls must end, which is half a second before the deadline. At 0 or less no
 * call may begin.
 */
int64_t retry_remaining_ms(int64_t deadline_ms);

/*
 * Milliseconds that one attempt may take: half of the time that remains, so that there is time to
 * ask a second time where a peer hangs; but not more than 15 seconds, and not less than 1 second
 * where that much remains. At least 1.
 */
long retry_timeout_ms(int64_t deadline_ms);

/*
 * The same for an attempt that streams a body, which takes as long as the body is: all the time
 * that remains, at most an hour. It ends earlier when no byte moved for RETRY_STALL_S seconds.
 */
#define RETRY_STALL_S 15
long retry_stream_timeout_ms(int64_t deadline_ms);

/*
 * Waits before an attempt, whose number counts from 0: not at all before the first, and a random
 * time up to 100 ms * 2^(attempt - 1) before the others, at most 10 s. False at once when too
 * little time would remain for the attempt.
 */
MUST_USE bool retry_wait(int64_t deadline_ms, unsigned attempt);

#endif
