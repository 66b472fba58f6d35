/*
 * What AWS answers, to the client of all JSON services: replies of AWS... The first byte, from '0'
 * on, chooses the operation. Errors, pages and repetitions are read from any status, headers and
 * body.
 */
#include <string.h>

#include "tests/fuzz/transport.h"

#define WITHHELD "a-result-token-that-nobody-may-quote"

void fuzz_target(struct fuzz *fuzz)
{
    struct aws_client *client = transport_client(fuzz);
    struct error err = {0};
    size_t count = 0;

    while (operations[count].name)
        count++;
    if (!fuzz->rest_length)
        return;
    const struct operation *operation = &operations[(unsigned char)(*fuzz->rest - '0') % count];
    fuzz->rest++;
    fuzz->rest_length--;
    transport_use(fuzz, NULL);
    client->withheld = WITHHELD;
    const cJSON *reply =
        reader_join(&client->reader, operation->service, operation->name, NULL, &err);
    if (reply) {
        EXPECT(cJSON_IsObject(reply));
        fprintf(fuzz->said, "%s\n", cJSON_PrintUnformatted(reply));
        return;
    }
    EXPECT(!strstr(err.message, WITHHELD));
    EXPECT(!strstr(err.message, SECRET_KEY) && !strstr(err.message, SESSION_TOKEN));
    expect_failure(fuzz, &err);
}
