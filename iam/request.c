#include "iam/request.h"

#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/service_rules.h"
#include "iam/text.h"
#include "iam/wildcard.h"

#define DERIVED_COUNT 8
#define POSSIBLE_COUNT 3

/* 12 digits, of which each is no colon at least. */
#define ANY_ACCOUNT                                                                             \
    IAM_WILDCARD_ONE_PART IAM_WILDCARD_ONE_PART IAM_WILDCARD_ONE_PART IAM_WILDCARD_ONE_PART     \
        IAM_WILDCARD_ONE_PART IAM_WILDCARD_ONE_PART IAM_WILDCARD_ONE_PART IAM_WILDCARD_ONE_PART \
            IAM_WILDCARD_ONE_PART IAM_WILDCARD_ONE_PART IAM_WILDCARD_ONE_PART                   \
                IAM_WILDCARD_ONE_PART

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
        return error_set(parser->err, ERROR_INPUT, "%s has more than %d bytes", where,
                         IAM_TEXT_LIMIT);
    return parser->bytes <= IAM_REQUEST_LIMIT ||
           error_set(parser->err, ERROR_INPUT, "more than %d bytes of text", IAM_REQUEST_LIMIT);
}

static bool read_text(struct parser *parser, const cJSON *json, const char *key, const char **out)
{
    *out = json_string(json, key, NULL);
    if (!*out)
        return error_set(parser->err, ERROR_INPUT, "%s is %s", key,
                         json_get(json, key) ? "not a string" : "missing");
    return count_text(parser, *out, key);
}

static bool read_values(struct parser *parser, const cJSON *json, struct iam_context_key *out)
{
    const cJSON *value;
    size_t count = json_entries(json, &value);
    const char **values = arena_alloc(parser->arena, count * sizeof(*values));

    if (count > IAM_MEMBER_LIMIT)
        return error_set(parser->err, ERROR_INPUT, "context: %s has more than %d values",
                         json->string, IAM_MEMBER_LIMIT);
    for (size_t i = 0; i < count; i++, value = value->next) {
        values[i] = iam_scalar_text(parser->arena, value);
        if (!values[i])
            return error_set(parser->err, ERROR_INPUT,
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
        return error_set(parser->err, ERROR_INPUT, "context is not an object");
    if (count > IAM_MEMBER_LIMIT)
        return error_set(parser->err, ERROR_INPUT, "context has more than %d keys",
                         IAM_MEMBER_LIMIT);
    struct iam_context_key *keys =
        arena_alloc(parser->arena, (count + DERIVED_COUNT) * sizeof(*keys));
    out->context = keys;
    cJSON_ArrayForEach (member, json) {
        if (!iam_is_key(member->string))
            return error_set(
                parser->err, ERROR_INPUT,
                "context: \"%s\" is no context key: it is not of the form service:name",
                member->string);
        for (size_t i = 0; i < out->context_count; i++)
            if (text_same_any_case(keys[i].name, member->string))
                return error_set(parser->err, ERROR_INPUT, "context: %s is given twice",
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
    } forms[] = {{"iam:user/", IAM_PRINCIPAL_USER},
                 {"iam:role/", IAM_PRINCIPAL_ROLE},
                 {"sts:assumed-role/", IAM_PRINCIPAL_ROLE_SESSION},
                 {"sts:federated-user/", IAM_PRINCIPAL_FEDERATED_USER},
                 {"iam:saml-provider/", IAM_PRINCIPAL_PROVIDER},
                 {"iam:oidc-provider/", IAM_PRINCIPAL_PROVIDER}};
    const char *service = arn_service(arena, out->name);
    const char *resource = arn_resource(arena, out->name);

    out->account = arn_account(arena, out->name);
    out->partition = arn_partition(arena, out->name);
    if (!text_begins(out->name, "arn:") || !service || !resource || !out->account ||
        strpbrk(out->name, "*?$"))
        return false;
    if (strcmp(out->account, "cloudfront") == 0) {
        out->kind = IAM_PRINCIPAL_PROVIDER;
        return true;
    }
    if (!arn_is_account(out->account))
        return false;
    const char *form = arena_printf(arena, "%s:%s", service, resource);
    if (strcmp(form, "iam:root") == 0) {
        out->kind = IAM_PRINCIPAL_ROOT_USER;
        return true;
    }
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        if (!text_begins(form, forms[i].prefix) || !form[strlen(forms[i].prefix)])
            continue;
        out->kind = forms[i].kind;
        if (out->kind == IAM_PRINCIPAL_ROLE_SESSION && !strchr(form + strlen(forms[i].prefix), '/'))
            return false;
        if (out->kind == IAM_PRINCIPAL_ROLE_SESSION)
            out->arn = role_of_session(arena, out, resource);
        return true;
    }
    return false;
}

bool iam_is_principal_arn(struct arena *arena, const char *text)
{
    struct iam_principal ignored = {.name = text};

    return read_principal_arn(arena, &ignored);
}

/* The web identity providers that are named without an ARN:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
static bool is_web_provider(const char *name)
{
    static const char *const providers[] = {"cognito-identity.amazonaws.com", "www.amazon.com",
                                            "graph.facebook.com", "accounts.google.com"};

    for (size_t i = 0; i < sizeof(providers) / sizeof(*providers); i++)
        if (strcmp(name, providers[i]) == 0)
            return true;
    return false;
}

static bool read_principal(struct parser *parser, const char *name, struct iam_principal *out)
{
    *out = (struct iam_principal){.kind = IAM_PRINCIPAL_ANONYMOUS, .name = name, .arn = name};
    if (strcmp(name, "*") == 0 || strcmp(name, "anonymous") == 0)
        return true;
    out->kind = is_web_provider(name) ? IAM_PRINCIPAL_PROVIDER : IAM_PRINCIPAL_SERVICE;
    if (!text_begins(name, "arn:") && strchr(name, '.') && !strpbrk(name, "*?:/ "))
        return true;
    return read_principal_arn(parser->arena, out) ||
           error_set(parser->err, ERROR_INPUT,
                     "principal \"%s\" is not the ARN of a root user, user, role, role session "
                     "(assumed-role), federated user or identity provider, nor a service "
                     "(\"bedrock.amazonaws.com\"), nor \"anonymous\"",
                     name);
}

bool iam_is_same_role(const char *arn, const char *other)
{
    const char *name = strrchr(arn, '/'), *other_name = strrchr(other, '/');
    size_t before = strcspn(arn, "/");

    return name && other_name && strcmp(name, other_name) == 0 && before == strcspn(other, "/") &&
           strncmp(arn, other, before) == 0;
}

/* "arn:aws:sts::111122223333:assumed-role/name/session",
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

/*
 * The request has the key with this value, which is added unless the context says it itself; an
 * empty list there keeps it absent. False: it says something else.
 */
static bool derive(struct parser *parser, struct iam_request *request, const char *name,
                   const char *value)
{
    struct iam_context_key *keys = (struct iam_context_key *)request->context;
    const char **values;

    for (size_t i = 0; i < request->context_count; i++) {
        if (!text_same_any_case(keys[i].name, name))
            continue;
        if (keys[i].count == 0 || (keys[i].count == 1 && strcmp(keys[i].values[0], value) == 0))
            return true;
        return error_set(parser->err, ERROR_INPUT,
                         "context: %s is not \"%s\", as principal and resource say", name, value);
    }
    values = arena_alloc(parser->arena, sizeof(*values));
    values[0] = value;
    keys[request->context_count++] =
        (struct iam_context_key){.name = name, .values = values, .count = 1};
    return true;
}

/* https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html has the types.
 */
static const char *principal_type(enum iam_principal_kind kind)
{
    switch (kind) {
    case IAM_PRINCIPAL_ANONYMOUS:
        return "Anonymous";
    case IAM_PRINCIPAL_ROOT_USER:
        return "Account";
    case IAM_PRINCIPAL_USER:
        return "User";
    case IAM_PRINCIPAL_ROLE:
    case IAM_PRINCIPAL_ROLE_SESSION:
        return "AssumedRole";
    case IAM_PRINCIPAL_FEDERATED_USER:
        return "FederatedUser";
    case IAM_PRINCIPAL_SERVICE:
    case IAM_PRINCIPAL_PROVIDER:
        break;
    }
    return NULL;
}

/* The request has the key, with a value of one of these forms; NULL: there is no second. */
static void add_possible(struct parser *parser, struct iam_request *request, const char *name,
                         const char *text, const char *form, const char *second)
{
    struct iam_possible_key *keys = (struct iam_possible_key *)request->possible;

    for (size_t i = 0; i < request->context_count; i++)
        if (text_same_any_case(request->context[i].name, name))
            return;
    if (!keys)
        request->possible = keys = arena_alloc(parser->arena, POSSIBLE_COUNT * sizeof(*keys));
    keys[request->possible_count++] =
        (struct iam_possible_key){.name = name, .text = text, .forms = {form, second}};
}

/* A role's path begins and ends with a slash. A service-linked role is told by its own:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html */
static bool derive_principal_arn(struct parser *parser, struct iam_request *request)
{
    struct iam_principal *principal = &request->principal;
    const struct iam_context_key *given = iam_request_key(request, "aws:PrincipalArn");
    bool session = principal->kind == IAM_PRINCIPAL_ROLE_SESSION;

    if (!iam_principal_is_member(principal))
        return true;
    if (session && given && given->count == 1) {
        if (!iam_is_same_role(given->values[0], principal->arn))
            return error_set(parser->err, ERROR_INPUT,
                             "context: aws:PrincipalArn is not a role of the name and account of "
                             "principal %s",
                             principal->name);
        principal->arn = given->values[0];
    } else if (session) {
        const char *slash = strchr(principal->arn, '/');
        int before = (int)(slash + 1 - principal->arn);

        principal->path_unknown = true;
        add_possible(
            parser, request, "aws:PrincipalArn",
            arena_printf(parser->arena, "%.*s[PATH/]%s", before, principal->arn, slash + 1),
            principal->arn,
            arena_printf(parser->arena, "%.*s" IAM_WILDCARD_ANY "%s", before, principal->arn,
                         slash));
        return true;
    }
    principal->service_linked_role = (session || principal->kind == IAM_PRINCIPAL_ROLE) &&
                                     strstr(principal->arn, ":role/aws-service-role/");
    return derive(parser, request, "aws:PrincipalArn", principal->arn);
}

/* https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html has the prefixes of
 * unique ids. */
static bool derive_user_id(struct parser *parser, struct iam_request *request)
{
    const struct iam_principal *principal = &request->principal;
    const char *name = strrchr(principal->name, '/');

    switch (principal->kind) {
    case IAM_PRINCIPAL_ANONYMOUS:
        return derive(parser, request, "aws:userid", "anonymous");
    case IAM_PRINCIPAL_ROOT_USER:
        return derive(parser, request, "aws:userid", principal->account);
    case IAM_PRINCIPAL_FEDERATED_USER:
        return derive(parser, request, "aws:userid",
                      arena_printf(parser->arena, "%s:%s", principal->account, name + 1));
    case IAM_PRINCIPAL_USER:
        add_possible(parser, request, "aws:userid", "the user's unique id, AIDA...",
                     "AIDA" IAM_WILDCARD_ANY_PART, NULL);
        return true;
    case IAM_PRINCIPAL_ROLE:
        add_possible(parser, request, "aws:userid",
                     "AROA...:..., the role's unique id and the session's name; principal is any "
                     "session of the role, and may name one",
                     "AROA" IAM_WILDCARD_ANY_PART ":" IAM_WILDCARD_ANY_PART, NULL);
        return true;
    case IAM_PRINCIPAL_ROLE_SESSION:
        add_possible(
            parser, request, "aws:userid",
            arena_printf(parser->arena, "the role's unique id and the session's name, AROA...:%s",
                         name + 1),
            arena_printf(parser->arena, "AROA" IAM_WILDCARD_ANY_PART ":%s", name + 1), NULL);
        return true;
    case IAM_PRINCIPAL_SERVICE:
    case IAM_PRINCIPAL_PROVIDER:
        break;
    }
    return true;
}

/* https://docs.aws.amazon.com/bedrock/latest/userguide/foundation-models-reference.html */
static bool is_foundation_model(struct arena *arena, const char *arn)
{
    const char *service = arn_service(arena, arn), *resource = arn_resource(arena, arn);

    return service && resource && strcmp(service, "bedrock") == 0 &&
           text_begins(resource, "foundation-model/");
}

/*
 * AWS is silent on the account of a foundation model. Its own managed policy
 * AmazonBedrockAgentCoreMemoryBedrockModelInferenceExecutionRolePolicy allows one only where
 * aws:ResourceAccount is aws:PrincipalAccount.
 */
static bool derive_resource_account(struct parser *parser, struct iam_request *request)
{
    const char *account = request->resource_account;
    bool none = strcmp(request->resource, "*") == 0;

    if (account && !request->account_assumed)
        return derive(parser, request, "aws:ResourceAccount", account);
    if (account && is_foundation_model(parser->arena, request->resource)) {
        request->resource_of_aws = !iam_request_key(request, "aws:ResourceAccount");
        return derive(parser, request, "aws:ResourceAccount", account);
    }
    size_t before = request->possible_count;
    add_possible(parser, request, "aws:ResourceAccount",
                 none && account ? "the principal's account, or absent" : "an account",
                 none && account ? account : ANY_ACCOUNT, NULL);
    if (request->possible_count > before)
        ((struct iam_possible_key *)request->possible)[before].may_be_absent = none;
    return true;
}

static bool derive_context(struct parser *parser, struct iam_request *request)
{
    struct iam_principal *principal = &request->principal;
    bool member = iam_principal_is_member(principal),
         service = principal->kind == IAM_PRINCIPAL_SERVICE;
    const char *account = member ? principal->account : "anonymous";
    bool anonymous = principal->kind == IAM_PRINCIPAL_ANONYMOUS;

    return derive_principal_arn(parser, request) &&
           ((!member && !anonymous) ||
            (derive(parser, request, "aws:PrincipalAccount", account) &&
             derive(parser, request, "aws:PrincipalType", principal_type(principal->kind)))) &&
           derive_user_id(parser, request) &&
           (principal->kind != IAM_PRINCIPAL_USER ||
            derive(parser, request, "aws:username", strrchr(principal->arn, '/') + 1)) &&
           (!service || derive(parser, request, "aws:PrincipalServiceName", principal->name)) &&
           ((!member && !service) ||
            derive(parser, request, "aws:PrincipalIsAWSService", service ? "true" : "false")) &&
           derive_resource_account(parser, request);
}

static bool read_action(struct parser *parser, const cJSON *json, struct iam_request *out)
{
    const char *text;

    if (!read_text(parser, json, "action", &text))
        return false;
    const char *colon = strchr(text, ':');
    if (!colon || colon == text || !colon[1] || strpbrk(text, "*? ") || strchr(colon + 1, ':'))
        return error_set(parser->err, ERROR_INPUT,
                         "action \"%s\" is not of the form \"service:Action\"", text);
    out->action = text_lower(parser->arena, text);
    return true;
}

/* A request is for one resource; a '*' may be in its name, as in a key of S3. */
static bool is_one_resource(struct arena *arena, const char *arn)
{
    const char *service = arn_service(arena, arn), *resource = arn_resource(arena, arn);

    return text_begins(arn, "arn:") && arn_partition(arena, arn) && service && resource &&
           strcmp(service, text_lower(arena, service)) == 0 &&
           strcspn(arn, "*?") >= strlen(arn) - strlen(resource);
}

static bool read_resource(struct parser *parser, const cJSON *json, struct iam_request *out)
{
    const char *account, *given = NULL;

    if (!read_text(parser, json, "resource", &out->resource))
        return false;
    if (strcmp(out->resource, "*") != 0 && !is_one_resource(parser->arena, out->resource))
        return error_set(parser->err, ERROR_INPUT,
                         "resource \"%s\" is neither \"*\" nor one ARN, without wildcards",
                         out->resource);
    const char *partition = arn_partition(parser->arena, out->resource);
    if (partition && out->principal.partition && strcmp(partition, out->principal.partition) != 0)
        return error_set(
            parser->err, ERROR_INPUT,
            "principal %s is of the partition %s, and resource %s of %s: credentials of one "
            "partition reach nothing in another",
            out->principal.name, out->principal.partition, out->resource, partition);
    account = arn_account(parser->arena, out->resource);
    account = arn_is_account(account) ? account : NULL;
    out->resource_account = account ? account : out->principal.account;
    out->account_assumed = !account && out->resource_account;
    if (!json_get(json, "resourceAccount"))
        return true;
    if (!read_text(parser, json, "resourceAccount", &given))
        return false;
    if (!arn_is_account(given))
        return error_set(parser->err, ERROR_INPUT, "resourceAccount \"%s\" has not 12 digits",
                         given);
    if (account && strcmp(account, given) != 0)
        return error_set(parser->err, ERROR_INPUT,
                         "resourceAccount %s is not the account of resource %s", given,
                         out->resource);
    out->resource_account = given;
    out->account_assumed = false;
    return true;
}

/* The context may say the account of a resource that nothing else says. */
static void believe_context(struct iam_request *request)
{
    const struct iam_context_key *given = iam_request_key(request, "aws:ResourceAccount");
    bool unknown = request->account_assumed || !request->resource_account;

    if (!unknown || !given || given->count != 1 || !arn_is_account(given->values[0]))
        return;
    request->resource_account = given->values[0];
    request->account_assumed = false;
}

bool iam_request_parse(struct arena *arena, const cJSON *json, struct iam_request *out,
                       struct error *err)
{
    static const char *const members[] = {"action",    "resource", "resourceAccount",
                                          "principal", "context",  NULL};
    struct parser parser = {.arena = arena, .err = err};
    const char *principal;

    *out = (struct iam_request){0};
    if (!json_has_only(json, members, err) || !read_action(&parser, json, out) ||
        !read_text(&parser, json, "principal", &principal) ||
        !read_principal(&parser, principal, &out->principal) ||
        !read_resource(&parser, json, out) ||
        !read_context(&parser, json_get(json, "context"), out))
        return false;
    believe_context(out);
    if (!derive_context(&parser, out))
        return false;
    out->rules = iam_service_rules(arena, out);
    return true;
}

const struct iam_context_key *iam_request_key(const struct iam_request *request, const char *name)
{
    for (size_t i = 0; i < request->context_count; i++)
        if (text_same_any_case(request->context[i].name, name))
            return request->context[i].count ? &request->context[i] : NULL;
    return NULL;
}

const struct iam_possible_key *iam_possible_key(const struct iam_request *request, const char *name)
{
    for (size_t i = 0; request->world && i < request->possible_count; i++)
        if (text_same_any_case(request->possible[i].name, name))
            return &request->possible[i];
    return NULL;
}

bool iam_possible_is_present(const struct iam_request *request, const struct iam_possible_key *key)
{
    return !key->may_be_absent || iam_world_holds(request->world, key, NULL, NULL);
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

bool iam_principal_has_policies(const struct iam_principal *principal)
{
    return iam_principal_is_member(principal) && principal->kind != IAM_PRINCIPAL_ROOT_USER;
}
