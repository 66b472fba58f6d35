/* environment.h - the environment of the process, in which empty means not set. */
#ifndef CORE_ENVIRONMENT_H
#define CORE_ENVIRONMENT_H

/* The value of a variable, until it is changed; NULL: not set, or empty. */
const char *environment(const char *name);

#endif
