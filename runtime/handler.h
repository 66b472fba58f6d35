/*
 * handler.h - what a Lambda function does with an invocation. bootstrap is every function: Lambda's
 * own setting "Handler" says which one it is. One handler is one file with one constant, and one
 * line in handlers.c; what it keeps between invocations is static in that file. What reads
 * invocations and answers them knows no handler.
 */
#ifndef RUNTIME_HANDLER_H
#define RUNTIME_HANDLER_H

#include "runtime/metrics.h"
#include "runtime/runtime_api.h"

/* What an invocation came to. */
struct answer {
    const char *json; /* JSON text for whoever invoked the function; sent when serve() was true */
    /* Beside Failures and Duration, which every handler has. */
    struct metrics metrics;
    /* After a failure: why a new process is needed; NULL: this one serves the next invocation. */
    const char *end;
};

struct handler {
    const char *name; /* as Lambda's setting spells it: "evaluator" */

    /* None of these is NULL. */

    /* Once, before the first invocation. False: the function cannot start, the process ends. */
    bool (*open)(struct error *err);
    /* At the end, also where open() failed or was not called. */
    void (*close)(void);

    /*
     * One invocation. arena is JSON's; it is reset after the answer. It ends before the memory
     * does: serve() is left then as arena_try() says, and the invocation fails. kept is an arena
     * within it for what answer() needs also after that. False: the invocation fails with *err.
     */
    bool (*serve)(struct arena *arena, struct arena *kept, const struct invocation *invocation,
                  struct error *err);

    /*
     * What the last serve() came to, however it ended; *out is zero. It must do with 1 MiB of
     * memory.
     */
    void (*answer)(struct answer *out);
};

/* All of them, the default first; ends with NULL. */
extern const struct handler *const handlers[];

/*
 * The one of that name. The first where there is none: a function that was set up when bootstrap
 * had one handler has any name. name NULL counts as "".
 */
const struct handler *handler_find(const char *name);

#endif
