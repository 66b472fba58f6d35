#include "aws/credentials.h"

#include "aws/container.h"
#include "core/environment.h"

#define MEMORY_LIMIT ((size_t)1 << 20) /* all texts that it may hold come from less than that */

static bool copy(struct arena *memory, const char *from, const char **to)
{
    for (const char *at = from; at && *at; at++)
        if (*at <= ' ' || *at > '~')
            return false;
    *to = from && *from ? arena_strdup(memory, from) : NULL;
    return true;
}

bool identity_set(struct identity *identity, const struct credentials *credentials,
                  int64_t expiration, const char *source, struct error *err)
{
    struct credentials own = {0};

    identity_forget(identity);
    if (!copy(&identity->memory, credentials->access_key_id, &own.access_key_id) ||
        !copy(&identity->memory, credentials->secret_access_key, &own.secret_access_key) ||
        !copy(&identity->memory, credentials->session_token, &own.session_token))
        return error_set(err, ERROR_CONFIGURATION,
                         "%s: credentials with a blank or a control character", source);
    if (!own.access_key_id || !own.secret_access_key)
        return error_set(err, ERROR_CONFIGURATION, "%s: no %s", source,
                         own.access_key_id ? "secret access key" : "access key id");
    identity->credentials = own;
    identity->expiration = expiration;
    return true;
}

void identity_forget(struct identity *identity)
{
    identity->credentials = (struct credentials){0};
    identity->expiration = 0;
    arena_reset(&identity->memory);
    identity->memory.limit = MEMORY_LIMIT;
}

static bool renew_own(struct identity *self, struct aws_client *client, struct error *err)
{
    const struct credentials given = {
        .access_key_id = environment("AWS_ACCESS_KEY_ID"),
        .secret_access_key = environment("AWS_SECRET_ACCESS_KEY"),
        .session_token = environment("AWS_SESSION_TOKEN"),
    };

    (void)client;
    if (!given.access_key_id && container_is_named())
        return container_read(self, err);
    if (!given.access_key_id)
        return error_set(err, ERROR_CONFIGURATION, "AWS_ACCESS_KEY_ID is not set");
    if (!given.secret_access_key)
        return error_set(err, ERROR_CONFIGURATION, "AWS_SECRET_ACCESS_KEY is not set");
    return identity_set(self, &given, 0, "the environment", err);
}

void identity_init_own(struct identity *identity)
{
    *identity = (struct identity){.renew = renew_own};
}
