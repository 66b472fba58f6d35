#include "tests/unit.h"

#include "aws/operations.h"
#include "aws/protocol/protocol.h"

struct arena arena = {.limit = (size_t)8 << 20};

static const char *form(const char *service, const char *operation, const cJSON *input)
{
    struct protocol_request request;
    struct error err;

    assert_true(
        protocol_query.write(&arena, operation_find(service, operation), input, &request, &err));
    assert_int_equal(request.body_length, strlen(request.body));
    return request.body;
}

static void forms_are_encoded(void **state)
{
    (void)state;
    assert_string_equal(form("sts", "AssumeRole", NULL), "Action=AssumeRole&Version=2011-06-15");
    assert_string_equal(
        form("sts", "AssumeRole",
             parse("{\"RoleArn\":\"arn:aws:iam::1:role/a+b c\","
                   "\"ExternalId\":\"=&%\\u00e9~\"}")),
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa%2Bb%20c"
        "&ExternalId=%3D%26%25%C3%A9~");
}

/* Some errors have neither a body nor another status than 200. */
static void a_header_may_be_all_there_is_of_an_error(void **state)
{
    static const struct {
        struct protocol_reply reply;
        const char *code; /* NULL: it is no error */
    } cases[] = {
        {{400, "ThrottlingException", "", 0}, "ThrottlingException"},
        {{200, "ThrottlingException", "<aResponse/>", 12}, "ThrottlingException"},
        {{200, NULL, "<aResponse/>", 12}, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct protocol_answer answer;
        struct error err;
        bool read = protocol_query.read(&arena, operation_find("sts", "AssumeRole"),
                                        &cases[i].reply, &answer, &err);

        assert_true(read == (cases[i].reply.body_length > 0));
        assert_true(answer.failed == (cases[i].code != NULL));
        if (cases[i].code)
            assert_string_equal(answer.code, cases[i].code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(forms_are_encoded),
        TEST(a_header_may_be_all_there_is_of_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
