#include "iam/decision.h"

#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/resource_control.h"
#include "iam/service_rules.h"

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

#define WORLD_LIMIT 4096 /* worlds of one decision; IAM_WORLD_WORK_LIMIT bounds what they take */

struct evaluation {
    struct arena *scratch;
    const struct iam_policy_set *policies;
    const struct iam_request *request;
    struct error *err;
    bool denied; /* by a Deny: the rest does not count */
    struct iam_decision *out;
    struct iam_skipped_deny skipped;
    struct iam_pattern linked; /* the ARNs of service-linked roles; as all zero: not yet read */
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

/* Whether the principal has the id. ask: where only its form is known, in this world; else not. */
static bool has_user_id(const struct evaluation *evaluation, const struct iam_pattern *pattern,
                        bool ask)
{
    const struct iam_request *request = evaluation->request;
    const struct iam_context_key *key = iam_request_key(request, "aws:userid");
    const struct iam_possible_key *possible = iam_possible_key(request, "aws:userid");
    struct iam_patterns one = {.items = pattern, .count = 1};

    if (key)
        return iam_pattern_match(evaluation->scratch, pattern, request, key->values[0]);
    return possible && ask &&
           iam_patterns_match_possible(evaluation->scratch, &one, request, possible);
}

/* Of AWS's own, an id is of a principal that is no more, whom nothing is granted; but a Deny of one
 * that is there would be missed. */
static enum grant grant_of_id(const struct evaluation *evaluation,
                              const struct iam_principal_pattern *pattern, bool denies)
{
    const struct iam_principal *principal = &evaluation->request->principal;
    bool role =
        principal->kind == IAM_PRINCIPAL_ROLE || principal->kind == IAM_PRINCIPAL_ROLE_SESSION;

    if ((!role && principal->kind != IAM_PRINCIPAL_USER) ||
        !has_user_id(evaluation, pattern->user_id, denies))
        return NO_GRANT;
    return role ? GRANT_ROLE : GRANT_PRINCIPAL;
}

static enum grant grant_of_pattern(const struct evaluation *evaluation,
                                   const struct iam_principal_pattern *pattern, bool denies)
{
    const struct iam_principal *principal = &evaluation->request->principal;
    bool member = iam_principal_is_member(principal);
    bool root = principal->kind == IAM_PRINCIPAL_ROOT_USER, same;

    switch (pattern->kind) {
    case IAM_PRINCIPAL_PATTERN_EVERYBODY:
        return GRANT_PRINCIPAL;
    case IAM_PRINCIPAL_PATTERN_ACCOUNT:
        if (!member || strcmp(pattern->text, principal->account) != 0 ||
            (pattern->partition && strcmp(pattern->partition, principal->partition) != 0))
            return NO_GRANT;
        return root ? GRANT_PRINCIPAL : GRANT_ACCOUNT;
    case IAM_PRINCIPAL_PATTERN_ARN:
        /* The name of a role is its own in an account, whatever its path:
         * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
        if (principal->kind == IAM_PRINCIPAL_ROLE_SESSION &&
            (principal->path_unknown ? iam_is_same_role(pattern->text, principal->arn)
                                     : strcmp(pattern->text, principal->arn) == 0))
            return GRANT_ROLE;
        if (principal->kind == IAM_PRINCIPAL_ROLE && pattern->user_id &&
            iam_is_session_of(pattern->text, principal->arn))
            return has_user_id(evaluation, pattern->user_id, true) ? GRANT_PRINCIPAL : NO_GRANT;
        if (strcmp(pattern->text, principal->name) != 0)
            return NO_GRANT;
        return principal->kind == IAM_PRINCIPAL_ROLE ? GRANT_ROLE : GRANT_PRINCIPAL;
    case IAM_PRINCIPAL_PATTERN_SERVICE:
        same =
            principal->kind == IAM_PRINCIPAL_SERVICE && strcmp(pattern->text, principal->name) == 0;
        return same ? GRANT_PRINCIPAL : NO_GRANT;
    case IAM_PRINCIPAL_PATTERN_PROVIDER:
        same = strcmp(pattern->text, "*") == 0 || strcmp(pattern->text, principal->name) == 0;
        return same && principal->kind == IAM_PRINCIPAL_PROVIDER ? GRANT_PRINCIPAL : NO_GRANT;
    case IAM_PRINCIPAL_PATTERN_UNIQUE_ID:
        return grant_of_id(evaluation, pattern, denies);
    case IAM_PRINCIPAL_PATTERN_CANONICAL_USER:
        break;
    }
    return NO_GRANT;
}

/* Grants of a list, as bits: each way in which it names the principal. */
static unsigned grants_of(const struct evaluation *evaluation,
                          const struct iam_statement *statement)
{
    bool denies = statement->effect == IAM_EFFECT_DENY;
    unsigned grants = 0;

    for (size_t i = 0; i < statement->principal_count; i++)
        grants |= 1U << grant_of_pattern(evaluation, &statement->principals[i], denies);
    return grants & ~(1U << NO_GRANT);
}

static bool names_canonical_user(const struct iam_statement *statement)
{
    for (size_t i = 0; i < statement->principal_count; i++)
        if (statement->principals[i].kind == IAM_PRINCIPAL_PATTERN_CANONICAL_USER)
            return true;
    return false;
}

/*
 * NotPrincipal spares who is listed with all that AWS looks at: the account too, and of a session
 * the role. Nobody with a permissions boundary is exempt:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
static bool is_exempt(const struct evaluation *evaluation, unsigned grants)
{
    const struct iam_principal *principal = &evaluation->request->principal;
    unsigned needed = 1U << GRANT_PRINCIPAL;

    if (principal->kind == IAM_PRINCIPAL_USER || principal->kind == IAM_PRINCIPAL_FEDERATED_USER)
        needed |= 1U << GRANT_ACCOUNT;
    if (principal->kind == IAM_PRINCIPAL_ROLE || principal->kind == IAM_PRINCIPAL_ROLE_SESSION)
        needed |= 1U << GRANT_ROLE | 1U << GRANT_ACCOUNT;
    return (grants & needed) == needed &&
           !(iam_principal_has_policies(principal) && evaluation->policies->boundaries.count > 0);
}

static enum grant statement_grant(const struct evaluation *evaluation,
                                  const struct iam_statement *statement)
{
    if (!statement->has_principal)
        return GRANT_PRINCIPAL;
    unsigned grants = grants_of(evaluation, statement);
    if (statement->not_principal)
        return is_exempt(evaluation, grants) ? NO_GRANT : GRANT_PRINCIPAL;
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

bool iam_statement_concerns(struct arena *scratch, const struct iam_statement *statement,
                            const struct iam_request *request)
{
    if (iam_patterns_match(scratch, &statement->actions, request, request->action) ==
        statement->not_action)
        return false;
    if (!statement->has_resource)
        return true;
    return statement->not_resource
               ? !iam_patterns_match(scratch, &statement->resources, request, request->resource)
               : iam_patterns_may_match(scratch, &statement->resources, request, request->resource);
}

static bool has_variable(const struct iam_patterns *patterns, const char *key)
{
    const char *variable;

    for (size_t i = 0; i < patterns->count; i++)
        for (size_t n = 0; (variable = iam_pattern_variable(&patterns->items[i], n)); n++)
            if (text_same_any_case(variable, key))
                return true;
    return false;
}

static bool statement_asks(const struct iam_statement *statement, const char *key)
{
    bool asks = has_variable(&statement->resources, key);

    for (size_t i = 0; i < statement->condition_count && !asks; i++)
        asks = text_same_any_case(statement->conditions[i].key, key) ||
               has_variable(&statement->conditions[i].patterns, key);
    return asks;
}

bool iam_policy_asks(struct arena *scratch, const struct iam_policy *policy,
                     const struct iam_request *request, const char *key)
{
    for (size_t i = 0; i < policy->statement_count; i++)
        if (statement_asks(&policy->statements[i], key) &&
            iam_statement_concerns(scratch, &policy->statements[i], request))
            return true;
    return false;
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

/* Whether the statement would be of the request if a policy variable could stand for the Region or
 * the account of its resource. */
static bool check_misplaced(const struct evaluation *evaluation,
                            const struct iam_statement *statement)
{
    const struct iam_request *request = evaluation->request;

    if (!iam_statement_concerns(evaluation->scratch, statement, request) ||
        iam_patterns_match(evaluation->scratch, &statement->resources, request, request->resource))
        return true;
    for (size_t i = 0; i < statement->resources.count; i++) {
        struct iam_patterns one = {.items = &statement->resources.items[i], .count = 1};

        if (one.items->misplaced &&
            iam_patterns_may_match(evaluation->scratch, &one, request, request->resource))
            return error_set(evaluation->err, ERROR_INPUT,
                             "%s: \"%.200s\" has a policy variable before the fifth colon, where "
                             "AWS's documents take none: whether it matches cannot be told",
                             statement->not_resource ? "NotResource" : "Resource",
                             one.items->source);
    }
    return true;
}

/* The key of a policy variable without a value that makes the statement apply; NULL: none does. */
static const char *unresolved_of(const struct iam_statement *statement,
                                 const struct iam_request *request)
{
    const char *key =
        statement->not_resource ? iam_patterns_unresolved(&statement->resources, request) : NULL;

    for (size_t i = 0; i < statement->condition_count && !key; i++)
        key = iam_condition_unresolved(&statement->conditions[i], request);
    return key;
}

static bool scan_statement(struct evaluation *evaluation, const struct iam_policy *policy,
                           const struct iam_statement *statement, struct verdict *verdict)
{
    const struct iam_condition *unmet;
    struct iam_world *world = evaluation->request->world;
    const char *variable = NULL;
    enum grant grant;

    world->policy = policy;
    world->statement = statement;
    if (statement->resources.misplaced && !check_misplaced(evaluation, statement))
        return false;
    if (!speaks_of(evaluation, statement))
        return true;
    grant = statement_grant(evaluation, statement);
    if (grant == NO_GRANT || statement->not_principal) {
        if (names_canonical_user(statement))
            return error_set(evaluation->err, ERROR_INPUT,
                             "a CanonicalUser cannot be compared with the principal: name the "
                             "account or principal by its ARN");
        if (grant == NO_GRANT)
            return true;
    }
    if (!check_conditions(evaluation, statement, &unmet))
        return false;
    bool denies = statement->effect == IAM_EFFECT_DENY;
    if (unmet && denies && !evaluation->skipped.statement &&
        !iam_request_key(evaluation->request, unmet->key))
        evaluation->skipped =
            (struct iam_skipped_deny){.policy = policy, .statement = statement, .condition = unmet};
    if (!unmet)
        variable = unresolved_of(statement, evaluation->request);
    if (variable && denies && !iam_world_holds(world, NULL, NULL, variable))
        return true;
    bool lacks = unmet || (variable && !denies);
    if (lacks && (denies || verdict->decision.statement))
        return true;
    if (!lacks && !denies) {
        if (grant <= verdict->grant)
            return true;
        verdict->grant = grant;
    }
    evaluation->denied = denies;
    verdict->decision.type = denies  ? IAM_DECISION_EXPLICITLY_DENIED
                             : lacks ? IAM_DECISION_IMPLICITLY_DENIED
                                     : IAM_DECISION_ALLOWED;
    verdict->decision.policy = policy;
    verdict->decision.statement = statement;
    verdict->decision.condition = unmet;
    verdict->decision.variable = variable;
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
            !scan(evaluation, policies->resource_control[i], IAM_POLICY_RESOURCE_CONTROL, i,
                  &ignored))
            return false;
    return true;
}

/* Each policy of the resource must allow: the verdict is of the one that grants least. */
static bool scan_resource(struct evaluation *evaluation, struct verdict *out)
{
    struct iam_policies policies = evaluation->policies->resource;
    struct verdict verdict;

    *out = (struct verdict){.decision.policy_type = IAM_POLICY_RESOURCE};
    if (evaluation->request->rules[IAM_SERVICE_RULE_UNHEEDED])
        return true;
    for (size_t i = 0; i < policies.count && !evaluation->denied; i++) {
        struct iam_policies one = {.items = &policies.items[i], .count = 1};

        if (!scan(evaluation, one, IAM_POLICY_RESOURCE, i, &verdict))
            return false;
        if (i == 0 || verdict.grant < out->grant)
            *out = verdict;
    }
    return true;
}

/* Whether the principal is a service-linked role: where its path is not known, in this world. */
static bool is_linked(struct evaluation *evaluation)
{
    const struct iam_request *request = evaluation->request;
    const struct iam_policy_set *policies = evaluation->policies;
    const struct iam_possible_key *arn = iam_possible_key(request, "aws:PrincipalArn");

    if (!arn || !strstr(request->principal.arn, ":role/" ARN_SERVICE_ROLE_NAME) ||
        policies->service_control_count + policies->resource_control_count == 0)
        return request->principal.service_linked_role;
    if (!evaluation->linked.source &&
        !iam_pattern_parse(evaluation->scratch, "arn:*:iam::*:" ARN_SERVICE_ROLE_PATH "*",
                           IAM_PATTERN_RESOURCE, false, &evaluation->linked, evaluation->err))
        return false;
    request->world->policy = NULL;
    return iam_patterns_match_possible(
        evaluation->scratch, &(struct iam_patterns){.items = &evaluation->linked, .count = 1},
        request, arn);
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
    bool linked = is_linked(evaluation);
    struct iam_policies none = {NULL, 0}, session = attached ? policies->session : none;
    bool limited = session.count > 0 || principal->kind == IAM_PRINCIPAL_FEDERATED_USER;

    return (linked || scan_resource_control(evaluation)) &&
           require_levels(evaluation, policies->service_control,
                          linked || !member ? 0 : policies->service_control_count,
                          IAM_POLICY_SERVICE_CONTROL, &verdicts->controls) &&
           require_each(evaluation, policies->vpc_endpoint, IAM_POLICY_VPC_ENDPOINT,
                        &verdicts->controls) &&
           scan_resource(evaluation, &verdicts->resource) &&
           scan(evaluation, attached ? policies->identity : none, IAM_POLICY_IDENTITY, 0,
                &verdicts->identity) &&
           require_each(evaluation, attached ? policies->boundaries : none,
                        IAM_POLICY_PERMISSIONS_BOUNDARY, &verdicts->limits) &&
           require_levels(evaluation, &session, limited, IAM_POLICY_SESSION, &verdicts->limits);
}

/* The verdict that decides, when no policy denies. */
static const struct verdict *combine(const struct iam_request *request,
                                     const struct verdicts *verdicts)
{
    const struct iam_principal *principal = &request->principal;
    const struct verdict *resource = &verdicts->resource, *identity = &verdicts->identity;
    bool root = principal->kind == IAM_PRINCIPAL_ROOT_USER;
    bool same = iam_principal_is_of(principal, request->resource_account);
    bool both = request->rules[IAM_SERVICE_RULE_BY_BOTH];

    if (verdicts->controls.grant == NO_GRANT)
        return &verdicts->controls;
    if (resource->grant == NO_GRANT &&
        (!same || both || request->rules[IAM_SERVICE_RULE_BY_RESOURCE]))
        return resource;
    if (!iam_principal_is_member(principal) ||
        (same && resource->grant == GRANT_PRINCIPAL && !both))
        return resource;
    if (root && resource->grant != NO_GRANT)
        return resource;
    bool by_role = same && resource->grant == GRANT_ROLE && !both;
    if (identity->grant == NO_GRANT && !by_role && !root)
        return identity;
    if (verdicts->limits.grant == NO_GRANT)
        return &verdicts->limits;
    return by_role && identity->grant == NO_GRANT ? resource : identity;
}

/* In the world of the request. */
static bool decide(struct evaluation *evaluation)
{
    const struct iam_request *request = evaluation->request;
    const struct iam_service_rule *never = request->rules[IAM_SERVICE_RULE_NEVER];
    struct verdicts verdicts = {.controls.grant = GRANT_PRINCIPAL, .limits.grant = GRANT_PRINCIPAL};
    struct iam_decision *out = evaluation->out;

    *out = (struct iam_decision){0};
    if (!scan_all(evaluation, &verdicts))
        return false;
    if (evaluation->denied)
        return true;
    const struct verdict *verdict = combine(request, &verdicts);
    *out = verdict->decision;
    if (request->principal.kind == IAM_PRINCIPAL_ROOT_USER && verdict == &verdicts.identity)
        out->type = IAM_DECISION_ALLOWED; /* it needs no policy */
    if (out->type == IAM_DECISION_ALLOWED && never)
        *out = (struct iam_decision){.type = IAM_DECISION_IMPLICITLY_DENIED, .rule = never};
    if (out->type == IAM_DECISION_ALLOWED && verdicts.resource.grant != NO_GRANT)
        out->resource_statement = verdicts.resource.decision.statement;
    out->skipped = evaluation->skipped;
    return true;
}

static bool undecided(const struct evaluation *evaluation, const struct iam_assumption *open)
{
    const struct iam_statement *statement = open->policy ? open->statement : NULL;
    bool sid = statement && statement->sid;

    if (open->key)
        error_set(evaluation->err, ERROR_INPUT,
                  "the decision hangs on %s, of which the request says only its form (%s): give it "
                  "in the context",
                  open->key->name, open->key->text);
    else
        error_set(
            evaluation->err, ERROR_INPUT,
            "the decision hangs on a Deny whose policy variable ${%s} has no one value in the "
            "request, which AWS says may make the statement invalid: give %s in the context, "
            "or a default in the policy",
            open->text, open->text);
    return statement &&
           error_prefix(evaluation->err, "%s: %s%s%s%s: ", open->policy->name, statement->place,
                        sid ? " (" : "", sid ? statement->sid : "", sid ? ")" : "");
}

static bool too_much(const struct evaluation *evaluation)
{
    return error_set(evaluation->err, ERROR_INPUT,
                     "too many patterns may match a context key of which the request says only "
                     "its form: give %s in the context",
                     evaluation->request->possible[0].name);
}

/* Decides in every world of the request; false where they differ. */
static bool decide_all(struct evaluation *evaluation, struct iam_world *world)
{
    const struct iam_assumption *changed;

    if (!decide(evaluation))
        return false;
    if (world->exhausted)
        return too_much(evaluation);
    struct iam_decision first = *evaluation->out;
    for (size_t worlds = 1; (changed = iam_world_next(world)) != NULL; worlds++) {
        struct iam_assumption open = *changed;

        evaluation->denied = false;
        evaluation->skipped = (struct iam_skipped_deny){0};
        if (worlds == WORLD_LIMIT)
            return undecided(evaluation, &open);
        if (!decide(evaluation))
            return false;
        if (world->exhausted)
            return too_much(evaluation);
        if (evaluation->out->type != first.type)
            return undecided(evaluation, &open);
    }
    *evaluation->out = first;
    return true;
}

/* The resource that the request names has no policy, or is not what the service asks about. */
static bool check_resource(const struct evaluation *evaluation)
{
    const struct iam_service_rule *wrong = evaluation->request->rules[IAM_SERVICE_RULE_WRONG];
    const struct iam_service_rule *none = evaluation->request->rules[IAM_SERVICE_RULE_NO_POLICY];
    const struct iam_service_rule *two = evaluation->request->rules[IAM_SERVICE_RULE_TWO_POLICIES];
    size_t count = evaluation->policies->resource.count;

    if (!wrong && count && none)
        wrong = none;
    if (wrong)
        return error_set(evaluation->err, ERROR_INPUT, "resource %s: %s (%s)",
                         evaluation->request->resource, wrong->text, wrong->document);
    return count <= 1 || two ||
           error_set(evaluation->err, ERROR_INPUT,
                     "resource %s: it has one policy, not %zu: give resourcePolicy",
                     evaluation->request->resource, count);
}

bool iam_decide(struct arena *scratch, const struct iam_policy_set *policies,
                const struct iam_request *request, struct iam_decision *out, struct error *err)
{
    struct iam_request in_world = *request;
    struct iam_world world;
    struct evaluation evaluation = {
        .scratch = scratch, .policies = policies, .request = &in_world, .err = err, .out = out};

    *out = (struct iam_decision){0};
    if (!check_resource(&evaluation))
        return false;
    if (request->rules[IAM_SERVICE_RULE_ALLOWED]) {
        *out = (struct iam_decision){.type = IAM_DECISION_ALLOWED,
                                     .rule = request->rules[IAM_SERVICE_RULE_ALLOWED]};
        return true;
    }
    struct arena_mark mark = arena_mark(scratch);
    iam_world_begin(&world);
    in_world.world = &world;
    bool done = decide_all(&evaluation, &world);
    arena_rewind(scratch, mark);
    return done;
}

/* "StringLike on aws:SourceVpc, which is "vpc-1"". */
static const char *describe(struct arena *arena, const struct iam_condition *condition,
                            const struct iam_request *request)
{
    const struct iam_context_key *key = iam_request_key(request, condition->key);

    for (size_t i = 0; i < request->possible_count; i++)
        if (text_same_any_case(request->possible[i].name, condition->key))
            return arena_printf(arena, "%s on %s, whichever it is (%s)", condition->text,
                                condition->key, request->possible[i].text);
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
static const char *describe_skipped(struct arena *arena, const struct iam_decision *decision,
                                    const struct iam_request *request)
{
    const struct iam_skipped_deny *skipped = &decision->skipped;

    if (!skipped->statement)
        return "";
    return arena_printf(arena, "; the Deny in %s of %s does not apply: %s",
                        skipped->statement->place, skipped->policy->name,
                        describe(arena, skipped->condition, request));
}

static const char *describe_decision(struct arena *arena, const struct iam_decision *decision,
                                     const struct iam_request *request)
{
    const char *type = iam_policy_type_text(decision->policy_type);
    const struct iam_statement *statement = decision->statement;
    bool leveled = decision->policy_type == IAM_POLICY_SERVICE_CONTROL ||
                   decision->policy_type == IAM_POLICY_RESOURCE_CONTROL;
    const char *level = leveled ? arena_printf(arena, " at level %zu", decision->level) : "";
    const char *also = "";

    if (decision->rule)
        return arena_printf(arena, "%s (%s)", decision->rule->text, decision->rule->document);
    if (decision->resource_statement && decision->resource_statement != statement)
        also = arena_printf(arena, " and in the resource-based policy, %s",
                            decision->resource_statement->place);
    if (decision->type == IAM_DECISION_ALLOWED && !statement)
        return "the root user needs no policy";
    if (decision->type == IAM_DECISION_ALLOWED)
        return arena_printf(arena, "Allow in the %s%s%s%s", type, level, also,
                            describe_met(arena, statement, request));
    if (decision->type == IAM_DECISION_EXPLICITLY_DENIED)
        return arena_printf(arena, "Deny in the %s%s%s", type, level,
                            describe_met(arena, statement, request));
    if (!statement)
        return arena_printf(arena, "no %s%s allows it", type, level);
    if (decision->variable)
        return arena_printf(arena,
                            "no %s%s allows it; this statement would, but its policy variable "
                            "${%s} has no one value in the request, which makes it invalid",
                            type, level, decision->variable);
    return arena_printf(arena,
                        "no %s%s allows it; this statement would, but its Condition is not "
                        "met: %s",
                        type, level, describe(arena, decision->condition, request));
}

const char *iam_decision_reason(struct arena *arena, const struct iam_decision *decision,
                                const struct iam_request *request)
{
    return arena_printf(arena, "%s%s", describe_decision(arena, decision, request),
                        describe_skipped(arena, decision, request));
}
