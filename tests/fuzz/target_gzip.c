/* A file that begins as gzip does, whole: what is in it, up to a ceiling. */
#include <string.h>

#include "cli/input/gzip.h"
#include "tests/fuzz/fuzz.h"

#define LIMIT ((size_t)1 << 20)

void fuzz_target(struct fuzz *fuzz)
{
    size_t length = fuzz->rest_length, out_length = 0, sum = 0;
    struct error err = {0};
    const char *out = NULL;

    if (!fuzz->rest)
        return;
    if (length && fuzz->rest[length - 1] == '\n') /* as the seeds end */
        length--;
    if (!gzip_is(fuzz->rest, length))
        return;
    if (!gzip_open(fuzz->arena, fuzz->rest, length, LIMIT, &out, &out_length, &err)) {
        expect_failure(fuzz, &err);
        return;
    }
    EXPECT(out && out_length <= LIMIT);
    for (size_t i = 0; i < out_length; i++)
        sum = 31 * sum + (unsigned char)out[i];
    fprintf(fuzz->said, "%zu %zx\n", out_length, sum);
}
