#include "iam/grant.h"

#include <string.h>

struct asker {
    struct arena *scratch;
    const struct iam_request *request;
    const struct iam_principal *principal; /* the request's */
    bool denies;                           /* the statement is a Deny */
};

static bool is_role(const struct iam_principal *principal)
{
    return principal->kind == IAM_PRINCIPAL_ROLE || principal->kind == IAM_PRINCIPAL_ROLE_SESSION;
}

/*
 * Whether the principal has the id. ask: where only the form of the id is known, the world says;
 * else it does not have it.
 */
static bool has_user_id(const struct asker *asker, const struct iam_pattern *pattern, bool ask)
{
    const struct iam_request *request = asker->request;
    const struct iam_context_key *key = iam_request_key(request, "aws:userid");
    const struct iam_possible_key *possible = iam_possible_key(request, "aws:userid");
    struct iam_patterns one = {.items = pattern, .count = 1};

    if (key)
        return iam_pattern_match(asker->scratch, pattern, request, key->values[0]);
    return possible && ask && iam_patterns_match_possible(asker->scratch, &one, request, possible);
}

static enum iam_grant grant_of_account(const struct iam_principal *principal,
                                       const struct iam_principal_pattern *pattern)
{
    if (!iam_principal_is_of(principal, pattern->text) ||
        (pattern->partition && strcmp(pattern->partition, principal->partition) != 0))
        return IAM_GRANT_NONE;
    return principal->kind == IAM_PRINCIPAL_ROOT_USER ? IAM_GRANT_PRINCIPAL : IAM_GRANT_ACCOUNT;
}

static bool is_role_of_session(const struct iam_principal *principal, const char *arn)
{
    if (principal->kind != IAM_PRINCIPAL_ROLE_SESSION)
        return false;
    return principal->path_unknown ? iam_is_same_role(arn, principal->arn)
                                   : strcmp(arn, principal->arn) == 0;
}

static enum iam_grant grant_of_arn(const struct asker *asker,
                                   const struct iam_principal_pattern *pattern)
{
    const struct iam_principal *principal = asker->principal;

    if (is_role_of_session(principal, pattern->text))
        return IAM_GRANT_ROLE;
    if (principal->kind == IAM_PRINCIPAL_ROLE && pattern->user_id &&
        iam_is_session_of(pattern->text, principal->arn))
        return has_user_id(asker, pattern->user_id, true) ? IAM_GRANT_PRINCIPAL : IAM_GRANT_NONE;
    if (strcmp(pattern->text, principal->name) != 0)
        return IAM_GRANT_NONE;
    return principal->kind == IAM_PRINCIPAL_ROLE ? IAM_GRANT_ROLE : IAM_GRANT_PRINCIPAL;
}

static enum iam_grant grant_of_name(const struct iam_principal *principal,
                                    enum iam_principal_kind kind,
                                    const struct iam_principal_pattern *pattern)
{
    bool any = kind == IAM_PRINCIPAL_PROVIDER && strcmp(pattern->text, "*") == 0;

    return principal->kind == kind && (any || strcmp(pattern->text, principal->name) == 0)
               ? IAM_GRANT_PRINCIPAL
               : IAM_GRANT_NONE;
}

/*
 * In a policy that AWS keeps, an id is of a principal that was deleted, to whom nothing is granted.
 * But a Deny of one that is there must not be missed.
 */
static enum iam_grant grant_of_id(const struct asker *asker,
                                  const struct iam_principal_pattern *pattern)
{
    bool role = is_role(asker->principal);

    if ((!role && asker->principal->kind != IAM_PRINCIPAL_USER) ||
        !has_user_id(asker, pattern->user_id, asker->denies))
        return IAM_GRANT_NONE;
    return role ? IAM_GRANT_ROLE : IAM_GRANT_PRINCIPAL;
}

static enum iam_grant grant_of_pattern(const struct asker *asker,
                                       const struct iam_principal_pattern *pattern)
{
    switch (pattern->kind) {
    case IAM_PRINCIPAL_PATTERN_EVERYBODY:
        return IAM_GRANT_PRINCIPAL;
    case IAM_PRINCIPAL_PATTERN_ACCOUNT:
        return grant_of_account(asker->principal, pattern);
    case IAM_PRINCIPAL_PATTERN_ARN:
        return grant_of_arn(asker, pattern);
    case IAM_PRINCIPAL_PATTERN_SERVICE:
        return grant_of_name(asker->principal, IAM_PRINCIPAL_SERVICE, pattern);
    case IAM_PRINCIPAL_PATTERN_PROVIDER:
        return grant_of_name(asker->principal, IAM_PRINCIPAL_PROVIDER, pattern);
    case IAM_PRINCIPAL_PATTERN_UNIQUE_ID:
        return grant_of_id(asker, pattern);
    case IAM_PRINCIPAL_PATTERN_CANONICAL_USER:
        break;
    }
    return IAM_GRANT_NONE;
}

/* Grants of a list, as bits: each way in which it names the principal. */
static unsigned grants_of(const struct asker *asker, const struct iam_statement *statement)
{
    unsigned grants = 0;

    for (size_t i = 0; i < statement->principal_count; i++)
        grants |= 1U << grant_of_pattern(asker, &statement->principals[i]);
    return grants & ~(1U << IAM_GRANT_NONE);
}

/*
 * NotPrincipal exempts who is listed with all the names that AWS looks at: the account too, and of
 * a session the role. Nobody with a permissions boundary is exempt:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
static bool is_exempt(const struct iam_principal *principal, unsigned grants, bool bounded)
{
    unsigned needed = 1U << IAM_GRANT_PRINCIPAL;

    if (principal->kind == IAM_PRINCIPAL_USER || principal->kind == IAM_PRINCIPAL_FEDERATED_USER)
        needed |= 1U << IAM_GRANT_ACCOUNT;
    if (is_role(principal))
        needed |= 1U << IAM_GRANT_ROLE | 1U << IAM_GRANT_ACCOUNT;
    return (grants & needed) == needed && !(iam_principal_has_policies(principal) && bounded);
}

enum iam_grant iam_grant(struct arena *scratch, const struct iam_statement *statement,
                         const struct iam_request *request, bool bounded)
{
    struct asker asker = {.scratch = scratch,
                          .request = request,
                          .principal = &request->principal,
                          .denies = statement->effect == IAM_EFFECT_DENY};

    if (!statement->has_principal)
        return IAM_GRANT_PRINCIPAL;
    unsigned grants = grants_of(&asker, statement);
    if (statement->not_principal)
        return is_exempt(asker.principal, grants, bounded) ? IAM_GRANT_NONE : IAM_GRANT_PRINCIPAL;
    for (int grant = IAM_GRANT_PRINCIPAL; grant > IAM_GRANT_NONE; grant--)
        if (grants & 1U << grant)
            return (enum iam_grant)grant;
    return IAM_GRANT_NONE;
}
