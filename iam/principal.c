#include "iam/principal.h"

#include <string.h>

#include "core/arn.h"
#include "core/names.h"
#include "core/text.h"

/* arn:aws:sts::111122223333:assumed-role/name/session is of the role named name. */
static const char *role_of_session(struct arena *arena, const struct iam_principal *session,
                                   const char *resource)
{
    const char *name = resource + strlen("assumed-role/");

    return arena_printf(arena, "arn:%s:iam::%s:role/%.*s", session->partition, session->account,
                        (int)strcspn(name, "/"), name);
}

/* The kind of a principal, and the role of a session, by the service and resource of its ARN. */
static bool read_kind(struct arena *arena, const char *service, const char *resource,
                      struct iam_principal *out)
{
    static const struct {
        const char *service, *prefix;
        enum iam_principal_kind kind;
    } forms[] = {{"iam", "user/", IAM_PRINCIPAL_USER},
                 {"iam", "role/", IAM_PRINCIPAL_ROLE},
                 {"sts", "assumed-role/", IAM_PRINCIPAL_ROLE_SESSION},
                 {"sts", "federated-user/", IAM_PRINCIPAL_FEDERATED_USER},
                 {"iam", "saml-provider/", IAM_PRINCIPAL_PROVIDER},
                 {"iam", "oidc-provider/", IAM_PRINCIPAL_PROVIDER}};

    if (strcmp(service, "iam") == 0 && strcmp(resource, "root") == 0) {
        out->kind = IAM_PRINCIPAL_ROOT_USER;
        return true;
    }
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        const char *name = resource + strlen(forms[i].prefix);

        if (strcmp(service, forms[i].service) != 0 || !text_begins(resource, forms[i].prefix))
            continue;
        out->kind = forms[i].kind;
        if (out->kind != IAM_PRINCIPAL_ROLE_SESSION)
            return *name;
        out->arn = role_of_session(arena, out, resource);
        return strchr(name, '/');
    }
    return false;
}

static bool read_arn(struct arena *arena, struct iam_principal *out)
{
    const char *service = arn_service(arena, out->name);
    const char *resource = arn_resource(arena, out->name);

    out->account = arn_account(arena, out->name);
    out->partition = arn_partition(arena, out->name);
    if (!text_begins(out->name, "arn:") || !out->partition || !service || !out->account ||
        !resource || strpbrk(out->name, "*?$"))
        return false;
    if (strcmp(out->account, "cloudfront") == 0) {
        out->kind = IAM_PRINCIPAL_PROVIDER;
        return true;
    }
    return arn_is_account(out->account) && read_kind(arena, service, resource, out);
}

bool iam_principal_read(struct arena *arena, const char *name, struct iam_principal *out,
                        struct error *err)
{
    /* Those that are named without an ARN. */
    static const char *const web_providers[] = {"cognito-identity.amazonaws.com", "www.amazon.com",
                                                "graph.facebook.com", "accounts.google.com", NULL};

    *out = (struct iam_principal){.kind = IAM_PRINCIPAL_ANONYMOUS, .name = name, .arn = name};
    if (strcmp(name, "*") == 0 || strcmp(name, "anonymous") == 0)
        return true;
    out->kind = name_is_among(name, web_providers) ? IAM_PRINCIPAL_PROVIDER : IAM_PRINCIPAL_SERVICE;
    if (!text_begins(name, "arn:") && strchr(name, '.') && !strpbrk(name, "*?:/ "))
        return true;
    return read_arn(arena, out) ||
           error_set(err, ERROR_INPUT,
                     "principal \"%s\" is not the ARN of a root user, user, role, role session "
                     "(assumed-role), federated user or identity provider, nor a service "
                     "(\"bedrock.amazonaws.com\"), nor \"anonymous\"",
                     name);
}

bool iam_principal_is_member(const struct iam_principal *principal)
{
    switch (principal->kind) {
    case IAM_PRINCIPAL_ROOT_USER:
    case IAM_PRINCIPAL_USER:
    case IAM_PRINCIPAL_ROLE:
    case IAM_PRINCIPAL_ROLE_SESSION:
    case IAM_PRINCIPAL_FEDERATED_USER:
        return true;
    case IAM_PRINCIPAL_ANONYMOUS:
    case IAM_PRINCIPAL_SERVICE:
    case IAM_PRINCIPAL_PROVIDER:
        break;
    }
    return false;
}

bool iam_principal_is_of(const struct iam_principal *principal, const char *account)
{
    return account && iam_principal_is_member(principal) &&
           strcmp(principal->account, account) == 0;
}

bool iam_principal_has_policies(const struct iam_principal *principal)
{
    return iam_principal_is_member(principal) && principal->kind != IAM_PRINCIPAL_ROOT_USER;
}

bool iam_is_principal_arn(struct arena *arena, const char *text)
{
    struct iam_principal ignored = {.name = text};

    return read_arn(arena, &ignored);
}

bool iam_is_same_role(const char *arn, const char *other)
{
    const char *name = strrchr(arn, '/'), *other_name = strrchr(other, '/');
    size_t before = strcspn(arn, "/");

    return name && other_name && strcmp(name, other_name) == 0 && before == strcspn(other, "/") &&
           strncmp(arn, other, before) == 0;
}

/*
 * "arn:aws:sts::111122223333:assumed-role/name/session",
 * "arn:aws:iam::111122223333:role/path/name".
 */
bool iam_is_session_of(const char *session, const char *role)
{
    const char *sts = strstr(session, ":sts::"), *iam = strstr(role, ":iam::");
    const char *account = sts ? sts + strlen(":sts::") : NULL;
    const char *name = strrchr(role, '/') + 1;

    if (!sts || !iam || sts - session != iam - role ||
        strncmp(session, role, (size_t)(sts - session)) != 0 ||
        strncmp(account, iam + strlen(":iam::"), strcspn(account, ":") + 1) != 0)
        return false;
    const char *own = strchr(session, '/') + 1;
    return strcspn(own, "/") == strlen(name) && text_begins(own, name);
}
