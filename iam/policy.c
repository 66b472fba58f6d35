#include "iam/policy.h"

#include <stdarg.h>
#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "core/utf8.h"
#include "iam/document.h"

struct parser {
    struct arena *arena;
    struct error *err;
    struct iam_policy *policy;
    size_t bytes; /* of texts, so far */
};

const char *iam_policy_type_text(enum iam_policy_type type)
{
    static const char *const texts[] = {
#define X(name, text) text,
        IAM_POLICY_TYPES(X)
#undef X
    };

    return texts[type];
}

/* For what quotes nothing of the document. */
static bool PRINTF(2, 3) refuse(struct parser *parser, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    parser->policy->why = arena_vprintf(parser->arena, fmt, args);
    va_end(args);
    return error_set(parser->err, ERROR_INPUT, "%s", parser->policy->why);
}

/* Every text of a policy comes by here. */
static bool count_text(struct parser *parser, const char *text)
{
    size_t length = strlen(text);

    parser->bytes += length;
    if (length > IAM_TEXT_LIMIT)
        return error_set(parser->err, ERROR_INPUT, "a text has more than %d bytes", IAM_TEXT_LIMIT);
    return parser->bytes <= IAM_DOCUMENT_LIMIT ||
           error_set(parser->err, ERROR_INPUT, "the policy has more than %d bytes of text",
                     IAM_DOCUMENT_LIMIT);
}

/* A string, or a list of strings: the first, and how many. */
static bool read_strings(struct parser *parser, const cJSON *json, const cJSON **first,
                         size_t *count)
{
    *count = json_entries(json, first);
    if (*count > IAM_MEMBER_LIMIT)
        return error_set(parser->err, ERROR_INPUT, "the list has more than %d entries",
                         IAM_MEMBER_LIMIT);
    const cJSON *one = *first;
    for (size_t i = 0; i < *count; i++, one = one->next) {
        if (!cJSON_IsString(one))
            return refuse(parser, "neither a string nor a list of strings");
        if (!count_text(parser, one->valuestring))
            return false;
    }
    return true;
}

/* AWS says what an empty list is, but not what all but nothing is. */
static bool refuse_empty(struct parser *parser)
{
    return refuse(parser, "the list is empty");
}

/* "service:Name" with wildcards in the name, or "*", also spelt "*:*". */
static bool read_action(struct parser *parser, const char *text, struct iam_pattern *out)
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

static bool read_resource(struct parser *parser, const char *text, struct iam_pattern *out)
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

typedef bool read_function(struct parser *parser, const char *text, struct iam_pattern *out);

static bool read_patterns(struct parser *parser, const cJSON *json, read_function *read,
                          bool negated, struct iam_patterns *out)
{
    const cJSON *one;

    if (!read_strings(parser, json, &one, &out->count))
        return false;
    if (negated && !out->count)
        return refuse_empty(parser);
    struct iam_pattern *items = arena_alloc(parser->arena, out->count * sizeof(*items));
    out->items = items;
    for (size_t i = 0; i < out->count; i++, one = one->next)
        if (!read(parser, one->valuestring, &items[i]))
            return false;
    for (size_t i = 0; i < out->count; i++)
        out->misplaced |= items[i].misplaced;
    return true;
}

static bool refuse_principal(struct parser *parser, const char *type, const char *text,
                             const char *why)
{
    return error_set(parser->err, ERROR_INPUT, "%s: \"%s\" %s", type, text, why);
}

/* https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
static bool read_user_id(struct parser *parser, struct iam_principal_pattern *out)
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

static bool read_aws_principal(struct parser *parser, const char *text, bool negated,
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

static bool read_named_principal(struct parser *parser, const char *type, const char *text,
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

/* Appends the entries of one type, or of the "*" that has none. */
static bool read_principals(struct parser *parser, const cJSON *json,
                            struct iam_statement *statement)
{
    const cJSON *one;
    bool aws = strcmp(json->string, "AWS") == 0;
    size_t count;

    if (!read_strings(parser, json, &one, &count))
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

static bool read_principal(struct parser *parser, const cJSON *json,
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
        return refuse(parser, "%s",
                      statement->not_principal ? "not a JSON object"
                                               : "neither \"*\" nor an object");
    if (!json_has_only(json, types, parser->err))
        return false;
    cJSON_ArrayForEach (type, json)
        if (!read_principals(parser, type, statement))
            return false;
    return statement->principal_count || !statement->not_principal || refuse_empty(parser);
}

/* How many keys all operators have together; false with *err filled. */
static bool count_conditions(struct parser *parser, const cJSON *json, size_t *count)
{
    const cJSON *operation;

    *count = 0;
    if (!cJSON_IsObject(json))
        return refuse(parser, "not a JSON object");
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

static bool read_condition(struct parser *parser, const cJSON *operation, const cJSON *key,
                           struct iam_condition *out)
{
    const cJSON *value;
    size_t count = json_entries(key, &value);

    for (const cJSON *other = operation->child; other != key; other = other->next)
        if (text_same_any_case(other->string, key->string))
            return error_set(parser->err, ERROR_INPUT, "%s: %s is given twice", operation->string,
                             key->string);
    if (!count_text(parser, operation->string) || !count_text(parser, key->string))
        return false;
    if (count > IAM_MEMBER_LIMIT)
        return error_set(parser->err, ERROR_INPUT, "%s: %s has more than %d values",
                         operation->string, key->string, IAM_MEMBER_LIMIT);
    for (size_t i = 0; i < count; i++, value = value->next)
        if (cJSON_IsString(value) && !count_text(parser, value->valuestring))
            return false;
    return iam_condition_parse(parser->arena, operation->string, key->string, key,
                               parser->policy->variables, out, parser->err);
}

static bool read_conditions(struct parser *parser, const cJSON *json,
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

/* Element or its Not...: of two names the one that is there, NULL: none; not both. */
static bool choose(struct parser *parser, const cJSON *json, const char *name,
                   const char *negated_name, const cJSON **out, bool *negated)
{
    const cJSON *positive = json_get(json, name), *negative = json_get(json, negated_name);

    *out = positive ? positive : negative;
    *negated = negative != NULL;
    return !positive || !negative || refuse(parser, "has both %s and %s", name, negated_name);
}

static bool read_effect(struct parser *parser, const cJSON *json, struct iam_statement *out)
{
    const char *effect = json_string(json, "Effect", NULL);

    if (!effect)
        return refuse(parser, "Effect is missing or not a string");
    out->effect = strcmp(effect, "Allow") == 0 ? IAM_EFFECT_ALLOW : IAM_EFFECT_DENY;
    return out->effect == IAM_EFFECT_ALLOW || strcmp(effect, "Deny") == 0 ||
           error_set(parser->err, ERROR_INPUT, "Effect \"%s\" is neither Allow nor Deny", effect);
}

/* The one Allow of a resource control policy, RCPFullAWSAccess. */
static bool allows_all(const struct iam_statement *statement)
{
    return statement->actions.count == 1 && strcmp(statement->actions.items->source, "*") == 0 &&
           statement->resources.count == 1 &&
           strcmp(statement->resources.items->source, "*") == 0 && !statement->not_resource &&
           !statement->condition_count;
}

/* https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
static const char *check_resource_control(const struct iam_statement *statement)
{
    bool everybody = statement->principal_count == 1 && !statement->not_principal &&
                     statement->principals->kind == IAM_PRINCIPAL_PATTERN_EVERYBODY;

    if (!everybody)
        return "takes only \"*\" as Principal";
    if (statement->not_action)
        return "takes no NotAction";
    if (statement->effect == IAM_EFFECT_ALLOW)
        return allows_all(statement) ? NULL : "allows nothing: RCPFullAWSAccess does";
    for (size_t i = 0; i < statement->actions.count; i++)
        if (*statement->actions.items[i].source == '*')
            return "takes no Action \"*\": name the service";
    return NULL;
}

static bool refuse_type(struct parser *parser, const char *why)
{
    const char *type = iam_policy_type_text(parser->policy->type);

    return refuse(parser, "%s %s %s", *type == 'i' ? "an" : "a", type, why);
}

/* The elements that each type takes, by the pages that decision.h names. */
static bool check_type(struct parser *parser, const struct iam_statement *statement)
{
    enum iam_policy_type type = parser->policy->type;
    bool takes_principal = type == IAM_POLICY_RESOURCE || type == IAM_POLICY_VPC_ENDPOINT ||
                           type == IAM_POLICY_RESOURCE_CONTROL;
    const char *why = NULL;

    if (!takes_principal && statement->has_principal)
        why = "takes no Principal and no NotPrincipal";
    else if (takes_principal && !statement->has_principal)
        why = "needs a Principal";
    else if (type != IAM_POLICY_RESOURCE && !statement->has_resource)
        why = "needs a Resource or NotResource";
    else if (statement->not_principal && statement->effect == IAM_EFFECT_ALLOW)
        return refuse(parser, "NotPrincipal: IAM takes it with Deny only");
    else if (type == IAM_POLICY_RESOURCE_CONTROL)
        why = check_resource_control(statement);
    return !why || refuse_type(parser, why);
}

/* The types that are IAM's own, which is stricter with Id and Sid than other services are:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
static bool is_of_iam(enum iam_policy_type type)
{
    return type == IAM_POLICY_IDENTITY || type == IAM_POLICY_PERMISSIONS_BOUNDARY ||
           type == IAM_POLICY_SESSION;
}

static bool read_sid(struct parser *parser, const cJSON *json, struct iam_statement *out)
{
    const struct iam_policy *policy = parser->policy;
    const cJSON *sid = json_get(json, "Sid");

    if (!sid)
        return true;
    if (!cJSON_IsString(sid))
        return refuse(parser, "Sid is not a string");
    const char *text = sid->valuestring;
    if (!count_text(parser, text))
        return false;
    out->sid = *text ? text : NULL;
    if (!is_of_iam(policy->type) || !*text)
        return true;
    if (text[strspn(text, TEXT_ALPHANUMERIC)])
        return error_set(parser->err, ERROR_INPUT, "Sid \"%s\" is not of letters and digits", text);
    for (const struct iam_statement *other = policy->statements; other < out; other++)
        if (other->sid && strcmp(other->sid, text) == 0)
            return error_set(parser->err, ERROR_INPUT, "Sid \"%s\" is that of %s too", text,
                             other->place);
    return true;
}

static bool refuse_element(struct parser *parser, const struct iam_statement *statement,
                           const char *element)
{
    parser->policy->place = arena_printf(parser->arena, "%s.%s", statement->place, element);
    return error_prefix(parser->err, "%s: ", element);
}

static bool read_elements(struct parser *parser, const cJSON *json, struct iam_statement *out)
{
    static const char *const elements[] = {"Sid",       "Effect",    "Principal", "NotPrincipal",
                                           "Action",    "NotAction", "Resource",  "NotResource",
                                           "Condition", NULL};
    const cJSON *condition = json_get(json, "Condition"), *principal, *action, *resource;

    if (!cJSON_IsObject(json))
        return refuse(parser, "not a JSON object");
    if (!json_has_only(json, elements, parser->err))
        return false;
    if (!read_sid(parser, json, out) || !read_effect(parser, json, out) ||
        !choose(parser, json, "Principal", "NotPrincipal", &principal, &out->not_principal) ||
        !choose(parser, json, "Action", "NotAction", &action, &out->not_action) ||
        !choose(parser, json, "Resource", "NotResource", &resource, &out->not_resource))
        return false;
    if (!action)
        return refuse(parser, "has no Action and no NotAction");
    out->has_principal = principal != NULL;
    out->has_resource = resource != NULL;
    if (principal && !read_principal(parser, principal, out))
        return refuse_element(parser, out, principal->string);
    if (!read_patterns(parser, action, read_action, out->not_action, &out->actions))
        return refuse_element(parser, out, action->string);
    if (resource &&
        !read_patterns(parser, resource, read_resource, out->not_resource, &out->resources))
        return refuse_element(parser, out, resource->string);
    if (condition && !read_conditions(parser, condition, out))
        return refuse_element(parser, out, condition->string);
    return check_type(parser, out);
}

static bool read_statements(struct parser *parser, const cJSON *json)
{
    struct iam_policy *policy = parser->policy;
    bool list = cJSON_IsArray(json);
    const cJSON *one;

    if (!list && !cJSON_IsObject(json))
        return refuse(parser, "Statement is %s", json ? "neither an object nor a list" : "missing");
    policy->statement_count = json_entries(json, &one);
    /* AWS Lambda keeps the policy of which all statements were removed. */
    if (!policy->statement_count && policy->type != IAM_POLICY_RESOURCE)
        return error_set(parser->err, ERROR_INPUT, "Statement: the list is empty");
    if (policy->statement_count > IAM_MEMBER_LIMIT)
        return error_set(parser->err, ERROR_INPUT, "more than %d statements", IAM_MEMBER_LIMIT);
    struct iam_statement *statements =
        arena_alloc(parser->arena, policy->statement_count * sizeof(*statements));
    policy->statements = statements;
    for (size_t i = 0; i < policy->statement_count; i++, one = one->next) {
        struct iam_statement *statement = &statements[i];

        statement->place = list ? arena_printf(parser->arena, "Statement[%zu]", i) : "Statement";
        policy->place = statement->place;
        if (!read_elements(parser, one, statement))
            return iam_statement_prefix(statement, parser->err);
    }
    return true;
}

/* As AWS counts them: of Unicode, without the white space between the parts of the document. */
static size_t count_characters(const cJSON *document)
{
    char *text = cJSON_PrintUnformatted(document);
    size_t count = text ? utf8_count(text) : 0;

    cJSON_free(text);
    return count;
}

static bool read_document(struct parser *parser, const cJSON *json)
{
    static const char *const elements[] = {"Version", "Id", "Statement", NULL};
    const cJSON *document, *id, *version;

    if (!iam_document_read(json, &document, parser->err))
        return false;
    parser->policy->place = "the policy";
    if (!json_has_only(document, elements, parser->err))
        return false;
    parser->policy->characters = count_characters(document);
    if (cJSON_IsString(json) && *json->valuestring == '{') /* percent-encoded, it was saved */
        parser->policy->text_characters = utf8_count(json->valuestring);
    id = json_get(document, "Id");
    version = json_get(document, "Version");
    if (id && !cJSON_IsString(id))
        return refuse(parser, "Id is not a string");
    if (id && is_of_iam(parser->policy->type))
        return refuse_type(parser, "takes no Id");
    parser->policy->id = id ? id->valuestring : NULL;
    const char *text = json_string(document, "Version", version ? "" : "2008-10-17");
    parser->policy->variables = strcmp(text, "2012-10-17") == 0;
    if (!parser->policy->variables && strcmp(text, "2008-10-17") != 0)
        return error_set(parser->err, ERROR_INPUT,
                         "Version \"%s\" is neither \"2012-10-17\" nor \"2008-10-17\"", text);
    enum iam_policy_type type = parser->policy->type;
    if (!parser->policy->variables &&
        (type == IAM_POLICY_SERVICE_CONTROL || type == IAM_POLICY_RESOURCE_CONTROL))
        return refuse_type(parser, "needs Version \"2012-10-17\"");
    return read_statements(parser, json_get(document, "Statement"));
}

bool iam_policy_parse(struct arena *arena, const cJSON *json, const char *name,
                      enum iam_policy_type type, struct iam_policy *out, struct error *err)
{
    struct parser parser = {.arena = arena, .err = err, .policy = out};

    *out = (struct iam_policy){.name = name, .type = type};
    return read_document(&parser, json) || iam_policy_prefix(out, err);
}

bool iam_policy_prefix(const struct iam_policy *policy, struct error *err)
{
    return policy->name && error_prefix(err, "%s: ", policy->name);
}

bool iam_policy_asks(struct arena *scratch, const struct iam_policy *policy,
                     const struct iam_request *request, const char *key)
{
    for (size_t i = 0; i < policy->statement_count; i++)
        if (iam_statement_asks(&policy->statements[i], key) &&
            iam_statement_concerns(scratch, &policy->statements[i], request))
            return true;
    return false;
}
