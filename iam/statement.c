#include "iam/statement.h"

#include "core/text.h"
#include "iam/grant.h"

bool iam_statement_prefix(const struct iam_statement *statement, struct error *err)
{
    if (statement->sid)
        return error_prefix(err, "%s (%s): ", statement->place, statement->sid);
    return error_prefix(err, "%s: ", statement->place);
}

bool iam_statement_is_for_everybody(const struct iam_statement *statement)
{
    return statement->principal_count == 1 && !statement->not_principal &&
           statement->principals->kind == IAM_PRINCIPAL_PATTERN_EVERYBODY;
}

static bool has_action(struct arena *scratch, const struct iam_statement *statement,
                       const struct iam_request *request)
{
    return iam_patterns_match(scratch, &statement->actions, request, request->action) !=
           statement->not_action;
}

static bool has_resource(struct arena *scratch, const struct iam_statement *statement,
                         const struct iam_request *request)
{
    return !statement->has_resource ||
           iam_patterns_match(scratch, &statement->resources, request, request->resource) !=
               statement->not_resource;
}

bool iam_statement_concerns(struct arena *scratch, const struct iam_statement *statement,
                            const struct iam_request *request)
{
    if (!has_action(scratch, statement, request))
        return false;
    if (!statement->has_resource || statement->not_resource)
        return has_resource(scratch, statement, request);
    return iam_patterns_may_match(scratch, &statement->resources, request, request->resource);
}

bool iam_statement_has_variable(const struct iam_statement *statement, const char *key)
{
    bool has = iam_patterns_have_variable(&statement->resources, key);

    for (size_t i = 0; i < statement->condition_count && !has; i++)
        has = iam_patterns_have_variable(&statement->conditions[i].patterns, key);
    return has;
}

bool iam_statement_asks(const struct iam_statement *statement, const char *key)
{
    bool asks = iam_statement_has_variable(statement, key);

    for (size_t i = 0; i < statement->condition_count && !asks; i++)
        asks = text_same_any_case(statement->conditions[i].key, key);
    return asks;
}

/*
 * Whether it can be told that the resource is one of the statement's, or that it is not. It cannot
 * where only a policy variable for its Region or its account would make it one.
 */
static bool is_certain(struct arena *scratch, const struct iam_statement *statement,
                       const struct iam_request *request, struct error *err)
{
    if (!statement->resources.misplaced || !iam_statement_concerns(scratch, statement, request) ||
        iam_patterns_match(scratch, &statement->resources, request, request->resource))
        return true;
    for (size_t i = 0; i < statement->resources.count; i++) {
        struct iam_patterns one = {.items = &statement->resources.items[i], .count = 1};

        if (one.items->misplaced &&
            iam_patterns_may_match(scratch, &one, request, request->resource))
            return error_set(err, ERROR_INPUT,
                             "%s: \"%.200s\" has a policy variable before the fifth colon, where "
                             "AWS's documents take none: whether it matches cannot be told",
                             statement->not_resource ? "NotResource" : "Resource",
                             one.items->source);
    }
    return true;
}

/*
 * Where a list does not name the principal, or NotPrincipal is asked, an id may mean it all the
 * same.
 */
static bool is_canonical_user_asked(const struct iam_statement *statement, enum iam_grant grant)
{
    if (grant != IAM_GRANT_NONE && !statement->not_principal)
        return false;
    for (size_t i = 0; i < statement->principal_count; i++)
        if (statement->principals[i].kind == IAM_PRINCIPAL_PATTERN_CANONICAL_USER)
            return true;
    return false;
}

static bool find_unmet(struct arena *scratch, const struct iam_statement *statement,
                       const struct iam_request *request, const struct iam_condition **unmet,
                       struct error *err)
{
    bool met = true;

    *unmet = NULL;
    for (size_t i = 0; i < statement->condition_count && met; i++) {
        if (!iam_condition_met(scratch, &statement->conditions[i], request, &met, err))
            return false;
        if (!met)
            *unmet = &statement->conditions[i];
    }
    return true;
}

/* The key of a policy variable without a value, without which the statement would not apply. */
static const char *find_unresolved(const struct iam_statement *statement,
                                   const struct iam_request *request)
{
    const char *key =
        statement->not_resource ? iam_patterns_unresolved(&statement->resources, request) : NULL;

    for (size_t i = 0; i < statement->condition_count && !key; i++)
        key = iam_condition_unresolved(&statement->conditions[i], request);
    return key;
}

bool iam_statement_match(struct arena *scratch, const struct iam_statement *statement,
                         const struct iam_request *request, bool bounded, struct iam_match *out,
                         struct error *err)
{
    *out = (struct iam_match){.grant = IAM_GRANT_NONE};
    if (!is_certain(scratch, statement, request, err))
        return false;
    if (!has_action(scratch, statement, request) || !has_resource(scratch, statement, request))
        return true;
    enum iam_grant grant = iam_grant(scratch, statement, request, bounded);
    if (is_canonical_user_asked(statement, grant))
        return error_set(err, ERROR_INPUT,
                         "a CanonicalUser cannot be compared with the principal: name the "
                         "account or principal by its ARN");
    if (grant == IAM_GRANT_NONE)
        return true;
    if (!find_unmet(scratch, statement, request, &out->unmet, err))
        return false;
    if (!out->unmet)
        out->variable = find_unresolved(statement, request);
    out->grant = grant;
    return true;
}
