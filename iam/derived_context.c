#include "iam/derived_context.h"

#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/bedrock.h"
#include "iam/wildcard.h"

#define DERIVED_COUNT 8
#define POSSIBLE_COUNT 3

/* 12 digits, of which a pattern can only say that none is a colon. */
#define DIGIT IAM_WILDCARD_ONE_PART
#define ANY_ACCOUNT DIGIT DIGIT DIGIT DIGIT DIGIT DIGIT DIGIT DIGIT DIGIT DIGIT DIGIT DIGIT

/* keys and possible are the lists of the request, as they grow. */
struct deriver {
    struct arena *arena;
    struct error *err;
    struct iam_request *request;
    struct iam_context_key *keys;
    struct iam_possible_key *possible;
};

static struct iam_context_key *find(struct deriver *deriver, const char *name)
{
    for (size_t i = 0; i < deriver->request->context_count; i++)
        if (text_same_any_case(deriver->keys[i].name, name))
            return &deriver->keys[i];
    return NULL;
}

/*
 * The request has the key with this value. It is added unless the context has the key already: with
 * the same value, or with an empty list, which keeps it absent. False with *err: the context says
 * something else.
 */
static bool derive(struct deriver *deriver, const char *name, const char *value)
{
    const struct iam_context_key *given = find(deriver, name);
    const char **values;

    if (given)
        return given->count == 0 || (given->count == 1 && strcmp(given->values[0], value) == 0) ||
               error_set(deriver->err, ERROR_INPUT,
                         "context: %s is not \"%s\", as principal and resource say", name, value);
    values = arena_alloc(deriver->arena, sizeof(*values));
    values[0] = value;
    deriver->keys[deriver->request->context_count++] =
        (struct iam_context_key){.name = name, .values = values, .count = 1};
    return true;
}

/* The request has the key, but only the form of its value is known. */
static void add_possible(struct deriver *deriver, struct iam_possible_key key)
{
    if (!find(deriver, key.name))
        deriver->possible[deriver->request->possible_count++] = key;
}

/* A session says the name of its role, whose path begins and ends with a slash. */
static void add_possible_path(struct deriver *deriver, const char *arn)
{
    const char *slash = strchr(arn, '/');
    int before = (int)(slash - arn);

    add_possible(deriver,
                 (struct iam_possible_key){
                     .name = "aws:PrincipalArn",
                     .text = arena_printf(deriver->arena, "%.*s/[PATH/]%s", before, arn, slash + 1),
                     .forms = {arn, arena_printf(deriver->arena, "%.*s/" IAM_WILDCARD_ANY "%s",
                                                 before, arn, slash)}});
}

/* The context may say the role of a session with its path. */
static bool read_role_of_session(struct deriver *deriver, const struct iam_context_key *given)
{
    struct iam_principal *principal = &deriver->request->principal;

    if (!given || given->count != 1) {
        principal->path_unknown = true;
        return true;
    }
    if (!iam_is_same_role(given->values[0], principal->arn))
        return error_set(deriver->err, ERROR_INPUT,
                         "context: aws:PrincipalArn is not a role of the name and account of "
                         "principal %s",
                         principal->name);
    principal->arn = given->values[0];
    return true;
}

static bool derive_principal_arn(struct deriver *deriver)
{
    struct iam_principal *principal = &deriver->request->principal;
    bool session = principal->kind == IAM_PRINCIPAL_ROLE_SESSION;

    if (!iam_principal_is_member(principal))
        return true;
    if (session && !read_role_of_session(deriver, find(deriver, "aws:PrincipalArn")))
        return false;
    if (principal->path_unknown) {
        add_possible_path(deriver, principal->arn);
        return true;
    }
    principal->service_linked_role = (session || principal->kind == IAM_PRINCIPAL_ROLE) &&
                                     strstr(principal->arn, ":" ARN_SERVICE_ROLE_PATH);
    return derive(deriver, "aws:PrincipalArn", principal->arn);
}

/*
 * The value of aws:PrincipalType; NULL: AWS documents none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
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

static bool derive_principal_account(struct deriver *deriver)
{
    const struct iam_principal *principal = &deriver->request->principal;
    const char *type = principal_type(principal->kind);
    const char *account = principal->account;

    if (principal->kind == IAM_PRINCIPAL_ANONYMOUS)
        account = "anonymous";
    return !type || (derive(deriver, "aws:PrincipalAccount", account) &&
                     derive(deriver, "aws:PrincipalType", type));
}

/*
 * The prefixes of unique ids:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
static void add_possible_user_id(struct deriver *deriver)
{
    const struct iam_principal *principal = &deriver->request->principal;
    struct iam_possible_key id = {.name = "aws:userid"};

    if (principal->kind == IAM_PRINCIPAL_USER) {
        id.text = "the user's unique id, AIDA...";
        id.forms[0] = "AIDA" IAM_WILDCARD_ANY_PART;
    } else if (principal->kind == IAM_PRINCIPAL_ROLE) {
        id.text = "AROA...:..., the role's unique id and the session's name; principal is any "
                  "session of the role, and may name one";
        id.forms[0] = "AROA" IAM_WILDCARD_ANY_PART ":" IAM_WILDCARD_ANY_PART;
    } else {
        const char *session = strrchr(principal->name, '/') + 1;

        id.text = arena_printf(deriver->arena,
                               "the role's unique id and the session's name, AROA...:%s", session);
        id.forms[0] = arena_printf(deriver->arena, "AROA" IAM_WILDCARD_ANY_PART ":%s", session);
    }
    add_possible(deriver, id);
}

static bool derive_user_id(struct deriver *deriver)
{
    const struct iam_principal *principal = &deriver->request->principal;
    const char *id = NULL;

    switch (principal->kind) {
    case IAM_PRINCIPAL_ANONYMOUS:
        id = "anonymous";
        break;
    case IAM_PRINCIPAL_ROOT_USER:
        id = principal->account;
        break;
    case IAM_PRINCIPAL_FEDERATED_USER:
        id = arena_printf(deriver->arena, "%s:%s", principal->account,
                          strrchr(principal->name, '/') + 1);
        break;
    case IAM_PRINCIPAL_USER:
    case IAM_PRINCIPAL_ROLE:
    case IAM_PRINCIPAL_ROLE_SESSION:
        add_possible_user_id(deriver);
        break;
    case IAM_PRINCIPAL_SERVICE:
    case IAM_PRINCIPAL_PROVIDER:
        break;
    }
    return !id || derive(deriver, "aws:userid", id);
}

static bool derive_user_name(struct deriver *deriver)
{
    const struct iam_principal *principal = &deriver->request->principal;

    return principal->kind != IAM_PRINCIPAL_USER ||
           derive(deriver, "aws:username", strrchr(principal->arn, '/') + 1);
}

static bool derive_service(struct deriver *deriver)
{
    const struct iam_principal *principal = &deriver->request->principal;

    if (principal->kind == IAM_PRINCIPAL_SERVICE)
        return derive(deriver, "aws:PrincipalServiceName", principal->name) &&
               derive(deriver, "aws:PrincipalIsAWSService", "true");
    return !iam_principal_is_member(principal) ||
           derive(deriver, "aws:PrincipalIsAWSService", "false");
}

/*
 * AWS is silent on the account of a foundation model. Its own managed policy
 * AmazonBedrockAgentCoreMemoryBedrockModelInferenceExecutionRolePolicy allows one only where
 * aws:ResourceAccount is aws:PrincipalAccount.
 */
static bool derive_resource_account(struct deriver *deriver)
{
    struct iam_request *request = deriver->request;
    const char *account = request->resource_account;
    bool none = strcmp(request->resource, "*") == 0;

    if (account && !request->account_assumed)
        return derive(deriver, "aws:ResourceAccount", account);
    if (account && iam_is_foundation_model(deriver->arena, request->resource)) {
        request->resource_of_aws = !iam_request_key(request, "aws:ResourceAccount");
        return derive(deriver, "aws:ResourceAccount", account);
    }
    struct iam_possible_key key = {.name = "aws:ResourceAccount",
                                   .text = "an account",
                                   .forms = {ANY_ACCOUNT},
                                   .may_be_absent = none};
    if (none && account) {
        key.text = "the principal's account, or absent";
        key.forms[0] = account;
    }
    add_possible(deriver, key);
    return true;
}

bool iam_context_derive(struct arena *arena, struct iam_request *request, struct error *err)
{
    struct deriver deriver = {.arena = arena, .err = err, .request = request};
    size_t count = request->context_count;

    deriver.keys = arena_alloc(arena, (count + DERIVED_COUNT) * sizeof(*deriver.keys));
    if (count)
        memcpy(deriver.keys, request->context, count * sizeof(*deriver.keys));
    request->context = deriver.keys;
    deriver.possible = arena_alloc(arena, POSSIBLE_COUNT * sizeof(*deriver.possible));
    request->possible = deriver.possible;
    return derive_principal_arn(&deriver) && derive_principal_account(&deriver) &&
           derive_user_id(&deriver) && derive_user_name(&deriver) && derive_service(&deriver) &&
           derive_resource_account(&deriver);
}
