#include <stdarg.h>
#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/policy_parser.h"

bool policy_refuse(struct policy_parser *parser, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    parser->policy->why = arena_vprintf(parser->arena, fmt, args);
    va_end(args);
    return error_set(parser->err, ERROR_INPUT, "%s", parser->policy->why);
}

bool policy_count_text(struct policy_parser *parser, const char *text)
{
    return iam_text_total_add(&parser->total, text, "a text", parser->err);
}

bool policy_read_strings(struct policy_parser *parser, const cJSON *json, const cJSON **first,
                         size_t *count)
{
    *count = json_entries(json, first);
    if (*count > IAM_MEMBER_LIMIT)
        return error_set(parser->err, ERROR_INPUT, "the list has more than %d entries",
                         IAM_MEMBER_LIMIT);
    const cJSON *one = *first;
    for (size_t i = 0; i < *count; i++, one = one->next) {
        if (!cJSON_IsString(one))
            return policy_refuse(parser, "neither a string nor a list of strings");
        if (!policy_count_text(parser, one->valuestring))
            return false;
    }
    return true;
}

/* "service:Name" with wildcards in the name, or "*", also spelt "*:*". */
static bool read_action(struct policy_parser *parser, const char *text, struct iam_pattern *out)
{
    size_t vendor = strspn(text, TEXT_ALPHANUMERIC "-");
    bool any = strcmp(text, "*") == 0 || strcmp(text, "*:*") == 0;

    if (!any && (!vendor || text[vendor] != ':' || !text[vendor + 1] ||
                 text[vendor + 1 + strspn(text + vendor + 1, TEXT_ALPHANUMERIC "-*?")]))
        return error_set(parser->err, ERROR_INPUT,
                         "\"%.200s\" is neither \"service:Action\", where the action may have "
                         "wildcards, nor \"*\"",
                         text);
    if (!iam_pattern_parse(parser->arena, text_lower(parser->arena, text), IAM_PATTERN_TEXT, false,
                           out, parser->err))
        return false;
    out->source = text;
    return true;
}

static bool read_resource(struct policy_parser *parser, const char *text, struct iam_pattern *out)
{
    enum iam_policy_type type = parser->policy->type;
    bool completes = type == IAM_POLICY_IDENTITY || type == IAM_POLICY_PERMISSIONS_BOUNDARY;

    if (!completes && strcmp(text, "*") != 0 &&
        arn_count_colons(text, text + strlen(text)) < ARN_COLONS)
        return error_set(parser->err, ERROR_INPUT,
                         "\"%.200s\" is neither an ARN of six parts nor \"*\"", text);
    const char *service = arn_service(parser->arena, text);
    if (service && strpbrk(service, "*?"))
        return error_set(parser->err, ERROR_INPUT,
                         "\"%.200s\" has a wildcard for the service, where IAM takes none", text);
    return iam_pattern_parse(parser->arena, text, IAM_PATTERN_RESOURCE, parser->policy->variables,
                             out, parser->err);
}

typedef bool read_function(struct policy_parser *parser, const char *text, struct iam_pattern *out);

static bool read_patterns(struct policy_parser *parser, const cJSON *json, read_function *read,
                          bool negated, struct iam_patterns *out)
{
    const cJSON *one;

    if (!policy_read_strings(parser, json, &one, &out->count))
        return false;
    if (negated && !out->count)
        return policy_refuse(parser, "the list is empty");
    struct iam_pattern *items = arena_alloc(parser->arena, out->count * sizeof(*items));
    out->items = items;
    for (size_t i = 0; i < out->count; i++, one = one->next)
        if (!read(parser, one->valuestring, &items[i]))
            return false;
    for (size_t i = 0; i < out->count; i++)
        out->misplaced |= items[i].misplaced;
    return true;
}

bool policy_read_actions(struct policy_parser *parser, const cJSON *json,
                         struct iam_statement *statement)
{
    return read_patterns(parser, json, read_action, statement->not_action, &statement->actions);
}

bool policy_read_resources(struct policy_parser *parser, const cJSON *json,
                           struct iam_statement *statement)
{
    return read_patterns(parser, json, read_resource, statement->not_resource,
                         &statement->resources);
}

/* How many keys all operators have together. */
static bool count_conditions(struct policy_parser *parser, const cJSON *json, size_t *count)
{
    const cJSON *operation;

    *count = 0;
    if (!cJSON_IsObject(json))
        return policy_refuse(parser, "not a JSON object");
    if (cJSON_GetArraySize(json) > IAM_MEMBER_LIMIT)
        return error_set(parser->err, ERROR_INPUT, "more than %d operators", IAM_MEMBER_LIMIT);
    cJSON_ArrayForEach (operation, json) {
        struct iam_operator ignored;

        if (!iam_operator_read(operation->string, &ignored, parser->err))
            return false;
        if (!cJSON_IsObject(operation))
            return error_set(parser->err, ERROR_INPUT, "%s: not an object of context keys",
                             operation->string);
        *count += (size_t)cJSON_GetArraySize(operation);
        if (json_member(json, operation->string) != operation)
            return error_set(parser->err, ERROR_INPUT, "%s is given twice", operation->string);
        if (*count > IAM_MEMBER_LIMIT)
            return error_set(parser->err, ERROR_INPUT, "more than %d context keys",
                             IAM_MEMBER_LIMIT);
    }
    return true;
}

static bool read_condition(struct policy_parser *parser, const cJSON *operation, const cJSON *key,
                           struct iam_condition *out)
{
    const cJSON *value;
    size_t count = json_entries(key, &value);

    for (const cJSON *other = operation->child; other != key; other = other->next)
        if (text_same_any_case(other->string, key->string))
            return error_set(parser->err, ERROR_INPUT, "%s: %s is given twice", operation->string,
                             key->string);
    if (!policy_count_text(parser, operation->string) || !policy_count_text(parser, key->string))
        return false;
    if (count > IAM_MEMBER_LIMIT)
        return error_set(parser->err, ERROR_INPUT, "%s: %s has more than %d values",
                         operation->string, key->string, IAM_MEMBER_LIMIT);
    for (size_t i = 0; i < count; i++, value = value->next)
        if (cJSON_IsString(value) && !policy_count_text(parser, value->valuestring))
            return false;
    return iam_condition_parse(parser->arena, operation->string, key->string, key,
                               parser->policy->variables, out, parser->err);
}

bool policy_read_conditions(struct policy_parser *parser, const cJSON *json,
                            struct iam_statement *statement)
{
    const cJSON *operation, *key;

    if (!count_conditions(parser, json, &statement->condition_count))
        return false;
    struct iam_condition *next =
        arena_alloc(parser->arena, statement->condition_count * sizeof(*next));
    statement->conditions = next;
    cJSON_ArrayForEach (operation, json)
        cJSON_ArrayForEach (key, operation)
            if (!read_condition(parser, operation, key, next++))
                return false;
    return true;
}
