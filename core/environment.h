/* environment.h - the environment of the process, in which empty means not set. */
#ifndef CORE_ENVIRONMENT_H
#define CORE_ENVIRONMENT_H

/*
 * The value of a variable; NULL: it is not set, or empty. It is the environment's own text, which
 * lives until the variable is changed.
 */
const char *environment(const char *name);

#endif
