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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(forms_are_encoded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
