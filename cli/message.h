/*
 * message.h - what configrule says beside its results, on standard error: "configrule: <place>:
 * <message>", with control characters made visible.
 */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include "core/error.h"

enum message_level {
    MESSAGE_ERRORS, /* --quiet */
    MESSAGE_NOTES,  /* what the user should know, and did not ask for */
    MESSAGE_DETAILS /* --verbose */
};

/* For the whole process, and those that it forks. MESSAGE_NOTES until then. */
void message_show(enum message_level level);

/* Whether messages of the level are shown. */
bool message_shown(enum message_level level);

void print_error(const char *place, const struct error *err);

/* As an error, but the command goes on as if it were not there. */
void print_note(const char *place, const char *text);

/* What is being done. */
void print_detail(const char *place, const char *text);

#endif
