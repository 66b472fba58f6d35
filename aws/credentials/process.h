/*
 * process.h - credentials that a program prints, as credential_process of a profile says
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html).
 */
#ifndef AWS_CREDENTIALS_PROCESS_H
#define AWS_CREDENTIALS_PROCESS_H

#include "aws/credentials/identity.h"

struct process_identity {
    struct identity identity; /* first, because its renew() is handed nothing else */
    const char *command;      /* for the shell */
    const char *place;        /* what messages begin with: "the profile x" */
};

/*
 * Without credentials yet; command and place are borrowed. Renewing runs the command until the
 * deadline, with our standard input and standard error, so that it can ask the user, and reads at
 * most 64 KiB of what it prints. ERROR_CONFIGURATION, which quotes nothing of it, when it cannot be
 * run, fails, prints something else than credentials of Version 1 that still hold, or too much;
 * ERROR_LIMIT when the deadline ends it.
 */
struct process_identity process_identity(const char *command, const char *place);

#endif
