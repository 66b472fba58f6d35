#include "tests/fuzz/transport.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

struct http {
    const char *headers; /* of the last response, lines; NULL: none */
};

static struct fuzz *fuzz;
static void (*on_sent)(const struct http_request *request);

void transport_use(struct fuzz *answers, void (*sent)(const struct http_request *request))
{
    fuzz = answers;
    on_sent = sent;
}

bool transport_open(struct fuzz *answers, struct aws_client *client)
{
    struct error err = {0};

    aws_client_close(client);
    setenv("AWS_REGION", "eu-central-1", 1);
    setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", 1);
    setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY, 1);
    setenv("AWS_SESSION_TOKEN", SESSION_TOKEN, 1);
    if (!aws_client_open(client, NULL, NULL, &err)) {
        EXPECT(err.kind == ERROR_LIMIT);
        expect_failure(answers, &err);
        return false;
    }
    return true;
}

const char *transport_header(const struct http_request *request, const char *name)
{
    for (const char *const *line = request->headers; line && *line; line++)
        if (strncasecmp(*line, name, strlen(name)) == 0)
            return *line + strlen(name);
    return NULL;
}

int nanosleep(const struct timespec *wanted, struct timespec *left)
{
    (void)wanted;
    (void)left;
    return 0;
}

struct http *http_open(bool direct, struct error *err)
{
    static struct http http;

    (void)direct;
    (void)err;
    http.headers = NULL;
    return &http;
}

void http_close(struct http *http)
{
    (void)http;
}

bool http_url_parse(struct arena *arena, const char *url, const char *what, struct http_url *out,
                    struct error *err)
{
    (void)what;
    (void)err;
    *out = (struct http_url){"https", arena_strdup(arena, url + strlen("https://")), "/"};
    return true;
}

static void expect_request(const struct http_request *request)
{
    for (const char *at = request->url; *at; at++)
        EXPECT(*at > ' ' && *at != 0x7F);
    for (const char *const *line = request->headers; line && *line; line++) {
        EXPECT(strchr(*line, ':'));
        for (const char *at = *line; *at; at++)
            EXPECT((unsigned char)*at >= 0x20 && *at != 0x7F);
    }
}

bool http_send(struct http *http, const struct http_request *request, struct http_response *out,
               struct error *err)
{
    static const char nothing[] = "", fine[] = "200\n\n{}";
    struct bytes text;
    const char *body;

    *out = (struct http_response){.body = ""};
    expect_request(request);
    if (on_sent)
        on_sent(request);
    http->headers = NULL;
    if (!fuzz_bytes(fuzz, &text))
        text = (struct bytes){fine, strlen(fine)};
    if (!text.length || *text.at < '0' || *text.at > '9')
        return error_set(err, ERROR_NETWORK, "the connection broke");
    char *response = arena_strndup(fuzz->arena, text.at, text.length);
    char *line = response + strcspn(response, "\n");
    http->headers = line;
    while (*line && line[1] != '\n')
        line += 1 + strcspn(line + 1, "\n");
    body = *line ? line + 2 : nothing;
    *line = '\0';
    out->status = strtol(response, NULL, 10);
    if (out->status < 100 || out->status > 599)
        out->status = 100 + labs(out->status % 500);
    size_t length = *body ? text.length - (size_t)(body - response) : 0;
    if (request->visitor && out->status / 100 == 2) {
        out->visited = length;
        return !length || request->visitor->visit(request->visitor, body, length, err);
    }
    out->body = body;
    out->body_length = length;
    return out->body_length <= request->body_limit ||
           error_set(err, ERROR_LIMIT, "the reply has more than %zu bytes", request->body_limit);
}

/* In seconds since 1970, which fuzzers write more easily. */
int64_t http_date(struct http *http)
{
    const char *date = http_header(http, "Date");
    int64_t seconds = date ? strtoll(date, NULL, 10) : 0;

    return seconds > 0 && seconds <= 253402300799 ? seconds * 1000 : 0;
}

const char *http_header(struct http *http, const char *name)
{
    size_t length = strlen(name);

    for (const char *line = http->headers; line && *line; line += strcspn(line, "\n")) {
        line++;
        if (strncasecmp(line, name, length) != 0 || line[length] != ':')
            continue;
        const char *value = line + length + 1;
        value += strspn(value, " \t");
        size_t size = strcspn(value, "\r\n");
        return size ? arena_strndup(fuzz->arena, value, size) : NULL;
    }
    return NULL;
}
