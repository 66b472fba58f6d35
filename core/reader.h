/*
 * reader.h - who answers questions to AWS: the services themselves in Lambda, recorded replies on a
 * developer's machine. The engine and the rules see only this.
 */
#ifndef CORE_READER_H
#define CORE_READER_H

#include "core/json.h"

struct reader {
    /*
     * Calls one read-only AWS operation and joins all its pages: the reply is the first page with
     * the list of the others appended, so a partial list is a failure (but for an operation whose
     * pages are read one by one, see aws/operations.h). service is the prefix of the
     * operation's IAM action ("config", "cloudtrail"); input is the request, NULL for an empty one.
     * Returns the reply, in the invocation's arena, or NULL with *err filled. An error that the
     * service answered is ERROR_SERVICE, its message begins with AWS's error code
     * and, where there is more, a colon: see error_is_code().
     */
    const cJSON *(*read)(struct reader *self, const char *service, const char *operation,
                         const cJSON *input, struct error *err);
};

#endif
