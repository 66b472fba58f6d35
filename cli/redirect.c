#include "cli/redirect.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The new file and the one whose place it takes; empty: there is none to put in place. */
static char new_path[4096], path[4096];
static pid_t owner; /* the process that puts it there, or removes it; none that it forks does */

static bool failed(struct error *err)
{
    return error_set(err, ERROR_CONFIGURATION, "cannot be written: %s", strerror(errno));
}

static void remove_and_end(int number)
{
    if (getpid() == owner)
        unlink(new_path);
    raise(number); /* which is no longer caught: SA_RESETHAND */
}

/* What is ignored, as under nohup, stays ignored. */
static void catch_signals(void)
{
    static const int ending[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE};
    const struct sigaction action = {.sa_handler = remove_and_end,
                                     .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};
    struct sigaction old;

    for (size_t i = 0; i < sizeof(ending) / sizeof(*ending); i++)
        if (sigaction(ending[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(ending[i], &action, NULL);
}

/* The permissions that open() would have given it, or those of the file that it replaces. */
static mode_t mode_of(const struct stat *old)
{
    mode_t mask;

    if (old)
        return old->st_mode & 07777;
    mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* A descriptor of a new file beside path; -1 with errno. */
static int open_beside(const struct stat *old)
{
    int fd = -1;

    if ((size_t)snprintf(new_path, sizeof(new_path), "%s.XXXXXX", path) < sizeof(new_path))
        fd = mkstemp(new_path);
    else
        errno = ENAMETOOLONG;
    if (fd < 0) {
        new_path[0] = '\0';
        return -1;
    }
    owner = getpid();
    catch_signals();
    fchmod(fd, mode_of(old));
    return fd;
}

/* Whether a file is where standard output or error goes, whose descriptor it then is; else -1. */
static int descriptor_of(const struct stat *file)
{
    struct stat one;

    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        if (fstat(fd, &one) == 0 && one.st_dev == file->st_dev && one.st_ino == file->st_ino)
            return fd;
    return -1;
}

/* Whether a new file may take the place of what is there; old NULL: nothing is. */
static bool is_replaceable(const char *given, const char *real, const struct stat *old)
{
    struct stat one;

    if (!old)
        return lstat(given, &one) != 0; /* else it is a link that leads nowhere */
    return real && S_ISREG(old->st_mode) && access(given, W_OK) == 0;
}

/* A descriptor to write to; -1 with errno. */
static int open_output(const char *given, const struct stat *old)
{
    char *real = realpath(given, NULL); /* a link stays one: what it leads to is replaced */
    int shared = old ? descriptor_of(old) : -1;
    int fd;

    snprintf(path, sizeof(path), "%s", real ? real : given);
    if (shared >= 0)
        fd = fcntl(shared, F_DUPFD_CLOEXEC, 0);
    else if (is_replaceable(given, real, old))
        fd = open_beside(old);
    else
        fd = open(given, O_WRONLY | O_CLOEXEC); /* a device or a pipe; all else says why not */
    free(real);
    return fd;
}

bool redirect_start(const char *given, struct error *err)
{
    struct stat old;
    int fd = open_output(given, stat(given, &old) == 0 ? &old : NULL);

    if (fd < 0)
        return failed(err);
    if (fd != STDOUT_FILENO) { /* which it is where standard output was closed */
        dup2(fd, STDOUT_FILENO);
        close(fd);
    }
    return true;
}

bool redirect_finish(bool whole, struct error *err)
{
    bool ok = true;

    if (!*new_path)
        return true;
    if (whole && rename(new_path, path) != 0)
        ok = failed(err);
    if (!whole || !ok)
        unlink(new_path);
    new_path[0] = '\0';
    return ok;
}
