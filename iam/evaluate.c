#include "iam/evaluate.h"

#include <string.h>

#include "iam/resource_control.h"
#include "iam/text.h"

/* How a statement comes to speak of the principal, the weakest first. */
enum grant {
    NO_GRANT,
    GRANT_ACCOUNT,   /* by its account, which leaves it to the identity-based policies */
    GRANT_ROLE,      /* by the ARN of its role, which limits of the role and session cut */
    GRANT_PRINCIPAL, /* by its own ARN, as everybody, or in a policy of its own */
};

/* What the policies of one kind, or of one level, say. */
struct verdict {
    struct iam_decision decision;
    enum grant grant; /* of the Allow that matched; NO_GRANT: none did */
};

struct evaluation {
    struct arena *scratch;
    const struct iam_policy_set *policies;
    const struct iam_request *request;
    struct error *err;
    bool denied; /* by a Deny: the rest does not count */
    struct iam_decision *out;
    struct iam_spared spared;
};

static const char *const decision_texts[] = {
#define X(type, text) text,
    IAM_DECISIONS(X)
#undef X
};

const char *iam_decision_text(enum iam_decision_type type)
{
    return decision_texts[type];
}

bool iam_decision_read(const char *text, enum iam_decision_type *out)
{
    for (size_t i = 0; i < sizeof(decision_texts) / sizeof(*decision_texts); i++)
        if (strcmp(text, decision_texts[i]) == 0) {
            *out = (enum iam_decision_type)i;
            return true;
        }
    return false;
}

static enum grant grant_of_pattern(const struct iam_principal_pattern *pattern,
                                   const struct iam_principal *principal)
{
    bool member = iam_principal_is_member(principal);
    bool root = principal->kind == IAM_ROOT_USER, same;

    switch (pattern->kind) {
    case IAM_EVERYBODY:
        return GRANT_PRINCIPAL;
    case IAM_ACCOUNT:
        if (!member || strcmp(pattern->text, principal->account) != 0)
            return NO_GRANT;
        return root ? GRANT_PRINCIPAL : GRANT_ACCOUNT;
    case IAM_ARN_PRINCIPAL:
        if (principal->kind == IAM_ROLE_SESSION && iam_is_same_role(pattern->text, principal->arn))
            return GRANT_ROLE;
        if (strcmp(pattern->text, principal->name) != 0)
            return NO_GRANT;
        return principal->kind == IAM_ROLE ? GRANT_ROLE : GRANT_PRINCIPAL;
    case IAM_SERVICE_NAME:
        same = principal->kind == IAM_SERVICE && strcmp(pattern->text, principal->name) == 0;
        return same ? GRANT_PRINCIPAL : NO_GRANT;
    case IAM_PROVIDER_NAME:
        same = strcmp(pattern->text, "*") == 0 || strcmp(pattern->text, principal->name) == 0;
        return same && principal->kind == IAM_PROVIDER ? GRANT_PRINCIPAL : NO_GRANT;
    case IAM_UNIQUE_ID:
    case IAM_CANONICAL_USER:
        break;
    }
    return NO_GRANT;
}

/* Grants of a list, as bits: each way in which it names the principal. */
static unsigned grants_of(const struct iam_statement *statement,
                          const struct iam_principal *principal)
{
    unsigned grants = 0;

    for (size_t i = 0; i < statement->principal_count; i++)
        grants |= 1U << grant_of_pattern(&statement->principals[i], principal);
    return grants & ~(1U << NO_GRANT);
}

static bool names_canonical_user(const struct iam_statement *statement)
{
    for (size_t i = 0; i < statement->principal_count; i++)
        if (statement->principals[i].kind == IAM_CANONICAL_USER)
            return true;
    return false;
}

/*
 * NotPrincipal spares who is listed with all that AWS looks at: the account too, and of a session
 * the role. Nobody with a permissions boundary is spared:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
static bool is_spared(const struct evaluation *evaluation, unsigned grants)
{
    const struct iam_principal *principal = &evaluation->request->principal;
    unsigned needed = 1U << GRANT_PRINCIPAL;

    if (principal->kind == IAM_USER || principal->kind == IAM_FEDERATED_USER)
        needed |= 1U << GRANT_ACCOUNT;
    if (principal->kind == IAM_ROLE)
        needed = 1U << GRANT_ROLE | 1U << GRANT_ACCOUNT;
    if (principal->kind == IAM_ROLE_SESSION)
        needed |= 1U << GRANT_ROLE | 1U << GRANT_ACCOUNT;
    return (grants & needed) == needed &&
           !(iam_principal_has_policies(principal) && evaluation->policies->boundaries.count > 0);
}

static enum grant statement_grant(const struct evaluation *evaluation,
                                  const struct iam_statement *statement)
{
    if (!statement->has_principal)
        return GRANT_PRINCIPAL;
    unsigned grants = grants_of(statement, &evaluation->request->principal);
    if (statement->not_principal)
        return is_spared(evaluation, grants) ? NO_GRANT : GRANT_PRINCIPAL;
    for (int grant = GRANT_PRINCIPAL; grant > NO_GRANT; grant--)
        if (grants & 1U << grant)
            return (enum grant)grant;
    return NO_GRANT;
}

static bool speaks_of(const struct evaluation *evaluation, const struct iam_statement *statement)
{
    const struct iam_request *request = evaluation->request;
    struct arena *scratch = evaluation->scratch;

    return iam_patterns_match(scratch, &statement->actions, request, request->action) !=
               statement->not_action &&
           (!statement->has_resource ||
            iam_patterns_match(scratch, &statement->resources, request, request->resource) !=
                statement->not_resource);
}

/* *unmet: the first condition that is not met; NULL: all are. */
static bool check_conditions(const struct evaluation *evaluation,
                             const struct iam_statement *statement,
                             const struct iam_condition **unmet)
{
    bool met = true;

    *unmet = NULL;
    for (size_t i = 0; i < statement->condition_count && met; i++) {
        if (!iam_condition_met(evaluation->scratch, &statement->conditions[i], evaluation->request,
                               &met, evaluation->err))
            return false;
        if (!met)
            *unmet = &statement->conditions[i];
    }
    return true;
}

static bool scan_statement(struct evaluation *evaluation, const struct iam_policy *policy,
                           const struct iam_statement *statement, struct verdict *verdict)
{
    const struct iam_condition *unmet;
    enum grant grant;

    if (!speaks_of(evaluation, statement))
        return true;
    grant = statement_grant(evaluation, statement);
    if (grant == NO_GRANT || statement->not_principal) {
        if (names_canonical_user(statement))
            return error_set(evaluation->err, ERROR_EVENT,
                             "a CanonicalUser cannot be compared with the principal: name the "
                             "account or principal by its ARN");
        if (grant == NO_GRANT)
            return true;
    }
    if (!check_conditions(evaluation, statement, &unmet))
        return false;
    bool denies = statement->effect == IAM_EFFECT_DENY;
    if (unmet && denies && !evaluation->spared.statement &&
        !iam_request_key(evaluation->request, unmet->key))
        evaluation->spared =
            (struct iam_spared){.policy = policy, .statement = statement, .condition = unmet};
    if (unmet && (denies || verdict->decision.statement))
        return true;
    if (!unmet && !denies) {
        if (grant <= verdict->grant)
            return true;
        verdict->grant = grant;
    }
    evaluation->denied = denies;
    verdict->decision.type = denies  ? IAM_EXPLICITLY_DENIED
                             : unmet ? IAM_IMPLICITLY_DENIED
                                     : IAM_ALLOWED;
    verdict->decision.policy = policy;
    verdict->decision.statement = statement;
    verdict->decision.condition = unmet;
    return true;
}

/* All of these policies together; a Deny ends it. */
static bool scan(struct evaluation *evaluation, struct iam_policies policies,
                 enum iam_policy_type type, size_t level, struct verdict *verdict)
{
    *verdict = (struct verdict){.decision = {.policy_type = type, .level = level}};
    if (evaluation->denied)
        return true;
    for (size_t i = 0; i < policies.count; i++) {
        const struct iam_policy *policy = &policies.items[i];

        for (size_t j = 0; j < policy->statement_count && !evaluation->denied; j++) {
            const struct iam_statement *statement = &policy->statements[j];

            if (!scan_statement(evaluation, policy, statement, verdict))
                return error_prefix(evaluation->err, "%s: %s: ", policy->name, statement->place);
        }
    }
    if (evaluation->denied)
        *evaluation->out = verdict->decision;
    return true;
}

/* These policies together must allow; *lack is of the first that do not, with NO_GRANT. */
static bool require(struct evaluation *evaluation, struct iam_policies policies,
                    enum iam_policy_type type, size_t level, struct verdict *lack)
{
    struct verdict verdict;

    if (!scan(evaluation, policies, type, level, &verdict))
        return false;
    if (lack->grant != NO_GRANT && verdict.grant == NO_GRANT)
        *lack = verdict;
    return true;
}

/* Each level must allow. */
static bool require_levels(struct evaluation *evaluation, const struct iam_policies *levels,
                           size_t count, enum iam_policy_type type, struct verdict *lack)
{
    for (size_t i = 0; i < count && !evaluation->denied; i++)
        if (!require(evaluation, levels[i], type, i, lack))
            return false;
    return true;
}

/* Each policy must allow. */
static bool require_each(struct evaluation *evaluation, struct iam_policies policies,
                         enum iam_policy_type type, struct verdict *lack)
{
    for (size_t i = 0; i < policies.count && !evaluation->denied; i++) {
        struct iam_policies one = {.items = &policies.items[i], .count = 1};

        if (!require(evaluation, one, type, i, lack))
            return false;
    }
    return true;
}

/* RCPFullAWSAccess is at every level and cannot be detached, so that only a Deny counts. */
static bool scan_resource_control(struct evaluation *evaluation)
{
    const struct iam_policy_set *policies = evaluation->policies;
    struct verdict ignored;

    for (size_t i = 0; i < policies->resource_control_count; i++)
        if (iam_has_resource_control(evaluation->request->action) &&
            !scan(evaluation, policies->resource_control[i], IAM_RESOURCE_CONTROL_POLICY, i,
                  &ignored))
            return false;
    return true;
}

/* Key policies and trust policies, without which nobody may: not even the account's root user. */
static bool needs_resource_policy(const struct iam_request *request)
{
    return (iam_begins(request->action, "kms:") &&
            (strstr(request->resource, ":key/") || strstr(request->resource, ":alias/"))) ||
           (iam_begins(request->action, "sts:") && strstr(request->resource, ":role/"));
}

/* What the policies say, when none denies. */
struct verdicts {
    /* The first of the control and endpoint policies that lacks an Allow. */
    struct verdict controls;
    struct verdict limits; /* the same of boundaries and session policies */
    struct verdict resource;
    struct verdict identity;
};

static bool scan_all(struct evaluation *evaluation, struct verdicts *verdicts)
{
    const struct iam_policy_set *policies = evaluation->policies;
    const struct iam_principal *principal = &evaluation->request->principal;
    bool member = iam_principal_is_member(principal);
    bool attached = iam_principal_has_policies(principal);
    bool linked = principal->service_linked_role;
    struct iam_policies resource = {policies->resource, policies->resource ? 1 : 0};
    struct iam_policies none = {NULL, 0}, session = attached ? policies->session : none;
    bool limited = session.count > 0 || principal->kind == IAM_FEDERATED_USER;

    return (linked || scan_resource_control(evaluation)) &&
           require_levels(evaluation, policies->service_control,
                          linked || !member ? 0 : policies->service_control_count,
                          IAM_SERVICE_CONTROL_POLICY, &verdicts->controls) &&
           require_each(evaluation, policies->vpc_endpoint, IAM_VPC_ENDPOINT_POLICY,
                        &verdicts->controls) &&
           scan(evaluation, resource, IAM_RESOURCE_POLICY, 0, &verdicts->resource) &&
           scan(evaluation, attached ? policies->identity : none, IAM_IDENTITY_POLICY, 0,
                &verdicts->identity) &&
           require_each(evaluation, attached ? policies->boundaries : none,
                        IAM_PERMISSIONS_BOUNDARY, &verdicts->limits) &&
           require_levels(evaluation, &session, limited, IAM_SESSION_POLICY, &verdicts->limits);
}

/* The verdict that decides, when no policy denies. */
static const struct verdict *combine(const struct iam_request *request,
                                     const struct verdicts *verdicts)
{
    const struct iam_principal *principal = &request->principal;
    const struct verdict *resource = &verdicts->resource, *identity = &verdicts->identity;
    bool root = principal->kind == IAM_ROOT_USER;
    bool same = iam_principal_is_member(principal) && request->resource_account &&
                strcmp(principal->account, request->resource_account) == 0;

    if (verdicts->controls.grant == NO_GRANT)
        return &verdicts->controls;
    if (resource->grant == NO_GRANT && (!same || needs_resource_policy(request)))
        return resource;
    if (!iam_principal_is_member(principal) || (same && resource->grant == GRANT_PRINCIPAL))
        return resource;
    if (root && resource->grant != NO_GRANT)
        return resource;
    bool by_role = same && resource->grant == GRANT_ROLE;
    if (identity->grant == NO_GRANT && !by_role && !root)
        return identity;
    if (verdicts->limits.grant == NO_GRANT)
        return &verdicts->limits;
    return by_role && identity->grant == NO_GRANT ? resource : identity;
}

bool iam_evaluate(struct arena *scratch, const struct iam_policy_set *policies,
                  const struct iam_request *request, struct iam_decision *out, struct error *err)
{
    struct evaluation evaluation = {
        .scratch = scratch, .policies = policies, .request = request, .err = err, .out = out};
    struct verdicts verdicts = {.controls.grant = GRANT_PRINCIPAL, .limits.grant = GRANT_PRINCIPAL};

    *out = (struct iam_decision){0};
    if (!scan_all(&evaluation, &verdicts))
        return false;
    if (evaluation.denied)
        return true;
    const struct verdict *verdict = combine(request, &verdicts);
    *out = verdict->decision;
    if (request->principal.kind == IAM_ROOT_USER && verdict == &verdicts.identity)
        out->type = IAM_ALLOWED; /* it needs no policy */
    if (out->type == IAM_ALLOWED && verdicts.resource.grant != NO_GRANT)
        out->resource_statement = verdicts.resource.decision.statement;
    out->spared = evaluation.spared;
    return true;
}

/* "StringLike on aws:SourceVpc, which is "vpc-1"". */
static const char *describe(struct arena *arena, const struct iam_condition *condition,
                            const struct iam_request *request)
{
    const struct iam_context_key *key = iam_request_key(request, condition->key);

    if (!key)
        return arena_printf(arena, "%s on %s, which the request lacks", condition->text,
                            condition->key);
    return arena_printf(arena, "%s on %s, which is \"%s\"%s", condition->text, condition->key,
                        key->values[0], key->count > 1 ? " and others" : "");
}

/* ", its Condition is met: ..."; "" for a statement without. */
static const char *describe_met(struct arena *arena, const struct iam_statement *statement,
                                const struct iam_request *request)
{
    const char *text = "";

    for (size_t i = 0; i < statement->condition_count; i++)
        text = arena_printf(arena, "%s%s%s", text, i ? "; " : ", its Condition is met: ",
                            describe(arena, &statement->conditions[i], request));
    return text;
}

/* "; a Deny would apply, ..."; "" where no key of the request was wanting. */
static const char *describe_spared(struct arena *arena, const struct iam_decision *decision,
                                   const struct iam_request *request)
{
    const struct iam_spared *spared = &decision->spared;

    if (!spared->statement)
        return "";
    return arena_printf(arena, "; the Deny in %s of %s does not apply: %s",
                        spared->statement->place, spared->policy->name,
                        describe(arena, spared->condition, request));
}

static const char *describe_decision(struct arena *arena, const struct iam_decision *decision,
                                     const struct iam_request *request)
{
    const char *type = iam_policy_type_text(decision->policy_type);
    const struct iam_statement *statement = decision->statement;
    bool leveled = decision->policy_type == IAM_SERVICE_CONTROL_POLICY ||
                   decision->policy_type == IAM_RESOURCE_CONTROL_POLICY;
    const char *level = leveled ? arena_printf(arena, " at level %zu", decision->level) : "";
    const char *also = "";

    if (decision->resource_statement && decision->resource_statement != statement)
        also = arena_printf(arena, " and in the resource-based policy, %s",
                            decision->resource_statement->place);
    if (decision->type == IAM_ALLOWED && !statement)
        return "the root user needs no policy";
    if (decision->type == IAM_ALLOWED)
        return arena_printf(arena, "Allow in the %s%s%s%s", type, level, also,
                            describe_met(arena, statement, request));
    if (decision->type == IAM_EXPLICITLY_DENIED)
        return arena_printf(arena, "Deny in the %s%s%s", type, level,
                            describe_met(arena, statement, request));
    if (!statement)
        return arena_printf(arena, "no %s%s allows it", type, level);
    return arena_printf(arena,
                        "no %s%s allows it; this statement would, but its Condition is not "
                        "met: %s",
                        type, level, describe(arena, decision->condition, request));
}

const char *iam_decision_reason(struct arena *arena, const struct iam_decision *decision,
                                const struct iam_request *request)
{
    return arena_printf(arena, "%s%s", describe_decision(arena, decision, request),
                        describe_spared(arena, decision, request));
}
