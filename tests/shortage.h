/*
 * shortage.h - lets single allocations of arenas fail, in a program for which CMake calls
 * exhaustible(): there each allocation is one call of calloc(), which the program wraps.
 */
#ifndef TESTS_SHORTAGE_H
#define TESTS_SHORTAGE_H

#include <stdbool.h>
#include <stddef.h>

/* The allocation that fails. */
struct shortage {
    size_t number; /* counted from 1; 0: none */
    size_t taken;  /* how many there were so far; a test sets it to 0 */
    bool lasting;  /* those that follow it fail too */
};

extern struct shortage shortage;

#endif
