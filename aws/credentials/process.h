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
 * An identity that has no credentials yet; command and place are borrowed. Renewing runs the
 * command and reads what it prints, at most 64 KiB. The command has our standard input and standard
 * error, so that it can ask the user. Renewing fails with ERROR_CONFIGURATION when the command
 * cannot be run, fails, prints too much, or prints anything but credentials of Version 1 that are
 * still good; the message quotes nothing of it. It fails with ERROR_LIMIT when the command is
 * killed, because the deadline came.
 */
struct process_identity process_identity(const char *command, const char *place);

#endif
