/* What belongs to a call goes with the call: signer, deadline, and what no message may quote. */
#include <stdlib.h>
#include <strings.h>

#include "aws/client.h"
#include "core/log.h"
#include "core/timestamp.h"
#include "tests/unit.h"

#define TOKEN "the-result-token-of-an-event"
#define EXTERNAL_ID "an-external-id-of-a-role"

struct arena arena = {.limit = (size_t)8 << 20};

/* In place of the network: answers in turn, and what was asked. */
struct http {
    int opened;
};

static struct http http;
static struct {
    struct http_response answers[8];
    char authorization[8][200];
    long timeouts_ms[8];
    size_t asked;
} aws;

struct http *http_open(bool direct, struct error *err)
{
    (void)direct;
    (void)err;
    http.opened++;
    return &http;
}

void http_close(struct http *closed)
{
    if (closed)
        closed->opened--;
}

bool http_url_parse(struct arena *memory, const char *url, const char *what, struct http_url *out,
                    struct error *err)
{
    (void)memory;
    (void)url;
    (void)what;
    (void)err;
    *out = (struct http_url){"https", "example.com", "/"};
    return true;
}

bool http_send(struct http *client, const struct http_request *request, struct http_response *out,
               struct error *err)
{
    size_t i = aws.asked++;

    (void)client;
    (void)err;
    assert_true(i < COUNT(aws.answers) && aws.answers[i].body);
    for (const char *const *line = request->headers; *line; line++)
        if (strncasecmp(*line, "authorization:", 14) == 0)
            snprintf(aws.authorization[i], sizeof(aws.authorization[i]), "%s", *line);
    aws.timeouts_ms[i] = request->timeout_ms;
    *out = aws.answers[i];
    return true;
}

const char *http_header(struct http *client, const char *name)
{
    (void)client;
    (void)name;
    return NULL;
}

int64_t http_date(struct http *client)
{
    (void)client;
    return 0;
}

static void answer(const char *const *bodies, long status)
{
    memset(&aws, 0, sizeof(aws));
    for (size_t i = 0; bodies[i]; i++)
        aws.answers[i] = (struct http_response){
            .status = status, .body = bodies[i], .body_length = strlen(bodies[i])};
}

static struct aws_client client;

static int open_client(void **state)
{
    struct error err;

    (void)state;
    json_use_arena(&arena);
    setenv("AWS_REGION", "us-east-1", 1);
    setenv("AWS_ACCESS_KEY_ID", "AKIAOWN", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "a-secret-key-of-the-function", 1);
    unsetenv("AWS_SESSION_TOKEN");
    log_configure(NULL, "FATAL");
    return aws_client_open(&client, NULL, NULL, &err) ? 0 : -1;
}

static int close_client(void **state)
{
    (void)state;
    aws_client_close(&client);
    assert_int_equal(http.opened, 0);
    return 0;
}

#define STS_ERROR(message)                                                                  \
    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>" message "</Message></Error>" \
    "</ErrorResponse>"
#define ASSUMED                                                                              \
    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKIAROLE</AccessKeyId>" \
    "<SecretAccessKey>a-secret-key-of-the-role</SecretAccessKey><SessionToken>a-token-of-"   \
    "the-role</SessionToken><Expiration>2037-01-01T00:00:00Z</Expiration></Credentials>"     \
    "</AssumeRoleResult></AssumeRoleResponse>"
#define NO_SUCH(message) "{\"__type\":\"NoSuchThing\",\"message\":\"" message "\"}"

static const struct role role = {
    .arn = "arn:aws:iam::222222222222:role/r", .session_name = "s", .external_id = EXTERNAL_ID};

static void only_what_a_call_sends_is_withheld(void **state)
{
    static const struct {
        const char *answers[3], *said;
    } cases[] = {
        {{STS_ERROR("not with " EXTERNAL_ID)}, "AccessDenied: AWS's message quotes a secret"},
        {{STS_ERROR("not with " TOKEN)}, "AccessDenied: not with " TOKEN},
        {{ASSUMED, NO_SUCH(TOKEN)}, "NoSuchThing: AWS's message quotes a secret"},
        {{ASSUMED, NO_SUCH(EXTERNAL_ID)}, "NoSuchThing: " EXTERNAL_ID},
        {{ASSUMED, NO_SUCH("a-token-of-the-role")}, "NoSuchThing: AWS's message quotes a secret"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        static struct roles roles;
        struct error err = {0};
        cJSON *reply;
        struct aws_caller caller =
            aws_caller(&client, roles_find(&roles, &client.sts, &role), INT64_MAX);

        caller.withheld = TOKEN;
        answer(cases[i].answers, 200);
        assert_false(
            aws_call(&caller, operation_find("config", "PutEvaluations"), NULL, &reply, &err));
        if (strncmp(err.message, cases[i].said, strlen(cases[i].said)) != 0)
            fail_msg("case %zu: %s", i, err.message);
        roles_close(&roles);
    }
}

static void each_caller_has_its_signer_and_its_deadline(void **state)
{
    static const char *const answers[] = {"{}", ASSUMED, "{}", "{}", NULL};
    static struct roles roles;
    const struct operation *operation = operation_find("cloudtrail", "DescribeTrails");
    const struct aws_caller own = aws_caller(&client, NULL, INT64_MAX);
    struct aws_caller member = own;
    struct error err;
    cJSON *reply;

    (void)state;
    answer(answers, 200);
    member.signer = roles_find(&roles, &client.sts, &role);
    member.deadline_ms = timestamp_now_ms() + 4500;
    assert_true(aws_call(&own, operation, NULL, &reply, &err));
    assert_true(aws_call(&member, operation, NULL, &reply, &err));
    assert_true(aws_call(&own, operation, NULL, &reply, &err));
    assert_int_equal(aws.asked, 4);
    assert_non_null(strstr(aws.authorization[0], "Credential=AKIAOWN/"));
    assert_non_null(strstr(aws.authorization[1], "Credential=AKIAOWN/"));
    assert_non_null(strstr(aws.authorization[2], "Credential=AKIAROLE/"));
    assert_non_null(strstr(aws.authorization[3], "Credential=AKIAOWN/"));
    assert_int_equal(aws.timeouts_ms[0], 15000);
    assert_in_range(aws.timeouts_ms[1], 1000, 2000); /* half of what remains */
    assert_in_range(aws.timeouts_ms[2], 1000, 2000);
    assert_int_equal(aws.timeouts_ms[3], 15000);
    roles_close(&roles);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_what_a_call_sends_is_withheld),
        TEST(each_caller_has_its_signer_and_its_deadline),
    };

    return cmocka_run_group_tests(tests, open_client, close_client);
}
