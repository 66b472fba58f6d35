/*
 * What AWS answers, in every protocol: the name of an operation | replies of AWS... Errors, pages
 * and repetitions are read from any status, headers and body. The body of an object of S3 is
 * downloaded. The operation is asked for "x" where its path needs something.
 */
#include <string.h>

#include "tests/fuzz/transport.h"

#define WITHHELD "a-result-token-that-nobody-may-quote"

static FILE *said;

static bool take(struct body_visitor *self, const char *bytes, size_t length, struct error *err)
{
    (void)self;
    fprintf(said, "%zu bytes\n", length);
    return *bytes != '!' || error_set(err, ERROR_INPUT, "no more");
}

static cJSON *least_input(struct arena *arena, const struct operation *operation)
{
    cJSON *input = cJSON_CreateObject();
    const char *label = operation->path ? strchr(operation->path, '{') : NULL;

    for (; label; label = strchr(label, '{')) {
        label++;
        cJSON_AddStringToObject(input, arena_strndup(arena, label, strcspn(label, "+}")), "x");
    }
    return input;
}

/* True: it was read, and said. */
static bool ask(struct fuzz *fuzz, struct aws_caller *caller, const struct operation *operation,
                struct error *err)
{
    struct body_visitor visitor = {.visit = take};
    const cJSON *input = least_input(fuzz->arena, operation);

    said = fuzz->said;
    if (operation->payload && strcmp(operation->method, "PUT") == 0)
        return aws_upload(caller, operation, input, "a\0b", 3, err);
    if (operation->payload)
        return aws_download(caller, operation, input, &visitor, err);
    const cJSON *reply =
        reader_join(&caller->reader, operation->service->name, operation->name, input, err);
    EXPECT(!reply || cJSON_IsObject(reply));
    return reply && fprintf(said, "%s\n", cJSON_PrintUnformatted(reply)) > 0;
}

void fuzz_target(struct fuzz *fuzz)
{
    static struct aws_client client;
    struct error err = {0};
    const struct operation *operation = operations;
    const char *name = fuzz_string(fuzz);

    while (operation->name && strcmp(operation->name, name) != 0)
        operation++;
    if (!operation->name)
        return;
    if (!transport_open(fuzz, &client))
        return;
    transport_use(fuzz, NULL);
    struct aws_caller caller = aws_caller(&client, NULL, INT64_MAX);
    caller.withheld = WITHHELD;
    if (ask(fuzz, &caller, operation, &err))
        return;
    EXPECT(!strstr(err.message, WITHHELD));
    EXPECT(!strstr(err.message, SECRET_KEY) && !strstr(err.message, SESSION_TOKEN));
    expect_failure(fuzz, &err);
}
