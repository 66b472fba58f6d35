/*
 * Makes one call to AWS, as the environment says: ask SERVICE OPERATION [INPUT]. All pages are
 * printed as one reply. An operation whose reply is a payload prints that; one that takes a payload
 * reads it from standard input.
 */
#include <stdio.h>
#include <string.h>

#include "aws/client.h"
#include "core/timestamp.h"

#define DEADLINE_MS 20000
#define PAYLOAD_LIMIT 65536

static bool print(struct body_visitor *self, const char *bytes, size_t length, struct error *err)
{
    (void)self;
    return fwrite(bytes, 1, length, stdout) == length ||
           error_set(err, ERROR_INPUT, "standard output failed");
}

static bool upload(const struct aws_caller *caller, const struct operation *operation,
                   const cJSON *input, struct error *err)
{
    char body[PAYLOAD_LIMIT];
    size_t length = fread(body, 1, sizeof(body), stdin);

    return aws_upload(caller, operation, input, body, length, err);
}

static bool ask(struct aws_caller *caller, const struct operation *operation, const cJSON *input,
                struct error *err)
{
    struct body_visitor visitor = {.visit = print};

    if (operation->payload && strcmp(operation->method, "PUT") == 0)
        return upload(caller, operation, input, err);
    if (operation->payload)
        return aws_download(caller, operation, input, &visitor, err);
    const cJSON *reply =
        reader_join(&caller->reader, operation->service->name, operation->name, input, err);
    return reply && puts(cJSON_PrintUnformatted(reply)) != EOF;
}

int main(int argc, char **argv)
{
    struct arena arena = {.limit = (size_t)64 << 20};
    const struct operation *operation = argc < 3 ? NULL : operation_find(argv[1], argv[2]);
    struct aws_client client = {0};
    struct error err = {0};
    cJSON *input = NULL;
    bool good = false;

    json_use_arena(&arena);
    if (!operation)
        error_set(&err, ERROR_INPUT, "no such operation");
    else if ((argc == 3 || json_parse(argv[3], strlen(argv[3]), "the input", &input, &err)) &&
             aws_client_open(&client, NULL, NULL, &err)) {
        struct aws_caller caller = aws_caller(&client, NULL, timestamp_now_ms() + DEADLINE_MS);

        good = ask(&caller, operation, input, &err);
    }
    if (!good)
        fprintf(stderr, "%s\n", err.message);
    aws_client_close(&client);
    arena_reset(&arena);
    return !good;
}
