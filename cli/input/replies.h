/*
 * replies.h - recorded replies of AWS: what answers a rule's questions on a developer's machine. A
 * recording is a JSON array of {"service", "operation", "input" (optional), "reply" or "error"}.
 *
 * service is the prefix of the operation's IAM action ("cloudtrail"). An operation that AWS does
 * not have, as far as iam/actions.h knows, is an error that names the nearest; one that nobody asks
 * for is none. An entry with input answers only calls whose input has the same value for each of
 * its members; of several entries that fit, the one with most members answers, the first among
 * equals. error is AWS's code, alone or as "AccessDeniedException: why", or the body of AWS's
 * answer, {"__type", "message"}.
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
 * Checks every entry and fills *out; entries NULL is an empty recording. place names the array in
 * errors. The JSON must live as long as *out.
 */
MUST_USE bool replies_init(struct arena *arena, const cJSON *entries, const char *place,
                           struct replies *out, struct error *err);

/* replies_init() of the recording in a file, which errors name: "a.json[3]: service is missing". */
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
