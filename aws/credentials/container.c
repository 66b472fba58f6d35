#include "aws/credentials/container.h"

#include <arpa/inet.h>
#include <string.h>

#include "aws/http.h"
#include "aws/retry.h"
#include "core/environment.h"
#include "core/file.h"

#define RELATIVE "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
#define FULL "AWS_CONTAINER_CREDENTIALS_FULL_URI"
#define TOKEN "AWS_CONTAINER_AUTHORIZATION_TOKEN"
#define TOKEN_FILE "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
#define TOKEN_LIMIT 16384               /* bytes; a JSON Web Token of EKS has 1 to 2 KB */
#define REPLY_LIMIT ((size_t)64 * 1024) /* bytes; credentials have 2 to 3 KB */
#define TIMEOUT_MS 1000
#define ATTEMPTS 3

bool container_is_named(void)
{
    return environment(RELATIVE) || environment(FULL);
}

/* host may have a port, as in a Host header. */
static bool is_beside_us(struct arena *arena, const char *host)
{
    static const char *const known[] = {"localhost", "[::1]", "169.254.170.2", "169.254.170.23",
                                        "[fd00:ec2::23]"};
    const char *bare =
        arena_strndup(arena, host, *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":"));
    struct in_addr address;

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (strcmp(bare, known[i]) == 0)
            return true;
    return inet_pton(AF_INET, bare, &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

/* *direct: the endpoint is asked without TLS, and then without a proxy, too. */
static bool find_url(struct arena *arena, const char **url, bool *direct, struct error *err)
{
    const char *relative = environment(RELATIVE), *name = relative ? RELATIVE : FULL;
    struct http_url parts;

    if (relative && *relative != '/')
        return error_set(err, ERROR_CONFIGURATION, RELATIVE " is no path");
    *url = relative ? arena_printf(arena, "http://169.254.170.2%s", relative) : environment(FULL);
    if (!http_url_parse(arena, *url, name, &parts, err))
        return false;
    *direct = strcmp(parts.scheme, "http") == 0;
    return !*direct || is_beside_us(arena, parts.host) ||
           error_set(err, ERROR_CONFIGURATION,
                     "%s is http, and neither loopback nor one of AWS's link-local addresses: %s",
                     name, parts.host);
}

/* The file is read each time, because EKS replaces it. *out NULL: there is no token. */
static bool read_token(struct arena *arena, const char **out, struct error *err)
{
    const char *path = environment(TOKEN_FILE);
    char *token;

    *out = environment(TOKEN);
    if (!path)
        return true;
    if (!file_read_whole(arena, path, TOKEN_LIMIT, &token, NULL, err)) {
        err->kind = ERROR_CONFIGURATION;
        return error_prefix(err, TOKEN_FILE ", %s: ", path);
    }
    token[strcspn(token, "\r\n")] = '\0';
    *out = token;
    return *token || error_set(err, ERROR_CONFIGURATION, TOKEN_FILE ", %s: holds no token", path);
}

/* One attempt. *remedy is what would help another one. */
static bool ask(struct http *http, const struct http_request *request, struct http_response *out,
                enum remedy *remedy, struct error *err)
{
    if (!http_send(http, request, out, err)) {
        *remedy = retry_remedy_unanswered(err);
        return error_prefix(err, "the endpoint of the container's credentials: ");
    }
    *remedy = retry_remedy(out->status, NULL);
    return out->status == 200 ||
           error_set(err, ERROR_SERVICE, "the endpoint of the container's credentials answered %ld",
                     out->status);
}

static bool ask_until(int64_t deadline_ms, struct http *http, struct http_request *request,
                      struct http_response *out, struct error *err)
{
    enum remedy remedy = REMEDY_WAIT;

    for (unsigned i = 0; remedy == REMEDY_WAIT && i < ATTEMPTS; i++) {
        if (i > 0 && !retry_wait(deadline_ms, i))
            break; /* *err is the last attempt's */
        request->timeout_ms = retry_timeout_ms(deadline_ms);
        if (request->timeout_ms > TIMEOUT_MS)
            request->timeout_ms = TIMEOUT_MS;
        if (ask(http, request, out, &remedy, err))
            return true;
    }
    return false;
}

static bool fetch(struct arena *arena, int64_t deadline_ms, const char **body, struct error *err)
{
    const char *token, *headers[] = {NULL, NULL};
    struct http_request request = {.method = "GET", .headers = headers, .body_limit = REPLY_LIMIT};
    struct http_response response;
    bool direct = true;

    if (!find_url(arena, &request.url, &direct, err) || !read_token(arena, &token, err))
        return false;
    if (token)
        headers[0] = arena_printf(arena, "Authorization: %s", token);
    char *copy = arena_alloc(arena, REPLY_LIMIT + 1);
    struct http *http = http_open(direct, err);
    if (!http)
        return false;
    bool answered = ask_until(deadline_ms, http, &request, &response, err);
    if (answered)
        memcpy(copy, response.body, response.body_length);
    http_close(http);
    *body = copy;
    return answered;
}

static bool renew(struct identity *self, struct arena *arena, int64_t deadline_ms,
                  struct error *err)
{
    struct credentials given;
    const char *body;
    cJSON *json;
    int64_t expiration_ms;
    struct error unread;

    if (!fetch(arena, deadline_ms, &body, err))
        return false;
    if (!json_parse(body, strlen(body), "the reply", &json, &unread) ||
        !credentials_read(json, &given, &expiration_ms))
        return error_set(err, ERROR_SERVICE,
                         "the endpoint of the container's credentials answered with none");
    return identity_set(self, &given, expiration_ms, "the endpoint of the container's credentials",
                        err);
}

struct identity container_identity(void)
{
    return (struct identity){.renew = renew};
}
