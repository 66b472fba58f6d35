#include "tests/unit.h"

#include <stdlib.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(xml_is_read_as_json),
        TEST(xml_is_refused),
        TEST(xml_has_ceilings),
        TEST(xml_with_long_names_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
