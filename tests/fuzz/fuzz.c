#include "tests/fuzz/fuzz.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "core/log.h"
#include "core/utf8.h"

#define ARENA_LIMIT ((size_t)64 << 20)
#define ANNOTATION_LIMIT 256

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

_Noreturn void fuzz_fail(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: expected %s\n", file, line, what);
    abort();
}

bool fuzz_bytes(struct fuzz *fuzz, struct bytes *out)
{
    const char *text = fuzz->rest, *end;
    size_t length = fuzz->rest_length;

    *out = (struct bytes){"", 0};
    if (!text)
        return false;
    end = length ? memchr(text, TEXT_SEPARATOR, length) : NULL;
    fuzz->rest = end ? end + 1 : NULL;
    if (end) {
        length = (size_t)(end - text);
        fuzz->rest_length -= length + 1;
    }
    for (; length && *text == '\n'; text++, length--)
        ;
    while (length && text[length - 1] == '\n')
        length--;
    char *copy = arena_alloc(fuzz->arena, length);
    memcpy(copy, text, length);
    *out = (struct bytes){copy, length};
    return true;
}

const char *fuzz_string(struct fuzz *fuzz)
{
    struct bytes bytes;

    fuzz_bytes(fuzz, &bytes);
    return arena_strndup(fuzz->arena, bytes.at, strnlen(bytes.at, bytes.length));
}

cJSON *fuzz_json(struct fuzz *fuzz)
{
    struct error err = {0};
    struct bytes bytes;
    cJSON *json;

    if (!fuzz_bytes(fuzz, &bytes))
        return NULL;
    if (json_parse(bytes.at, bytes.length, "the text", &json, &err))
        return json;
    expect_failure(fuzz, &err);
    return NULL;
}

void expect_failure(struct fuzz *fuzz, const struct error *err)
{
    EXPECT(err->kind > ERROR_NONE && err->kind <= ERROR_CONFIGURATION);
    EXPECT(*err->message && utf8_valid(err->message, strlen(err->message)));
    for (const char *at = err->message; *at; at++)
        EXPECT((unsigned char)*at >= 0x20 && *at != 0x7F);
    fprintf(fuzz->said, "%s: %s\n", error_type(err->kind), err->message);
}

size_t utf16_length(const char *text)
{
    size_t units = 0;

    for (; *text; text++)
        units += (*text & 0xC0) == 0x80 ? 0 : (*text & 0xF8) == 0xF0 ? 2 : 1;
    return units;
}

void expect_evaluations(struct fuzz *fuzz, const struct evaluations *evaluations)
{
    struct error err = {0};
    bool failed = false;

    for (size_t i = 0; i < evaluations->count; i++) {
        const struct evaluation *one = &evaluations->items[i];

        EXPECT(one->compliance_type >= EVALUATION_FAILED && one->compliance_type <= NOT_APPLICABLE);
        EXPECT(*one->resource_type && utf8_valid(one->resource_type, strlen(one->resource_type)));
        EXPECT(*one->resource_id && utf8_valid(one->resource_id, strlen(one->resource_id)));
        EXPECT(one->ordering_timestamp > 0);
        if (one->annotation) {
            EXPECT(*one->annotation && utf8_valid(one->annotation, strlen(one->annotation)));
        }
        if (one->compliance_type == EVALUATION_FAILED)
            failed = true;
        else
            EXPECT(!one->annotation || utf16_length(one->annotation) <= ANNOTATION_LIMIT);
        fprintf(fuzz->said, "%s %s %s %s %lld\n", one->resource_type, one->resource_id,
                compliance_type_name(one->compliance_type), one->annotation ? one->annotation : "",
                (long long)one->ordering_timestamp);
    }
    EXPECT(evaluations_complete(evaluations, &err) == !failed);
    if (failed)
        expect_failure(fuzz, &err);
}

static void run_target(void *context)
{
    fuzz_target(context);
}

char *fuzz_run(const uint8_t *input, size_t size)
{
    struct arena arena = {.limit = ARENA_LIMIT};
    char *text;
    size_t length;
    FILE *said = open_memstream(&text, &length);
    struct fuzz fuzz = {
        .arena = &arena, .said = said, .rest = (const char *)input, .rest_length = size};

    json_use_arena(&arena);
    if (!arena_try(&arena, 0, run_target, &fuzz))
        fputs("out of memory\n", said);
    arena_reset(&arena);
    EXPECT(arena.used == 0);
    fclose(said);
    return text;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    log_configure(NULL, "FATAL");
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *first = fuzz_run(bytes, size), *second = fuzz_run(bytes, size);

    EXPECT(strcmp(first, second) == 0);
    free(first);
    free(second);
    return 0;
}
