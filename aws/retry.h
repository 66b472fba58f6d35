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

/* A call is made up to so many times. */
#define RETRY_ATTEMPTS 8

/* An attempt that had as much time and got no answer says something of the peer. */
#define RETRY_FAIR_MS 1000

/* What would help another attempt. */
enum remedy {
    REMEDY_NONE,        /* nothing: AWS means it */
    REMEDY_WAIT,        /* to wait: AWS throttles, fails, or could not be reached */
    REMEDY_CLOCK,       /* AWS's time: it refuses the one that the request was signed at */
    REMEDY_CREDENTIALS, /* new credentials: AWS does not accept these, or no longer */
};

/*
 * For a reply that is an error, or that cannot be read. code is AWS's error code; NULL: the reply
 * has none, so that one of status 200 was cut on its way.
 */
enum remedy retry_remedy(long status, const char *code);

/* For an attempt that got no whole reply: ERROR_NETWORK is worth another, no other kind is. */
enum remedy retry_remedy_unanswered(const struct error *failure);

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
 * For a body that is streamed, which may be as long as it likes: all the time that remains, an hour
 * at most. An attempt ends when no byte moved for RETRY_STALL_S seconds.
 */
#define RETRY_STALL_S 15
long retry_stream_timeout_ms(int64_t deadline_ms);

/*
 * Waits before attempt number n, counted from 0, which waits not at all: a random time up to 100 ms
 * * 2^(n-1), at most 10 s. False, having waited nothing, when the deadline comes first, or too soon
 * after for another attempt.
 */
MUST_USE bool retry_wait(int64_t deadline_ms, unsigned attempt);

#endif
