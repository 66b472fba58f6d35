/*
 * child.h - the one program that the stand-in starts: its log, how it ended, and that it
 * is always ended and reaped. While it runs, signals that would end this process wait: they make
 * .signals readable, and are the caller's to raise again once the child is gone.
 */
#ifndef CLI_STAND_IN_CHILD_H
#define CLI_STAND_IN_CHILD_H

#include <signal.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/error.h"

#define CHILD_LOG_KEPT ((size_t)16 * 1024) /* bytes: the end of the log */

struct child {
    pid_t pid;  /* 0: never started, or reaped */
    int status; /* as waitpid() says, once reaped */
    int log;    /* its standard output and error, to be polled; -1: it closed both */
    int signals;
    int signal;     /* the first that asked this process to end; 0: none */
    bool show_log;  /* pass the log on to standard error as it comes */
    sigset_t mask;  /* what to restore */
    size_t written; /* bytes of kept */
    char kept[CHILD_LOG_KEPT];
};

/*
 * Zero-initialise *child, set .show_log. environment is all that the program gets to see of ours,
 * NULL-terminated. False: nothing is left to be ended.
 */
MUST_USE bool child_start(struct child *child, const char *path, char *const environment[],
                          struct error *err);

/* Reads what there is of the log and the signals, without waiting. */
void child_read(struct child *child);

/* True once it is no more, for whatever reason; reaps it. */
bool child_is_over(struct child *child);

/* "exited with status 1", "was killed by signal 11 (Segmentation fault)". Only once it is over. */
void child_describe_end(const struct child *child, char *out, size_t size);

/* The end of the log, on standard error, unless it was shown as it came. */
void child_show_log(const struct child *child);

/* Ends the program where it still runs, and lets signals through again. */
void child_end(struct child *child);

#endif
