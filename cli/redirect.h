/* redirect.h - standard output on its way into the file of --output. */
#ifndef CLI_REDIRECT_H
#define CLI_REDIRECT_H

#include "core/error.h"

/*
 * From now on standard output goes to a new file beside path, which redirect_finish() puts in the
 * place of path; until then path is as it was, and a signal that ends the process leaves nothing
 * behind. A device or a pipe is written to at once, and so is a file that standard output or error
 * goes to, since others may write to it too: /dev/stdout. ERROR_CONFIGURATION naming the reason. May
 * be called once.
 */
MUST_USE bool redirect_start(const char *path, struct error *err);

/*
 * Ends what redirect_start() began, and does nothing where it was not called. whole: what was
 * written is all; false: path stays as it was. ERROR_CONFIGURATION: path stays as it was too.
 */
MUST_USE bool redirect_finish(bool whole, struct error *err);

#endif
