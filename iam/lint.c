#include "iam/lint.h"

#include <string.h>

#include "core/arn.h"
#include "iam/actions.h"
#include "iam/bedrock.h"
#include "iam/linter.h"

static void lint_actions(struct linter *linter)
{
    const struct iam_statement *statement = linter->statement;
    const char *element = statement->not_action ? "NotAction" : "Action";
    bool denies = statement->effect == IAM_EFFECT_DENY;

    lint_patterns(linter, element, &statement->actions);
    for (size_t i = 0; i < statement->actions.count; i++) {
        const struct iam_pattern *action = &statement->actions.items[i];
        const char *fault = iam_action_fault(linter->warnings.arena, action);

        if (fault && !(denies && iam_is_authorised_as_invoke(action->source)))
            linter_warn(linter, "%s: \"%s\" %s", element, action->source, fault);
        if (statement->not_action && strcmp(action->source, "*") == 0)
            linter_warn(linter, "NotAction \"*\" leaves no action: the statement has no effect");
    }
}

static void lint_resources(struct linter *linter)
{
    const struct iam_statement *statement = linter->statement;
    const char *element = statement->not_resource ? "NotResource" : "Resource";

    lint_patterns(linter, element, &statement->resources);
    for (size_t i = 0; i < statement->resources.count; i++) {
        const char *source = statement->resources.items[i].source;
        const char *why = iam_bedrock_arn_fault(linter->warnings.arena, source);

        if (why)
            linter_warn(linter, "%s: \"%s\" matches nothing: %s", element, source, why);
        if (!arn_resource(linter->warnings.arena, source) && strcmp(source, "*") != 0)
            linter_warn(linter, "%s: \"%s\" lacks parts of an ARN, which may then be any", element,
                        source);
    }
    for (size_t i = 0; i < statement->resources.count && statement->not_resource; i++)
        if (strcmp(statement->resources.items[i].source, "*") == 0)
            linter_warn(linter,
                        "NotResource \"*\" leaves no resource: the statement has no effect");
}

/* Of placeholders in who is named. */
static void lint_principals(struct linter *linter)
{
    const struct iam_statement *statement = linter->statement;
    const char *element = statement->not_principal ? "NotPrincipal" : "Principal";

    for (size_t i = 0; i < statement->principal_count; i++)
        if (statement->principals[i].kind != IAM_PRINCIPAL_PATTERN_EVERYBODY)
            lint_placeholders(linter, element, statement->principals[i].text);
}

static bool covers_all(struct linter *linter, const struct iam_patterns *wide,
                       const struct iam_patterns *narrow)
{
    for (size_t i = 0; i < narrow->count; i++) {
        bool covered = false;

        for (size_t j = 0; j < wide->count && !covered; j++)
            covered = linter_covers(linter, &wide->items[j], &narrow->items[i]);
        if (!covered)
            return false;
    }
    return narrow->count > 0;
}

/* Whether all that the one statement allows is denied by the other, whoever asks. */
static bool takes_back(struct linter *linter, const struct iam_statement *deny,
                       const struct iam_statement *allow)
{
    bool everybody = !deny->has_principal || iam_statement_is_for_everybody(deny);

    return deny->effect == IAM_EFFECT_DENY && !deny->condition_count && everybody &&
           !deny->not_action && !deny->not_resource && !allow->not_action && !allow->not_resource &&
           covers_all(linter, &deny->actions, &allow->actions) &&
           covers_all(linter, &deny->resources, &allow->resources);
}

static void compare_statements(struct linter *linter)
{
    const struct iam_policy *policy = linter->policy;
    const struct iam_statement *statement = linter->statement;

    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct iam_statement *other = &policy->statements[i];

        if (other < statement && other->sid && statement->sid &&
            strcmp(other->sid, statement->sid) == 0)
            linter_warn(linter, "the Sid is that of %s too", other->place);
        if (statement->effect == IAM_EFFECT_ALLOW && takes_back(linter, other, statement))
            linter_warn(linter, "%s denies all of it: the statement has no effect", other->place);
    }
}

static void lint_statement(struct linter *linter)
{
    const struct iam_statement *statement = linter->statement;
    bool empty = (!statement->actions.count) ||
                 (statement->has_resource && !statement->resources.count) ||
                 (statement->has_principal && !statement->principal_count);

    if (empty)
        linter_warn(linter, "a list is empty: the statement has no effect");
    lint_principals(linter);
    lint_actions(linter);
    lint_resources(linter);
    for (size_t i = 0; i < statement->condition_count; i++)
        lint_condition(linter, &statement->conditions[i]);
    compare_statements(linter);
}

const char *const *iam_policy_lint(struct arena *arena, const struct iam_policy *policy)
{
    struct linter linter = {.warnings.arena = arena, .policy = policy};

    for (size_t i = 0; i < policy->statement_count; i++) {
        linter.statement = &policy->statements[i];
        lint_statement(&linter);
    }
    if (linter.work >= LINTER_WORK_LIMIT)
        texts_add(&linter.warnings,
                  "it has too many long patterns to compare each with all others");
    return texts_list(&linter.warnings);
}
