/*
 * child.h - the program that the stand-in starts. It is always ended and reaped, and how it ended
 * and the end of its log are kept.
 *
 * While it runs, signals that would end this process wait. They make .signals readable, and the
 * caller raises the first of them again once the child is gone.
 */
#ifndef CLI_STAND_IN_CHILD_H
#define CLI_STAND_IN_CHILD_H

#include <signal.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/error.h"

#define CHILD_LOG_KEPT ((size_t)16 * 1024) /* bytes: the end of the log */

struct child {
    bool show_log; /* set by who makes it: pass the log on to standard error as it comes */

    pid_t pid;   /* 0: never started, or reaped */
    int status;  /* as waitpid() gives it, once the child is reaped */
    int log;     /* descriptor of its standard output and error, to be polled; -1: it closed both */
    int signals; /* descriptor that is readable when a signal waits, to be polled */
    int signal;  /* the first that asked this process to end; 0: none */
    sigset_t mask;  /* the signals that were blocked before */
    size_t written; /* bytes of kept */
    char kept[CHILD_LOG_KEPT];
};

/*
 * Zero-initialise *child, set .show_log. environment is the whole environment of the program and
 * ends with NULL. ERROR_CONFIGURATION when the program cannot be started; child_end() is not needed
 * then.
 */
MUST_USE bool child_start(struct child *child, const char *path, char *const environment[],
                          struct error *err);

/* Reads what has come of the log and of signals, without waiting. */
void child_read(struct child *child);

/* Whether it has ended, for whatever reason. Reaps it then. */
bool child_is_over(struct child *child);

/* "exited with status 1", "was killed by signal 11 (Segmentation fault)": for one that is over. */
void child_describe_end(const struct child *child, char *out, size_t size);

/* The end of the log, on standard error, unless it was shown as it came. */
void child_show_log(const struct child *child);

/* Ends the program if it still runs, with SIGTERM and then SIGKILL, and unblocks signals. */
void child_end(struct child *child);

#endif
