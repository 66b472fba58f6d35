#include "iam/request.h"

#include <string.h>
#include <strings.h>

#include "core/arn.h"
#include "iam/text.h"

#define DERIVED_COUNT 6

struct parser {
    struct arena *arena;
    struct error *err;
    size_t bytes; /* of texts, so far */
};

static bool count_text(struct parser *parser, const char *text, const char *where)
{
    size_t length = strlen(text);

    parser->bytes += length;
    if (length > IAM_TEXT_LIMIT)
        return error_set(parser->err, ERROR_EVENT, "%s has more than %d bytes", where,
                         IAM_TEXT_LIMIT);
    return parser->bytes <= IAM_REQUEST_LIMIT ||
           error_set(parser->err, ERROR_EVENT, "more than %d bytes of text", IAM_REQUEST_LIMIT);
}

static bool read_text(struct parser *parser, const cJSON *json, const char *key, const char **out)
{
    *out = json_string(json, key, NULL);
    if (!*out)
        return error_set(parser->err, ERROR_EVENT, "%s is %s", key,
                         json_get(json, key) ? "not a string" : "missing");
    return count_text(parser, *out, key);
}

static bool read_values(struct parser *parser, const cJSON *json, struct iam_context_key *out)
{
    size_t count = cJSON_IsArray(json) ? (size_t)cJSON_GetArraySize(json) : 1;
    const char **values = arena_alloc(parser->arena, count * sizeof(*values));
    const cJSON *value = cJSON_IsArray(json) ? json->child : json;

    if (count > IAM_MEMBER_LIMIT)
        return error_set(parser->err, ERROR_EVENT, "context: %s has more than %d values",
                         json->string, IAM_MEMBER_LIMIT);
    for (size_t i = 0; i < count; i++, value = value->next) {
        values[i] = iam_scalar_text(parser->arena, value);
        if (!values[i])
            return error_set(parser->err, ERROR_EVENT,
                             "context: %s is not a string, a boolean or a number of at most 15 "
                             "digits, nor a list of those",
                             json->string);
        if (!count_text(parser, values[i], json->string))
            return false;
    }
    *out = (struct iam_context_key){.name = json->string, .values = values, .count = count};
    return count_text(parser, json->string, "the name of a context key");
}

static bool read_context(struct parser *parser, const cJSON *json, struct iam_request *out)
{
    size_t count = (size_t)cJSON_GetArraySize(json);
    const cJSON *member;

    if (json && !cJSON_IsObject(json))
        return error_set(parser->err, ERROR_EVENT, "context is not an object");
    if (count > IAM_MEMBER_LIMIT)
        return error_set(parser->err, ERROR_EVENT, "context has more than %d keys",
                         IAM_MEMBER_LIMIT);
    struct iam_context_key *keys =
        arena_alloc(parser->arena, (count + DERIVED_COUNT) * sizeof(*keys));
    out->context = keys;
    cJSON_ArrayForEach (member, json) {
        for (size_t i = 0; i < out->context_count; i++)
            if (strcasecmp(keys[i].name, member->string) == 0)
                return error_set(parser->err, ERROR_EVENT, "context: %s is given twice",
                                 member->string);
        if (!read_values(parser, member, &keys[out->context_count++]))
            return false;
    }
    return true;
}

/* arn:aws:sts::111122223333:assumed-role/name/session is of the role named name. */
static const char *role_of_session(struct arena *arena, const struct iam_principal *session,
                                   const char *resource)
{
    const char *name = resource + strlen("assumed-role/");

    return arena_printf(arena, "arn:%s:iam::%s:role/%.*s", arn_partition(arena, session->name),
                        session->account, (int)strcspn(name, "/"), name);
}

static bool read_principal_arn(struct arena *arena, struct iam_principal *out)
{
    static const struct {
        const char *prefix;
        enum iam_principal_kind kind;
    } forms[] = {{"iam:user/", IAM_USER},
                 {"iam:role/", IAM_ROLE},
                 {"sts:assumed-role/", IAM_ROLE_SESSION},
                 {"sts:federated-user/", IAM_FEDERATED_USER},
                 {"iam:saml-provider/", IAM_PROVIDER},
                 {"iam:oidc-provider/", IAM_PROVIDER}};
    const char *service = arn_service(arena, out->name);
    const char *resource = arn_resource(arena, out->name);

    out->account = arn_account(arena, out->name);
    if (!service || !resource || !out->account || strpbrk(out->name, "*?$"))
        return false;
    if (!iam_is_account(out->account) && strcmp(out->account, "cloudfront") != 0)
        return false;
    const char *form = arena_printf(arena, "%s:%s", service, resource);
    if (strcmp(form, "iam:root") == 0) {
        out->kind = IAM_ROOT_USER;
        return true;
    }
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        if (!iam_begins(form, forms[i].prefix) || !form[strlen(forms[i].prefix)])
            continue;
        out->kind = forms[i].kind;
        if (out->kind == IAM_ROLE_SESSION && !strchr(form + strlen(forms[i].prefix), '/'))
            return false;
        if (out->kind == IAM_ROLE_SESSION)
            out->arn = role_of_session(arena, out, resource);
        out->service_linked_role = iam_begins(resource, "role/aws-service-role/") ||
                                   iam_begins(resource, "assumed-role/AWSServiceRoleFor");
        return true;
    }
    return false;
}

bool iam_is_principal_arn(struct arena *arena, const char *text)
{
    struct iam_principal ignored = {.name = text};

    return iam_begins(text, "arn:") && read_principal_arn(arena, &ignored);
}

static bool read_principal(struct parser *parser, const char *name, struct iam_principal *out)
{
    *out = (struct iam_principal){.kind = IAM_ANONYMOUS, .name = name, .arn = name};
    if (strcmp(name, "*") == 0)
        return true;
    out->kind = IAM_SERVICE;
    if (!iam_begins(name, "arn:") && strchr(name, '.') && !strpbrk(name, "*?:/ "))
        return true;
    return (iam_begins(name, "arn:") && read_principal_arn(parser->arena, out)) ||
           error_set(parser->err, ERROR_EVENT,
                     "principal \"%s\" is not the ARN of a root user, user, role, role session "
                     "(assumed-role), federated user or identity provider, nor a service "
                     "(\"bedrock.amazonaws.com\"), nor \"*\" (anonymous)",
                     name);
}

/* NULL value: nothing to add. */
static void derive(struct parser *parser, struct iam_request *request, const char *name,
                   const char *value)
{
    struct iam_context_key *keys = (struct iam_context_key *)request->context;

    for (size_t i = 0; i < request->context_count; i++)
        if (strcasecmp(keys[i].name, name) == 0)
            return;
    if (!value)
        return;
    const char **values = arena_alloc(parser->arena, sizeof(*values));
    values[0] = value;
    keys[request->context_count++] =
        (struct iam_context_key){.name = name, .values = values, .count = 1};
}

/* https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html has the types.
 */
static const char *principal_type(enum iam_principal_kind kind)
{
    switch (kind) {
    case IAM_ANONYMOUS:
        return "Anonymous";
    case IAM_ROOT_USER:
        return "Account";
    case IAM_USER:
        return "User";
    case IAM_ROLE:
    case IAM_ROLE_SESSION:
        return "AssumedRole";
    case IAM_FEDERATED_USER:
        return "FederatedUser";
    case IAM_SERVICE:
    case IAM_PROVIDER:
        break;
    }
    return NULL;
}

/* https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
static void derive_context(struct parser *parser, struct iam_request *request)
{
    struct iam_principal *principal = &request->principal;
    const struct iam_context_key *given = iam_request_key(request, "aws:PrincipalArn");
    bool member = iam_principal_is_member(principal);

    if (principal->kind == IAM_ROLE_SESSION && given && given->count == 1)
        principal->arn = given->values[0]; /* with its path */
    derive(parser, request, "aws:PrincipalArn", member ? principal->arn : NULL);
    derive(parser, request, "aws:PrincipalAccount",
           principal->kind == IAM_ANONYMOUS ? "anonymous" : principal->account);
    derive(parser, request, "aws:PrincipalType", principal_type(principal->kind));
    derive(parser, request, "aws:ResourceAccount", request->resource_account);
    if (principal->kind == IAM_SERVICE)
        derive(parser, request, "aws:PrincipalServiceName", principal->name);
    if (principal->kind == IAM_SERVICE || member)
        derive(parser, request, "aws:PrincipalIsAWSService", member ? "false" : "true");
}

static bool read_action(struct parser *parser, const cJSON *json, struct iam_request *out)
{
    const char *text;

    if (!read_text(parser, json, "action", &text))
        return false;
    const char *colon = strchr(text, ':');
    if (!colon || colon == text || !colon[1] || strpbrk(text, "*? ") || strchr(colon + 1, ':'))
        return error_set(parser->err, ERROR_EVENT,
                         "action \"%s\" is not of the form \"service:Action\"", text);
    out->action = iam_lower(parser->arena, text);
    return true;
}

static bool read_resource(struct parser *parser, const cJSON *json, struct iam_request *out)
{
    const char *account;

    if (!read_text(parser, json, "resource", &out->resource))
        return false;
    if (strcmp(out->resource, "*") != 0 &&
        (!iam_begins(out->resource, "arn:") || !arn_resource(parser->arena, out->resource)))
        return error_set(parser->err, ERROR_EVENT, "resource \"%s\" is neither an ARN nor \"*\"",
                         out->resource);
    account = arn_account(parser->arena, out->resource);
    out->resource_account = iam_is_account(account) ? account : out->principal.account;
    if (!json_get(json, "resourceAccount")) {
        out->account_assumed = !iam_is_account(account) && out->resource_account;
        return true;
    }
    return read_text(parser, json, "resourceAccount", &out->resource_account) &&
           (iam_is_account(out->resource_account) ||
            error_set(parser->err, ERROR_EVENT, "resourceAccount \"%s\" has not 12 digits",
                      out->resource_account));
}

bool iam_request_parse(struct arena *arena, const cJSON *json, struct iam_request *out,
                       struct error *err)
{
    static const char *const members[] = {"action",    "resource", "resourceAccount",
                                          "principal", "context",  NULL};
    struct parser parser = {.arena = arena, .err = err};
    const char *principal;

    *out = (struct iam_request){0};
    if (!json_check_keys(json, members, err) || !read_action(&parser, json, out) ||
        !read_text(&parser, json, "principal", &principal) ||
        !read_principal(&parser, principal, &out->principal) ||
        !read_resource(&parser, json, out) ||
        !read_context(&parser, json_get(json, "context"), out))
        return false;
    derive_context(&parser, out);
    return true;
}

const struct iam_context_key *iam_request_key(const struct iam_request *request, const char *name)
{
    for (size_t i = 0; i < request->context_count; i++)
        if (strcasecmp(request->context[i].name, name) == 0)
            return request->context[i].count ? &request->context[i] : NULL;
    return NULL;
}

bool iam_principal_is_member(const struct iam_principal *principal)
{
    switch (principal->kind) {
    case IAM_ROOT_USER:
    case IAM_USER:
    case IAM_ROLE:
    case IAM_ROLE_SESSION:
    case IAM_FEDERATED_USER:
        return true;
    case IAM_ANONYMOUS:
    case IAM_SERVICE:
    case IAM_PROVIDER:
        break;
    }
    return false;
}

bool iam_principal_has_policies(const struct iam_principal *principal)
{
    return iam_principal_is_member(principal) && principal->kind != IAM_ROOT_USER;
}
