#include "tests/unit.h"

#include <stdlib.h>

#include "aws/client.h"
#include "aws/endpoint.h"
#include "aws/operations.h"

struct arena arena = {.limit = (size_t)8 << 20};

static const char *url_of(const struct aws_endpoint *endpoints, const char *service,
                          const char *operation)
{
    const struct http_url *parts =
        &endpoints[operation_find(service, operation)->service - services].parts;

    return arena_printf(&arena, "%s://%s%s", parts->scheme, parts->host, parts->path);
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

/* Requests are signed for that Region, also those to what AWS_ENDPOINT_URL names. */
static void global_services_are_at_home_in_their_partition(void **state)
{
    static const struct {
        const char *region, *fips, *iam, *iam_region, *organizations, *organizations_region;
    } cases[] = {
        {"eu-central-1", "false", "iam.amazonaws.com", "us-east-1",
         "organizations.us-east-1.amazonaws.com", "us-east-1"},
        {"eu-central-1", "true", "iam-fips.amazonaws.com", "us-east-1",
         "organizations-fips.us-east-1.amazonaws.com", "us-east-1"},
        {"cn-northwest-1", "false", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1",
         "organizations.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"},
        {"us-gov-east-1", "true", "iam.us-gov.amazonaws.com", "us-gov-west-1",
         "organizations.us-gov-west-1.amazonaws.com", "us-gov-west-1"},
        {"eusc-de-east-1", "false", "iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1",
         "organizations.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"},
        {"us-iso-west-1", "false", "iam.us-iso-east-1.c2s.ic.gov", "us-iso-east-1",
         "organizations.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"},
        {"us-isob-east-1", "false", "iam.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1",
         "organizations.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"},
        {"eu-isoe-west-1", "false", "iam.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1",
         "organizations.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1"},
        {"us-isof-east-1", "false", "iam.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1",
         "organizations.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1"},
    };
    const struct aws_endpoint *endpoints;
    struct error err;

    (void)state;
    const struct service *iam = operation_find("iam", "ListUsers")->service;
    const struct service *organizations = operation_find("organizations", "ListRoots")->service;
    for (size_t i = 0; i < COUNT(cases); i++) {
        setenv("AWS_USE_FIPS_ENDPOINT", cases[i].fips, 1);
        assert_true(endpoints_read(&arena, cases[i].region, &endpoints, &err));
        unsetenv("AWS_USE_FIPS_ENDPOINT");
        assert_string_equal(endpoints[iam - services].parts.host, cases[i].iam);
        assert_string_equal(endpoints[iam - services].region, cases[i].iam_region);
        assert_string_equal(endpoints[organizations - services].parts.host, cases[i].organizations);
        assert_string_equal(endpoints[organizations - services].region,
                            cases[i].organizations_region);
        setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1", 1);
        assert_true(endpoints_read(&arena, cases[i].region, &endpoints, &err));
        unsetenv("AWS_ENDPOINT_URL");
        assert_string_equal(endpoints[iam - services].parts.host, "127.0.0.1:1");
        assert_string_equal(endpoints[iam - services].region, cases[i].iam_region);
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
        TEST(endpoints_are_those_of_aws_or_of_its_own_variables),
        TEST(global_services_are_at_home_in_their_partition),
        TEST(a_region_is_no_part_of_another_host),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
