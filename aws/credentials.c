#include "aws/credentials.h"

#include <stdlib.h>

static bool read_variable(const char *name, const char **out, struct error *err)
{
    *out = getenv(name);
    for (const char *at = *out; at && *at; at++)
        if (*at <= ' ' || *at > '~')
            return error_set(err, ERROR_CONFIGURATION, "%s holds a blank or a control character",
                             name);
    if (*out && !**out)
        *out = NULL;
    return true;
}

bool credentials_from_environment(struct credentials *out, struct error *err)
{
    if (!read_variable("AWS_ACCESS_KEY_ID", &out->access_key_id, err) ||
        !read_variable("AWS_SECRET_ACCESS_KEY", &out->secret_access_key, err) ||
        !read_variable("AWS_SESSION_TOKEN", &out->session_token, err))
        return false;
    if (!out->access_key_id)
        return error_set(err, ERROR_CONFIGURATION, "AWS_ACCESS_KEY_ID is not set");
    if (!out->secret_access_key)
        return error_set(err, ERROR_CONFIGURATION, "AWS_SECRET_ACCESS_KEY is not set");
    return true;
}
