#include "aws/sign.h"

#include <string.h>

#define SIGNING_HEADERS 4 /* that are added here at most */

/* The endpoint's path, followed by the operation's. */
static const char *full_path(struct arena *arena, const char *base, const char *path)
{
    if (strcmp(path, "/") == 0)
        return base;
    return strcmp(base, "/") == 0 ? path : arena_printf(arena, "%s%s", base, path);
}

/*
 * Puts all headers that are signed into out, and returns how many they are. payload NULL: it is in
 * no header.
 */
static size_t collect_headers(const struct protocol_request *request, const struct signing *signing,
                              const char *date, const char *payload, struct sigv4_header *out)
{
    const char *token = signing->credentials->session_token;
    size_t count = request->header_count;

    memcpy(out, request->headers, count * sizeof(*out));
    out[count++] = (struct sigv4_header){"host", signing->endpoint->parts.host};
    out[count++] = (struct sigv4_header){"x-amz-date", date};
    if (payload)
        out[count++] = (struct sigv4_header){"x-amz-content-sha256", payload};
    if (token)
        out[count++] = (struct sigv4_header){"x-amz-security-token", token};
    return count;
}

/* The headers as lines "name: value", the signature as the last, and NULL. */
static const char *const *header_lines(struct arena *arena, const struct sigv4_request *request,
                                       const struct credentials *credentials)
{
    size_t count = request->header_count;
    const char **lines = arena_alloc(arena, (count + 2) * sizeof(*lines));

    for (size_t i = 0; i < count; i++)
        lines[i] =
            arena_printf(arena, "%s: %s", request->headers[i].name, request->headers[i].value);
    lines[count] =
        arena_printf(arena, "authorization: %s", sigv4_authorization(arena, request, credentials));
    return lines;
}

void sign_request(struct arena *arena, const struct protocol_request *request,
                  const struct signing *signing, struct http_request *out)
{
    const struct http_url *parts = &signing->endpoint->parts;
    const char *path = full_path(arena, parts->path, request->path);
    struct sigv4_header headers[PROTOCOL_HEADERS + SIGNING_HEADERS];
    char date[SIGV4_DATE_SIZE];
    const char *payload =
        signing->service->is_s3 ? sigv4_hash(arena, request->body, request->body_length) : NULL;

    sigv4_date(signing->time, date);
    const struct sigv4_request whole = {
        .method = request->method,
        .path = path,
        .path_mode = signing->service->is_s3 ? SIGV4_PATH_AS_SENT : SIGV4_PATH_NORMALIZED,
        .payload = payload,
        .query = request->query,
        .headers = headers,
        .header_count = collect_headers(request, signing, date, payload, headers),
        .body = request->body,
        .body_length = request->body_length,
        .region = signing->endpoint->region,
        .service = signing->service->iam_prefix,
        .time = signing->time,
    };
    out->method = request->method;
    out->url = arena_printf(arena, "%s://%s%s%s%s", parts->scheme, parts->host, path,
                            *request->query ? "?" : "", request->query);
    out->headers = header_lines(arena, &whole, signing->credentials);
    out->body = request->body;
    out->body_length = request->body_length;
}
