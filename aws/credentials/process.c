#include "aws/credentials/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "aws/retry.h"
#include "core/timestamp.h"

#define OUTPUT_LIMIT ((size_t)64 * 1024) /* bytes; credentials have 2 to 3 KB */
#define LONGEST_POLL_MS 1000
#define EXIT_POLL_NS 5000000L

extern char **environ;

/* It stays in our process group: from one in the background it could not ask the user. */
static bool start(char *const *argv, pid_t *pid, int *output)
{
    posix_spawn_file_actions_t actions;
    int ends[2];

    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    bool ok = posix_spawn_file_actions_init(&actions) == 0;
    if (ok) {
        ok = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) == 0 &&
             posix_spawn(pid, "/bin/sh", &actions, NULL, argv, environ) == 0;
        posix_spawn_file_actions_destroy(&actions);
    }
    close(ends[1]);
    if (!ok)
        close(ends[0]);
    *output = ends[0];
    return ok;
}

/* Reads up to OUTPUT_LIMIT + 1 bytes. False: the deadline came first. */
static bool collect(int output, int64_t deadline_ms, char *bytes, size_t *length)
{
    struct pollfd readable = {.fd = output, .events = POLLIN};

    for (*length = 0; *length <= OUTPUT_LIMIT;) {
        int64_t left_ms = retry_remaining_ms(deadline_ms);

        if (left_ms <= 0)
            return false;
        if (poll(&readable, 1, left_ms < LONGEST_POLL_MS ? (int)left_ms : LONGEST_POLL_MS) <= 0)
            continue;
        ssize_t got = read(output, bytes + *length, OUTPUT_LIMIT + 1 - *length);
        if (got == 0 || (got < 0 && errno != EINTR))
            break;
        if (got > 0)
            *length += (size_t)got;
    }
    return true;
}

/* Waits for the end of the process. False: the deadline came first, and it was killed. */
static bool reap(pid_t pid, int64_t deadline_ms, int *status)
{
    bool in_time = true;

    while (waitpid(pid, status, WNOHANG) == 0) {
        if (retry_remaining_ms(deadline_ms) <= 0) {
            in_time = false;
            kill(pid, SIGKILL);
        }
        nanosleep(&(struct timespec){.tv_nsec = EXIT_POLL_NS}, NULL);
    }
    return in_time;
}

/* Runs the command. *text is what it printed, in the arena. */
static bool run(const struct process_identity *process, struct arena *arena, int64_t deadline_ms,
                const char **text, size_t *length, struct error *err)
{
    char *bytes = arena_alloc(arena, OUTPUT_LIMIT + 1);
    char *const argv[] = {arena_strdup(arena, "sh"), arena_strdup(arena, "-c"),
                          arena_strdup(arena, process->command), NULL};
    const char *place = process->place;
    int output, status = 0;
    pid_t pid;

    if (!start(argv, &pid, &output))
        return error_set(err, ERROR_CONFIGURATION, "%s: credential_process cannot be run", place);
    bool in_time = collect(output, deadline_ms, bytes, length);
    close(output);
    if (*length > OUTPUT_LIMIT)
        kill(pid, SIGKILL);
    in_time = reap(pid, deadline_ms, &status) && in_time;
    *text = bytes;
    if (*length > OUTPUT_LIMIT)
        return error_set(err, ERROR_CONFIGURATION,
                         "%s: credential_process printed more than %zu bytes", place, OUTPUT_LIMIT);
    if (!in_time)
        return error_set(err, ERROR_LIMIT, "%s: credential_process did not end in time", place);
    if (status != 0)
        return error_set(err, ERROR_CONFIGURATION, "%s: credential_process failed, %s %d", place,
                         WIFEXITED(status) ? "exit status" : "wait status",
                         WIFEXITED(status) ? WEXITSTATUS(status) : status);
    return *length > 0 ||
           error_set(err, ERROR_CONFIGURATION, "%s: credential_process printed nothing", place);
}

static bool renew(struct identity *self, struct arena *arena, int64_t deadline_ms,
                  struct error *err)
{
    struct process_identity *process = (struct process_identity *)(void *)self;
    struct credentials given;
    struct error unread;
    const char *text = NULL, *place;
    int64_t expiration_ms;
    size_t length = 0;
    cJSON *json;

    if (!run(process, arena, deadline_ms, &text, &length, err))
        return false;
    if (!json_parse(text, length, "it", &json, &unread))
        return error_set(err, ERROR_CONFIGURATION, "%s: credential_process printed no JSON",
                         process->place);
    place = arena_printf(arena, "%s: what credential_process printed", process->place);
    if (cJSON_GetNumberValue(json_get(json, "Version")) != 1)
        return error_set(err, ERROR_CONFIGURATION, "%s has no Version 1", place);
    if (!credentials_read(json, &given, &expiration_ms))
        return error_set(err, ERROR_CONFIGURATION, "%s has an Expiration that is no time", place);
    if (expiration_ms && expiration_ms <= timestamp_now_ms())
        return error_set(err, ERROR_CONFIGURATION, "%s has expired", place);
    if (!given.access_key_id || !given.secret_access_key)
        return error_set(err, ERROR_CONFIGURATION, "%s has a key without its secret, or no key",
                         place);
    return identity_set(self, &given, expiration_ms, place, err);
}

struct process_identity process_identity(const char *command, const char *place)
{
    return (struct process_identity){.identity.renew = renew, .command = command, .place = place};
}
