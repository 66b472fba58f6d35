/* What is tried again, and how much time an attempt has. */
#include "aws/retry.h"
#include "core/timestamp.h"
#include "tests/unit.h"

struct arena arena = {.limit = (size_t)1 << 20};

static void replies_have_remedies(void **state)
{
    static const struct {
        long status;
        const char *code;
        enum remedy remedy;
    } cases[] = {
        {500, NULL, REMEDY_WAIT},
        {503, "AnythingElse", REMEDY_WAIT},
        {429, NULL, REMEDY_WAIT},
        {200, NULL, REMEDY_WAIT}, /* cut on its way */
        {400, "ThrottlingException", REMEDY_WAIT},
        {400, "Throttling", REMEDY_WAIT},
        {400, "TooManyRequestsException", REMEDY_WAIT},
        {400, "ThrottledException", REMEDY_WAIT},
        {503, "RequestLimitExceeded", REMEDY_WAIT},
        {503, "SlowDown", REMEDY_WAIT},
        {200, "ThrottlingException", REMEDY_WAIT},
        {403, "RequestTimeTooSkewed", REMEDY_CLOCK},
        {403, "RequestExpired", REMEDY_CLOCK},
        {403, "SignatureDoesNotMatch", REMEDY_CLOCK},
        {400, "ExpiredTokenException", REMEDY_CREDENTIALS},
        {403, "ExpiredToken", REMEDY_CREDENTIALS},
        {403, "InvalidClientTokenId", REMEDY_CREDENTIALS},
        {401, "AuthFailure", REMEDY_CREDENTIALS},
        {403, "InvalidAccessKeyId", REMEDY_CREDENTIALS},
        {400, "InvalidToken", REMEDY_CREDENTIALS},
        {400, "ValidationException", REMEDY_NONE},
        {403, "AccessDenied", REMEDY_NONE},
        {404, NULL, REMEDY_NONE},
        {200, "NoSuchConfigRuleException", REMEDY_NONE},
        {302, NULL, REMEDY_NONE},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (retry_remedy(cases[i].status, cases[i].code) != cases[i].remedy)
            fail_msg("case %zu: %d", i, (int)retry_remedy(cases[i].status, cases[i].code));
}

static void without_a_reply_the_kind_decides(void **state)
{
    (void)state;
    for (enum error_kind kind = ERROR_INPUT; kind <= ERROR_CONFIGURATION; kind++)
        assert_int_equal(retry_remedy_unanswered(&(struct error){.kind = kind}),
                         kind == ERROR_NETWORK ? REMEDY_WAIT : REMEDY_NONE);
}

static void an_attempt_has_half_of_the_time(void **state)
{
    static const struct {
        int64_t left_ms; /* before the margin of half a second */
        long least_ms, most_ms, stream_least_ms;
    } cases[] = {
        {3600000, 15000, 15000, 3599000},
        {20500, 9900, 10000, 19900},
        {3500, 1400, 1500, 2900},
        {1900, 1000, 1000, 1300},
        {1200, 600, 700, 600},
        {500, 1, 1, 1},
        {-60000, 1, 1, 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t deadline_ms = timestamp_now_ms() + cases[i].left_ms;
        long timeout_ms = retry_timeout_ms(deadline_ms);
        long stream_ms = retry_stream_timeout_ms(deadline_ms);

        if (timeout_ms < cases[i].least_ms || timeout_ms > cases[i].most_ms)
            fail_msg("case %zu: %ld ms", i, timeout_ms);
        if (stream_ms < cases[i].stream_least_ms ||
            stream_ms > (cases[i].left_ms > 501 ? cases[i].left_ms - 500 : 1))
            fail_msg("case %zu: %ld ms for a stream", i, stream_ms);
    }
    assert_int_equal(retry_timeout_ms(INT64_MAX), 15000);
    assert_int_equal(retry_stream_timeout_ms(INT64_MAX), 3600000);
}

static void no_wait_ends_behind_the_deadline(void **state)
{
    int64_t start_ms = timestamp_now_ms();

    (void)state;
    assert_true(retry_wait(start_ms + 10000, 0));
    assert_true(timestamp_now_ms() - start_ms < 100);
    assert_false(retry_wait(start_ms + 500, 0));
    for (unsigned attempt = 1; attempt < RETRY_ATTEMPTS; attempt++) {
        int64_t before_ms = timestamp_now_ms();

        assert_false(retry_wait(before_ms + 700, attempt)); /* no time for another attempt */
        assert_true(timestamp_now_ms() - before_ms < 100);
    }
    for (int i = 0; i < 20; i++) {
        int64_t before_ms = timestamp_now_ms();

        assert_true(retry_wait(INT64_MAX, 1));
        assert_in_range(timestamp_now_ms() - before_ms, 0, 200);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(replies_have_remedies),
        TEST(without_a_reply_the_kind_decides),
        TEST(an_attempt_has_half_of_the_time),
        TEST(no_wait_ends_behind_the_deadline),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
