/*
 * junit.h - the part of JUnit's XML that CI systems agree on, for whatever is a case there: a
 * fixture, an evaluation.
 *
 * https://github.com/testmoapp/junitxml
 */
#ifndef REPORT_JUNIT_H
#define REPORT_JUNIT_H

#include <stdio.h>

#include "core/arena.h"

enum junit_outcome { JUNIT_PASSED, JUNIT_FAILED, JUNIT_ERROR, JUNIT_SKIPPED };

struct junit_case {
    const char *classname, *name;
    const char *file;     /* NULL: of none */
    const char *severity; /* a property; NULL: it has none */
    enum junit_outcome outcome;
    const char *message; /* why it has not passed, in a few words; NULL: it has */
    const char *text;    /* the whole of it, which may have several lines; NULL: there is no more */
};

/* Zero-initialise and set .arena. */
struct junit {
    struct arena *arena;
    struct junit_case *cases;
    size_t count, capacity;
    size_t counts[JUNIT_SKIPPED + 1];
};

/* Its texts live until junit_print(): how many cases there are stands in front of them all. */
void junit_add(struct junit *junit, const struct junit_case *one);

/* The whole document. */
void junit_print(const struct junit *junit, FILE *out);

#endif
