/*
 * For scripts/package: Debian's static expat salts its hashes with arc4random_buf(), which glibc has
 * since 2.36 and Lambda's 2.34 lacks.
 */
#include <stdlib.h>
#include <sys/random.h>

void arc4random_buf(void *bytes, size_t length)
{
    if (getrandom(bytes, length, 0) != (ssize_t)length) /* whole up to 256 bytes; expat asks for 8 */
        abort();
}
