#include "cli/stand_in/child.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define END_PATIENCE_S 2 /* between SIGTERM and SIGKILL */
#define LOG_READ 65536   /* bytes: as many as a pipe holds, so that one read takes all */

/*
 * SIGPIPE waits too: a reader of our output that goes away must not leave the program behind. What
 * is ignored, as under nohup, stays ignored.
 */
static bool hold_signals(struct child *child)
{
    static const int ends_us[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE};
    struct sigaction action;
    sigset_t held;

    signal(SIGCHLD, SIG_DFL); /* where it is ignored children leave nothing to wait for */
    sigemptyset(&held);
    sigaddset(&held, SIGCHLD);
    for (size_t i = 0; i < sizeof(ends_us) / sizeof(*ends_us); i++)
        if (sigaction(ends_us[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            sigaddset(&held, ends_us[i]);
    sigprocmask(SIG_BLOCK, &held, &child->mask);
    sigdelset(&held, SIGPIPE);
    child->signals = signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK);
    return child->signals >= 0;
}

static bool open_log(struct child *child, int *write_end)
{
    int ends[2];

    if (pipe(ends) != 0)
        return false;
    child->log = ends[0];
    *write_end = ends[1];
    return fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
}

/* An error number; 0: it runs. */
static int spawn(struct child *child, const char *path, char *const environment[], int log)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    char *arguments[] = {(char *)(uintptr_t)path, NULL};
    int error;

    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    error = posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (error == 0)
        error = posix_spawn_file_actions_adddup2(&files, log, STDOUT_FILENO);
    if (error == 0)
        error = posix_spawn_file_actions_adddup2(&files, log, STDERR_FILENO);
    posix_spawnattr_setsigmask(&attributes, &child->mask);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    if (error == 0)
        error = posix_spawn(&child->pid, path, &files, &attributes, arguments, environment);
    if (error != 0)
        child->pid = 0;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

bool child_start(struct child *child, const char *path, char *const environment[],
                 struct error *err)
{
    int write_end = -1, error;

    child->log = -1;
    error = hold_signals(child) && open_log(child, &write_end)
                ? spawn(child, path, environment, write_end)
                : errno;
    if (write_end >= 0)
        close(write_end);
    if (error == 0)
        return true;
    child_end(child);
    return error_set(err, ERROR_CONFIGURATION, "cannot be started: %s", strerror(error));
}

/* Keeps the last CHILD_LOG_KEPT bytes. */
static void keep(struct child *child, const char *text, size_t length)
{
    if (length > CHILD_LOG_KEPT) {
        text += length - CHILD_LOG_KEPT;
        length = CHILD_LOG_KEPT;
    }
    if (length > CHILD_LOG_KEPT - child->written) {
        size_t drop = length - (CHILD_LOG_KEPT - child->written);

        memmove(child->kept, child->kept + drop, child->written - drop);
        child->written -= drop;
    }
    memcpy(child->kept + child->written, text, length);
    child->written += length;
}

static void read_log(struct child *child)
{
    char text[LOG_READ];
    ssize_t length = child->log < 0 ? -1 : read(child->log, text, sizeof(text));

    if (length == 0) {
        close(child->log);
        child->log = -1;
    }
    if (length <= 0)
        return;
    if (child->show_log)
        fwrite(text, 1, (size_t)length, stderr);
    keep(child, text, (size_t)length);
}

void child_read(struct child *child)
{
    struct signalfd_siginfo arrived;

    read_log(child);
    while (read(child->signals, &arrived, sizeof(arrived)) == (ssize_t)sizeof(arrived))
        if (arrived.ssi_signo != SIGCHLD && child->signal == 0)
            child->signal = (int)arrived.ssi_signo;
}

bool child_is_over(struct child *child)
{
    if (child->pid > 0 && waitpid(child->pid, &child->status, WNOHANG) != 0)
        child->pid = 0;
    return child->pid == 0;
}

void child_describe_end(const struct child *child, char *out, size_t size)
{
    if (WIFSIGNALED(child->status))
        snprintf(out, size, "was killed by signal %d (%s)", WTERMSIG(child->status),
                 strsignal(WTERMSIG(child->status)));
    else
        snprintf(out, size, "exited with status %d", WEXITSTATUS(child->status));
}

void child_show_log(const struct child *child)
{
    if (!child->show_log)
        fwrite(child->kept, 1, child->written, stderr);
}

static bool is_over_soon(struct child *child)
{
    const struct timespec patience = {.tv_sec = END_PATIENCE_S};
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    while (!child_is_over(child))
        if (sigtimedwait(&set, NULL, &patience) < 0 && errno == EAGAIN)
            return child_is_over(child);
    return true;
}

void child_end(struct child *child)
{
    if (child->pid > 0) {
        kill(child->pid, SIGTERM);
        if (!is_over_soon(child)) {
            kill(child->pid, SIGKILL);
            while (waitpid(child->pid, &child->status, 0) < 0 && errno == EINTR)
                ;
            child->pid = 0;
        }
    }
    child_read(child);
    if (child->log >= 0)
        close(child->log);
    if (child->signals >= 0)
        close(child->signals);
    sigprocmask(SIG_SETMASK, &child->mask, NULL);
}
