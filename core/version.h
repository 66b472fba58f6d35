/* version.h - what a program was made from, for --version. */
#ifndef CORE_VERSION_H
#define CORE_VERSION_H

#include <stdio.h>

/* The commit of the sources, "-dirty" behind it when they were changed; "": not known. */
extern const char version_commit[];

/*
 * Prints the program's name and version, and what it was made from, one line each: the commit, the
 * compiler, the libraries, the rules. libraries are those beside cJSON, each with its version, as
 * it says them itself. Both lists end with NULL.
 */
void version_print(FILE *out, const char *program, const char *const *libraries,
                   const char *const *rules);

#endif
