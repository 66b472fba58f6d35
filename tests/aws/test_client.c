/* What belongs to a call goes with the call: signer, deadline, and what no message may quote. */
#include <stdlib.h>
#include <strings.h>

#include "aws/client.h"
#include "core/log.h"
#include "core/timestamp.h"
#include "tests/aws/no_network.h"
#include "tests/unit.h"

#define TOKEN "the-result-token-of-an-event"
#define EXTERNAL_ID "an-external-id-of-a-role"

struct arena arena = {.limit = (size_t)8 << 20};

/* In place of the network: answers in turn, and what was asked. Status 0: the connection breaks
 * behind the body. */
static struct {
    struct http_response answers[8];
    char authorization[8][200];
    long timeouts_ms[8];
    size_t body_lengths[8];
    size_t asked;
} aws;

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
    aws.body_lengths[i] = request->body_length;
    *out = (struct http_response){.body = ""};
    if (request->visitor && aws.answers[i].status < 300) {
        out->visited = aws.answers[i].body_length;
        if (out->visited && !request->visitor->visit(request->visitor, aws.answers[i].body,
                                                     aws.answers[i].body_length, err))
            return false;
        out->status = 200;
        return aws.answers[i].status || error_set(err, ERROR_NETWORK, "the connection broke");
    }
    *out = aws.answers[i];
    return aws.answers[i].status || error_set(err, ERROR_NETWORK, "the connection broke");
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

struct taker {
    struct body_visitor visitor;
    char text[64];
    bool fails;
};

static bool take(struct body_visitor *self, const char *bytes, size_t length, struct error *err)
{
    struct taker *taker = (struct taker *)self;

    strncat(taker->text, bytes, length);
    return !taker->fails || error_set(err, ERROR_INPUT, "not a snapshot");
}

/* What was handed out cannot be taken back; before that, a download is a call like another. */
static void a_download_is_tried_again_until_something_was_shown(void **state)
{
    static const char denied[] = "{\"__type\":\"AccessDenied\",\"message\":\"no\"}";
    static const char redirect[] = "{\"__type\":\"PermanentRedirect\",\"message\":\"elsewhere\"}";
    static const char throttled[] = "{\"__type\":\"SlowDown\",\"message\":\"later\"}";
    static const struct {
        struct {
            long status;
            const char *body;
        } answers[3];
        size_t asked;
        bool fails;
        const char *shown, *said; /* said NULL: it succeeds */
        enum error_kind kind;
    } cases[] = {
        {{{200, "all of it"}}, 1, false, "all of it", NULL, ERROR_NONE},
        {{{200, ""}}, 1, false, "", NULL, ERROR_NONE},
        {{{0, ""}, {503, throttled}, {200, "it"}}, 3, false, "it", NULL, ERROR_NONE},
        {{{0, "half"}}, 1, false, "half", "the connection broke", ERROR_NETWORK},
        {{{0, ""}, {0, "half"}}, 2, false, "half", "the connection broke", ERROR_NETWORK},
        {{{200, "x"}}, 1, true, "x", "not a snapshot", ERROR_INPUT},
        {{{403, denied}}, 1, false, "", "AccessDenied: no", ERROR_SERVICE},
        {{{301, redirect}}, 1, false, "", "PermanentRedirect: elsewhere", ERROR_SERVICE},
    };
    const struct aws_caller caller = aws_caller(&client, NULL, timestamp_now_ms() + 60000);

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct taker taker = {.visitor.visit = take, .fails = cases[i].fails};
        struct error err = {0};

        memset(&aws, 0, sizeof(aws));
        for (size_t j = 0; j < COUNT(cases[i].answers) && cases[i].answers[j].body; j++)
            aws.answers[j] =
                (struct http_response){.status = cases[i].answers[j].status,
                                       .body = cases[i].answers[j].body,
                                       .body_length = strlen(cases[i].answers[j].body)};
        bool good = aws_download(&caller, operation_find("cloudtrail", "DescribeTrails"), NULL,
                                 &taker.visitor, &err);
        assert_string_equal(taker.text, cases[i].shown);
        assert_int_equal(aws.asked, cases[i].asked);
        assert_int_equal(good, !cases[i].said);
        assert_in_range(aws.timeouts_ms[0], 58000, 59500); /* all that remains */
        if (cases[i].said)
            assert_ptr_equal(strstr(err.message, cases[i].said), err.message);
        assert_int_equal(err.kind, cases[i].kind);
    }
}

static void an_upload_is_sent_whole_each_time(void **state)
{
    static const char *const answers[] = {"{\"__type\":\"SlowDown\"}", "{}", NULL};
    static const char body[] = "some\0bytes";
    const struct aws_caller caller = aws_caller(&client, NULL, INT64_MAX);
    struct error err;

    (void)state;
    answer(answers, 200);
    assert_true(aws_upload(&caller, operation_find("config", "PutEvaluations"), NULL, body,
                           sizeof(body), &err));
    assert_int_equal(aws.asked, 2);
    assert_int_equal(aws.body_lengths[0], sizeof(body));
    assert_int_equal(aws.body_lengths[1], sizeof(body));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_what_a_call_sends_is_withheld),
        TEST(each_caller_has_its_signer_and_its_deadline),
        TEST(a_download_is_tried_again_until_something_was_shown),
        TEST(an_upload_is_sent_whole_each_time),
    };

    return cmocka_run_group_tests(tests, open_client, close_client);
}
