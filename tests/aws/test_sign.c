/* What is sent is what was signed: URL and headers of a request, without a network. */
#include "aws/operations.h"
#include "aws/sign.h"
#include "tests/unit.h"

struct arena arena = {.limit = (size_t)1 << 20};

static const struct credentials with_token = {"AKIDEXAMPLE", "secret", "a-token"};
static const struct credentials without_token = {"AKIDEXAMPLE", "secret", NULL};

static struct http_request sign_for(const struct service *service, const char *base,
                                    const struct protocol_request *request,
                                    const struct credentials *credentials)
{
    struct aws_endpoint endpoint = {{"http", "localhost:8080", base}, "eu-central-1"};
    const struct signing signing = {
        .service = service,
        .endpoint = &endpoint,
        .credentials = credentials,
        .time = 1440938160,
    };
    struct http_request out = {0};

    sign_request(&arena, request, &signing, &out);
    return out;
}

static struct http_request sign(const char *base, const struct protocol_request *request,
                                const struct credentials *credentials)
{
    return sign_for(operation_find("config", "PutEvaluations")->service, base, request,
                    credentials);
}

static const char *header(const struct http_request *request, const char *name)
{
    for (const char *const *line = request->headers; *line; line++)
        if (strncmp(*line, name, strlen(name)) == 0 && (*line)[strlen(name)] == ':')
            return *line + strlen(name) + 2;
    return NULL;
}

static void paths_follow_the_endpoint(void **state)
{
    static const struct {
        const char *base, *path, *query, *url;
    } cases[] = {
        {"/", "/", "", "http://localhost:8080/"},
        {"/a/b", "/", "", "http://localhost:8080/a/b"},
        {"/", "/agents/", "", "http://localhost:8080/agents/"},
        {"/a", "/agents/A%201", "x=1&y=%2F", "http://localhost:8080/a/agents/A%201?x=1&y=%2F"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct protocol_request request = {
            .method = "GET", .path = cases[i].path, .query = cases[i].query, .body = ""};

        assert_string_equal(sign(cases[i].base, &request, &without_token).url, cases[i].url);
    }
}

static void headers_are_sent_as_they_are_signed(void **state)
{
    static const char body[] = "{\"a\":1}";
    const struct protocol_request request = {
        .method = "POST",
        .path = "/",
        .query = "",
        .headers = {{"content-type", "application/x-amz-json-1.1"}, {"x-amz-target", "S.Op"}},
        .header_count = 2,
        .body = body,
        .body_length = strlen(body),
    };
    struct http_request with = sign("/", &request, &with_token);
    struct http_request without = sign("/", &request, &without_token);

    (void)state;
    assert_string_equal(with.method, "POST");
    assert_ptr_equal(with.body, body);
    assert_int_equal(with.body_length, strlen(body));
    assert_string_equal(header(&with, "content-type"), "application/x-amz-json-1.1");
    assert_string_equal(header(&with, "x-amz-target"), "S.Op");
    assert_string_equal(header(&with, "host"), "localhost:8080");
    assert_string_equal(header(&with, "x-amz-date"), "20150830T123600Z");
    assert_string_equal(header(&with, "x-amz-security-token"), "a-token");
    assert_null(header(&without, "x-amz-security-token"));
    assert_non_null(strstr(header(&with, "authorization"),
                           "Credential=AKIDEXAMPLE/20150830/eu-central-1/config/aws4_request, "
                           "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;"
                           "x-amz-target, "));
}

static void requests_to_s3_say_the_hash_of_their_body(void **state)
{
    static const char empty[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const struct service *s3 = operation_find("s3", "PutObject")->service;
    struct protocol_request request = {
        .method = "PUT", .path = "/b//k%20", .query = "", .body = "abc", .body_length = 3};
    struct http_request put = sign_for(s3, "/", &request, &with_token);

    (void)state;
    assert_string_equal(put.url, "http://localhost:8080/b//k%20");
    assert_string_equal(header(&put, "x-amz-content-sha256"), abc);
    assert_non_null(strstr(header(&put, "authorization"),
                           "/eu-central-1/s3/aws4_request, "
                           "SignedHeaders=host;x-amz-content-sha256;x-amz-date;"
                           "x-amz-security-token, "));
    request.body_length = 0;
    put = sign_for(s3, "/", &request, &with_token);
    assert_string_equal(header(&put, "x-amz-content-sha256"), empty);
    put = sign("/", &request, &with_token);
    assert_null(header(&put, "x-amz-content-sha256"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(paths_follow_the_endpoint),
        TEST(headers_are_sent_as_they_are_signed),
        TEST(requests_to_s3_say_the_hash_of_their_body),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
