#include "tests/unit.h"

#include <stdlib.h>

#include "aws/client.h"
#include "aws/endpoint.h"
#include "aws/operations.h"
#include "aws/protocol/protocol.h"
#include "aws/protocol/xml.h"

struct arena arena = {.limit = (size_t)8 << 20};

#define CREDENTIALS "AssumeRoleResponse.AssumeRoleResult.Credentials."

/* What STS answers (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
static const char assumed[] =
    "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n"
    "  <AssumeRoleResult>\n"
    "    <SourceIdentity>Alice</SourceIdentity>\n"
    "    <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/demo/s</Arn></AssumedRoleUser>\n"
    "    <Credentials>\n"
    "      <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>\n"
    "      <SecretAccessKey>wJalr&amp;XU&lt;&#x74;</SecretAccessKey>\n"
    "      <SessionToken><![CDATA[<token>]]>==</SessionToken>\n"
    "      <Expiration>2019-11-09T13:34:41Z</Expiration>\n"
    "    </Credentials>\n"
    "  </AssumeRoleResult>\n"
    "  <ResponseMetadata/>\n"
    "</AssumeRoleResponse>\n";

static void xml_is_read_as_json(void **state)
{
    static const struct {
        const char *path, *text;
    } cases[] = {
        {CREDENTIALS "AccessKeyId", "ASIAIOSFODNN7EXAMPLE"},
        {CREDENTIALS "SecretAccessKey", "wJalr&XU<t"},
        {CREDENTIALS "SessionToken", "<token>=="},
        {CREDENTIALS "Expiration", "2019-11-09T13:34:41Z"},
        {"AssumeRoleResponse.ResponseMetadata", ""},
    };
    struct error err = {0};
    cJSON *json;

    (void)state;
    if (!xml_parse(&arena, assumed, strlen(assumed), "the reply", &json, &err))
        fail_msg("%s", err.message);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(json_string(json, cases[i].path, "none"), cases[i].text);
    assert_null(json_string(json, "AssumeRoleResponse.AssumeRoleResult", NULL));
}

static void xml_is_refused(void **state)
{
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"", "not well-formed"},
        {"<a>", "not well-formed"},
        {"<a></b>", "not well-formed"},
        {"<a/><b/>", "not well-formed"},
        {"<a>\xff</a>", "not UTF-8"},
        {"<a>&#0;</a>", "not well-formed"},
        {"<a>&unknown;</a>", "not well-formed"},
        {"{\"a\":1}", "not well-formed"},
        {"<!DOCTYPE a><a/>", "document type"},
        {"<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "document type"},
        {"<!DOCTYPE a [<!ENTITY l \"ha\"><!ENTITY m \"&l;&l;&l;\">]><a>&m;</a>", "document type"},
        {"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "document type"},
        {"<a><b>1</b><b>2</b></a>", "an element twice"},
        {"<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a/>", "too deep"},
    };
    struct error err;
    cJSON *json;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        err = (struct error){0};
        assert_false(xml_parse(&arena, cases[i].text, strlen(cases[i].text), "it", &json, &err));
        assert_int_equal(err.kind, ERROR_SERVICE);
        if (!strstr(err.message, cases[i].error))
            fail_msg("case %zu: %s", i, err.message);
    }
    assert_false(xml_parse(&arena, "\xff\xfe<\0a\0/\0>\0", 10, "it", &json, &err));
    assert_non_null(strstr(err.message, "not UTF-8"));
}

static void xml_has_ceilings(void **state)
{
    const size_t most = (size_t)256 * 1024;
    char *text = arena_alloc(&arena, most + 2), *at = text;
    struct error err = {0};
    cJSON *json;

    (void)state;
    memset(text, ' ', most + 1);
    memcpy(text, "<a/>", 4);
    assert_true(xml_parse(&arena, text, most, "it", &json, &err));
    assert_false(xml_parse(&arena, text, most + 1, "it", &json, &err));
    assert_non_null(strstr(err.message, "more than"));
    at += sprintf(at, "<r>");
    for (int i = 0; i < 1000; i++)
        at += sprintf(at, "<e%d/>", i);
    at += sprintf(at, "</r>");
    assert_false(xml_parse(&arena, text, (size_t)(at - text), "it", &json, &err));
    assert_non_null(strstr(err.message, "too many elements"));
    for (int depth = 16; depth <= 17; depth++) {
        at = text;
        for (int i = 0; i < depth; i++)
            at += sprintf(at, "<e>");
        for (int i = 0; i < depth; i++)
            at += sprintf(at, "</e>");
        assert_int_equal(xml_parse(&arena, text, (size_t)(at - text), "it", &json, &err),
                         depth == 16);
    }
}

/* What expat keeps for itself it asks of us, and asks again when that grows. */
static void xml_with_long_names_is_read(void **state)
{
    const int most = 60000;
    char *text = arena_alloc(&arena, 4 * (size_t)most), *name = arena_alloc(&arena, (size_t)most);
    struct error err = {0};
    cJSON *json;

    (void)state;
    for (int length = 100; length < most; length *= 5) {
        memset(name, 'n', (size_t)length);
        int size = sprintf(text, "<r><%s a='%s'>&#x20AC;</%s></r>", name, name, name);
        if (!xml_parse(&arena, text, (size_t)size, "it", &json, &err))
            fail_msg("%d: %s", length, err.message);
        assert_string_equal(cJSON_GetStringValue(json_member(json_get(json, "r"), name)),
                            "\xe2\x82\xac");
    }
}

static const char *form(const char *service, const char *operation, const cJSON *input)
{
    struct protocol_request request;

    protocol_query.write(&arena, operation_find(service, operation), input, &request);
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

static const char *url_of(const struct aws_endpoint *endpoints, const char *service,
                          const char *operation)
{
    return endpoints[operation_find(service, operation)->service - services].url;
}

static void endpoints_are_those_of_aws_or_of_its_own_variables(void **state)
{
    static const struct {
        const char *variable, *value, *region, *config, *sts;
    } cases[] = {
        {NULL, NULL, "eu-central-1", "https://config.eu-central-1.amazonaws.com/",
         "https://sts.eu-central-1.amazonaws.com/"},
        {NULL, NULL, "cn-north-1", "https://config.cn-north-1.amazonaws.com.cn/",
         "https://sts.cn-north-1.amazonaws.com.cn/"},
        {NULL, NULL, "us-gov-west-1", "https://config.us-gov-west-1.amazonaws.com/",
         "https://sts.us-gov-west-1.amazonaws.com/"},
        {"AWS_USE_FIPS_ENDPOINT", "true", "us-east-1",
         "https://config-fips.us-east-1.amazonaws.com/",
         "https://sts-fips.us-east-1.amazonaws.com/"},
        {"AWS_USE_FIPS_ENDPOINT", "false", "us-east-1", "https://config.us-east-1.amazonaws.com/",
         "https://sts.us-east-1.amazonaws.com/"},
        {"AWS_USE_FIPS_ENDPOINT", "true", "us-gov-west-1",
         "https://config.us-gov-west-1.amazonaws.com/", "https://sts.us-gov-west-1.amazonaws.com/"},
        {"AWS_ENDPOINT_URL", "http://127.0.0.1:1/a/", "us-east-1", "http://127.0.0.1:1/a",
         "http://127.0.0.1:1/a"},
        {"AWS_ENDPOINT_URL_CONFIG_SERVICE", "https://user:word@h:8443", "us-east-1",
         "https://h:8443/", "https://sts.us-east-1.amazonaws.com/"},
        {"AWS_ENDPOINT_URL_STS", "https://h", "us-east-1",
         "https://config.us-east-1.amazonaws.com/", "https://h/"},
        /* What others take, or could be taken for one of these. */
        {"AWS_ENDPOINT_URL_CONFIG", "https://h", "us-east-1",
         "https://config.us-east-1.amazonaws.com/", "https://sts.us-east-1.amazonaws.com/"},
        {"ENDPOINT_URL", "https://h", "us-east-1", "https://config.us-east-1.amazonaws.com/",
         "https://sts.us-east-1.amazonaws.com/"},
        {"AWS_STS_ENDPOINT", "https://h", "us-east-1", "https://config.us-east-1.amazonaws.com/",
         "https://sts.us-east-1.amazonaws.com/"},
        {"AWS_ENDPOINT_URL", "", "us-east-1", "https://config.us-east-1.amazonaws.com/",
         "https://sts.us-east-1.amazonaws.com/"},
        {"AWS_ENDPOINT_URL", "file:///etc/passwd", "us-east-1", NULL, NULL},
        {"AWS_ENDPOINT_URL", "http://h/\r\nX-Evil: y", "us-east-1", NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct aws_endpoint *endpoints;
        struct error err = {0};

        if (cases[i].variable)
            setenv(cases[i].variable, cases[i].value, 1);
        bool good = endpoints_read(&arena, cases[i].region, &endpoints, &err);
        if (cases[i].variable)
            unsetenv(cases[i].variable);
        if (good != (cases[i].config != NULL))
            fail_msg("case %zu: %s", i, err.message);
        if (!good) {
            assert_int_equal(err.kind, ERROR_CONFIGURATION);
            continue;
        }
        assert_string_equal(url_of(endpoints, "config", "PutEvaluations"), cases[i].config);
        assert_string_equal(url_of(endpoints, "sts", "AssumeRole"), cases[i].sts);
    }
}

static void a_region_is_no_part_of_another_host(void **state)
{
    static const char *const bad[] = {"",
                                      "eu-central-1.example.com",
                                      "x/..",
                                      "a@b",
                                      "a:1",
                                      "a#",
                                      "a?",
                                      "EU-CENTRAL-1",
                                      "a b",
                                      "a\r\nX-Evil: y",
                                      "a-region-that-is-longer-than-any-other"};

    (void)state;
    unsetenv("AWS_DEFAULT_REGION");
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct aws_client client;
        struct error err = {0};

        setenv("AWS_REGION", bad[i], 1);
        assert_false(aws_client_open(&client, NULL, NULL, &err));
        assert_int_equal(err.kind, ERROR_CONFIGURATION);
        assert_non_null(strstr(err.message, "AWS_REGION"));
        aws_client_close(&client);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(xml_is_read_as_json),
        TEST(xml_is_refused),
        TEST(xml_with_long_names_is_read),
        TEST(xml_has_ceilings),
        TEST(forms_are_encoded),
        TEST(endpoints_are_those_of_aws_or_of_its_own_variables),
        TEST(a_region_is_no_part_of_another_host),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
