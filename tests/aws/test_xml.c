#include "tests/unit.h"

#include <stdlib.h>

#include "aws/protocol/xml.h"

struct arena arena = {.limit = (size_t)64 << 20};

static const struct xml_names none = {.entry = "member"};

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
    if (!xml_parse(&arena, assumed, strlen(assumed), "the reply", &none, &json, &err))
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
        assert_false(
            xml_parse(&arena, cases[i].text, strlen(cases[i].text), "it", &none, &json, &err));
        assert_int_equal(err.kind, ERROR_SERVICE);
        if (!strstr(err.message, cases[i].error))
            fail_msg("case %zu: %s", i, err.message);
    }
    assert_false(xml_parse(&arena, "\xff\xfe<\0a\0/\0>\0", 10, "it", &none, &json, &err));
    assert_non_null(strstr(err.message, "not UTF-8"));
}

static void xml_has_ceilings(void **state)
{
    const size_t most = (size_t)16 << 20;
    char *text = arena_alloc(&arena, most + 2), *at = text;
    struct error err = {0};
    cJSON *json;

    (void)state;
    memset(text, ' ', most + 1);
    memcpy(text, "<a/>", 4);
    assert_true(xml_parse(&arena, text, most, "it", &none, &json, &err));
    assert_false(xml_parse(&arena, text, most + 1, "it", &none, &json, &err));
    assert_non_null(strstr(err.message, "more than"));
    at += sprintf(at, "<r>");
    for (int i = 0; i <= 1000; i++)
        at += sprintf(at, "<e%d/>", i);
    at += sprintf(at, "</r>");
    assert_false(xml_parse(&arena, text, (size_t)(at - text), "it", &none, &json, &err));
    assert_non_null(strstr(err.message, "too many elements"));
    for (int depth = 16; depth <= 17; depth++) {
        at = text;
        for (int i = 0; i < depth; i++)
            at += sprintf(at, "<e>");
        for (int i = 0; i < depth; i++)
            at += sprintf(at, "</e>");
        assert_int_equal(xml_parse(&arena, text, (size_t)(at - text), "it", &none, &json, &err),
                         depth == 16);
    }
}

static cJSON *read_xml(const char *text, const struct xml_names *names)
{
    struct error err = {0};
    cJSON *json;

    if (!xml_parse(&arena, text, strlen(text), "it", names, &json, &err))
        fail_msg("%s: %s", text, err.message);
    return json;
}

static void xml_is_typed_by_the_data(void **state)
{
    static const char query[] = "Users[] Groups=groupSet[] Key* IsTruncated# Count#";
    static const struct {
        struct xml_names names;
        const char *xml, *json;
    } cases[] = {
        /* Lists with entries, with one, with none; of texts, objects and lists. */
        {{query, "member", false},
         "<r><Users><member>a</member><member>b</member></Users></r>",
         "{\"r\":{\"Users\":[\"a\",\"b\"]}}"},
        {{query, "member", false},
         "<r><Users>\n <member>\n  <Users><member/></Users>\n </member>\n</Users></r>",
         "{\"r\":{\"Users\":[{\"Users\":[\"\"]}]}}"},
        {{query, "member", false}, "<r><Users/></r>", "{\"r\":{\"Users\":[]}}"},
        {{query, "member", false}, "<r><Users>\n</Users></r>", "{\"r\":{\"Users\":[]}}"},
        {{query, "member", false}, "<r>\n</r>", "{\"r\":\"\\n\"}"},
        {{query, "member", false},
         "<r><groupSet><member><id>1</id></member></groupSet></r>",
         "{\"r\":{\"Groups\":[{\"id\":\"1\"}]}}"},
        /* Entries without an element around them, between others. */
        {{query, "member", false},
         "<r><Key>a</Key><x>1</x><Key><y/></Key></r>",
         "{\"r\":{\"Key\":[\"a\",{\"y\":\"\"}],\"x\":\"1\"}}"},
        /* Numbers and booleans; what is neither stays a text. */
        {{query, "member", false},
         "<r><IsTruncated>false</IsTruncated><Count>12</Count></r>",
         "{\"r\":{\"IsTruncated\":false,\"Count\":12}}"},
        {{query, "member", false},
         "<r><IsTruncated>yes</IsTruncated><Count/></r>",
         "{\"r\":{\"IsTruncated\":\"yes\",\"Count\":\"\"}}"},
        {{query, "member", false},
         "<r><Count>\"1\"</Count></r>",
         "{\"r\":{\"Count\":\"\\\"1\\\"\"}}"},
        /* EC2's names. Only the part behind '=' is taken as it is. */
        {{"Vpcs=vpcSet[] IsDefault#", "item", true},
         "<r><vpcSet><item><isDefault>true</isDefault><vpcId>v</vpcId></item></vpcSet></r>",
         "{\"R\":{\"Vpcs\":[{\"IsDefault\":true,\"VpcId\":\"v\"}]}}"},
        {{"Vpcs=vpcSet[]", "item", true},
         "<r><VpcSet>v</VpcSet></r>",
         "{\"R\":{\"VpcSet\":\"v\"}}"},
        /* Without data a list is an object, and no longer name is taken for a shorter one. */
        {{NULL, "member", false},
         "<r><Users><member>a</member></Users></r>",
         "{\"r\":{\"Users\":{\"member\":\"a\"}}}"},
        /* AWS adds lists to replies, and the others are read as before. */
        {{query, "member", false},
         "<r><New><member>a</member><member><Key>b</Key></member></New><Count>1</Count></r>",
         "{\"r\":{\"New\":{\"member\":\"a\"},\"Count\":1}}"},
        {{query, "member", false},
         "<r><User/><Userss/></r>",
         "{\"r\":{\"User\":\"\",\"Userss\":\"\"}}"},
    };
    struct error err;
    cJSON *json;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(cJSON_PrintUnformatted(read_xml(cases[i].xml, &cases[i].names)),
                            cases[i].json);
    static const char wrong[] = "<r><Users><member>a</member><other>b</other></Users></r>";
    assert_false(xml_parse(&arena, wrong, strlen(wrong), "it", &cases[0].names, &json, &err));
    assert_string_equal(err.message, "it has a list with other elements in it");
}

/* A page of GetAccountAuthorizationDetails has 100 items; this is a hundred times as much. */
static void a_long_list_takes_one_pass(void **state)
{
    static const struct xml_names names = {"Users[] Key*", "member", false};
    enum { COUNT_OF_EACH = 10000 };
    char *text = arena_alloc(&arena, (size_t)COUNT_OF_EACH * 64), *at = text;

    (void)state;
    at += sprintf(at, "<r><Users>");
    for (int i = 0; i < COUNT_OF_EACH; i++)
        at += sprintf(at, "<member>%d</member>", i);
    at += sprintf(at, "</Users>");
    for (int i = 0; i < COUNT_OF_EACH; i++)
        at += sprintf(at, "<Key>%d</Key>", i);
    sprintf(at, "</r>");
    const cJSON *root = json_get(read_xml(text, &names), "r");
    const cJSON *users = json_get(root, "Users"), *keys = json_get(root, "Key");
    assert_int_equal(cJSON_GetArraySize(users), COUNT_OF_EACH);
    assert_int_equal(cJSON_GetArraySize(keys), COUNT_OF_EACH);
    assert_string_equal(users->child->prev->valuestring, "9999");
    assert_string_equal(keys->child->prev->valuestring, "9999");
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
        if (!xml_parse(&arena, text, (size_t)size, "it", &none, &json, &err))
            fail_msg("%d: %s", length, err.message);
        assert_string_equal(cJSON_GetStringValue(json_member(json_get(json, "r"), name)),
                            "\xe2\x82\xac");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(xml_is_read_as_json),        TEST(xml_is_refused),   TEST(xml_is_typed_by_the_data),
        TEST(a_long_list_takes_one_pass), TEST(xml_has_ceilings), TEST(xml_with_long_names_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
