#include "cli/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/scratch.h"
#include "core/log.h"

/* A fact is a line of JSON. An empty line ends an input. */
static void write_line(const struct worker *worker, const char *text)
{
    size_t length = strlen(text);

    while (length > 0) {
        ssize_t written = write(worker->output, text, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            exit(EXIT_FAILURE); /* the other process is gone */
        text += written;
        length -= (size_t)written;
    }
    while (write(worker->output, "\n", 1) < 0)
        if (errno != EINTR)
            exit(EXIT_FAILURE);
}

void worker_tell(const struct worker *worker, const cJSON *fact)
{
    write_line(worker, cJSON_PrintUnformatted(fact));
}

struct line {
    struct worker *worker;
    size_t input;
    const char *text;
    size_t length;
    const cJSON *fact; /* what it says */
};

/* For arena_try(). */
static void take_fact(void *context)
{
    const struct line *line = context;

    line->worker->take(line->worker, line->input, line->fact);
}

static bool take_line(struct arena *scratch, void *context, struct error *err)
{
    struct line *line = context;
    struct arena *arena = line->worker->arena;
    cJSON *fact;

    (void)scratch; /* JSON uses it */
    if (!json_parse(line->text, line->length, "what it told", &fact, err))
        return false;
    line->fact = fact;
    return arena_try(arena, 0, take_fact, line) || out_of_memory(arena, err);
}

/* Takes facts, of the inputs from *input on, until they end. False: one cannot be taken. */
static bool take_all(struct worker *worker, FILE *facts, size_t count, size_t *input,
                     struct error *err)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    bool taken = true;

    while (taken && *input < count && (length = getline(&line, &capacity, facts)) > 0) {
        struct line told = {worker, *input, line, (size_t)length, NULL};

        if (line[length - 1] != '\n')
            continue;
        if (length == 1)
            ++*input;
        else
            taken = run_in_scratch(worker->arena, take_line, &told, err);
    }
    free(line);
    return taken;
}

/* The inputs of the worker process, for arena_try(). */
struct working {
    struct worker *worker;
    size_t count, input; /* from this one on */
};

static void work_all(void *context)
{
    const struct working *w = context;

    for (size_t input = w->input; input < w->count; input++) {
        w->worker->work(w->worker, input);
        fflush(stdout);
        write_line(w->worker, "");
    }
    if (w->worker->end)
        w->worker->end(w->worker);
}

/* It ends here where memory does: what this process was doing before is the other one's to do. */
static _Noreturn void be_worker(struct worker *worker, size_t count, size_t input)
{
    struct working working = {worker, count, input};
    struct error err;

    if (arena_try(worker->arena, 0, work_all, &working))
        exit(EXIT_SUCCESS);
    out_of_memory(worker->arena, &err);
    log_error(LOG_FATAL, &err);
    exit(EXIT_FAILURE);
}

static void say_lost(struct worker *worker, size_t input, int status)
{
    char how[128];

    if (WIFSIGNALED(status))
        snprintf(how, sizeof(how), "ended by %s", strsignal(WTERMSIG(status)));
    else
        snprintf(how, sizeof(how), "ended with status %d", WEXITSTATUS(status));
    worker->lost(worker, input, how);
}

bool worker_run(struct worker *worker, size_t count, struct error *err)
{
    for (size_t input = 0; input < count; input++) {
        int ends[2], status = 0;

        fflush(stdout); /* else both would write it */
        if (pipe(ends) != 0)
            return error_set(err, ERROR_CONFIGURATION, "no pipe: %s", strerror(errno));
        pid_t process = fork();
        if (process == 0) {
            close(ends[0]);
            worker->output = ends[1];
            be_worker(worker, count, input);
        }
        close(ends[1]);
        FILE *facts = process < 0 ? NULL : fdopen(ends[0], "r");
        if (!facts) {
            close(ends[0]);
            return error_set(err, ERROR_CONFIGURATION, "no process: %s", strerror(errno));
        }
        bool taken = take_all(worker, facts, count, &input, err);
        fclose(facts);
        if (!taken)
            kill(process, SIGKILL);
        while (waitpid(process, &status, 0) < 0 && errno == EINTR)
            continue;
        if (!taken)
            return false;
        if (input < count)
            say_lost(worker, input, status);
        else if (status != 0)
            return error_set(err, ERROR_CONFIGURATION,
                             "the process that evaluated the inputs failed after the last one");
    }
    return true;
}
