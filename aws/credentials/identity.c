#include "aws/credentials/identity.h"

#include "aws/retry.h"
#include "core/log.h"
#include "core/timestamp.h"

#define RENEWAL_MARGIN_MS 300000
#define RENEWAL_PAUSE_MS 30000 /* from a renewal that failed to the next one */
#define RENEWAL_LAST_MS 60000 /* with less left, credentials that cannot be renewed count as none */
/*
 * Bytes. AWS's session tokens have 1 to 2 KB, and a variable of the environment has at most 128 KiB
 * in Linux. What a reply has more than that is refused.
 */
#define MEMORY_LIMIT ((size_t)1 << 20)

static bool is_printable(const char *text)
{
    for (; text && *text; text++)
        if (*text <= ' ' || *text > '~')
            return false;
    return true;
}

static const char *copy(struct arena *memory, const char *from)
{
    return from && *from ? arena_strdup(memory, from) : NULL;
}

struct copying {
    struct arena *memory;
    const struct credentials *given;
    struct credentials copied;
};

static void copy_all(void *context)
{
    struct copying *copying = context;

    copying->copied = (struct credentials){
        .access_key_id = copy(copying->memory, copying->given->access_key_id),
        .secret_access_key = copy(copying->memory, copying->given->secret_access_key),
        .session_token = copy(copying->memory, copying->given->session_token),
    };
}

bool identity_set(struct identity *identity, const struct credentials *given, int64_t expiration_ms,
                  const char *source, struct error *err)
{
    struct arena memory = {.limit = MEMORY_LIMIT};
    struct copying copying = {.memory = &memory, .given = given};

    if (!is_printable(given->access_key_id) || !is_printable(given->secret_access_key) ||
        !is_printable(given->session_token))
        return error_set(err, ERROR_CONFIGURATION,
                         "%s: credentials with a blank or a control character", source);
    if (!given->access_key_id || !*given->access_key_id)
        return error_set(err, ERROR_CONFIGURATION, "%s: no access key id", source);
    if (!given->secret_access_key || !*given->secret_access_key)
        return error_set(err, ERROR_CONFIGURATION, "%s: no secret access key", source);
    if (!arena_try(&memory, 0, copy_all, &copying))
        return error_set(err, ERROR_LIMIT, "%s: no memory for the credentials", source);
    identity_forget(identity);
    identity->memory = memory;
    identity->credentials = copying.copied;
    identity->expiration_ms = expiration_ms;
    identity->renewal_ms = expiration_ms - RENEWAL_MARGIN_MS;
    return true;
}

void identity_forget(struct identity *identity)
{
    identity->credentials = (struct credentials){0};
    identity->expiration_ms = 0;
    arena_reset(&identity->memory);
}

bool credentials_read(const cJSON *json, struct credentials *out, int64_t *expiration_ms)
{
    const cJSON *end = json_get(json, "Expiration");

    *out = (struct credentials){
        .access_key_id = json_string(json, "AccessKeyId", NULL),
        .secret_access_key = json_string(json, "SecretAccessKey", NULL),
        .session_token = json_string(json, "SessionToken", json_string(json, "Token", NULL)),
    };
    *expiration_ms = 0;
    return json_is_absent(end) || timestamp_read(end, expiration_ms);
}

/* One renewal, for arena_try(). */
struct renewal {
    struct identity *identity;
    int64_t deadline_ms;
    struct error *err;
    bool renewed;
};

static void renew_once(void *context)
{
    struct renewal *r = context;

    r->renewed = r->identity->renew(r->identity, json_arena(), r->deadline_ms, r->err);
}

static bool renew(struct identity *identity, int64_t deadline_ms, struct error *err)
{
    struct renewal renewal = {identity, deadline_ms, err, false};

    if (!arena_try(json_arena(), 0, renew_once, &renewal))
        error_set(err, ERROR_LIMIT, "there is no memory to renew the credentials in");
    return renewal.renewed;
}

bool identity_keep_good(struct identity *identity, int64_t now_ms, int64_t deadline_ms,
                        struct error *err)
{
    struct error unrenewed;

    if (!identity->credentials.access_key_id)
        return renew(identity, deadline_ms, err);
    if (!identity->expiration_ms || now_ms < identity->renewal_ms)
        return true;
    if (now_ms + RENEWAL_LAST_MS >= identity->expiration_ms)
        return renew(identity, deadline_ms, err);
    /* The other half of the time is for the call that needs them. */
    if (renew(identity, deadline_ms - retry_remaining_ms(deadline_ms) / 2, &unrenewed))
        return true;
    identity->renewal_ms = now_ms + RENEWAL_PAUSE_MS;
    log_write(LOG_WARN, "the credentials end soon and cannot be renewed yet: %s",
              unrenewed.message);
    return true;
}
