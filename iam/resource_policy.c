#include "iam/resource_policy.h"

#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/policy.h"

/* The service as a policy sees it, with what is known of each of its requests. */
struct caller {
    struct arena *arena;
    const char *service; /* "bedrock.amazonaws.com" */
    const char *vendor;  /* "bedrock", as in the ARNs of what it acts for */
    struct iam_request request;
};

static bool lists(const struct iam_statement *statement, enum iam_principal_pattern_kind kind,
                  const char *text)
{
    for (size_t i = 0; i < statement->principal_count; i++)
        if (statement->principals[i].kind == kind &&
            strcmp(statement->principals[i].text, text) == 0)
            return true;
    return false;
}

static bool matches_principal(const struct iam_statement *statement, const char *service)
{
    bool listed = lists(statement, IAM_PRINCIPAL_PATTERN_SERVICE, service) ||
                  lists(statement, IAM_PRINCIPAL_PATTERN_EVERYBODY, "*");

    return statement->has_principal && listed != statement->not_principal;
}

/* Whether one of the condition's ARNs can be an ARN of the vendor, by its third part. */
static bool may_name(const struct caller *caller, const struct iam_condition *condition)
{
    for (size_t i = 0; i < condition->patterns.count; i++) {
        const struct iam_pattern *value = &condition->patterns.items[i];
        struct iam_pattern service;
        struct error ignored;

        if (strcmp(value->source, "*") == 0)
            return true;
        const char *part = arn_service(caller->arena, value->source);
        if (part &&
            iam_pattern_parse(caller->arena, part, IAM_PATTERN_TEXT, false, &service, &ignored) &&
            iam_pattern_match(caller->arena, &service, &caller->request, caller->vendor))
            return true;
    }
    return false;
}

/*
 * Whether the service can meet the condition. It has keys in each of its requests, and others when
 * it acts for a resource, whose values are not known here.
 */
static bool can_meet(const struct caller *caller, const struct iam_condition *condition)
{
    const char *key = condition->key;
    struct error ignored;
    bool met;

    if (iam_request_key(&caller->request, key))
        return iam_condition_met(caller->arena, condition, &caller->request, &met, &ignored) &&
               met && !iam_condition_unresolved(condition, &caller->request);
    if (iam_condition_is_negated(condition))
        return false;
    if (text_same_any_case(key, "aws:SourceArn"))
        return may_name(caller, condition);
    return text_begins_any_case(key, "aws:SourceAccount") ||
           text_begins_any_case(key, "aws:SourceOrg");
}

static bool allows(const struct caller *caller, const struct iam_statement *statement)
{
    if (lists(statement, IAM_PRINCIPAL_PATTERN_SERVICE, caller->service))
        return true;
    for (size_t i = 0; i < statement->condition_count; i++)
        if (!can_meet(caller, &statement->conditions[i]))
            return false;
    return true;
}

static bool read_caller(struct arena *arena, const char *service, const char *action,
                        struct caller *out, struct error *err)
{
    cJSON *request = cJSON_CreateObject();

    *out = (struct caller){.arena = arena,
                           .service = service,
                           .vendor = arena_strndup(arena, service, strcspn(service, "."))};
    cJSON_AddStringToObject(request, "action", action);
    cJSON_AddStringToObject(request, "resource", "*");
    cJSON_AddStringToObject(request, "principal", service);
    return iam_request_parse(arena, request, &out->request, err);
}

static bool refuse(const struct iam_policy *policy, struct error *err)
{
    return error_set(err, ERROR_RULE, "%s: %s", policy->place,
                     policy->why
                         ? policy->why
                         : "IAM does not take what it holds; \"configrule simulate\", given "
                           "the policy, says why");
}

bool resource_policy_allows_service(struct arena *arena, const cJSON *json,
                                    const char *service_principal, const char *action,
                                    bool *allowed, struct error *err)
{
    bool allow = false, deny = false;
    struct iam_policy policy = {0};
    struct caller caller;

    if (!read_caller(arena, service_principal, action, &caller, err) ||
        !iam_policy_parse(arena, json, NULL, IAM_POLICY_RESOURCE, &policy, err)) {
        err->kind = ERROR_RULE;
        return policy.place ? refuse(&policy, err) : false;
    }
    for (size_t i = 0; i < policy.statement_count; i++) {
        const struct iam_statement *statement = &policy.statements[i];

        if (!matches_principal(statement, service_principal) ||
            iam_patterns_match(arena, &statement->actions, &caller.request,
                               caller.request.action) == statement->not_action)
            continue;
        if (statement->effect == IAM_EFFECT_DENY)
            deny = deny || !statement->condition_count;
        else
            allow = allow || allows(&caller, statement);
    }
    *allowed = allow && !deny;
    return true;
}
