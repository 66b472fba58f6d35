#include "core/text.h"
#include "iam/actions.h"
#include "iam/bedrock.h"
#include "iam/keys.h"
#include "iam/lint.h"
#include "iam/linter.h"
#include "iam/resource_control.h"

static bool has_text(const struct texts *texts, const char *key)
{
    for (size_t i = 0; i < texts->count; i++)
        if (text_same_any_case(texts->items[i], key))
            return true;
    return false;
}

static void add_key(struct texts *texts, const char *key)
{
    if (!has_text(texts, key))
        texts_add(texts, key);
}

static void add_variables(struct texts *texts, const struct iam_patterns *patterns)
{
    const char *key;

    for (size_t i = 0; i < patterns->count; i++)
        for (size_t n = 0; (key = iam_pattern_variable(&patterns->items[i], n)); n++)
            add_key(texts, key);
}

static void add_statement(struct texts *texts, const struct iam_statement *statement)
{
    add_variables(texts, &statement->resources);
    for (size_t i = 0; i < statement->condition_count; i++) {
        add_key(texts, statement->conditions[i].key);
        add_variables(texts, &statement->conditions[i].patterns);
    }
}

/*
 * The keys that the policies ask for when they are asked about this action and resource, each once.
 * request NULL: about any.
 */
static struct texts asked_keys(struct arena *arena, const struct iam_policies *policies,
                               const struct iam_request *request)
{
    struct texts texts = {.arena = arena};

    for (size_t i = 0; i < policies->count; i++)
        for (size_t j = 0; j < policies->items[i].statement_count; j++)
            if (!request ||
                iam_statement_concerns(arena, &policies->items[i].statements[j], request))
                add_statement(&texts, &policies->items[i].statements[j]);
    return texts;
}

const char *const *iam_missing_context(struct arena *arena, const struct iam_policies *policies,
                                       const struct iam_request *request)
{
    struct texts asked = asked_keys(arena, policies, request), missing = {.arena = arena};

    for (size_t i = 0; i < asked.count; i++)
        if (!iam_request_key(request, asked.items[i]))
            texts_add(&missing, asked.items[i]);
    return texts_list(&missing);
}

static bool has_type(const struct iam_policies *policies, enum iam_policy_type type)
{
    for (size_t i = 0; i < policies->count; i++)
        if (policies->items[i].type == type)
            return true;
    return false;
}

/* Of keys that a policy asks for and AWS always sends, and of keys that nobody asks for. */
static void warn_of_context(struct texts *warnings, const struct iam_policies *policies,
                            const struct iam_request *request)
{
    struct texts asked = asked_keys(warnings->arena, policies, request);
    const char *const *names = texts_list(&asked);

    for (; *names; names++) {
        struct iam_key known;

        if (iam_key_find(*names, &known) && known.permanent && !iam_request_key(request, *names))
            texts_printf(warnings, "the context lacks %s, which AWS always sends", *names);
    }
    asked = asked_keys(warnings->arena, policies, NULL);
    for (size_t i = 0; i < request->context_count; i++) {
        const char *key = request->context[i].name;
        const char *fault = has_text(&asked, key) ? NULL : iam_key_fault(warnings->arena, key);

        if (fault)
            texts_printf(warnings, "%s of the context %s", key, fault);
    }
}

static void warn_of_action(struct texts *warnings, const struct iam_request *request)
{
    struct iam_pattern action = {.source = request->action, .compiled = request->action};
    const char *fault = iam_action_fault(warnings->arena, &action);

    if (iam_is_authorised_as_invoke(request->action))
        fault = "is authorised as bedrock:InvokeModel, or InvokeModelWithResponseStream";
    if (fault)
        texts_printf(warnings, "the action %s %s", request->action, fault);
    fault = iam_action_resource_fault(warnings->arena, request->action, request->resource);
    if (fault)
        texts_printf(warnings, "the action %s %s", request->action, fault);
}

const char *const *iam_request_lint(struct arena *arena, const struct iam_request *request,
                                    const struct iam_policies *policies)
{
    struct texts warnings = {.arena = arena};
    const char *fault = iam_bedrock_arn_fault(arena, request->resource);

    warn_of_action(&warnings, request);
    if (fault)
        texts_printf(&warnings, "there is no resource %s: %s", request->resource, fault);
    if (has_type(policies, IAM_POLICY_RESOURCE_CONTROL) &&
        !iam_has_resource_control(request->action))
        texts_printf(&warnings, "resource control policies do not restrict %s", request->action);
    if (has_type(policies, IAM_POLICY_RESOURCE) && request->account_assumed)
        texts_add(&warnings, "the resource is taken for one of the principal's account: give "
                             "resourceAccount");
    warn_of_context(&warnings, policies, request);
    return texts_list(&warnings);
}
