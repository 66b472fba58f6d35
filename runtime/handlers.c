#include <string.h>

#include "core/log.h"
#include "runtime/handler.h"

#define HANDLERS(X) X(handler_evaluator)

#define X(one) extern const struct handler one;
HANDLERS(X)
#undef X

const struct handler *const handlers[] = {
#define X(one) &(one),
    HANDLERS(X)
#undef X
        NULL,
};

const struct handler *handler_find(const char *name)
{
    for (size_t i = 0; handlers[i]; i++)
        if (name && strcmp(handlers[i]->name, name) == 0)
            return handlers[i];
    return handlers[0];
}
