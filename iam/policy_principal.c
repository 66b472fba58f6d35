#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/policy_parser.h"

static bool refuse_principal(struct policy_parser *parser, const char *type, const char *text,
                             const char *why)
{
    return error_set(parser->err, ERROR_INPUT, "%s: \"%s\" %s", type, text, why);
}

/*
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
static bool read_user_id(struct policy_parser *parser, struct iam_principal_pattern *out)
{
    struct iam_pattern *pattern = arena_alloc(parser->arena, sizeof(*pattern));
    const char *session = strrchr(out->text, '/'), *source = out->text;

    if (out->kind == IAM_PRINCIPAL_PATTERN_ARN)
        source = arena_printf(parser->arena, "*:%s", session + 1);
    else if (text_begins(out->text, "AROA"))
        source = arena_printf(parser->arena, "%s:*", out->text);
    out->user_id = pattern;
    return iam_pattern_parse(parser->arena, source, IAM_PATTERN_TEXT, false, pattern, parser->err);
}

static bool read_aws_principal(struct policy_parser *parser, const char *text, bool negated,
                               struct iam_principal_pattern *out)
{
    const char *account = arn_account(parser->arena, text);
    const char *resource = arn_resource(parser->arena, text);

    *out = (struct iam_principal_pattern){.kind = IAM_PRINCIPAL_PATTERN_ARN, .text = text};
    if (strcmp(text, "*") == 0) {
        out->kind = IAM_PRINCIPAL_PATTERN_EVERYBODY;
        return !negated || refuse_principal(parser, "AWS", text, "leaves nobody to deny");
    }
    if (strpbrk(text, "*?"))
        return refuse_principal(parser, "AWS", text,
                                "has a wildcard, which IAM takes only as \"*\": use a Condition "
                                "on aws:PrincipalArn");
    if (arn_is_account(text) ||
        (resource && strcmp(resource, "root") == 0 && arn_is_account(account))) {
        out->kind = IAM_PRINCIPAL_PATTERN_ACCOUNT;
        out->text = arn_is_account(text) ? text : account;
        out->partition = arn_partition(parser->arena, text);
        return true;
    }
    if (iam_is_principal_arn(parser->arena, text))
        return !text_begins(resource, "assumed-role/") || read_user_id(parser, out);
    out->kind = IAM_PRINCIPAL_PATTERN_UNIQUE_ID;
    if (!text_begins(text, "AROA") && !text_begins(text, "AIDA"))
        return refuse_principal(parser, "AWS", text,
                                "is neither an account, the ARN of a principal, nor \"*\"");
    return read_user_id(parser, out);
}

static bool read_named_principal(struct policy_parser *parser, const char *type, const char *text,
                                 struct iam_principal_pattern *out)
{
    bool federated = strcmp(type, "Federated") == 0;

    *out = (struct iam_principal_pattern){.kind = federated ? IAM_PRINCIPAL_PATTERN_PROVIDER
                                                            : IAM_PRINCIPAL_PATTERN_SERVICE,
                                          .text = text};
    if (strcmp(type, "CanonicalUser") == 0)
        out->kind = IAM_PRINCIPAL_PATTERN_CANONICAL_USER;
    if (federated && text_begins(text, "arn:"))
        out->kind = IAM_PRINCIPAL_PATTERN_ARN;
    if ((strpbrk(text, "*? ") && !(federated && strcmp(text, "*") == 0)) || !*text)
        return refuse_principal(parser, type, text, "has a wildcard or blank, or is empty");
    return true;
}

/* Appends the entries of one type to the statement's. */
static bool read_principals(struct policy_parser *parser, const cJSON *json,
                            struct iam_statement *statement)
{
    const cJSON *one;
    bool aws = strcmp(json->string, "AWS") == 0;
    size_t count;

    if (!policy_read_strings(parser, json, &one, &count))
        return error_prefix(parser->err, "%s: ", json->string);
    struct iam_principal_pattern *all =
        arena_alloc(parser->arena, (statement->principal_count + count) * sizeof(*all));

    if (statement->principal_count)
        memcpy(all, statement->principals, statement->principal_count * sizeof(*all));
    for (size_t i = 0; i < count; i++, one = one->next) {
        struct iam_principal_pattern *out = &all[statement->principal_count + i];

        if (!(aws ? read_aws_principal(parser, one->valuestring, statement->not_principal, out)
                  : read_named_principal(parser, json->string, one->valuestring, out)))
            return false;
    }
    statement->principals = all;
    statement->principal_count += count;
    return true;
}

bool policy_read_principal(struct policy_parser *parser, const cJSON *json,
                           struct iam_statement *statement)
{
    static const char *const types[] = {"AWS", "Service", "Federated", "CanonicalUser", NULL};
    static const struct iam_principal_pattern everybody = {.kind = IAM_PRINCIPAL_PATTERN_EVERYBODY,
                                                           .text = "*"};
    const cJSON *type;

    if (cJSON_IsString(json) && strcmp(json->valuestring, "*") == 0 && !statement->not_principal) {
        statement->principals = &everybody;
        statement->principal_count = 1;
        return true;
    }
    if (!cJSON_IsObject(json))
        return policy_refuse(parser, "%s",
                             statement->not_principal ? "not a JSON object"
                                                      : "neither \"*\" nor an object");
    if (!json_has_only(json, types, parser->err))
        return false;
    cJSON_ArrayForEach (type, json)
        if (!read_principals(parser, type, statement))
            return false;
    return statement->principal_count || !statement->not_principal ||
           policy_refuse(parser, "the list is empty");
}
