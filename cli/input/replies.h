/*
 * replies.h - recorded replies of AWS, which answer the questions of rules on a developer's
 * machine. A recording is a JSON array of {"service", "operation", "input" (optional), "reply" or
 * "error"}.
 *
 * service is the prefix of the operation's IAM action, "bedrock", or the service's name in AWS's
 * CLI, "bedrock-agent". An operation that AWS does not have, as far as iam/actions.h knows, is an
 * error that names the nearest one. An operation that no rule asks for is no error.
 *
 * An entry with input answers only calls whose input has the same value for each of its members. Of
 * several entries that fit, the one with most members answers; of those the first.
 *
 * error is AWS's code, alone or as "AccessDeniedException: why", or the body of AWS's answer,
 * {"__type", "message"}.
 */
#ifndef CLI_REPLIES_H
#define CLI_REPLIES_H

#include "config/reader.h"
#include "core/json.h"

struct replies {
    struct reader reader; /* answers from .entries; hand out &replies.reader */
    const cJSON *entries; /* the array; NULL: there is no recording, and every question fails */
};

struct recorded_reply {
    const cJSON *reply;        /* NULL: AWS answered with an error */
    const char *error_code;    /* "AccessDeniedException" */
    const char *error_message; /* "" when the recording gives only the code */
};

/*
 * Fills *out. entries NULL: there is no recording. place names the array in errors. ERROR_INPUT
 * when it is no array, or an entry is not as above. entries must live as long as *out.
 */
MUST_USE bool replies_init(struct arena *arena, const cJSON *entries, const char *place,
                           struct replies *out, struct error *err);

/* The recording in a file, which errors name: "a.json[3]: service is missing". */
MUST_USE bool replies_read(struct arena *arena, const char *path, struct replies *out,
                           struct error *err);

/*
 * The entry that answers one call (one page). ERROR_SERVICE naming the call when none does. The
 * strings of *out live in the arena that JSON uses.
 */
MUST_USE bool replies_find(const struct replies *replies, const char *service,
                           const char *operation, const cJSON *input, struct recorded_reply *out,
                           struct error *err);

#endif
