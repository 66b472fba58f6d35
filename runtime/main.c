/*
 * bootstrap: the Lambda program. Invocations come from the Runtime API, go one after the other
 * through the handler that the function is set to, and are answered. All memory of an invocation is
 * one arena, which is reset before the next.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/protocol/xml.h"
#include "aws/sigv4.h"
#include "core/log.h"
#include "core/version.h"
#include "engine/rule.h"
#include "runtime/loop.h"

#define MIB ((size_t)1 << 20)
#define DEFAULT_MEMORY_MIB 128 /* Lambda's own default */
#define PROGRAM_MEMORY_MIB 40  /* libraries, connections, one reply and the payload */

static size_t arena_limit(void)
{
    const char *text = getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
    long memory_mib = text ? strtol(text, NULL, 10) : 0;

    if (memory_mib <= PROGRAM_MEMORY_MIB || memory_mib > 10240)
        memory_mib = DEFAULT_MEMORY_MIB;
    return ((size_t)memory_mib - PROGRAM_MEMORY_MIB) * MIB;
}

static int print_version(struct arena *arena)
{
    const char *const libraries[] = {http_library(), sigv4_library(), xml_library(), NULL};

    version_print(stdout, "bootstrap", libraries, rule_names(arena));
    arena_reset(arena);
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The names of a function that was set up when bootstrap had one handler: it was given any. */
static bool is_old_name(const char *name)
{
    return !*name || strcmp(name, "bootstrap") == 0;
}

static const struct handler *chosen_handler(void)
{
    const char *set = getenv("_HANDLER"), *name = set ? set : "";
    const struct handler *handler = handler_find(name);

    if (strcmp(name, handler->name) != 0)
        log_write(is_old_name(name) ? LOG_DEBUG : LOG_WARN,
                  "the function's handler is \"%s\", which is none of this program: it runs "
                  "as %s",
                  name, handler->name);
    return handler;
}

/* Until the process must end; *err says why. */
static void run(struct runtime_api *api, const struct handler *handler, struct arena *arena,
                struct error *err)
{
    struct invocation invocation;

    if (!handler->open(err)) {
        runtime_api_init_error(api, arena, err);
        return;
    }
    while (runtime_api_next(api, arena, &invocation, err) &&
           loop_turn(api, handler, arena, &invocation, err)) {
        log_set_request_id(NULL);
        arena_reset(arena);
    }
}

int main(int argc, char **argv)
{
    struct arena arena = {.limit = arena_limit()};
    struct runtime_api api = {0};
    struct error err = {0};

    if (argc > 1 && strcmp(argv[1], "--version") == 0)
        return print_version(&arena);
    log_configure(getenv("AWS_LAMBDA_LOG_FORMAT"), getenv("AWS_LAMBDA_LOG_LEVEL"));
    json_use_arena(&arena);
    const struct handler *handler = chosen_handler();
    if (runtime_api_open(&api, &err))
        run(&api, handler, &arena, &err);
    log_error(LOG_FATAL, &err);
    handler->close();
    runtime_api_close(&api);
    arena_reset(&arena);
    return EXIT_FAILURE;
}
