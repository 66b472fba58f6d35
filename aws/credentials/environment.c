#include "aws/credentials/environment.h"

#include "core/environment.h"

static bool renew(struct identity *self, struct arena *arena, int64_t deadline_ms,
                  struct error *err)
{
    const struct credentials given = {
        .access_key_id = environment("AWS_ACCESS_KEY_ID"),
        .secret_access_key = environment("AWS_SECRET_ACCESS_KEY"),
        .session_token = environment("AWS_SESSION_TOKEN"),
    };

    (void)arena;
    (void)deadline_ms;
    if (!given.access_key_id)
        return error_set(err, ERROR_CONFIGURATION, "AWS_ACCESS_KEY_ID is not set");
    if (!given.secret_access_key)
        return error_set(err, ERROR_CONFIGURATION, "AWS_SECRET_ACCESS_KEY is not set");
    return identity_set(self, &given, 0, "the environment", err);
}

struct identity environment_identity(void)
{
    return (struct identity){.renew = renew};
}
