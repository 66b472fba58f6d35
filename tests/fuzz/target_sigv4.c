/*
 * Any request, signed: method | path | query | body | header lines. A method with "G" is GET, else
 * POST; with "s" it is S3's path that is signed, and with "u" no body. The canonical form holds what
 * Signature Version 4 says a canonical form holds, and is its own canonical form; that it is the
 * right one is what the vectors of botocore show.
 */
#include <ctype.h>
#include <string.h>

#include "aws/sigv4.h"
#include "tests/fuzz/fuzz.h"

#define HEADER_LIMIT 64

static size_t read_headers(struct fuzz *fuzz, struct sigv4_header *out)
{
    char *line = (char *)(uintptr_t)fuzz_string(fuzz);
    size_t count = 1;

    out[0] = (struct sigv4_header){"host", "localhost"}; /* no request is without */
    while (*line && count < HEADER_LIMIT) {
        size_t length = strcspn(line, "\n");
        char *next = line + length + (line[length] == '\n');
        size_t name = strcspn(line, ":\n");

        if (line[name] == ':') {
            line[length] = line[name] = '\0';
            out[count++] = (struct sigv4_header){line, line + name + 1};
        }
        line = next;
    }
    return count;
}

/* One line of the canonical request, copied; *at moves behind it. */
static const char *take_line(struct arena *arena, const char **at)
{
    size_t length = strcspn(*at, "\n");
    const char *line = arena_strndup(arena, *at, length);

    EXPECT((*at)[length] == '\n');
    *at += length + 1;
    return line;
}

static void expect_encoded(const char *text, const char *also)
{
    for (; *text; text++) {
        if (*text == '%') {
            EXPECT(isxdigit((unsigned char)text[1]) && !islower((unsigned char)text[1]));
            EXPECT(isxdigit((unsigned char)text[2]) && !islower((unsigned char)text[2]));
            text += 2;
        } else {
            EXPECT(isalnum((unsigned char)*text) || strchr("-._~", *text) || strchr(also, *text));
        }
    }
}

static void expect_canonical(struct fuzz *fuzz, const struct sigv4_request *request,
                             const char *canonical)
{
    const char *at = canonical + strlen(request->method) + 1, *before = "";
    const char *path = take_line(fuzz->arena, &at), *query = take_line(fuzz->arena, &at);
    struct sigv4_request again = *request;

    if (request->path_mode == SIGV4_PATH_AS_SENT) {
        EXPECT(strcmp(path, *request->path ? request->path : "/") == 0);
    } else {
        EXPECT(*path == '/' && !strstr(path, "//") && !strstr(path, "/./") &&
               !strstr(path, "/../"));
        expect_encoded(path, "/");
    }
    expect_encoded(query, "=&");
    again.query = query;
    const char *same = sigv4_canonical_request(fuzz->arena, &again);
    EXPECT(strcmp(same, canonical) == 0);
    for (;;) {
        const char *line = take_line(fuzz->arena, &at);

        if (!*line)
            break;
        for (const char *c = line; *c && *c != ':'; c++)
            EXPECT(*c < 'A' || *c > 'Z');
        size_t name = strcspn(line, ":");
        EXPECT(strncmp(before, line, name + 1) != 0); /* one line a name */
        before = line;
    }
    size_t signed_headers = strcspn(at, "\n");
    EXPECT(strlen(at) ==
           signed_headers + 1 + (request->payload ? strlen(request->payload) : SIGV4_HEX_SIZE - 1));
}

void fuzz_target(struct fuzz *fuzz)
{
    static const struct credentials credentials = {"AKIDEXAMPLE", "secret", NULL};
    struct sigv4_header headers[HEADER_LIMIT];
    struct sigv4_request request = {.region = "us-east-1", .service = "s", .time = 1440938160};
    struct bytes body;

    const char *method = fuzz_string(fuzz);
    request.method = strchr(method, 'G') ? "GET" : "POST";
    request.path = fuzz_string(fuzz);
    /* A path that is sent has one line. */
    if (strchr(method, 's') && !strchr(request.path, '\n'))
        request.path_mode = SIGV4_PATH_AS_SENT;
    if (strchr(method, 'u'))
        request.payload = SIGV4_UNSIGNED_PAYLOAD;
    request.query = fuzz_string(fuzz);
    fuzz_bytes(fuzz, &body);
    request.body = body.at;
    request.body_length = body.length;
    request.headers = headers;
    request.header_count = read_headers(fuzz, headers);
    const char *canonical = sigv4_canonical_request(fuzz->arena, &request);
    expect_canonical(fuzz, &request, canonical);
    fprintf(fuzz->said, "%s\n%s\n", canonical,
            sigv4_authorization(fuzz->arena, &request, &credentials));
}
