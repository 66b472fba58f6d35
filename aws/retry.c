#include "aws/retry.h"

#include <stdlib.h>
#include <time.h>

#include "core/names.h"
#include "core/timestamp.h"

#define BACKOFF_FIRST_MS 100
#define BACKOFF_LAST_MS 10000
#define TIMEOUT_MS 15000
#define STREAM_TIMEOUT_MS 3600000 /* four times what Lambda gives a function */
#define LEAST_MS 250 /* with less, another try would only hide why the last one failed */
#define MARGIN_MS 500

/* The codes that botocore's standard mode tries again. AWS Config sends them with status 400. */
static const char *const transient_codes[] = {
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "RequestTimeout",
    "RequestTimeoutException",
    "ServiceUnavailable",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
    NULL,
};

/* The request was signed at a time that AWS refuses. The last two may also mean something else. */
static const char *const clock_codes[] = {
    "RequestTimeTooSkewed",      "RequestExpired",        "RequestInTheFuture",
    "InvalidSignatureException", "SignatureDoesNotMatch", NULL,
};

/*
 * The credentials have ended, or their role or user is gone. EC2 says AuthFailure, S3
 * InvalidAccessKeyId and InvalidToken.
 */
static const char *const outdated_codes[] = {
    "AuthFailure",          "ExpiredToken", "ExpiredTokenException",       "InvalidAccessKeyId",
    "InvalidClientTokenId", "InvalidToken", "UnrecognizedClientException", NULL,
};

enum remedy retry_remedy(long status, const char *code)
{
    if (status >= 500 || status == 429 || (status == 200 && !code) ||
        name_is_among(code, transient_codes))
        return REMEDY_WAIT;
    if (name_is_among(code, clock_codes))
        return REMEDY_CLOCK;
    return name_is_among(code, outdated_codes) ? REMEDY_CREDENTIALS : REMEDY_NONE;
}

enum remedy retry_remedy_unanswered(const struct error *failure)
{
    return failure->kind == ERROR_NETWORK ? REMEDY_WAIT : REMEDY_NONE;
}

int64_t retry_remaining_ms(int64_t deadline_ms)
{
    return deadline_ms - MARGIN_MS - timestamp_now_ms();
}

long retry_timeout_ms(int64_t deadline_ms)
{
    int64_t left_ms = retry_remaining_ms(deadline_ms), half_ms = left_ms / 2;

    if (half_ms < RETRY_FAIR_MS)
        half_ms = left_ms < RETRY_FAIR_MS ? left_ms : RETRY_FAIR_MS;
    if (half_ms > TIMEOUT_MS)
        return TIMEOUT_MS;
    return half_ms > 1 ? (long)half_ms : 1; /* libcurl takes 0 for no limit */
}

long retry_stream_timeout_ms(int64_t deadline_ms)
{
    int64_t left_ms = retry_remaining_ms(deadline_ms);

    if (left_ms > STREAM_TIMEOUT_MS)
        return STREAM_TIMEOUT_MS;
    return left_ms > 1 ? (long)left_ms : 1;
}

bool retry_wait(int64_t deadline_ms, unsigned attempt)
{
    static unsigned seed;
    struct timespec wait;
    unsigned most = BACKOFF_LAST_MS;

    if (attempt == 0)
        return retry_remaining_ms(deadline_ms) > 0;
    if (attempt < 8 && (unsigned)BACKOFF_FIRST_MS << (attempt - 1) < most)
        most = (unsigned)BACKOFF_FIRST_MS << (attempt - 1);
    clock_gettime(CLOCK_MONOTONIC, &wait);
    seed ^= (unsigned)wait.tv_nsec;
    long wait_ms = (long)((unsigned)rand_r(&seed) % (most + 1));
    if (wait_ms + LEAST_MS >= retry_remaining_ms(deadline_ms))
        return false;
    wait = (struct timespec){.tv_sec = wait_ms / 1000, .tv_nsec = wait_ms % 1000 * 1000000};
    while (nanosleep(&wait, &wait) != 0)
        ;
    return true;
}
