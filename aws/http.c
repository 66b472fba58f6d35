#include "aws/http.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONNECT_TIMEOUT_MS 3000L
#define KEPT_CAPACITY ((size_t)1 << 20) /* a buffer beyond this is given back to the system */

struct http {
    CURL *curl;
    char *body;
    size_t length, capacity, limit; /* bytes */
    bool over_limit;
    char why[CURL_ERROR_SIZE];
};

static size_t receive(char *bytes, size_t size, size_t count, void *context)
{
    struct http *http = context;
    size_t length = size * count;

    if (length > http->limit - http->length) {
        http->over_limit = true;
        return 0;
    }
    if (http->length + length + 1 > http->capacity) {
        size_t capacity = 2 * (http->length + length + 1);

        if (capacity > http->limit + 1)
            capacity = http->limit + 1;
        char *grown = realloc(http->body, capacity);

        if (!grown)
            return 0;
        http->body = grown;
        http->capacity = capacity;
    }
    memcpy(http->body + http->length, bytes, length);
    http->length += length;
    http->body[http->length] = '\0';
    return length;
}

static const char *trusted_roots(void)
{
    const char *file = getenv("AWS_CA_BUNDLE");

    if (!file || !*file)
        file = getenv("SSL_CERT_FILE");
    return file && *file ? file : NULL;
}

struct http *http_open(bool direct, struct error *err)
{
    const char *roots = direct ? NULL : trusted_roots();
    char *built_in = NULL;
    struct http *http;

    if (roots && access(roots, R_OK) != 0) {
        error_set(err, ERROR_CONFIGURATION, "the CA bundle %s cannot be read", roots);
        return NULL;
    }
    http = calloc(1, sizeof(*http));
    if (!http || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
        !(http->curl = curl_easy_init())) {
        error_set(err, ERROR_CONFIGURATION, "libcurl cannot be initialised");
        free(http);
        return NULL;
    }
    curl_easy_setopt(http->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(http->curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(http->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(http->curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS);
    curl_easy_setopt(http->curl, CURLOPT_USERAGENT, "bedrock-config-rules/" PROJECT_VERSION);
    curl_easy_setopt(http->curl, CURLOPT_ERRORBUFFER, http->why);
    curl_easy_setopt(http->curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(http->curl, CURLOPT_WRITEDATA, http);
    if (direct)
        curl_easy_setopt(http->curl, CURLOPT_PROXY, "");
    if (roots)
        curl_easy_setopt(http->curl, CURLOPT_CAINFO, roots);
    /* With a directory of roots beside the file, libcurl reads the file anew on each connection. */
    curl_easy_getinfo(http->curl, CURLINFO_CAINFO, &built_in);
    if (roots || (built_in && access(built_in, R_OK) == 0))
        curl_easy_setopt(http->curl, CURLOPT_CAPATH, NULL);
    return http;
}

void http_close(struct http *http)
{
    if (!http)
        return;
    curl_easy_cleanup(http->curl);
    curl_global_cleanup();
    free(http->body);
    free(http);
}

static char *part(struct arena *arena, CURLU *url, CURLUPart what)
{
    char *text = NULL, *copy = NULL;

    if (curl_url_get(url, what, &text, 0) == CURLUE_OK && text)
        copy = arena_strdup(arena, text);
    curl_free(text);
    return copy;
}

bool http_url_parse(struct arena *arena, const char *url, const char *what, struct http_url *out,
                    struct error *err)
{
    CURLU *parsed = curl_url();
    char *host = NULL, *port = NULL, *path = NULL;

    *out = (struct http_url){0};
    if (parsed && curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK) {
        out->scheme = part(arena, parsed, CURLUPART_SCHEME);
        host = part(arena, parsed, CURLUPART_HOST);
        port = part(arena, parsed, CURLUPART_PORT);
        path = part(arena, parsed, CURLUPART_PATH);
    }
    curl_url_cleanup(parsed);
    if (!out->scheme || !host || !path ||
        (strcmp(out->scheme, "http") != 0 && strcmp(out->scheme, "https") != 0))
        return error_set(err, ERROR_CONFIGURATION, "%s is not an http or https URL: %s", what, url);
    if (port && strcmp(port, strcmp(out->scheme, "http") == 0 ? "80" : "443") == 0)
        port = NULL;
    out->host = port ? arena_printf(arena, "%s:%s", host, port) : host;
    for (size_t length = strlen(path); length > 1 && path[length - 1] == '/'; length--)
        path[length - 1] = '\0';
    out->path = path;
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

bool http_send(struct http *http, const struct http_request *request, struct http_response *out,
               struct error *err)
{
    struct curl_slist *headers = NULL;
    bool post = strcmp(request->method, "POST") == 0, ok = false;
    CURLcode code;

    if (http->capacity > KEPT_CAPACITY) {
        free(http->body);
        http->body = NULL;
        http->capacity = 0;
    }
    http->length = 0;
    http->limit = request->body_limit;
    http->over_limit = false;
    http->why[0] = '\0';
    if (!build_headers(request->headers, &headers, err))
        goto out;
    curl_easy_setopt(http->curl, CURLOPT_URL, request->url);
    curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(http->curl, CURLOPT_TIMEOUT_MS, request->timeout_ms);
    if (post) {
        curl_easy_setopt(http->curl, CURLOPT_POST, 1L);
        curl_easy_setopt(http->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length);
        curl_easy_setopt(http->curl, CURLOPT_POSTFIELDS, request->body);
    } else {
        curl_easy_setopt(http->curl, CURLOPT_HTTPGET, 1L);
    }
    code = curl_easy_perform(http->curl);
    if (http->over_limit) {
        error_set(err, ERROR_LIMIT, "the reply has more than %zu bytes", http->limit);
        goto out;
    }
    if (code != CURLE_OK) {
        bool distrust = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;

        error_set(err, distrust ? ERROR_CONFIGURATION : ERROR_NETWORK, "%s",
                  *http->why ? http->why : curl_easy_strerror(code));
        goto out;
    }
    curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &out->status);
    out->body = http->length ? http->body : "";
    out->body_length = http->length;
    ok = true;
out:
    curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, NULL);
    curl_easy_setopt(http->curl, CURLOPT_POSTFIELDS, NULL);
    curl_slist_free_all(headers);
    return ok;
}

const char *http_header(struct http *http, const char *name)
{
    struct curl_header *header;

    if (curl_easy_header(http->curl, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return NULL;
    return *header->value ? header->value : NULL;
}
