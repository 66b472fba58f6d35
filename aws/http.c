#include "aws/http.h"

#include <curl/curl.h>
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aws/roots.h"
#include "core/log.h"

#define CONNECT_TIMEOUT_MS 3000L
#define DEAD_AFTER_MS 2000U             /* without an acknowledgement of what was sent */
#define LAST_SECOND 253402300799        /* of the year 9999 */
#define KEPT_CAPACITY ((size_t)1 << 20) /* a buffer beyond this is given back to the system */

struct http {
    CURL *curl;
    char *body;
    size_t length, capacity, limit; /* bytes */
    bool over_limit;
    int roots; /* the file of the compiled-in roots, while they are trusted; else -1 */
    char why[CURL_ERROR_SIZE];
};

/* Where Amazon Linux and where Debian keep the system's roots. */
static const char *const system_bundles[] = {"/etc/pki/tls/certs/ca-bundle.crt",
                                             "/etc/ssl/certs/ca-certificates.crt"};

/* X509_V_ERR_* of OpenSSL: no root is known for the chain. */
enum no_root {
    NO_ISSUER_OF_ROOT = 2,
    SELF_SIGNED_LEAF = 18,
    SELF_SIGNED_IN_CHAIN = 19,
    NO_ISSUER_HERE = 20,
    NO_CHAIN = 21,
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

static const char *trusted_roots(void)
{
    const char *file = getenv("AWS_CA_BUNDLE");

    if (!file || !*file)
        file = getenv("SSL_CERT_FILE");
    return file && *file ? file : NULL;
}

static const char *system_bundle(void)
{
    for (size_t i = 0; i < sizeof(system_bundles) / sizeof(*system_bundles); i++)
        if (access(system_bundles[i], R_OK) == 0)
            return system_bundles[i];
    return NULL;
}

/*
 * A file, because libcurl parses roots that it is given in memory anew on each connection; one
 * without a name, because nobody else must be able to change it.
 */
static bool trust_compiled_in(struct http *http)
{
    char path[32];

    http->roots = memfd_create("roots", MFD_CLOEXEC);
    if (http->roots < 0 ||
        write(http->roots, roots_pem, roots_pem_length) != (ssize_t)roots_pem_length)
        return false;
    snprintf(path, sizeof(path), "/proc/self/fd/%d", http->roots);
    return curl_easy_setopt(http->curl, CURLOPT_CAINFO, path) == CURLE_OK;
}

/*
 * After a failed verification: whether another try makes sense, now with the system's roots. They
 * stay, because they include Amazon's. Nothing of the request was sent yet.
 */
static bool trust_system(struct http *http)
{
    const char *bundle = system_bundle();
    long result = 0;

    curl_easy_getinfo(http->curl, CURLINFO_SSL_VERIFYRESULT, &result);
    if (http->roots < 0 || !bundle ||
        (result != NO_ISSUER_OF_ROOT && result != SELF_SIGNED_LEAF &&
         result != SELF_SIGNED_IN_CHAIN && result != NO_ISSUER_HERE && result != NO_CHAIN))
        return false;
    log_write(
        LOG_WARN,
        "an endpoint is not certified by Amazon's roots; trusting the system's in %s from now on, "
        "which take longer to read. AWS_CA_BUNDLE can name the right ones.",
        bundle);
    close(http->roots);
    http->roots = -1;
    http->why[0] = '\0';
    return curl_easy_setopt(http->curl, CURLOPT_CAINFO, bundle) == CURLE_OK;
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
    http->roots = -1;
    curl_easy_setopt(http->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(http->curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(http->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(http->curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS);
    curl_easy_setopt(http->curl, CURLOPT_SOCKOPTFUNCTION, notice_dead);
    curl_easy_setopt(http->curl, CURLOPT_USERAGENT, "bedrock-config-rules/" PROJECT_VERSION);
    curl_easy_setopt(http->curl, CURLOPT_ERRORBUFFER, http->why);
    curl_easy_setopt(http->curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(http->curl, CURLOPT_WRITEDATA, http);
    if (direct)
        curl_easy_setopt(http->curl, CURLOPT_PROXY, "");
    if (roots) {
        curl_easy_setopt(http->curl, CURLOPT_CAINFO, roots);
    } else if (roots_pem_length && !direct) {
        /* No Amazon root certifies a proxy. */
        curl_easy_setopt(http->curl, CURLOPT_PROXY_CAINFO, system_bundle());
        if (!trust_compiled_in(http)) {
            error_set(err, ERROR_CONFIGURATION, "the compiled-in roots cannot be made a file");
            http_close(http);
            return NULL;
        }
    }
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
    if (http->roots >= 0)
        close(http->roots);
    free(http->body);
    free(http);
}

/* A part of the URL in text, "" where there is none. False: it has more than size - 1 bytes. */
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
    /* No part is longer than the URL, but for a path of "/". */
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

bool http_send(struct http *http, const struct http_request *request, struct http_response *out,
               struct error *err)
{
    struct curl_slist *headers = NULL;
    bool post = strcmp(request->method, "POST") == 0, ok = false;
    CURLcode code;

    if (http->capacity > KEPT_CAPACITY) {
        free(http->body);
        malloc_trim(0); /* a second large one would else stay with the allocator */
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
    if (code == CURLE_PEER_FAILED_VERIFICATION && trust_system(http)) {
        curl_off_t spent_us = 0;

        curl_easy_getinfo(http->curl, CURLINFO_TOTAL_TIME_T, &spent_us);
        if (request->timeout_ms) {
            long left_ms = request->timeout_ms - (long)(spent_us / 1000);

            curl_easy_setopt(http->curl, CURLOPT_TIMEOUT_MS, left_ms > 1 ? left_ms : 1);
        }
        code = curl_easy_perform(http->curl);
    }
    if (http->over_limit) {
        error_set(err, ERROR_LIMIT, "the reply has more than %zu bytes", http->limit);
        goto out;
    }
    if (code != CURLE_OK) {
        bool distrust = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;

        bool quotes = strstr(http->why, "://"); /* of a proxy all of its URL, password too */

        error_set(err, distrust ? ERROR_CONFIGURATION : ERROR_NETWORK, "%s",
                  *http->why && !quotes ? http->why : curl_easy_strerror(code));
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
    /* libcurl 7.88 takes the end of the line for the value of a header that has none. */
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
