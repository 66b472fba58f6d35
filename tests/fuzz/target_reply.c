/*
 * What AWS answers, in JSON and in XML: the name of an operation | replies of AWS... Errors, pages
 * and repetitions are read from any status, headers and body.
 */
#include <string.h>

#include "tests/fuzz/transport.h"

#define WITHHELD "a-result-token-that-nobody-may-quote"

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
    const cJSON *reply =
        reader_join(&caller.reader, operation->service->name, operation->name, NULL, &err);
    if (reply) {
        EXPECT(cJSON_IsObject(reply));
        fprintf(fuzz->said, "%s\n", cJSON_PrintUnformatted(reply));
        return;
    }
    EXPECT(!strstr(err.message, WITHHELD));
    EXPECT(!strstr(err.message, SECRET_KEY) && !strstr(err.message, SESSION_TOKEN));
    expect_failure(fuzz, &err);
}
