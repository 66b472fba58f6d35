/*
 * shortage.h - lets single allocations of arenas fail, in a program that cmake's exhaustible() made
 * so: there each allocation is one call of calloc(), which the program wraps.
 */
#ifndef TESTS_SHORTAGE_H
#define TESTS_SHORTAGE_H

#include <stdbool.h>
#include <stddef.h>

/* The allocation that fails. */
struct shortage {
    size_t number; /* counted from 1; 0: none */
    size_t taken;  /* how many were asked for so far; set it to 0 to count anew */
    bool lasting;  /* those that follow it fail too */
};

extern struct shortage shortage;

#endif
