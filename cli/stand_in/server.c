#include "cli/stand_in/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"

/* What libmicrohttpd knows a request by, from its first line until it is over. */
struct exchange {
    char *uri; /* as sent, before libmicrohttpd decodes it */
    char *body;
    size_t length, capacity; /* bytes sent, bytes of body */
    bool begun;
};

/* The only place where the URI is seen undecoded, which is how it was signed. */
static void *begin(void *cls, const char *uri, struct MHD_Connection *connection)
{
    struct exchange *exchange = calloc(1, sizeof(*exchange));

    (void)cls;
    (void)connection;
    if (exchange)
        exchange->uri = strdup(uri);
    return exchange;
}

static void end(void *cls, struct MHD_Connection *connection, void **context,
                enum MHD_RequestTerminationCode how)
{
    struct exchange *exchange = *context;

    (void)cls;
    (void)connection;
    (void)how;
    if (!exchange)
        return;
    free(exchange->uri);
    free(exchange->body);
    free(exchange);
}

static void count_connection(void *cls, struct MHD_Connection *connection, void **context,
                             enum MHD_ConnectionNotificationCode what)
{
    struct server *server = cls;

    (void)connection;
    (void)context;
    server->connections += what == MHD_CONNECTION_NOTIFY_STARTED;
}

/* False: out of memory. */
static bool append(struct exchange *exchange, const char *data, size_t size)
{
    size_t kept = exchange->length < SERVER_BODY_LIMIT ? exchange->length : SERVER_BODY_LIMIT;

    exchange->length += size;
    if (size > SERVER_BODY_LIMIT - kept)
        size = SERVER_BODY_LIMIT - kept;
    if (size > exchange->capacity - kept) {
        size_t capacity = 2 * (kept + size);
        char *grown = realloc(exchange->body, capacity);

        if (!grown)
            return false;
        exchange->body = grown;
        exchange->capacity = capacity;
    }
    if (size)
        memcpy(exchange->body + kept, data, size);
    return true;
}

struct header_list {
    struct sigv4_header *items;
    size_t count;
};

static enum MHD_Result add_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    struct header_list *list = cls;

    (void)kind;
    list->items[list->count++] = (struct sigv4_header){.name = name, .value = value ? value : ""};
    return MHD_YES;
}

static void read_headers(struct arena *arena, struct MHD_Connection *connection,
                         struct server_request *request)
{
    int count = MHD_get_connection_values(connection, MHD_HEADER_KIND, NULL, NULL);
    struct header_list list = {.items =
                                   arena_alloc(arena, ((size_t)count + 1) * sizeof(*list.items))};

    MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, &list);
    request->headers = list.items;
    request->header_count = list.count;
}

static bool path_matches(struct arena *arena, const char *pattern, const char *path,
                         const char **id)
{
    size_t before = strcspn(pattern, "*");
    const char *after = pattern + before + (pattern[before] == '*');

    *id = "";
    if (strncmp(path, pattern, before) != 0)
        return false;
    if (pattern[before] == '*') {
        size_t length = strcspn(path + before, "/");

        *id = arena_strndup(arena, path + before, length);
        before += length;
    }
    return strcmp(path + before, after) == 0;
}

static void dispatch(struct server *server, struct server_request *request,
                     struct server_reply *reply)
{
    request->id = "";
    for (const struct server_route *route = server->routes; route->answer; route++)
        if (!route->path ||
            (strcmp(request->method, route->method) == 0 &&
             path_matches(server->scratch, route->path, request->path, &request->id))) {
            route->answer(server->stand_in, request, reply);
            return;
        }
    reply->status = MHD_HTTP_NOT_FOUND;
}

/* One request and its reply, for arena_try(): routes hold nothing but memory of the arena. */
struct dispatching {
    struct server *server;
    struct MHD_Connection *connection;
    const char *method;
    const struct exchange *exchange;
    struct server_reply reply;
};

static void read_and_dispatch(void *context)
{
    struct dispatching *d = context;
    const struct exchange *exchange = d->exchange;
    size_t path = strcspn(exchange->uri, "?");
    struct server_request request = {
        .method = d->method,
        .path = arena_strndup(d->server->scratch, exchange->uri, path),
        .query = exchange->uri + path + (exchange->uri[path] == '?'),
        .body = exchange->body ? exchange->body : "",
        .length = exchange->length,
    };

    read_headers(d->server->scratch, d->connection, &request);
    dispatch(d->server, &request, &d->reply);
}

static enum MHD_Result send_reply(struct MHD_Connection *connection,
                                  const struct server_reply *reply)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        reply->length, (void *)(uintptr_t)reply->body, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result queued = MHD_NO;

    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < SERVER_HEADERS && reply->headers[i].name; i++)
        if (MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value) !=
            MHD_YES)
            goto out;
    queued = MHD_queue_response(connection, reply->status, response);
out:
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result answer(struct server *server, struct MHD_Connection *connection,
                              const char *method, const struct exchange *exchange)
{
    struct dispatching d = {server, connection, method, exchange, {.body = ""}};
    enum MHD_Result result = MHD_YES;

    if (!arena_try(server->scratch, 0, read_and_dispatch, &d))
        d.reply = (struct server_reply){.status = 413, .body = ""};
    if (d.reply.status == 0) {
        MHD_suspend_connection(connection);
        server->held = connection;
    } else {
        result = send_reply(connection, &d.reply);
    }
    arena_reset(server->scratch);
    return result;
}

/* Called with the header, with each part of the body, and once more: MHD_NO closes. */
static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **context)
{
    struct server *server = cls;
    struct exchange *exchange = *context;

    (void)url;
    (void)version;
    if (!exchange || !exchange->uri)
        return MHD_NO;
    if (!exchange->begun) {
        exchange->begun = true;
        return MHD_YES;
    }
    if (*size == 0)
        return answer(server, connection, method, exchange);
    if (!append(exchange, data, *size))
        return MHD_NO;
    *size = 0;
    return MHD_YES;
}

bool server_start(struct server *server, struct error *err)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, server,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address, MHD_OPTION_URI_LOG_CALLBACK, begin, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, end, NULL, MHD_OPTION_NOTIFY_CONNECTION, count_connection,
        server, MHD_OPTION_END);
    if (!server->daemon)
        return error_set(err, ERROR_NETWORK, "cannot serve on 127.0.0.1: %s", strerror(errno));
    server->port = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    return true;
}

void server_stop(struct server *server)
{
    if (!server->daemon)
        return;
    if (server->held)
        MHD_resume_connection(server->held); /* stopping with a suspended one is an error */
    MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
    server->held = NULL;
}

int server_fd(const struct server *server)
{
    return MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

int server_wait_ms(const struct server *server, int most)
{
    MHD_UNSIGNED_LONG_LONG wait_ms;

    if (MHD_get_timeout(server->daemon, &wait_ms) != MHD_YES ||
        wait_ms > (MHD_UNSIGNED_LONG_LONG)most)
        return most;
    return (int)wait_ms;
}

void server_run(struct server *server)
{
    MHD_run_wait(server->daemon, 0);
}

const char *server_header(const struct server_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (text_same_any_case(request->headers[i].name, name))
            return request->headers[i].value;
    return NULL;
}

void server_reply_json(struct server_reply *reply, unsigned status, const char *content_type,
                       const cJSON *json)
{
    reply->status = status;
    reply->headers[0] = (struct sigv4_header){.name = "Content-Type", .value = content_type};
    reply->body = cJSON_PrintUnformatted(json);
    reply->length = strlen(reply->body);
}

const char *server_library(void)
{
    static char text[48];

    snprintf(text, sizeof(text), "libmicrohttpd %s", MHD_get_version());
    return text;
}
