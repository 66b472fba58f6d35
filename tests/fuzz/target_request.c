/*
 * Any input of any operation, written by the protocol of its service: the name of an operation |
 * the input, JSON. No value can become another part of the request than its own.
 */
#include <ctype.h>
#include <string.h>

#include "aws/operations.h"
#include "aws/protocol/protocol.h"
#include "tests/fuzz/fuzz.h"

/* Unreserved characters, escapes, and those of also. */
static void expect_encoded(const char *text, const char *also)
{
    for (; *text; text++) {
        if (*text == '%') {
            EXPECT(isxdigit((unsigned char)text[1]) && isxdigit((unsigned char)text[2]));
            text += 2;
        } else {
            EXPECT(isalnum((unsigned char)*text) || strchr("-._~", *text) || strchr(also, *text));
        }
    }
}

static size_t count(const char *text, char character)
{
    size_t found = 0;

    for (; *text; text++)
        found += *text == character;
    return found;
}

/* As many segments as the template has, and none that leads elsewhere. */
static void expect_path(const struct operation *operation, const char *path)
{
    char template[256];

    EXPECT(*path == '/');
    expect_encoded(path, "/");
    if (!operation->path || strchr(operation->path, '+'))
        return;
    snprintf(template, sizeof(template), "%.*s", (int)strcspn(operation->path, "?"),
             operation->path);
    EXPECT(count(path, '/') == count(template, '/'));
    EXPECT(!strstr(path, "/./") && !strstr(path, "/../"));
    EXPECT(!strchr(template, '{') || !strstr(path, "//"));
}

static void expect_request(const struct operation *operation,
                           const struct protocol_request *request)
{
    static const char form[] = "application/x-www-form-urlencoded; charset=utf-8";

    expect_path(operation, request->path);
    expect_encoded(request->query, "&=");
    EXPECT(request->header_count <= PROTOCOL_HEADERS);
    EXPECT(strlen(request->body) == request->body_length);
    for (size_t i = 0; i < request->header_count; i++) {
        EXPECT(*request->headers[i].name && request->headers[i].value);
        if (strcmp(request->headers[i].value, form) == 0)
            expect_encoded(request->body, "&=");
    }
    EXPECT(strcmp(request->method, "GET") != 0 || !*request->body);
}

void fuzz_target(struct fuzz *fuzz)
{
    const struct operation *operation = operations;
    const char *name = fuzz_string(fuzz);
    const cJSON *input = fuzz_json(fuzz);
    struct protocol_request request;
    struct error err = {0};

    while (operation->name && strcmp(operation->name, name) != 0)
        operation++;
    if (!operation->name || (input && !cJSON_IsObject(input)))
        return;
    if (!operation->service->protocol->write(fuzz->arena, operation, input, &request, &err)) {
        EXPECT(err.kind == ERROR_SERVICE);
        expect_failure(fuzz, &err);
        return;
    }
    expect_request(operation, &request);
    fprintf(fuzz->said, "%s %s?%s\n%s\n", request.method, request.path, request.query,
            request.body);
}
