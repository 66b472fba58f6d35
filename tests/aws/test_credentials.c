/* The ways to credentials, each without a client: identities know nobody. */
#include <stdlib.h>
#include <unistd.h>

#include "aws/credentials/environment.h"
#include "aws/credentials/process.h"
#include "aws/credentials/profile.h"
#include "core/timestamp.h"
#include "tests/unit.h"

struct arena arena = {.limit = (size_t)16 << 20};

#define KEYS "\"AccessKeyId\":\"AKIA\",\"SecretAccessKey\":\"secret\""

static bool renew(struct identity *identity, int64_t within_ms, struct error *err)
{
    return identity->renew(identity, &arena, timestamp_now_ms() + within_ms, err);
}

static void one_form_has_two_names_for_the_token(void **state)
{
    static const struct {
        const char *json, *token;
        int64_t expiration_ms;
        bool good;
    } cases[] = {
        {"{" KEYS "}", NULL, 0, true},
        {"{" KEYS ",\"Token\":\"t\",\"Expiration\":null}", "t", 0, true},
        {"{" KEYS ",\"SessionToken\":\"t\",\"Expiration\":\"1970-01-01T00:00:01Z\"}", "t", 1000,
         true},
        {"{" KEYS ",\"Expiration\":\"soon\"}", NULL, 0, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct credentials given;
        int64_t expiration_ms = -1;

        assert_int_equal(credentials_read(parse(cases[i].json), &given, &expiration_ms),
                         cases[i].good);
        assert_string_equal(given.access_key_id, "AKIA");
        assert_string_equal(given.secret_access_key, "secret");
        assert_int_equal(expiration_ms, cases[i].expiration_ms);
        if (cases[i].token)
            assert_string_equal(given.session_token, cases[i].token);
        else
            assert_null(given.session_token);
    }
    struct credentials none;
    int64_t expiration_ms;
    assert_true(credentials_read(parse("[]"), &none, &expiration_ms));
    assert_null(none.access_key_id);
}

static void what_cannot_be_set_leaves_what_there_is(void **state)
{
    const struct credentials good = {"AKIA", "secret", NULL};
    static const struct credentials bad[] = {
        {NULL, "s", NULL}, {"A", NULL, NULL}, {"A", "", NULL}, {"A", "s s", NULL}, {"A", "s", "\n"},
    };
    struct identity identity = environment_identity();
    struct error err;

    (void)state;
    assert_true(identity_set(&identity, &good, 600000, "the test", &err));
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_false(identity_set(&identity, &bad[i], 0, "the test", &err));
        assert_int_equal(err.kind, ERROR_CONFIGURATION);
        assert_non_null(strstr(err.message, "the test: "));
        assert_string_equal(identity.credentials.access_key_id, "AKIA");
        assert_int_equal(identity.expiration_ms, 600000);
        assert_int_equal(identity.renewal_ms, 300000);
    }
    identity_forget(&identity);
    assert_null(identity.credentials.access_key_id);
}

static void a_process_prints_credentials(void **state)
{
    struct process_identity process =
        process_identity("echo '{\"Version\":1," KEYS ",\"SessionToken\":\"t\","
                         "\"Expiration\":\"2037-01-01T00:00:00Z\"}'",
                         "it");
    struct error err = {0};

    (void)state;
    if (!renew(&process.identity, 10000, &err))
        fail_msg("%s", err.message);
    assert_string_equal(process.identity.credentials.session_token, "t");
    assert_int_equal(process.identity.expiration_ms, INT64_C(2114380800000));
    identity_forget(&process.identity);
}

static void a_process_has_ceilings(void **state)
{
    static const struct {
        const char *command, *said;
        enum error_kind kind;
    } cases[] = {
        {"yes", "it: credential_process printed more than 65536 bytes", ERROR_CONFIGURATION},
        {"exec sleep 60", "it: credential_process did not end in time", ERROR_LIMIT},
        {"exec >&-; exec sleep 60", "it: credential_process did not end in time", ERROR_LIMIT},
        {"while :; do :; done", "it: credential_process did not end in time", ERROR_LIMIT},
        {"kill -9 $$", "it: credential_process failed, wait status 9", ERROR_CONFIGURATION},
        {"echo no", "it: credential_process printed no JSON", ERROR_CONFIGURATION},
        {"/nowhere/at/all 2>&-", "it: credential_process failed, exit status 127",
         ERROR_CONFIGURATION},
        {"echo '{\"Version\":1," KEYS ",\"Expiration\":\"soon\"}'",
         "it: what credential_process printed has an Expiration that is no time",
         ERROR_CONFIGURATION},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct process_identity process = process_identity(cases[i].command, "it");
        int64_t start_ms = timestamp_now_ms();
        struct error err = {0};

        assert_false(renew(&process.identity, 1500, &err));
        assert_string_equal(err.message, cases[i].said);
        assert_int_equal(err.kind, cases[i].kind);
        assert_true(timestamp_now_ms() - start_ms < 5000);
        assert_null(process.identity.credentials.access_key_id);
    }
}

static const char *write_file(const char *folder, const char *name, const char *text)
{
    const char *path = arena_printf(&arena, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

/* What the environment says of credentials and Region stays what it was. */
static void a_profile_changes_no_environment(void **state)
{
    char folder[] = "/tmp/test_credentials.XXXXXX";
    struct profile profile;
    struct error err = {0};

    (void)state;
    assert_non_null(mkdtemp(folder));
    const char *config = write_file(folder, "config",
                                    "[profile p]\nregion = eu-central-1\nrole_arn = r\n"
                                    "source_profile = base\n[profile base]\n"
                                    "aws_access_key_id = AKIA\naws_secret_access_key = secret\n");
    setenv("AWS_CONFIG_FILE", config, 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/at/all", 1);
    setenv("AWS_PROFILE", "p", 1);
    unsetenv("AWS_REGION");
    unsetenv("AWS_DEFAULT_REGION");
    unsetenv("AWS_ACCESS_KEY_ID");
    if (!profile_read(&arena, &profile, &err))
        fail_msg("%s", err.message);
    assert_string_equal(profile.region, "eu-central-1");
    assert_string_equal(profile.role.arn, "r");
    assert_null(profile.role.session_name);
    assert_null(profile.own->credentials.access_key_id);
    assert_true(renew(profile.own, 1000, &err));
    assert_string_equal(profile.own->credentials.access_key_id, "AKIA");
    identity_forget(profile.own);
    assert_null(getenv("AWS_REGION"));
    assert_null(getenv("AWS_ACCESS_KEY_ID"));

    setenv("AWS_ACCESS_KEY_ID", "AKIAOTHER", 1);
    setenv("AWS_REGION", "us-east-1", 1);
    assert_true(profile_read(&arena, &profile, &err));
    assert_null(profile.region);
    assert_null(profile.own);
    assert_null(profile.role.arn);
    unlink(config);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_form_has_two_names_for_the_token), TEST(what_cannot_be_set_leaves_what_there_is),
        TEST(a_process_prints_credentials),         TEST(a_process_has_ceilings),
        TEST(a_profile_changes_no_environment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
