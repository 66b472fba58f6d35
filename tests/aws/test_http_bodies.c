/* Bodies in both directions: what is sent arrives, and what arrives is shown as it comes. */
#include "tests/aws/server.h"
#include "tests/unit.h"

#include "aws/http.h"

struct arena arena = {.limit = (size_t)1 << 20};

#define LARGE ((size_t)20 << 20) /* bytes of /large: more than the arena, and than is kept */
#define UPLOAD ((size_t)3 << 20) /* with as many libcurl asks first whether it may send them */
#define KEPT_LIMIT ((size_t)65536)

static unsigned sum_of(unsigned sum, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        sum = sum * 31 + (unsigned char)bytes[i];
    return sum;
}

/* "METHOD length sum" of what was sent. */
static void echo(int connection, char *request)
{
    char method[16], said[64], head[160], buffer[4096];
    const char *line = strstr(request, "Content-Length: ");
    size_t length = line ? strtoul(line + 16, NULL, 10) : 0;
    char *body = strstr(request, "\r\n\r\n") + 4;
    size_t got = strlen(body);
    unsigned sum = sum_of(0, body, got);

    if (strstr(request, "Expect: 100-continue"))
        assert_true(write(connection, "HTTP/1.1 100 Continue\r\n\r\n", 25) == 25);
    while (got < length) {
        ssize_t more = read(connection, buffer, sizeof(buffer));

        if (more <= 0)
            return;
        sum = sum_of(sum, buffer, (size_t)more);
        got += (size_t)more;
    }
    sscanf(request, "%15s", method);
    snprintf(said, sizeof(said), "%s %zu %u", method, got, sum);
    snprintf(head, sizeof(head),
             "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %zu\r\nX-Said: %s\r\n\r\n",
             strlen(said), said);
    send(connection, head, strlen(head), MSG_NOSIGNAL);
    if (strcmp(method, "HEAD") != 0)
        send(connection, said, strlen(said), MSG_NOSIGNAL);
}

static void send_large(int connection)
{
    static char block[1 << 16];
    char head[160];

    memset(block, 'x', sizeof(block));
    snprintf(head, sizeof(head), "HTTP/1.1 206 Partial\r\nContent-Length: %zu\r\nETag: e\r\n\r\n",
             LARGE);
    send(connection, head, strlen(head), MSG_NOSIGNAL);
    for (size_t sent = 0; sent < LARGE; sent += sizeof(block))
        if (send(connection, block, sizeof(block), MSG_NOSIGNAL | MSG_WAITALL) < 0)
            return;
}

static void answer(int connection)
{
    static const char refused[] = "HTTP/1.1 403 No\r\nContent-Length: 7\r\n\r\nrefused";
    static const char begun[] = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello";
    char request[4096];

    if (!read_head(connection, request, sizeof(request)))
        return;
    if (strstr(request, " /echo "))
        echo(connection, request);
    else if (strstr(request, " /large "))
        send_large(connection);
    else if (strstr(request, " /refused "))
        send(connection, refused, strlen(refused), MSG_NOSIGNAL);
    else
        send(connection, begun, strlen(begun), MSG_NOSIGNAL);
    if (strstr(request, " /stall "))
        while (read(connection, request, sizeof(request)) > 0)
            ;
}

static int start(void **state)
{
    (void)state;
    return start_server(answer);
}

static struct http *http;

static int open_http(void **state)
{
    struct error err;

    http = http_open(true, &err);
    return http && unit_setup(state) == 0 ? 0 : -1;
}

static int close_http(void **state)
{
    http_close(http);
    return unit_teardown(state);
}

static bool exchange(const char *method, const char *path, struct body_visitor *visitor,
                     const char *body, size_t length, struct http_response *out, struct error *err)
{
    return http_send(http,
                     &(struct http_request){
                         .method = method,
                         .url = arena_printf(&arena, "http://%s%s", origin, path),
                         .body = body,
                         .body_length = length,
                         .visitor = visitor,
                         .body_limit = KEPT_LIMIT,
                         .timeout_ms = 20000,
                         .stall_s = 1,
                     },
                     out, err);
}

/* In an order in which one that leaves something behind spoils the next. */
static void methods_send_their_bodies_and_no_others(void **state)
{
    static const struct {
        const char *method, *body;
        bool sent;
    } cases[] = {
        {"GET", "none", false},    {"PUT", "some", true},   {"GET", "none", false},
        {"HEAD", "none", false},   {"POST", "some", true},  {"DELETE", "none", false},
        {"PUT", "", true},         {"PUT", "other", true},  {"POST", "", true},
        {"DELETE", "none", false}, {"HEAD", "none", false}, {"GET", "none", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t length = strlen(cases[i].body), sent = cases[i].sent ? length : 0;
        const char *said = arena_printf(&arena, "%s %zu %u", cases[i].method, sent,
                                        sum_of(0, cases[i].body, sent));
        struct http_response response;
        struct error err;

        if (!exchange(cases[i].method, "/echo", NULL, cases[i].body, length, &response, &err))
            fail_msg("case %zu: %s", i, err.message);
        assert_int_equal(response.status, 200);
        assert_string_equal(http_header(http, "x-said"), said);
        assert_string_equal(response.body, strcmp(cases[i].method, "HEAD") == 0 ? "" : said);
    }
}

static void a_large_body_is_sent_from_where_it_is(void **state)
{
    static char body[UPLOAD];
    static const char *const methods[] = {"PUT", "POST"};

    (void)state;
    for (size_t i = 0; i < sizeof(body); i++)
        body[i] = (char)('a' + i % 23);
    for (size_t i = 0; i < COUNT(methods); i++) {
        struct http_response response;
        struct error err;

        if (!exchange(methods[i], "/echo", NULL, body, sizeof(body), &response, &err))
            fail_msg("%s", err.message);
        assert_string_equal(response.body,
                            arena_printf(&arena, "%s %zu %u", methods[i], sizeof(body),
                                         sum_of(0, body, sizeof(body))));
    }
}

/* Takes so many bytes, then fails. */
struct counter {
    struct body_visitor visitor;
    uint64_t count, most;
    size_t visits, taken; /* bytes of the arena that each visit takes */
    bool knew;            /* the header, at the first visit */
};

static bool count(struct body_visitor *self, const char *bytes, size_t length, struct error *err)
{
    struct counter *counter = (struct counter *)self;

    assert_true(length > 0 && bytes[0]);
    if (counter->visits++ == 0)
        counter->knew = http_header(http, "ETag") != NULL;
    if (counter->taken)
        arena_alloc(self->arena, counter->taken);
    counter->count += length;
    return counter->count <= counter->most || error_set(err, ERROR_INPUT, "enough");
}

static void a_body_is_shown_as_it_comes(void **state)
{
    struct counter counter = {.visitor.visit = count, .most = UINT64_MAX};
    struct http_response response;
    struct error err;

    (void)state;
    if (!exchange("GET", "/large", &counter.visitor, NULL, 0, &response, &err))
        fail_msg("%s", err.message);
    assert_int_equal(response.status, 206);
    assert_int_equal(counter.count, LARGE);
    assert_int_equal(response.visited, LARGE);
    assert_true(counter.visits > 10 && counter.knew);
    assert_string_equal(response.body, "");
}

static void whoever_is_shown_a_body_can_end_it(void **state)
{
    struct counter stops = {.visitor.visit = count, .most = 100000};
    struct counter bounded = {.visitor = {.visit = count, .limit = LARGE - 1}, .most = UINT64_MAX};
    struct counter greedy = {
        .visitor = {.visit = count, .arena = &arena}, .most = UINT64_MAX, .taken = 100000};
    const struct {
        struct counter *counter;
        enum error_kind kind;
        const char *said;
    } cases[] = {
        {&stops, ERROR_INPUT, "enough"},
        {&bounded, ERROR_LIMIT, "the reply has more than 20971519 bytes"},
        {&greedy, ERROR_LIMIT, "the reply needs more memory than there is"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct http_response response;
        struct error err = {0};

        assert_false(
            exchange("GET", "/large", &cases[i].counter->visitor, NULL, 0, &response, &err));
        assert_string_equal(err.message, cases[i].said);
        assert_int_equal(err.kind, cases[i].kind);
        assert_true(response.visited > 0 && response.visited < LARGE);
        assert_true(exchange("GET", "/echo", NULL, NULL, 0, &response, &err)); /* as ever */
    }
    assert_true(bounded.count < LARGE);
}

/* Only a good reply is what was asked for. */
static void an_error_is_kept(void **state)
{
    struct counter counter = {.visitor.visit = count, .most = UINT64_MAX};
    struct http_response response;
    struct error err;

    (void)state;
    assert_true(exchange("GET", "/refused", &counter.visitor, NULL, 0, &response, &err));
    assert_int_equal(response.status, 403);
    assert_string_equal(response.body, "refused");
    assert_int_equal(counter.visits, 0);
    assert_int_equal(response.visited, 0);
}

static void what_breaks_off_or_stalls_is_an_error(void **state)
{
    static const char *const paths[] = {"/cut", "/stall"};

    (void)state;
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct counter counter = {.visitor.visit = count, .most = UINT64_MAX};
        struct http_response response;
        struct error err = {0};

        assert_false(exchange("GET", paths[i], &counter.visitor, NULL, 0, &response, &err));
        assert_int_equal(err.kind, ERROR_NETWORK);
        assert_int_equal(response.visited, 5);
    }
}

#define BODY_TEST(function) cmocka_unit_test_setup_teardown(function, open_http, close_http)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BODY_TEST(methods_send_their_bodies_and_no_others),
        BODY_TEST(a_large_body_is_sent_from_where_it_is),
        BODY_TEST(a_body_is_shown_as_it_comes),
        BODY_TEST(whoever_is_shown_a_body_can_end_it),
        BODY_TEST(an_error_is_kept),
        BODY_TEST(what_breaks_off_or_stalls_is_an_error),
    };

    return cmocka_run_group_tests(tests, start, stop_server);
}
