#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "aws/sigv4.h"
#include "core/json.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define FILE_LIMIT ((size_t)32 << 20)

static struct arena arena = {.limit = (size_t)256 << 20};
static const char *path = SOURCE_DIR "/tests/aws/sigv4_vectors.json";

static int free_arena(void **state)
{
    (void)state;
    arena_reset(&arena);
    return 0;
}

static const struct sigv4_header list_users_headers[] = {
    {"Host", "iam.amazonaws.com"},
    {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
    {"X-Amz-Date", "20150830T123600Z"},
};

/* The example of AWS's documents on Signature Version 4. */
static const struct sigv4_request list_users = {
    .method = "GET",
    .path = "/",
    .query = "Action=ListUsers&Version=2010-05-08",
    .headers = list_users_headers,
    .header_count = COUNT(list_users_headers),
    .region = "us-east-1",
    .service = "iam",
    .time = 1440938160,
};

static const struct credentials list_users_credentials = {
    .access_key_id = "AKIDEXAMPLE",
    .secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};

static void test_published_example(void **state)
{
    const char *canonical_request = sigv4_canonical_request(&arena, &list_users);
    const char *string_to_sign = sigv4_string_to_sign(&arena, &list_users, canonical_request);
    char signature[SIGV4_HEX_SIZE];

    (void)state;
    assert_string_equal(canonical_request,
                        "GET\n"
                        "/\n"
                        "Action=ListUsers&Version=2010-05-08\n"
                        "content-type:application/x-www-form-urlencoded; charset=utf-8\n"
                        "host:iam.amazonaws.com\n"
                        "x-amz-date:20150830T123600Z\n"
                        "\n"
                        "content-type;host;x-amz-date\n"
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(string_to_sign,
                        "AWS4-HMAC-SHA256\n"
                        "20150830T123600Z\n"
                        "20150830/us-east-1/iam/aws4_request\n"
                        "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
    sigv4_signature(&list_users, &list_users_credentials, string_to_sign, signature);
    assert_string_equal(signature,
                        "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    assert_string_equal(sigv4_authorization(&arena, &list_users, &list_users_credentials),
                        "AWS4-HMAC-SHA256 "
                        "Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                        "SignedHeaders=content-type;host;x-amz-date, "
                        "Signature="
                        "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

static const cJSON *read_vectors(void)
{
    char *text = arena_alloc(&arena, FILE_LIMIT);
    struct error err = {0};
    cJSON *json;
    FILE *file = fopen(path, "rb");

    if (!file)
        fail_msg("cannot open %s", path);
    size_t length = fread(text, 1, FILE_LIMIT, file);
    fclose(file);
    assert_true(length < FILE_LIMIT);
    json_use_arena(&arena);
    if (!json_parse(text, length, path, &json, &err))
        fail_msg("%s", err.message);
    return json_get(json, "vectors");
}

static const char *text_of(const cJSON *vector, const char *key)
{
    const char *text = json_string(vector, key, NULL);

    if (!text)
        fail_msg("%s: no %s", json_string(vector, "name", "a vector"), key);
    return text;
}

static const struct sigv4_header *read_headers(const cJSON *vector, size_t *count)
{
    const cJSON *json = json_get(vector, "headers"), *line;
    struct sigv4_header *headers, *header;

    *count = (size_t)cJSON_GetArraySize(json);
    headers = header = arena_alloc(&arena, *count * sizeof(*headers));
    cJSON_ArrayForEach (line, json) {
        const char *colon = strchr(line->valuestring, ':');

        assert_non_null(colon);
        header->name =
            arena_strndup(&arena, line->valuestring, (size_t)(colon - line->valuestring));
        header->value = colon + 1;
        header++;
    }
    return headers;
}

static const void *read_body(const cJSON *vector, size_t *length)
{
    const char *base64 = text_of(vector, "body");
    size_t base64_length = strlen(base64);
    unsigned char *body = arena_alloc(&arena, base64_length + 1);
    int size = EVP_DecodeBlock(body, (const unsigned char *)base64, (int)base64_length);

    assert_int_equal(size, base64_length / 4 * 3);
    *length = (size_t)size;
    /* EVP_DecodeBlock() counts the padding as bytes. */
    for (const char *end = base64 + base64_length; end > base64 && end[-1] == '='; end--)
        --*length;
    return *length ? body : NULL;
}

static size_t mismatch(const cJSON *vector, const char *key, const char *actual)
{
    const char *expected = text_of(vector, key);

    if (strcmp(actual, expected) == 0)
        return 0;
    print_error("%s: %s differs\n--- expected\n%s\n--- actual\n%s\n", text_of(vector, "name"), key,
                expected, actual);
    return 1;
}

static size_t mismatches(const cJSON *vector)
{
    struct sigv4_request request = {
        .method = text_of(vector, "method"),
        .path = text_of(vector, "path"),
        .query = text_of(vector, "query"),
        .region = text_of(vector, "region"),
        .service = text_of(vector, "service"),
        .time = (int64_t)json_get(vector, "time")->valuedouble,
        .path_mode = json_get(vector, "pathMode") ? SIGV4_PATH_AS_SENT : SIGV4_PATH_NORMALIZED,
        .payload = json_string(vector, "payload", NULL),
    };
    const struct credentials credentials = {
        .access_key_id = text_of(vector, "accessKeyId"),
        .secret_access_key = text_of(vector, "secretAccessKey"),
    };
    char signature[SIGV4_HEX_SIZE];

    request.headers = read_headers(vector, &request.header_count);
    request.body = read_body(vector, &request.body_length);
    const char *canonical_request = sigv4_canonical_request(&arena, &request);
    const char *string_to_sign = sigv4_string_to_sign(&arena, &request, canonical_request);
    sigv4_signature(&request, &credentials, string_to_sign, signature);
    return mismatch(vector, "canonicalRequest", canonical_request) +
           mismatch(vector, "stringToSign", string_to_sign) +
           mismatch(vector, "signature", signature) +
           mismatch(vector, "authorization", sigv4_authorization(&arena, &request, &credentials));
}

static void test_vectors(void **state)
{
    const cJSON *vectors = read_vectors(), *vector;
    size_t failed = 0;

    (void)state;
    assert_true(cJSON_GetArraySize(vectors) >= 40);
    cJSON_ArrayForEach (vector, vectors) {
        failed += mismatches(vector);
    }
    assert_int_equal(failed, 0);
}

static void test_date(void **state)
{
    static const struct {
        int64_t time;
        const char *date;
    } cases[] = {
        {0, "19700101T000000Z"},          {951782400, "20000229T000000Z"},
        {1440938160, "20150830T123600Z"}, {1767225599, "20251231T235959Z"},
        {1767225600, "20260101T000000Z"}, {4102444800, "21000101T000000Z"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char date[SIGV4_DATE_SIZE];

        sigv4_date(cases[i].time, date);
        assert_string_equal(date, cases[i].date);
    }
}

/*
 * What the two modes make of a path, by the rules of aws-c-auth's signing test suite
 * (https://github.com/awslabs/aws-c-auth/tree/main/tests/aws-signing-test-suite/v4, its cases
 * "...-normalized" and "...-unnormalized").
 */
static void test_path_modes(void **state)
{
    static const struct {
        const char *sent, *normalized;
    } cases[] = {
        {"/", "/"},
        {"/example/..", "/"},
        {"/example1/example2/../..", "/"},
        {"/./", "/"},
        {"//", "/"},
        {"/./example", "/example"},
        {"//example//", "/example/"},
        {"/example%20space/", "/example%2520space/"},
        {"/-._~0123456789abcxyzABCXYZ", "/-._~0123456789abcxyzABCXYZ"},
        {"/%E1%88%B4", "/%25E1%2588%25B4"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sigv4_request request = list_users;
        const char *after_method;

        request.path = cases[i].sent;
        after_method = sigv4_canonical_request(&arena, &request) + strlen("GET\n");
        assert_string_equal(arena_strndup(&arena, after_method, strcspn(after_method, "\n")),
                            cases[i].normalized);
        request.path_mode = SIGV4_PATH_AS_SENT;
        after_method = sigv4_canonical_request(&arena, &request) + strlen("GET\n");
        assert_string_equal(arena_strndup(&arena, after_method, strcspn(after_method, "\n")),
                            cases[i].sent);
    }
}

/* A hash that is known already stands for the body, which is not looked at then. */
static void test_payload_is_an_input(void **state)
{
    struct sigv4_request request = list_users, hashed = list_users, unsigned_body = list_users;

    (void)state;
    request.body = "abc";
    request.body_length = 3;
    hashed.payload = sigv4_hash(&arena, "abc", 3);
    assert_string_equal(hashed.payload,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(sigv4_canonical_request(&arena, &request),
                        sigv4_canonical_request(&arena, &hashed));
    unsigned_body.payload = SIGV4_UNSIGNED_PAYLOAD;
    assert_non_null(strstr(sigv4_canonical_request(&arena, &unsigned_body), "\nUNSIGNED-PAYLOAD"));
}

/* The edges of what a caller may leave out, where no reference has an opinion. */
static void test_absent_and_empty(void **state)
{
    struct sigv4_request request = list_users, without = list_users;

    (void)state;
    request.query = "";
    request.path = "/";
    request.body = "";
    without.query = NULL;
    without.path = "";
    without.body = NULL;
    assert_string_equal(sigv4_canonical_request(&arena, &request),
                        sigv4_canonical_request(&arena, &without));
}

static const char *sign(const char *body, const char *secret, const char *token, const char *date,
                        int64_t time)
{
    const struct sigv4_header headers[] = {
        {"Host", "config.eu-central-1.amazonaws.com"},
        {"X-Amz-Date", date},
        {"X-Amz-Security-Token", token},
    };
    const struct sigv4_request request = {
        .method = "POST",
        .path = "/",
        .headers = headers,
        .header_count = COUNT(headers),
        .body = body,
        .body_length = strlen(body),
        .region = "eu-central-1",
        .service = "config",
        .time = time,
    };
    const struct credentials credentials = {"AKIDEXAMPLE", secret, token};
    const char *authorization = sigv4_authorization(&arena, &request, &credentials);

    return strstr(authorization, "Signature=");
}

static void test_every_input_counts(void **state)
{
    static const struct {
        const char *what, *body, *secret, *token, *date;
        int64_t time;
    } cases[] = {
        {"nothing", "{\"a\":1}", "secret", "token", "20260115T093000Z", 1768469400},
        {"body", "{\"a\":2}", "secret", "token", "20260115T093000Z", 1768469400},
        {"body's length", "{\"a\":1}\n", "secret", "token", "20260115T093000Z", 1768469400},
        {"secret", "{\"a\":1}", "Secret", "token", "20260115T093000Z", 1768469400},
        {"token", "{\"a\":1}", "secret", "tokem", "20260115T093000Z", 1768469400},
        {"second", "{\"a\":1}", "secret", "token", "20260115T093001Z", 1768469401},
        {"day", "{\"a\":1}", "secret", "token", "20260116T093000Z", 1768555800},
        {"x-amz-date", "{\"a\":1}", "secret", "token", "20260115T093002Z", 1768469400},
        {"time", "{\"a\":1}", "secret", "token", "20260115T093000Z", 1768469402},
    };
    const char *signatures[COUNT(cases)];

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        signatures[i] =
            sign(cases[i].body, cases[i].secret, cases[i].token, cases[i].date, cases[i].time);
        for (size_t j = 0; j < i; j++)
            if (strcmp(signatures[i], signatures[j]) == 0)
                fail_msg("another %s and another %s: one signature", cases[i].what, cases[j].what);
    }
}

static const struct scope {
    const char *secret, *region, *service;
    int64_t time;
} scopes[] = {
    {"secret", "eu-central-1", "config", 1768521599}, /* 2026-01-15T23:59:59Z */
    {"secret", "eu-central-1", "config", 1768521600}, /* the next day */
    {"secret", "eu-central-2", "config", 1768521599},
    {"secret", "eu-central-1", "sts", 1768521599},
    {"secreT", "eu-central-1", "config", 1768521599},
    {"secret", "eu-central-1c", "onfig", 1768521599},
    {"", "", "", 0},
};

/* Of one and the same string, so that nothing but the key makes a difference. */
static void sign_in(const struct scope *scope, char out[SIGV4_HEX_SIZE])
{
    static char secret[16]; /* always at one address: a key kept by pointer would be found again */
    struct sigv4_request request = list_users;

    snprintf(secret, sizeof(secret), "%s", scope->secret);
    request.region = scope->region;
    request.service = scope->service;
    request.time = scope->time;
    sigv4_signature(&request, &(struct credentials){.secret_access_key = secret}, "string to sign",
                    out);
}

static void test_kept_key_is_for_its_scope_only(void **state)
{
    char first[COUNT(scopes)][SIGV4_HEX_SIZE], again[SIGV4_HEX_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(scopes); i++) {
        sign_in(&scopes[i], first[i]);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(first[i], first[j]);
    }
    for (size_t i = 0; i < COUNT(scopes); i++)
        for (size_t j = 0; j < COUNT(scopes); j++) {
            sign_in(&scopes[i], again);
            sign_in(&scopes[j], again);
            assert_string_equal(again, first[j]);
        }
}

/* One day, one key: the time of day is not part of it. */
static void test_kept_key_is_for_all_day(void **state)
{
    struct scope morning = scopes[0], evening = scopes[0];
    char one[SIGV4_HEX_SIZE], other[SIGV4_HEX_SIZE];

    (void)state;
    morning.time -= 86399;
    sign_in(&morning, one);
    sign_in(&evening, other);
    assert_string_equal(one, other);
}

/* An argument names another file of vectors. */
int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_published_example, free_arena),
        cmocka_unit_test_teardown(test_vectors, free_arena),
        cmocka_unit_test_teardown(test_date, free_arena),
        cmocka_unit_test_teardown(test_path_modes, free_arena),
        cmocka_unit_test_teardown(test_payload_is_an_input, free_arena),
        cmocka_unit_test_teardown(test_absent_and_empty, free_arena),
        cmocka_unit_test_teardown(test_every_input_counts, free_arena),
        cmocka_unit_test(test_kept_key_is_for_its_scope_only),
        cmocka_unit_test(test_kept_key_is_for_all_day),
    };

    if (argc > 1)
        path = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
