#include "iam/decision.h"

#include <string.h>

#include "core/arn.h"
#include "iam/resource_control.h"
#include "iam/service_rules.h"

/* What the policies of one type, or of one level, say. */
struct answer {
    struct iam_decision decision;
    enum iam_grant grant; /* of the Allow that matched best; IAM_GRANT_NONE: none did */
};

#define WORLD_LIMIT 4096 /* worlds of one decision; IAM_WORLD_WORK_LIMIT bounds what they take */

struct decider {
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

static void set_answer(struct answer *answer, enum iam_decision_type type,
                       const struct iam_policy *policy, const struct iam_statement *statement,
                       const struct iam_match *match)
{
    answer->decision.type = type;
    answer->decision.policy = policy;
    answer->decision.statement = statement;
    answer->decision.condition = match->unmet;
    answer->decision.variable = match->variable;
}

/* A Deny decides. One whose condition asks for a key that the request lacks is remembered. */
static void fold_deny(struct decider *decider, const struct iam_policy *policy,
                      const struct iam_statement *statement, const struct iam_match *match,
                      struct answer *answer)
{
    const struct iam_request *request = decider->request;

    if (match->unmet) {
        if (!decider->skipped.statement && !iam_request_key(request, match->unmet->key))
            decider->skipped = (struct iam_skipped_deny){
                .policy = policy, .statement = statement, .condition = match->unmet};
        return;
    }
    if (match->variable && !iam_world_holds(request->world, NULL, NULL, match->variable))
        return;
    decider->denied = true;
    set_answer(answer, IAM_DECISION_EXPLICITLY_DENIED, policy, statement, match);
}

/*
 * The Allow that grants most counts. While there is none, the first one is kept of which only a
 * condition or a variable does not fit.
 */
static void fold_allow(const struct iam_policy *policy, const struct iam_statement *statement,
                       const struct iam_match *match, struct answer *answer)
{
    bool allows = !match->unmet && !match->variable;

    if (allows ? match->grant <= answer->grant : answer->decision.statement != NULL)
        return;
    if (allows)
        answer->grant = match->grant;
    set_answer(answer, allows ? IAM_DECISION_ALLOWED : IAM_DECISION_IMPLICITLY_DENIED, policy,
               statement, match);
}

static bool ask_statement(struct decider *decider, const struct iam_policy *policy,
                          const struct iam_statement *statement, struct answer *answer)
{
    bool bounded = decider->policies->boundaries.count > 0;
    struct iam_world *world = decider->request->world;
    struct iam_match match;

    world->policy = policy;
    world->statement = statement;
    if (!iam_statement_match(decider->scratch, statement, decider->request, bounded, &match,
                             decider->err)) {
        error_prefix(decider->err, "%s: ", statement->place);
        return iam_policy_prefix(policy, decider->err);
    }
    if (match.grant == IAM_GRANT_NONE)
        return true;
    if (statement->effect == IAM_EFFECT_DENY)
        fold_deny(decider, policy, statement, &match, answer);
    else
        fold_allow(policy, statement, &match, answer);
    return true;
}

/* Asks all of these policies together. A Deny ends it, and is the decision. */
static bool ask(struct decider *decider, struct iam_policies policies, enum iam_policy_type type,
                size_t level, struct answer *answer)
{
    *answer = (struct answer){.decision = {.policy_type = type, .level = level}};
    if (decider->denied)
        return true;
    for (size_t i = 0; i < policies.count; i++) {
        const struct iam_policy *policy = &policies.items[i];

        for (size_t j = 0; j < policy->statement_count && !decider->denied; j++)
            if (!ask_statement(decider, policy, &policy->statements[j], answer))
                return false;
    }
    if (decider->denied)
        *decider->out = answer->decision;
    return true;
}

/* These policies together must allow. *lack keeps the first answer that does not. */
static bool require(struct decider *decider, struct iam_policies policies,
                    enum iam_policy_type type, size_t level, struct answer *lack)
{
    struct answer answer;

    if (!ask(decider, policies, type, level, &answer))
        return false;
    if (lack->grant != IAM_GRANT_NONE && answer.grant == IAM_GRANT_NONE)
        *lack = answer;
    return true;
}

/* Each level must allow. */
static bool require_levels(struct decider *decider, const struct iam_policies *levels, size_t count,
                           enum iam_policy_type type, struct answer *lack)
{
    for (size_t i = 0; i < count && !decider->denied; i++)
        if (!require(decider, levels[i], type, i, lack))
            return false;
    return true;
}

/* Each policy must allow. */
static bool require_each(struct decider *decider, struct iam_policies policies,
                         enum iam_policy_type type, struct answer *lack)
{
    for (size_t i = 0; i < policies.count && !decider->denied; i++) {
        struct iam_policies one = {.items = &policies.items[i], .count = 1};

        if (!require(decider, one, type, i, lack))
            return false;
    }
    return true;
}

/* RCPFullAWSAccess is at every level and cannot be detached, so that only a Deny counts. */
static bool ask_resource_control(struct decider *decider)
{
    const struct iam_policy_set *policies = decider->policies;
    struct answer ignored;

    for (size_t i = 0; i < policies->resource_control_count; i++)
        if (iam_has_resource_control(decider->request->action) &&
            !ask(decider, policies->resource_control[i], IAM_POLICY_RESOURCE_CONTROL, i, &ignored))
            return false;
    return true;
}

/* Each policy of the resource must allow, so the answer is that of the one that grants least. */
static bool ask_resource(struct decider *decider, struct answer *out)
{
    struct iam_policies policies = decider->policies->resource;
    struct answer answer;

    *out = (struct answer){.decision.policy_type = IAM_POLICY_RESOURCE};
    if (decider->request->rules[IAM_SERVICE_RULE_UNHEEDED])
        return true;
    for (size_t i = 0; i < policies.count && !decider->denied; i++) {
        struct iam_policies one = {.items = &policies.items[i], .count = 1};

        if (!ask(decider, one, IAM_POLICY_RESOURCE, i, &answer))
            return false;
        if (i == 0 || answer.grant < out->grant)
            *out = answer;
    }
    return true;
}

/* Whether the principal is a service-linked role. Where its path is not known, the world says. */
static bool is_linked(struct decider *decider)
{
    const struct iam_request *request = decider->request;
    const struct iam_policy_set *policies = decider->policies;
    const struct iam_possible_key *arn = iam_possible_key(request, "aws:PrincipalArn");

    if (!arn || !strstr(request->principal.arn, ":role/" ARN_SERVICE_ROLE_NAME) ||
        policies->service_control_count + policies->resource_control_count == 0)
        return request->principal.service_linked_role;
    if (!decider->linked.source &&
        !iam_pattern_parse(decider->scratch, "arn:*:iam::*:" ARN_SERVICE_ROLE_PATH "*",
                           IAM_PATTERN_RESOURCE, false, &decider->linked, decider->err))
        return false;
    request->world->policy = NULL;
    return iam_patterns_match_possible(
        decider->scratch, &(struct iam_patterns){.items = &decider->linked, .count = 1}, request,
        arn);
}

/* What the policies say while none denies. */
struct answers {
    /* The first of the control and endpoint policies that lacks an Allow. */
    struct answer controls;
    struct answer limits; /* the same for boundaries and session policies */
    struct answer resource;
    struct answer identity;
};

static bool ask_all(struct decider *decider, struct answers *answers)
{
    const struct iam_policy_set *policies = decider->policies;
    const struct iam_principal *principal = &decider->request->principal;
    bool member = iam_principal_is_member(principal);
    bool attached = iam_principal_has_policies(principal);
    bool linked = is_linked(decider);
    struct iam_policies none = {NULL, 0}, session = attached ? policies->session : none;
    bool limited = session.count > 0 || principal->kind == IAM_PRINCIPAL_FEDERATED_USER;

    return (linked || ask_resource_control(decider)) &&
           require_levels(decider, policies->service_control,
                          linked || !member ? 0 : policies->service_control_count,
                          IAM_POLICY_SERVICE_CONTROL, &answers->controls) &&
           require_each(decider, policies->vpc_endpoint, IAM_POLICY_VPC_ENDPOINT,
                        &answers->controls) &&
           ask_resource(decider, &answers->resource) &&
           ask(decider, attached ? policies->identity : none, IAM_POLICY_IDENTITY, 0,
               &answers->identity) &&
           require_each(decider, attached ? policies->boundaries : none,
                        IAM_POLICY_PERMISSIONS_BOUNDARY, &answers->limits) &&
           require_levels(decider, &session, limited, IAM_POLICY_SESSION, &answers->limits);
}

/* The answer that decides, if no policy denies. */
static const struct answer *combine(const struct iam_request *request,
                                    const struct answers *answers)
{
    const struct iam_principal *principal = &request->principal;
    const struct answer *resource = &answers->resource, *identity = &answers->identity;
    bool root = principal->kind == IAM_PRINCIPAL_ROOT_USER;
    /* In one account the policy of the resource is enough, unless the service asks for both. */
    bool enough = iam_principal_is_of(principal, request->resource_account) &&
                  !request->rules[IAM_SERVICE_RULE_BY_BOTH];
    bool needed = !enough || request->rules[IAM_SERVICE_RULE_BY_RESOURCE];

    if (answers->controls.grant == IAM_GRANT_NONE)
        return &answers->controls;
    if (needed && resource->grant == IAM_GRANT_NONE)
        return resource;
    if (!iam_principal_is_member(principal) || (enough && resource->grant == IAM_GRANT_PRINCIPAL) ||
        (root && resource->grant != IAM_GRANT_NONE))
        return resource;
    bool by_role = enough && resource->grant == IAM_GRANT_ROLE;
    if (identity->grant == IAM_GRANT_NONE && !by_role && !root)
        return identity;
    if (answers->limits.grant == IAM_GRANT_NONE)
        return &answers->limits;
    return by_role && identity->grant == IAM_GRANT_NONE ? resource : identity;
}

/* Decides in the present world. */
static bool decide(struct decider *decider)
{
    const struct iam_request *request = decider->request;
    const struct iam_service_rule *never = request->rules[IAM_SERVICE_RULE_NEVER];
    struct answers answers = {.controls.grant = IAM_GRANT_PRINCIPAL,
                              .limits.grant = IAM_GRANT_PRINCIPAL};
    struct iam_decision *out = decider->out;

    *out = (struct iam_decision){0};
    if (!ask_all(decider, &answers))
        return false;
    if (decider->denied)
        return true;
    const struct answer *answer = combine(request, &answers);
    *out = answer->decision;
    if (request->principal.kind == IAM_PRINCIPAL_ROOT_USER && answer == &answers.identity)
        out->type = IAM_DECISION_ALLOWED; /* it needs no policy */
    if (out->type == IAM_DECISION_ALLOWED && never)
        *out = (struct iam_decision){.type = IAM_DECISION_IMPLICITLY_DENIED, .rule = never};
    if (out->type == IAM_DECISION_ALLOWED && answers.resource.grant != IAM_GRANT_NONE)
        out->resource_statement = answers.resource.decision.statement;
    out->skipped = decider->skipped;
    return true;
}

static bool undecided(const struct decider *decider, const struct iam_assumption *open)
{
    if (open->key)
        error_set(decider->err, ERROR_INPUT,
                  "the decision hangs on %s, of which the request says only its form (%s): give it "
                  "in the context",
                  open->key->name, open->key->text);
    else
        error_set(
            decider->err, ERROR_INPUT,
            "the decision hangs on a Deny whose policy variable ${%s} has no one value in the "
            "request, which AWS says may make the statement invalid: give %s in the context, "
            "or a default in the policy",
            open->text, open->text);
    if (!open->policy || !open->statement)
        return false;
    iam_statement_prefix(open->statement, decider->err);
    return iam_policy_prefix(open->policy, decider->err);
}

static bool too_much(const struct decider *decider)
{
    return error_set(decider->err, ERROR_INPUT,
                     "too many patterns may match a context key of which the request says only "
                     "its form: give %s in the context",
                     decider->request->possible[0].name);
}

/* The same from the beginning, while the world has room. */
static bool decide_once(struct decider *decider)
{
    decider->denied = false;
    decider->skipped = (struct iam_skipped_deny){0};
    if (!decide(decider))
        return false;
    return !decider->request->world->exhausted || too_much(decider);
}

/* Decides in every world of the request. False with *err: the decisions differ. */
static bool decide_all(struct decider *decider)
{
    const struct iam_assumption *changed;

    if (!decide_once(decider))
        return false;
    struct iam_decision first = *decider->out;
    for (size_t worlds = 1; (changed = iam_world_next(decider->request->world)); worlds++) {
        struct iam_assumption open = *changed;

        if (worlds == WORLD_LIMIT)
            return undecided(decider, &open);
        if (!decide_once(decider))
            return false;
        if (decider->out->type != first.type)
            return undecided(decider, &open);
    }
    *decider->out = first;
    return true;
}

/*
 * False with *err: the resource has no policy, though one is given, or the service decides on
 * another resource.
 */
static bool can_ask_resource(const struct decider *decider)
{
    const struct iam_service_rule *wrong = decider->request->rules[IAM_SERVICE_RULE_WRONG];
    const struct iam_service_rule *none = decider->request->rules[IAM_SERVICE_RULE_NO_POLICY];
    const struct iam_service_rule *two = decider->request->rules[IAM_SERVICE_RULE_TWO_POLICIES];
    size_t count = decider->policies->resource.count;

    if (!wrong && count && none)
        wrong = none;
    if (wrong)
        return error_set(decider->err, ERROR_INPUT, "resource %s: %s (%s)",
                         decider->request->resource, wrong->text, wrong->document);
    return count <= 1 || two ||
           error_set(decider->err, ERROR_INPUT,
                     "resource %s: it has one policy, not %zu: give resourcePolicy",
                     decider->request->resource, count);
}

bool iam_decide(struct arena *scratch, const struct iam_policy_set *policies,
                const struct iam_request *request, struct iam_decision *out, struct error *err)
{
    struct iam_request in_world = *request;
    struct iam_world world;
    struct decider decider = {
        .scratch = scratch, .policies = policies, .request = &in_world, .err = err, .out = out};

    *out = (struct iam_decision){0};
    if (!can_ask_resource(&decider))
        return false;
    if (request->rules[IAM_SERVICE_RULE_ALLOWED]) {
        *out = (struct iam_decision){.type = IAM_DECISION_ALLOWED,
                                     .rule = request->rules[IAM_SERVICE_RULE_ALLOWED]};
        return true;
    }
    struct arena_mark mark = arena_mark(scratch);
    iam_world_begin(&world);
    in_world.world = &world;
    bool done = decide_all(&decider);
    arena_rewind(scratch, mark);
    return done;
}
