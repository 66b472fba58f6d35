#include "tests/shortage.h"

struct shortage shortage;

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);

void *__wrap_calloc(size_t count, size_t size)
{
    size_t number = ++shortage.taken;

    if (shortage.number &&
        (number == shortage.number || (shortage.lasting && number > shortage.number)))
        return NULL;
    return __real_calloc(count, size);
}
