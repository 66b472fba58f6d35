#include "aws/credentials/role.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* STS says who is not allowed, but not what to change. */
static bool explain(struct error *err)
{
    struct error said = *err;

    if (!error_is_code(err, "AccessDenied"))
        return false;
    return error_set(err, said.kind,
                     "%.350s: the role's trust policy must let the caller assume it, and the "
                     "caller must be allowed sts:AssumeRole on it",
                     said.message);
}

static bool renew(struct identity *self, struct arena *arena, int64_t deadline_ms,
                  struct error *err)
{
    struct assumed_role *role = (struct assumed_role *)(void *)self;
    cJSON *input = cJSON_CreateObject(), *reply;
    struct credentials given;
    int64_t expiration_ms;

    (void)arena;
    cJSON_AddStringToObject(input, "RoleArn", role->arn);
    cJSON_AddStringToObject(input, "RoleSessionName", role->session_name);
    if (*role->external_id)
        cJSON_AddStringToObject(input, "ExternalId", role->external_id);
    if (!role->sts->assume_role(role->sts, input, role->external_id, deadline_ms, &reply, err))
        return explain(err);
    if (!credentials_read(json_get(reply, "Credentials"), &given, &expiration_ms) ||
        !given.session_token || !expiration_ms)
        return error_set(err, ERROR_SERVICE, "AssumeRole answered without a token or its end");
    return identity_set(self, &given, expiration_ms, "AssumeRole", err);
}

/* [\w+=,.@-]{2,64} */
static void set_session_name(struct assumed_role *role, const char *name)
{
    snprintf(role->session_name, sizeof(role->session_name), "%s", name);
    for (char *at = role->session_name; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr("_+=,.@-", *at))
            *at = '-';
}

static bool is(const struct assumed_role *kept, const struct assumed_role *wanted)
{
    return strcmp(kept->arn, wanted->arn) == 0 &&
           strcmp(kept->session_name, wanted->session_name) == 0 &&
           strcmp(kept->external_id, wanted->external_id) == 0;
}

struct identity *roles_find(struct roles *roles, struct sts *sts, const struct role *role)
{
    struct assumed_role *oldest = &roles->kept[0];
    struct assumed_role wanted = {.identity.renew = renew, .sts = sts};

    snprintf(wanted.arn, sizeof(wanted.arn), "%s", role->arn);
    snprintf(wanted.external_id, sizeof(wanted.external_id), "%s",
             role->external_id ? role->external_id : "");
    set_session_name(&wanted, role->session_name);
    wanted.used = ++roles->uses;
    for (size_t i = 0; i < ROLES_KEPT; i++) {
        struct assumed_role *kept = &roles->kept[i];

        if (is(kept, &wanted)) {
            kept->used = wanted.used;
            return &kept->identity;
        }
        if (kept->used < oldest->used)
            oldest = kept;
    }
    identity_forget(&oldest->identity);
    *oldest = wanted;
    return &oldest->identity;
}

void roles_close(struct roles *roles)
{
    for (size_t i = 0; i < ROLES_KEPT; i++)
        identity_forget(&roles->kept[i].identity);
}
