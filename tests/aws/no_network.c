#include "tests/aws/no_network.h"

#include <string.h>

struct http http;

struct http *http_open(bool direct, struct error *err)
{
    (void)direct;
    (void)err;
    http.opened++;
    return &http;
}

void http_close(struct http *closed)
{
    if (closed)
        closed->opened--;
}

bool http_url_parse(struct arena *arena, const char *url, const char *what, struct http_url *out,
                    struct error *err)
{
    const char *host = strstr(url, "://");

    (void)what;
    (void)err;
    *out = (struct http_url){arena_strndup(arena, url, (size_t)(host - url)),
                             arena_strndup(arena, host + 3, strcspn(host + 3, "/")), "/"};
    return true;
}

const char *http_header(struct http *client, const char *name)
{
    (void)client;
    (void)name;
    return NULL;
}

int64_t http_date(struct http *client)
{
    (void)client;
    return 0;
}
