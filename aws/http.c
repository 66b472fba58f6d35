#include "aws/http.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "aws/trust.h"

#define CONNECT_TIMEOUT_MS 3000L
#define DEAD_AFTER_MS 2000U             /* without an acknowledgement of what was sent */
#define LAST_SECOND 253402300799        /* of the year 9999 */
#define KEPT_CAPACITY ((size_t)1 << 20) /* a buffer beyond this is given back to the system */

struct http {
    CURL *curl;
    char *body;
    size_t length, capacity; /* bytes */
    struct trust trust;
    char why[CURL_ERROR_SIZE];
};

/* One request and its reply, while libcurl calls back. */
struct exchange {
    struct http *http;
    const struct http_request *request;
    struct http_response *out;
    size_t sent; /* bytes of the request's body */
    struct error *err;
    bool refused; /* a callback ended the transfer, and *err says why */
};

static bool keep(struct exchange *x, const char *bytes, size_t length)
{
    struct http *http = x->http;
    const size_t limit = x->request->body_limit;

    if (length > limit - http->length)
        return error_set(x->err, ERROR_LIMIT, "the reply has more than %zu bytes", limit);
    if (http->length + length + 1 > http->capacity) {
        size_t capacity = 2 * (http->length + length + 1);

        if (capacity > limit + 1)
            capacity = limit + 1;
        char *grown = realloc(http->body, capacity);

        if (!grown)
            return error_set(x->err, ERROR_NETWORK, "there is no memory for the reply");
        http->body = grown;
        http->capacity = capacity;
    }
    memcpy(http->body + http->length, bytes, length);
    http->length += length;
    http->body[http->length] = '\0';
    return true;
}

/* One visit, for arena_try(). */
struct visit {
    struct exchange *x;
    const char *bytes;
    size_t length;
    bool taken;
};

static void visit_once(void *context)
{
    struct visit *v = context;
    struct body_visitor *visitor = v->x->request->visitor;

    v->taken = visitor->visit(visitor, v->bytes, v->length, v->x->err);
}

/* The arena's jump ends here: one over libcurl's own functions would leave it broken. */
static bool show(struct exchange *x, const char *bytes, size_t length)
{
    const struct body_visitor *visitor = x->request->visitor;
    struct visit visit = {x, bytes, length, false};

    if (visitor->limit && length > visitor->limit - x->out->visited)
        return error_set(x->err, ERROR_LIMIT, "the reply has more than %" PRIu64 " bytes",
                         visitor->limit);
    x->out->visited += length;
    if (!visitor->arena)
        visit_once(&visit);
    else if (!arena_try(visitor->arena, 0, visit_once, &visit))
        return error_set(x->err, ERROR_LIMIT, "the reply needs more memory than there is");
    return visit.taken;
}

static size_t receive(char *bytes, size_t size, size_t count, void *context)
{
    struct exchange *x = context;
    size_t length = size * count;
    long status = 0;

    curl_easy_getinfo(x->http->curl, CURLINFO_RESPONSE_CODE, &status);
    bool shown = x->request->visitor && status >= 200 && status < 300;
    x->refused = !(shown ? show(x, bytes, length) : keep(x, bytes, length));
    return x->refused ? 0 : length;
}

static size_t send_body(char *bytes, size_t size, size_t count, void *context)
{
    struct exchange *x = context;
    size_t left = x->request->body_length - x->sent;
    size_t length = size * count < left ? size * count : left;

    memcpy(bytes, x->request->body + x->sent, length);
    x->sent += length;
    return length;
}

/* libcurl begins the body again on a new connection, where the kept one turns out to be dead. */
static int rewind_body(void *context, curl_off_t offset, int origin)
{
    struct exchange *x = context;

    if (origin != SEEK_SET || offset < 0 || (size_t)offset > x->request->body_length)
        return CURL_SEEKFUNC_FAIL;
    x->sent = (size_t)offset;
    return CURL_SEEKFUNC_OK;
}

/*
 * While Lambda freezes the process, connections are forgotten on their way, and nobody says so when
 * it thaws. Only the acknowledgements that are missing tell that from a slow reply.
 */
static int notice_dead(void *context, curl_socket_t fd, curlsocktype purpose)
{
    const unsigned dead_after_ms = DEAD_AFTER_MS;

    (void)context, (void)purpose;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &dead_after_ms, sizeof(dead_after_ms));
    return CURL_SOCKOPT_OK;
}

static void set_constants(struct http *http)
{
    curl_easy_setopt(http->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(http->curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(http->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    /* The path that was signed is the one that is sent, even one with dots, as a key of S3. */
    curl_easy_setopt(http->curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(http->curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS);
    curl_easy_setopt(http->curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(http->curl, CURLOPT_SOCKOPTFUNCTION, notice_dead);
    curl_easy_setopt(http->curl, CURLOPT_USERAGENT, "bedrock-config-rules/" PROJECT_VERSION);
    curl_easy_setopt(http->curl, CURLOPT_ERRORBUFFER, http->why);
    curl_easy_setopt(http->curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(http->curl, CURLOPT_READFUNCTION, send_body);
    curl_easy_setopt(http->curl, CURLOPT_SEEKFUNCTION, rewind_body);
}

struct http *http_open(bool direct, struct error *err)
{
    struct http *http = calloc(1, sizeof(*http));

    if (!http || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
        !(http->curl = curl_easy_init())) {
        error_set(err, ERROR_CONFIGURATION, "libcurl cannot be initialised");
        free(http);
        return NULL;
    }
    set_constants(http);
    if (direct)
        curl_easy_setopt(http->curl, CURLOPT_PROXY, "");
    if (!trust_open(&http->trust, http->curl, direct, err)) {
        http_close(http);
        return NULL;
    }
    return http;
}

void http_close(struct http *http)
{
    if (!http)
        return;
    curl_easy_cleanup(http->curl);
    curl_global_cleanup();
    trust_close(&http->trust);
    free(http->body);
    free(http);
}

/* Copies a part of the URL to text; "": it has none. False: it is longer than size - 1 bytes. */
static bool read_part(CURLU *url, CURLUPart what, char *text, size_t size)
{
    char *part = NULL;
    bool fits = true;

    *text = '\0';
    if (curl_url_get(url, what, &part, 0) == CURLUE_OK && part) {
        fits = strlen(part) < size;
        if (fits)
            memcpy(text, part, strlen(part) + 1);
    }
    curl_free(part);
    return fits;
}

bool http_url_parse(struct arena *arena, const char *url, const char *what, struct http_url *out,
                    struct error *err)
{
    /* No part is longer than the URL, except for a path "/" that the URL does not have. */
    const size_t size = strlen(url) + 2;
    char *scheme = arena_alloc(arena, size), *host = arena_alloc(arena, size);
    char *port = arena_alloc(arena, size), *path = arena_alloc(arena, size);
    CURLU *parsed = curl_url();

    bool read = parsed && curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK &&
                read_part(parsed, CURLUPART_SCHEME, scheme, size) &&
                read_part(parsed, CURLUPART_HOST, host, size) &&
                read_part(parsed, CURLUPART_PORT, port, size) &&
                read_part(parsed, CURLUPART_PATH, path, size);
    curl_url_cleanup(parsed);
    if (!read || !*host || !*path || (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0))
        return error_set(err, ERROR_CONFIGURATION, "%s is not an http or https URL", what);
    bool usual = !*port || strcmp(port, strcmp(scheme, "http") == 0 ? "80" : "443") == 0;
    for (size_t length = strlen(path); length > 1 && path[length - 1] == '/'; length--)
        path[length - 1] = '\0';
    *out = (struct http_url){
        .scheme = scheme,
        .host = usual ? host : arena_printf(arena, "%s:%s", host, port),
        .path = path,
    };
    return true;
}

static bool build_headers(const char *const *headers, struct curl_slist **out, struct error *err)
{
    for (; headers && *headers; headers++) {
        struct curl_slist *longer = NULL;

        for (const char *at = *headers; *at; at++)
            if ((unsigned char)*at < 0x20 || *at == 0x7F)
                return error_set(err, ERROR_CONFIGURATION,
                                 "the header %.*s holds a control character",
                                 (int)strcspn(*headers, ":"), *headers);
        longer = curl_slist_append(*out, *headers);
        if (!longer)
            return error_set(err, ERROR_LIMIT, "no memory for the headers of a request");
        *out = longer;
    }
    return true;
}

/* A large buffer is given back to the system, which free() alone does not always do. */
static void empty_buffer(struct http *http)
{
    if (http->capacity > KEPT_CAPACITY) {
        free(http->body);
        malloc_trim(0);
        http->body = NULL;
        http->capacity = 0;
    }
    http->length = 0;
}

static void set_method(CURL *curl, struct exchange *x)
{
    const struct http_request *request = x->request;

    /* libcurl's default, which undoes what the request before has set. */
    curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, NULL);
    if (strcmp(request->method, "POST") == 0) {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
    } else if (strcmp(request->method, "PUT") == 0) {
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)request->body_length);
    } else if (strcmp(request->method, "HEAD") == 0) {
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    } else if (strcmp(request->method, "GET") != 0) {
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
    }
}

static void set_request(struct exchange *x, struct curl_slist *headers)
{
    CURL *curl = x->http->curl;

    x->http->why[0] = '\0';
    curl_easy_setopt(curl, CURLOPT_URL, x->request->url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, x->request->timeout_ms);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, x->request->stall_s);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, x);
    curl_easy_setopt(curl, CURLOPT_READDATA, x);
    curl_easy_setopt(curl, CURLOPT_SEEKDATA, x);
    set_method(curl, x);
}

/* libcurl keeps no pointer to what the caller owns. */
static void unset_request(struct http *http)
{
    curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, NULL);
    curl_easy_setopt(http->curl, CURLOPT_POSTFIELDS, NULL);
}

static CURLcode perform(struct exchange *x)
{
    CURL *curl = x->http->curl;
    CURLcode code = curl_easy_perform(curl);
    curl_off_t spent_us = 0;

    if (code != CURLE_PEER_FAILED_VERIFICATION || !trust_system(&x->http->trust, curl))
        return code;
    /* Nothing of the request was sent yet. */
    x->http->why[0] = '\0';
    curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &spent_us);
    if (x->request->timeout_ms) {
        long left_ms = x->request->timeout_ms - (long)(spent_us / 1000);

        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, left_ms > 1 ? left_ms : 1);
    }
    return curl_easy_perform(curl);
}

static bool read_result(struct exchange *x, CURLcode code)
{
    struct http *http = x->http;
    bool distrusted = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
    bool quotes = strstr(http->why, "://"); /* the URL of a proxy, with its password */

    if (x->refused)
        return false;
    if (code != CURLE_OK)
        return error_set(x->err, distrusted ? ERROR_CONFIGURATION : ERROR_NETWORK, "%s",
                         *http->why && !quotes ? http->why : curl_easy_strerror(code));
    curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &x->out->status);
    x->out->body = http->length ? http->body : "";
    x->out->body_length = http->length;
    return true;
}

bool http_send(struct http *http, const struct http_request *request, struct http_response *out,
               struct error *err)
{
    struct exchange x = {.http = http, .request = request, .out = out, .err = err};
    struct curl_slist *headers = NULL;

    *out = (struct http_response){.body = ""};
    empty_buffer(http);
    bool sent = build_headers(request->headers, &headers, err);
    if (sent) {
        set_request(&x, headers);
        sent = read_result(&x, perform(&x));
        unset_request(http);
    }
    curl_slist_free_all(headers);
    return sent;
}

const char *http_header(struct http *http, const char *name)
{
    struct curl_header *header;

    if (curl_easy_header(http->curl, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return NULL;
    /* In libcurl 7.88 the value of an empty header is the end of its line. */
    return header->value[strspn(header->value, " \t\r\n")] ? header->value : NULL;
}

int64_t http_date(struct http *http)
{
    const char *date = http_header(http, "Date");
    int64_t seconds = date ? (int64_t)curl_getdate(date, NULL) : -1;

    return seconds > 0 && seconds <= LAST_SECOND ? seconds * 1000 : 0;
}

const char *http_library(void)
{
    return curl_version();
}
