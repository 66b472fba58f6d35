#include "iam/resource_policy.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "iam/wildcard.h"

#define MEMBERS 100 /* of an object, in any policy that AWS takes */

/* In place: percent-decoding only shortens. */
static void percent_decode(char *text)
{
    char *to = text;

    for (const char *from = text; *from; from++, to++) {
        *to = *from;
        if (*from == '%' && isxdigit((unsigned char)from[1]) && isxdigit((unsigned char)from[2]) &&
            strncmp(from, "%00", 3) != 0) {
            *to = (char)strtol((char[]){from[1], from[2], '\0'}, NULL, 16);
            from += 2;
        }
    }
    *to = '\0';
}

static bool document_read(const cJSON *policy, const cJSON **out, struct error *err)
{
    cJSON *parsed;

    *out = policy;
    if (!cJSON_IsString(policy))
        return cJSON_IsObject(policy) ||
               error_set(err, ERROR_RULE, "the policy is neither an object nor text");
    char *text = policy->valuestring;
    if (text[0] == '%') { /* IAM's own documents; a policy begins with '{' */
        cJSON *copy = cJSON_CreateString(text);

        text = copy->valuestring;
        percent_decode(text);
    }
    if (!json_parse(text, strlen(text), "the policy", &parsed, err)) {
        err->kind = ERROR_RULE;
        return false;
    }
    *out = parsed;
    return cJSON_IsObject(parsed) || error_set(err, ERROR_RULE, "the policy is not an object");
}

/* Readers differ in which of two equal keys counts, so AWS takes no policy that has any. */
static bool keys_are_single(const cJSON *value)
{
    size_t count = 0;

    for (const cJSON *child = value->child; child; child = child->next) {
        if (!keys_are_single(child))
            return false;
        if (!cJSON_IsObject(value))
            continue;
        if (++count > MEMBERS)
            return false;
        for (const cJSON *other = value->child; other != child; other = other->next)
            if (strcmp(other->string, child->string) == 0)
                return false;
    }
    return true;
}

typedef bool match_function(const char *pattern, const char *text);

static bool equal(const char *pattern, const char *text)
{
    return strcmp(pattern, text) == 0;
}

/* value is one string or a list of them. */
static bool any(const cJSON *value, match_function *match, const char *text)
{
    const cJSON *one;

    if (cJSON_IsString(value))
        return match(value->valuestring, text);
    cJSON_ArrayForEach (one, value)
        if (cJSON_IsString(one) && match(one->valuestring, text))
            return true;
    return false;
}

static bool everybody(const cJSON *principal)
{
    return any(principal, equal, "*") || any(json_get(principal, "AWS"), equal, "*") ||
           any(json_get(principal, "Service"), equal, "*");
}

/* Whether a pattern for ARNs can match one of the vendor's, by its third part. */
static bool may_name(const char *pattern, const char *vendor)
{
    char part[64];
    const char *at = strchr(pattern, ':');

    at = at ? strchr(at + 1, ':') : NULL;
    if (!at)
        return strchr(pattern, '*') != NULL;
    snprintf(part, sizeof(part), "%.*s", (int)strcspn(at + 1, ":"), at + 1);
    return wildcard_match(part, vendor);
}

/* The keys that a service sets when it calls, and whether this value lets it. */
static bool key_fits_service(const cJSON *key, const char *service, const char *vendor)
{
    const cJSON *value;

    if (strncasecmp(key->string, "aws:SourceAccount", strlen("aws:SourceAccount")) == 0 ||
        strncasecmp(key->string, "aws:SourceOrg", strlen("aws:SourceOrg")) == 0)
        return true;
    if (strcasecmp(key->string, "aws:PrincipalIsAWSService") == 0)
        return any(key, equal, "true") || cJSON_IsTrue(key);
    if (strcasecmp(key->string, "aws:PrincipalServiceName") == 0)
        return any(key, wildcard_match, service);
    if (strcasecmp(key->string, "aws:SourceArn") != 0)
        return false;
    if (cJSON_IsString(key))
        return may_name(key->valuestring, vendor);
    cJSON_ArrayForEach (value, key)
        if (cJSON_IsString(value) && may_name(value->valuestring, vendor))
            return true;
    return false;
}

/*
 * A statement for everybody, under conditions that the service meets: none on keys that only a
 * principal of an account has, and no operator that excludes.
 */
static bool conditions_fit_service(const cJSON *condition, const char *service)
{
    static const char *const operators[] = {
        "StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "Bool"};
    const cJSON *operation, *key;
    char vendor[64];

    snprintf(vendor, sizeof(vendor), "%.*s", (int)strcspn(service, "."), service);
    cJSON_ArrayForEach (operation, condition) {
        bool known = false;

        for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
            known = known || strcmp(operation->string, operators[i]) == 0;
        if (!known)
            return false;
        cJSON_ArrayForEach (key, operation)
            if (!key_fits_service(key, service, vendor))
                return false;
    }
    return true;
}

/* Operators, each with its keys: in lists, whose members have no names, neither would be seen. */
static bool condition_is_readable(const cJSON *condition)
{
    const cJSON *operation;

    if (!condition || cJSON_IsNull(condition))
        return true;
    cJSON_ArrayForEach (operation, condition)
        if (!cJSON_IsObject(operation))
            return false;
    return cJSON_IsObject(condition);
}

static bool principal_matches(const cJSON *statement, const char *service)
{
    const cJSON *principal = json_get(statement, "Principal");
    const cJSON *others = json_get(statement, "NotPrincipal");

    if (others)
        return !everybody(others) && !any(json_get(others, "Service"), equal, service);
    return everybody(principal) || any(json_get(principal, "Service"), equal, service);
}

static bool action_matches(const cJSON *statement, const char *action)
{
    const cJSON *others = json_get(statement, "NotAction");

    if (others)
        return !any(others, wildcard_match, action);
    return any(json_get(statement, "Action"), wildcard_match, action);
}

static bool names_service(const cJSON *statement, const char *service)
{
    return any(json_get(statement, "Principal.Service"), equal, service);
}

bool resource_policy_allows_service(const cJSON *policy, const char *service_principal,
                                    const char *action, bool *allowed, struct error *err)
{
    const cJSON *document, *statements, *statement;
    bool allow = false, deny = false;

    if (!document_read(policy, &document, err))
        return false;
    if (!keys_are_single(document))
        return error_set(err, ERROR_RULE, "the policy has a key twice, or more than %d in a place",
                         MEMBERS);
    statements = json_get(document, "Statement");
    if (!cJSON_IsArray(statements) && !cJSON_IsObject(statements))
        return error_set(err, ERROR_RULE, "the policy has no Statement");
    /* IAM takes a lone statement for a list of one. */
    bool lone = cJSON_IsObject(statements);
    for (statement = lone ? statements : statements->child; statement;
         statement = lone ? NULL : statement->next) {
        const char *effect = json_string(statement, "Effect", "");
        const cJSON *condition = json_get(statement, "Condition");
        bool conditional = condition && condition->child;

        if (strcmp(effect, "Allow") != 0 && strcmp(effect, "Deny") != 0)
            return error_set(err, ERROR_RULE, "a Statement of the policy has no Effect");
        if (!condition_is_readable(condition))
            return error_set(err, ERROR_RULE,
                             "a Condition of the policy is not an object of objects");
        if (!principal_matches(statement, service_principal) || !action_matches(statement, action))
            continue;
        if (strcmp(effect, "Deny") == 0)
            deny = deny || !conditional;
        else
            allow = allow || !conditional || names_service(statement, service_principal) ||
                    conditions_fit_service(condition, service_principal);
    }
    *allowed = allow && !deny;
    return true;
}
