/*
 * retry.h - how long a call may take, and how long it waits before it is made again. All of it
 * follows from one deadline, in ms since 1970, after which nobody reads the answer.
 */
#ifndef AWS_RETRY_H
#define AWS_RETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"

/* A call is made up to so many times. */
#define RETRY_ATTEMPTS 8

/* With as much time, a call that got no answer says something of the peer. */
#define RETRY_FAIR_MS 1000

/*
 * Milliseconds until calls must end, which is half a second before the deadline; 0 and less: none
 * may begin.
 */
int64_t retry_remaining_ms(int64_t deadline_ms);

/*
 * Milliseconds for one attempt, 1 at least: half of the time that remains, so that a peer which
 * hangs once is asked again, of 1 to 15 seconds where there is that much.
 */
long retry_timeout_ms(int64_t deadline_ms);

/*
 * Waits before attempt number n, counted from 0, which waits not at all: a random time up to 100 ms
 * * 2^(n-1), at most 10 s. False, having waited nothing, when the deadline comes first, or too soon
 * after for another attempt.
 */
MUST_USE bool retry_wait(int64_t deadline_ms, unsigned attempt);

#endif
