#include "tests/aws/server.h"
#include "tests/shortage.h"
#include "tests/unit.h"

#include <fcntl.h>

#include "aws/http.h"
#include "aws/roots.h"

struct arena arena = {.limit = (size_t)8 << 20};

/* In place of those that the library was built with: a root whose key nobody has. */
const char roots_pem[] = "-----BEGIN CERTIFICATE-----\n"
                         "MIIBhjCCAS2gAwIBAgIUdvJZGw/u9X4/2bIs1Ic4gVq7A70wCgYIKoZIzj0EAwIw\n"
                         "GDEWMBQGA1UEAwwNbm9ib2R5J3Mgcm9vdDAgFw0yNjExMjIwMzU5NDlaGA8yMTI2\n"
                         "MTAyOTAzNTk0OVowGDEWMBQGA1UEAwwNbm9ib2R5J3Mgcm9vdDBZMBMGByqGSM49\n"
                         "AgEGCCqGSM49AwEHA0IABDSDMLppCigWYbF1Prr3LX/XU/j/qi4xKZobOBOZlChI\n"
                         "NEVmY++uhd3VqMJaLx75I4s+bv+c1yndu3OW46SgEjKjUzBRMB0GA1UdDgQWBBR6\n"
                         "iFm9fQ+0jBlF5Ckw2KuExo/63jAfBgNVHSMEGDAWgBR6iFm9fQ+0jBlF5Ckw2KuE\n"
                         "xo/63jAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCICnfRoo91Mmi\n"
                         "XCJ6bHZalXqa0oAnTFUxMQ+9tKUo2EyKAiB120lrVUPLvPHJMconfva1wML6/93j\n"
                         "03yS7+33YMp2rw==\n"
                         "-----END CERTIFICATE-----\n";
const size_t roots_pem_length = sizeof(roots_pem) - 1;

/* What the server answers, by path; every other path is not found. */
static const struct {
    const char *path, *reply;
} replies[] = {
    {"/redirect", "302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"},
    {"/permanent", "308 Permanent Redirect\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"},
    {"/", "200 OK\r\nContent-Length: 5\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\nhello"},
    {"/dateless", "200 OK\r\nContent-Length: 5\r\nDate: tomorrow\r\nEmpty:\r\n\r\nhello"},
    {"/endless", "200 OK\r\n\r\nhello"},
    {"/cut", "200 OK\r\nContent-Length: 50\r\n\r\nhello"},
    {"/headers", "200 OK\r\n"},
};

static void answer(int connection)
{
    char request[4096], path[256], head[512];

    if (!read_head(connection, request, sizeof(request)))
        return;
    const char *reply = "404 Not Found\r\nContent-Length: 0\r\n\r\n";
    sscanf(request, "%*s %255s", path);
    for (size_t i = 0; i < COUNT(replies); i++)
        if (strcmp(replies[i].path, path) == 0)
            reply = replies[i].reply;
    int size = snprintf(head, sizeof(head), "HTTP/1.1 %s", reply);
    assert_int_equal(write(connection, head, (size_t)size), size);
    const char *more = strcmp(path, "/endless") == 0   ? "more"
                       : strcmp(path, "/headers") == 0 ? "X-More: and more, and more, and more\r\n"
                                                       : NULL;
    for (int i = 0; more && i < 100000; i++)
        if (send(connection, more, strlen(more), MSG_NOSIGNAL) < 0)
            return;
    if (strcmp(path, "/headers") == 0)
        send(connection, "Content-Length: 0\r\n\r\n", 21, MSG_NOSIGNAL);
}

static int start(void **state)
{
    (void)state;
    return start_server(answer);
}

static bool get(struct http *http, const char *url, const char *const *headers,
                struct http_response *response, struct error *err)
{
    *err = (struct error){0};
    return http_send(http,
                     &(struct http_request){
                         .method = "GET",
                         .url = url,
                         .headers = headers,
                         .body_limit = 65536,
                         .timeout_ms = 10000,
                     },
                     response, err);
}

static struct http *open_http(void)
{
    struct error err = {0};
    struct http *http = http_open(false, &err);

    if (!http)
        fail_msg("%s", err.message);
    return http;
}

static void urls_have_an_origin(void **state)
{
    static const struct {
        const char *url, *host, *path; /* host NULL: refused */
    } cases[] = {
        {"https://config.eu-central-1.amazonaws.com", "config.eu-central-1.amazonaws.com", "/"},
        {"https://h:443/", "h", "/"},
        {"http://h:80", "h", "/"},
        {"http://h:443", "h:443", "/"},
        {"https://h:8443/a/b//", "h:8443", "/a/b"},
        {"http://[::1]:4566", "[::1]:4566", "/"},
        {"file:///etc/passwd", NULL, NULL},
        {"ftp://h/", NULL, NULL},
        {"gopher://h/", NULL, NULL},
        {"h", NULL, NULL},
        {"", NULL, NULL},
        {"http://", NULL, NULL},
        {"http://h/\r\nX-Injected: 1", NULL, NULL},
        {"http://h\r\nX-Injected: 1", NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct http_url url;

        if (http_url_parse(&arena, cases[i].url, "it", &url, &err) != (cases[i].host != NULL))
            fail_msg("case %zu: %s", i, err.message);
        if (!cases[i].host) {
            assert_int_equal(err.kind, ERROR_CONFIGURATION);
            continue;
        }
        assert_string_equal(url.host, cases[i].host);
        assert_string_equal(url.path, cases[i].path);
    }
}

static void parse_url(void *context)
{
    struct http_url *url = context;
    struct error err;

    assert_true(http_url_parse(&arena, "http://host:8080/a/b/", "it", url, &err));
}

/* Wherever memory ends, libcurl's parts of the URL are freed: else the leak checker reports it. */
static void a_url_that_memory_ends_for_leaves_nothing_behind(void **state)
{
    struct http_url url;
    size_t failed = 0;

    (void)state;
    for (shortage.number = 1;; shortage.number++, failed++) {
        shortage.taken = 0;
        if (arena_try(&arena, 0, parse_url, &url))
            break;
    }
    shortage.number = 0;
    assert_in_range(failed, 2, 100);
    assert_string_equal(url.host, "host:8080");
}

static void redirects_are_not_followed(void **state)
{
    static const struct {
        const char *path;
        long status;
    } cases[] = {{"/redirect", 302}, {"/permanent", 308}, {"/", 200}};
    struct http *http = open_http();
    struct http_response response;
    struct error err;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (!get(http, arena_printf(&arena, "http://%s%s", origin, cases[i].path), NULL, &response,
                 &err))
            fail_msg("%s: %s", cases[i].path, err.message);
        assert_int_equal(response.status, cases[i].status);
        assert_int_equal(response.body_length, cases[i].status == 200 ? 5 : 0);
    }
    http_close(http);
}

static void headers_of_a_reply_are_read(void **state)
{
    struct http *http = open_http();
    struct http_response response;
    struct error err;

    (void)state;
    assert_true(get(http, arena_printf(&arena, "http://%s/", origin), NULL, &response, &err));
    assert_string_equal(response.body, "hello");
    assert_string_equal(http_header(http, "content-LENGTH"), "5");
    assert_true(http_date(http) == 1767225600000);
    assert_true(
        get(http, arena_printf(&arena, "http://%s/dateless", origin), NULL, &response, &err));
    assert_true(http_date(http) == 0);
    assert_null(http_header(http, "Empty"));
    assert_null(http_header(http, "Absent"));
    http_close(http);
}

static void a_reply_that_is_too_long_or_too_short_is_an_error(void **state)
{
    static const struct {
        const char *path;
        enum error_kind kind;
    } cases[] = {{"/endless", ERROR_LIMIT}, {"/headers", ERROR_NETWORK}, {"/cut", ERROR_NETWORK}};
    struct http *http = open_http();
    struct http_response response;
    struct error err;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_false(get(http, arena_printf(&arena, "http://%s%s", origin, cases[i].path), NULL,
                         &response, &err));
        assert_int_equal(err.kind, cases[i].kind);
    }
    http_close(http);
}

static void a_header_holds_no_line_of_its_own(void **state)
{
    static const char *const bad[] = {"X-A: b\r\nX-Injected: 1",
                                      "X-A: b\nX-Injected: 1",
                                      "X-A: b\r",
                                      "X-A\n: b",
                                      "X-A: \x7f",
                                      "X-A: \x01"};
    struct http *http = open_http();
    struct http_response response;
    struct error err;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        const char *const headers[] = {"X-First: 1", bad[i], NULL};

        assert_false(
            get(http, arena_printf(&arena, "http://%s/", origin), headers, &response, &err));
        assert_int_equal(err.kind, ERROR_CONFIGURATION);
        assert_non_null(strstr(err.message, "control character"));
        assert_null(strstr(err.message, "Injected"));
    }
    http_close(http);
}

static void no_other_scheme_is_spoken(void **state)
{
    static const char *const urls[] = {"file:///etc/passwd", "ftp://127.0.0.1:1/",
                                       "gopher://127.0.0.1:1/", "dict://127.0.0.1:1/"};
    struct http *http = open_http();
    struct http_response response;
    struct error err;

    (void)state;
    for (size_t i = 0; i < COUNT(urls); i++) {
        assert_false(get(http, urls[i], NULL, &response, &err));
        assert_int_equal(err.kind, ERROR_NETWORK);
    }
    http_close(http);
}

static void a_bundle_that_is_missing_is_an_error(void **state)
{
    static const char *const variables[] = {"AWS_CA_BUNDLE", "SSL_CERT_FILE"};

    (void)state;
    for (size_t i = 0; i < COUNT(variables); i++) {
        struct error err = {0};

        setenv(variables[i], "/nowhere/roots.pem", 1);
        assert_null(http_open(false, &err));
        assert_int_equal(err.kind, ERROR_CONFIGURATION);
        struct http *direct = http_open(true, &err); /* it speaks to the Runtime API alone */
        assert_non_null(direct);
        http_close(direct);
        unsetenv(variables[i]);
    }
}

/* An HTTPS server with a certificate of its own, as a process; its port. */
static int start_tls(const char *folder, pid_t *process)
{
    const char *certificate = arena_printf(&arena, "%s/certificate", folder);
    char line[256] = "";
    int out[2], port = 0;

    if (system(arena_printf(&arena,
                            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 "
                            "-nodes -days 2 -subj /CN=test -addext subjectAltName=IP:127.0.0.1 "
                            "-out %s -keyout %s-key 2>/dev/null",
                            certificate, certificate)) != 0 ||
        pipe(out) != 0)
        return 0;
    *process = fork();
    if (*process == 0) {
        dup2(out[1], STDOUT_FILENO);
        dup2(open("/dev/null", O_RDWR), STDIN_FILENO);
        execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-cert",
               certificate, "-key", arena_printf(&arena, "%s-key", certificate), (char *)NULL);
        _exit(1);
    }
    close(out[1]);
    FILE *said = fdopen(out[0], "r");
    while (port == 0 && fgets(line, sizeof(line), said))
        sscanf(line, "ACCEPT 127.0.0.1:%d", &port);
    fclose(said);
    return port;
}

/* Neither the compiled-in roots nor the system's, which are tried next, certify the server. */
static void a_server_that_no_root_certifies_is_not_trusted(void **state)
{
    char folder[] = "/tmp/test_http.XXXXXX";
    struct http_response response;
    struct error err = {0};
    pid_t process = 0;

    (void)state;
    assert_non_null(mkdtemp(folder));
    int port = start_tls(folder, &process);
    const char *certificate = arena_printf(&arena, "%s/certificate", folder);
    const char *url = arena_printf(&arena, "https://127.0.0.1:%d/", port);
    struct http *http = open_http(), *direct = http_open(true, &err);

    bool first = get(http, url, NULL, &response, &err);
    struct error said = err;
    bool again = get(http, url, NULL, &response, &err);
    bool unproxied = get(direct, url, NULL, &response, &err);
    setenv("AWS_CA_BUNDLE", certificate, 1);
    struct http *told = open_http();
    bool certified = get(told, url, NULL, &response, &err);
    unsetenv("AWS_CA_BUNDLE");
    http_close(told);
    http_close(direct);
    http_close(http);
    if (process > 0) {
        kill(process, SIGKILL);
        waitpid(process, NULL, 0);
    }
    unlink(certificate);
    unlink(arena_printf(&arena, "%s-key", certificate));
    rmdir(folder);
    if (port == 0)
        fail_msg("openssl s_server did not start");
    assert_false(first);
    assert_false(again);
    assert_false(unproxied);
    assert_int_equal(said.kind, ERROR_CONFIGURATION);
    assert_non_null(strstr(said.message, "certificate"));
    assert_true(certified); /* with its root the server is trusted */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(urls_have_an_origin),
        TEST(a_url_that_memory_ends_for_leaves_nothing_behind),
        TEST(redirects_are_not_followed),
        TEST(headers_of_a_reply_are_read),
        TEST(a_reply_that_is_too_long_or_too_short_is_an_error),
        TEST(a_header_holds_no_line_of_its_own),
        TEST(no_other_scheme_is_spoken),
        TEST(a_bundle_that_is_missing_is_an_error),
        TEST(a_server_that_no_root_certifies_is_not_trusted),
    };

    return cmocka_run_group_tests(tests, start, stop_server);
}
