#include "iam/reason.h"

#include "core/text.h"
#include "iam/service_rules.h"

/* StringLike on aws:SourceVpc, which is "vpc-1" */
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

/* "; the Deny in Statement[1] of scp.json does not apply: ..."; "": there is none. */
static const char *describe_skipped(struct arena *arena, const struct iam_decision *decision,
                                    const struct iam_request *request)
{
    const struct iam_skipped_deny *skipped = &decision->skipped;

    if (!skipped->statement)
        return "";
    const char *name = skipped->policy->name;
    return arena_printf(arena, "; the Deny in %s%s%s does not apply: %s", skipped->statement->place,
                        name ? " of " : "", name ? name : "",
                        describe(arena, skipped->condition, request));
}

static const char *describe_decision(struct arena *arena, const struct iam_decision *decision,
                                     const struct iam_request *request)
{
    const char *type = iam_policy_type_text(decision->policy_type);
    const struct iam_statement *statement = decision->statement;
    const char *level = iam_policy_type_has_levels(decision->policy_type)
                            ? arena_printf(arena, " at level %zu", decision->level)
                            : "";
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
