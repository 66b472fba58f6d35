#include "aws/sigv4.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/log.h"
#include "core/percent.h"
#include "core/text.h"

#define HASH_SIZE SHA256_DIGEST_LENGTH

/* A query parameter or a header, in canonical form. */
struct field {
    const char *name;
    const char *value;
    size_t position; /* of a header among the headers as sent; 0: a parameter */
};

struct part {
    const void *bytes;
    size_t length;
};

static _Noreturn void die(void)
{
    char why[256];

    ERR_error_string_n(ERR_peek_last_error(), why, sizeof(why));
    log_write(LOG_FATAL, "OpenSSL cannot compute SHA-256: %s", why);
    abort();
}

/* One hash over all parts, in their order. */
static void sha256(const struct part *parts, size_t count, unsigned char out[HASH_SIZE])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool ok = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1;

    for (size_t i = 0; ok && i < count; i++)
        ok = EVP_DigestUpdate(context, parts[i].bytes, parts[i].length) == 1;
    if (!ok || EVP_DigestFinal_ex(context, out, NULL) != 1)
        die();
    EVP_MD_CTX_free(context);
}

static void hmac(const unsigned char *key, size_t key_length, const char *text,
                 unsigned char out[HASH_SIZE])
{
    if (!HMAC(EVP_sha256(), key, (int)key_length, (const unsigned char *)text, strlen(text), out,
              NULL))
        die();
}

static void hex(const unsigned char hash[HASH_SIZE], char out[SIGV4_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < HASH_SIZE; i++) {
        *out++ = digits[hash[i] >> 4];
        *out++ = digits[hash[i] & 15];
    }
    *out = '\0';
}

static void hex_sha256(const void *bytes, size_t length, char out[SIGV4_HEX_SIZE])
{
    unsigned char hash[HASH_SIZE];

    sha256(&(struct part){bytes, length}, 1, hash);
    hex(hash, out);
}

/* Copies text to at, which has room for it. Returns where the copy ends. */
static char *put(char *at, const char *text)
{
    size_t length = strlen(text);

    memcpy(at, text, length);
    return at + length;
}

/* What is percent-encoded already is encoded again: %20 becomes %2520. */
static const char *normalized_path(struct arena *arena, const char *path)
{
    size_t length = strlen(path);
    bool ends_with_slash = length > 0 && path[length - 1] == '/';
    char *out = arena_alloc(arena, PERCENT_SIZE * length + sizeof("//"));
    char *at = put(out, "/");

    while (*path) {
        size_t segment = strcspn(path, "/");

        if (segment == 2 && strncmp(path, "..", 2) == 0) {
            if (at > out + 1)
                at--;
            while (at[-1] != '/')
                at--;
        } else if (segment > 0 && !(segment == 1 && *path == '.')) {
            for (size_t i = 0; i < segment; i++)
                at = percent_put(at, (unsigned char)path[i]);
            at = put(at, "/");
        }
        path += segment;
        path += strspn(path, "/");
    }
    if (!ends_with_slash && at > out + 1)
        at--;
    *at = '\0';
    return out;
}

static const char *canonical_path(struct arena *arena, const struct sigv4_request *request)
{
    if (request->path_mode == SIGV4_PATH_NORMALIZED)
        return normalized_path(arena, request->path);
    return *request->path ? request->path : "/";
}

/* Percent-encodes in the canonical way what may be encoded in another way. */
static const char *reencode(struct arena *arena, const char *text, size_t length)
{
    char *out = arena_alloc(arena, PERCENT_SIZE * length + 1), *at = out;

    while (length > 0) {
        unsigned char byte;
        size_t taken = percent_take(text, length, &byte);

        at = percent_put(at, byte);
        text += taken;
        length -= taken;
    }
    return out;
}

/* Parameters by name, then value; headers by name, those of one name as they were sent. */
static int compare_fields(const void *left, const void *right)
{
    const struct field *a = left, *b = right;
    int order = strcmp(a->name, b->name);

    if (order != 0)
        return order;
    if (a->position != b->position)
        return a->position < b->position ? -1 : 1;
    return strcmp(a->value, b->value);
}

static const char *canonical_query(struct arena *arena, const char *query)
{
    size_t count = 1, size = 1;

    if (!query || !*query)
        return "";
    for (const char *at = query; *at; at++)
        count += *at == '&';
    struct field *fields = arena_alloc(arena, count * sizeof(*fields));
    for (size_t i = 0; i < count; i++) {
        size_t length = strcspn(query, "&"), name = strcspn(query, "=&");
        size_t value = name < length ? name + 1 : length;

        fields[i].name = reencode(arena, query, name);
        fields[i].value = reencode(arena, query + value, length - value);
        size += strlen(fields[i].name) + strlen(fields[i].value) + strlen("&=");
        query += length + 1;
    }
    qsort(fields, count, sizeof(*fields), compare_fields);
    char *out = arena_alloc(arena, size), *at = out;
    for (size_t i = 0; i < count; i++) {
        at = put(at, i == 0 ? "" : "&");
        at = put(at, fields[i].name);
        at = put(at, "=");
        at = put(at, fields[i].value);
    }
    return out;
}

static const char *fold_blanks(struct arena *arena, const char *value)
{
    static const char blanks[] = " \t\n\v\f\r";
    char *out = arena_alloc(arena, strlen(value) + 1), *at = out;

    value += strspn(value, blanks);
    while (*value) {
        size_t word = strcspn(value, blanks);

        memcpy(at, value, word);
        at += word;
        value += word;
        value += strspn(value, blanks);
        if (*value)
            *at++ = ' ';
    }
    return out;
}

static const struct field *sorted_headers(struct arena *arena, const struct sigv4_request *request)
{
    struct field *fields = arena_alloc(arena, request->header_count * sizeof(*fields));

    for (size_t i = 0; i < request->header_count; i++)
        fields[i] = (struct field){.name = text_lower(arena, request->headers[i].name),
                                   .value = fold_blanks(arena, request->headers[i].value),
                                   .position = i};
    qsort(fields, request->header_count, sizeof(*fields), compare_fields);
    return fields;
}

static bool is_repeated(const struct field *fields, size_t i)
{
    return i > 0 && strcmp(fields[i].name, fields[i - 1].name) == 0;
}

/* Lines "name:value"; the values of one name are joined by ','. */
static const char *canonical_headers(struct arena *arena, const struct field *fields, size_t count)
{
    size_t size = sizeof("\n");

    for (size_t i = 0; i < count; i++)
        size += strlen(fields[i].name) + strlen(fields[i].value) + strlen("\n:");
    char *out = arena_alloc(arena, size), *at = out;
    for (size_t i = 0; i < count; i++) {
        if (is_repeated(fields, i)) {
            at = put(at, ",");
        } else {
            at = put(at, i == 0 ? "" : "\n");
            at = put(at, fields[i].name);
            at = put(at, ":");
        }
        at = put(at, fields[i].value);
    }
    put(at, "\n");
    return out;
}

/* "content-type;host;x-amz-date" */
static const char *signed_headers(struct arena *arena, const struct field *fields, size_t count)
{
    size_t size = 1;

    for (size_t i = 0; i < count; i++)
        size += strlen(fields[i].name) + strlen(";");
    char *out = arena_alloc(arena, size), *at = out;
    for (size_t i = 0; i < count; i++) {
        if (is_repeated(fields, i))
            continue;
        at = put(at, i == 0 ? "" : ";");
        at = put(at, fields[i].name);
    }
    return out;
}

static const char *credential_scope(struct arena *arena, const struct sigv4_request *request)
{
    char date[SIGV4_DATE_SIZE];

    sigv4_date(request->time, date);
    return arena_printf(arena, "%.8s/%s/%s/aws4_request", date, request->region, request->service);
}

static void derive_key(const struct sigv4_request *request, const char *secret, const char *day,
                       unsigned char out[HASH_SIZE])
{
    const struct part parts[] = {{"AWS4", 4}, {secret, strlen(secret)}};
    unsigned char secret_key[SHA256_CBLOCK];
    unsigned char day_key[HASH_SIZE], region_key[HASH_SIZE], service_key[HASH_SIZE];
    size_t length = parts[0].length + parts[1].length;

    if (length <= sizeof(secret_key)) {
        memcpy(secret_key, parts[0].bytes, parts[0].length);
        memcpy(secret_key + parts[0].length, parts[1].bytes, parts[1].length);
    } else {
        /* HMAC hashes a key that is longer than its block first (RFC 2104, section 2). */
        sha256(parts, 2, secret_key);
        length = HASH_SIZE;
    }
    hmac(secret_key, length, day, day_key);
    hmac(day_key, sizeof(day_key), request->region, region_key);
    hmac(region_key, sizeof(region_key), request->service, service_key);
    hmac(service_key, sizeof(service_key), "aws4_request", out);
}

static const unsigned char *signing_key(const struct sigv4_request *request, const char *secret)
{
    static struct {
        unsigned char
            tag[HASH_SIZE]; /* the hash of what the key is made of; zeros: there is none */
        unsigned char key[HASH_SIZE];
    } cache;
    char day[SIGV4_DATE_SIZE];
    unsigned char tag[HASH_SIZE];

    sigv4_date(request->time, day);
    day[strlen("20150830")] = '\0';
    /* With their NULs, so that two different lists are never the same bytes. */
    const struct part parts[] = {{secret, strlen(secret) + 1},
                                 {day, strlen(day) + 1},
                                 {request->region, strlen(request->region) + 1},
                                 {request->service, strlen(request->service) + 1}};
    sha256(parts, sizeof(parts) / sizeof(*parts), tag);
    if (memcmp(tag, cache.tag, sizeof(tag)) != 0) {
        derive_key(request, secret, day, cache.key);
        memcpy(cache.tag, tag, sizeof(tag));
    }
    return cache.key;
}

void sigv4_date(int64_t time, char out[SIGV4_DATE_SIZE])
{
    time_t seconds = (time_t)time;
    struct tm tm = {0};

    gmtime_r(&seconds, &tm);
    if (strftime(out, SIGV4_DATE_SIZE, "%Y%m%dT%H%M%SZ", &tm) == 0)
        out[0] = '\0';
}

const char *sigv4_encode(struct arena *arena, const char *text)
{
    char *out = arena_alloc(arena, 3 * strlen(text) + 1), *at = out;

    for (; *text; text++)
        at = percent_put(at, (unsigned char)*text);
    return out;
}

const char *sigv4_hash(struct arena *arena, const void *body, size_t length)
{
    char *hash = arena_alloc(arena, SIGV4_HEX_SIZE);

    hex_sha256(body, length, hash);
    return hash;
}

const char *sigv4_canonical_request(struct arena *arena, const struct sigv4_request *request)
{
    const struct field *headers = sorted_headers(arena, request);
    const char *payload = request->payload;

    if (!payload)
        payload = sigv4_hash(arena, request->body, request->body_length);
    return arena_printf(arena, "%s\n%s\n%s\n%s\n%s\n%s", request->method,
                        canonical_path(arena, request), canonical_query(arena, request->query),
                        canonical_headers(arena, headers, request->header_count),
                        signed_headers(arena, headers, request->header_count), payload);
}

const char *sigv4_string_to_sign(struct arena *arena, const struct sigv4_request *request,
                                 const char *canonical_request)
{
    char date[SIGV4_DATE_SIZE], request_hash[SIGV4_HEX_SIZE];

    sigv4_date(request->time, date);
    hex_sha256(canonical_request, strlen(canonical_request), request_hash);
    return arena_printf(arena, "AWS4-HMAC-SHA256\n%s\n%s\n%s", date,
                        credential_scope(arena, request), request_hash);
}

void sigv4_signature(const struct sigv4_request *request, const struct credentials *credentials,
                     const char *string_to_sign, char out[SIGV4_HEX_SIZE])
{
    const unsigned char *key = signing_key(request, credentials->secret_access_key);
    unsigned char signature[HASH_SIZE];

    hmac(key, HASH_SIZE, string_to_sign, signature);
    hex(signature, out);
}

const char *sigv4_authorization(struct arena *arena, const struct sigv4_request *request,
                                const struct credentials *credentials)
{
    const char *canonical_request = sigv4_canonical_request(arena, request);
    const struct field *headers = sorted_headers(arena, request);
    char signature[SIGV4_HEX_SIZE];

    sigv4_signature(request, credentials, sigv4_string_to_sign(arena, request, canonical_request),
                    signature);
    return arena_printf(arena, "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s",
                        credentials->access_key_id, credential_scope(arena, request),
                        signed_headers(arena, headers, request->header_count), signature);
}

const char *sigv4_library(void)
{
    return OpenSSL_version(OPENSSL_VERSION);
}
