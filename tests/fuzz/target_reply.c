/*
 * What AWS answers, in JSON and in XML: the name of an operation | replies of AWS... Errors, pages
 * and repetitions are read from any status, headers and body. The body of an object of S3 is
 * downloaded.
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

/* True: it was read, and said. */
static bool ask(struct fuzz *fuzz, struct aws_caller *caller, const struct operation *operation,
                struct error *err)
{
    struct body_visitor visitor = {.visit = take};
    cJSON *object = cJSON_CreateObject();

    said = fuzz->said;
    if (strcmp(operation->name, "GetObject") == 0) {
        cJSON_AddStringToObject(object, "Bucket", "b");
        cJSON_AddStringToObject(object, "Key", "k");
        return aws_download(caller, operation, object, &visitor, err);
    }
    const cJSON *reply =
        reader_join(&caller->reader, operation->service->name, operation->name, NULL, err);
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
