/* The errors of each protocol: what says that a reply is one, and its code. */
#include "aws/operations.h"
#include "aws/protocol/protocol.h"
#include "tests/unit.h"

struct arena arena = {.limit = (size_t)1 << 20};

static const struct {
    const char *service, *operation;
    const char *good, *bad; /* a reply, and one that holds the error NoSuchThing: "it is gone" */
} protocols[] = {
    {"config", "PutEvaluations", "{}",
     "{\"__type\":\"com.amazonaws.config#NoSuchThing:http://x\",\"message\":\"it is gone\"}"},
    {"bedrock-agent", "GetAgent", "{}", "{\"code\":\"NoSuchThing\",\"Message\":\"it is gone\"}"},
    {"sts", "AssumeRole", "<AssumeRoleResponse/>",
     "<ErrorResponse><Error><Code>NoSuchThing</Code><Message>it is gone</Message></Error>"
     "</ErrorResponse>"},
    {"ec2", "DescribeVpcs", "<DescribeVpcsResponse/>",
     "<Response><Errors><Error><Code>NoSuchThing</Code><Message>it is gone</Message></Error>"
     "</Errors></Response>"},
    {"s3", "ListObjectsV2", "<ListBucketResult/>",
     "<Error><Code>NoSuchThing</Code><Message>it is gone</Message></Error>"},
};

static bool read_reply(size_t i, long status, const char *header, const char *body,
                       struct protocol_answer *out)
{
    const struct operation *operation =
        operation_find(protocols[i].service, protocols[i].operation);
    const struct protocol_reply reply = {status, header, body, strlen(body)};
    struct error err;

    assert_non_null(operation);
    return operation->service->protocol->read(&arena, operation, &reply, out, &err);
}

static void an_error_is_one_with_any_status(void **state)
{
    static const long statuses[] = {200, 400, 404, 500};

    (void)state;
    for (size_t i = 0; i < COUNT(protocols); i++) {
        struct protocol_answer answer;

        assert_true(read_reply(i, 200, NULL, protocols[i].good, &answer));
        assert_false(answer.failed);
        assert_null(answer.code);
        assert_true(read_reply(i, 400, NULL, protocols[i].good, &answer));
        assert_true(answer.failed);
        assert_null(answer.code);
        for (size_t j = 0; j < COUNT(statuses); j++) {
            assert_true(read_reply(i, statuses[j], NULL, protocols[i].bad, &answer));
            assert_true(answer.failed);
            assert_string_equal(answer.code, "NoSuchThing");
            assert_string_equal(answer.message, "it is gone");
        }
    }
}

/* Even where there is no body to read. */
static void the_header_names_the_error_in_every_protocol(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(protocols); i++) {
        struct protocol_answer answer;

        assert_false(read_reply(i, 400, "x#ExpiredTokenException:y", "", &answer));
        assert_true(answer.failed);
        assert_string_equal(answer.code, "ExpiredTokenException");
        assert_true(read_reply(i, 200, "Another", protocols[i].bad, &answer));
        assert_true(answer.failed);
        assert_string_equal(answer.code, "Another");
        assert_string_equal(answer.message, "it is gone");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_error_is_one_with_any_status),
        TEST(the_header_names_the_error_in_every_protocol),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
