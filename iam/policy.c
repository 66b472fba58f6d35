#include "iam/policy.h"

#include <string.h>

#include "core/text.h"
#include "core/utf8.h"
#include "iam/document.h"
#include "iam/policy_parser.h"

const char *iam_policy_type_text(enum iam_policy_type type)
{
    static const char *const texts[] = {
#define X(name, text) text,
        IAM_POLICY_TYPES(X)
#undef X
    };

    return texts[type];
}

bool iam_policy_type_has_levels(enum iam_policy_type type)
{
    return type == IAM_POLICY_SERVICE_CONTROL || type == IAM_POLICY_RESOURCE_CONTROL;
}

/* Of an element and its Not... the one that is there; *out NULL: neither is. Both are an error. */
static bool choose(struct policy_parser *parser, const cJSON *json, const char *name,
                   const char *negated_name, const cJSON **out, bool *negated)
{
    const cJSON *positive = json_get(json, name), *negative = json_get(json, negated_name);

    *out = positive ? positive : negative;
    *negated = negative != NULL;
    return !positive || !negative ||
           policy_refuse(parser, "has both %s and %s", name, negated_name);
}

static bool read_effect(struct policy_parser *parser, const cJSON *json, struct iam_statement *out)
{
    const char *effect = json_string(json, "Effect", NULL);

    if (!effect)
        return policy_refuse(parser, "Effect is missing or not a string");
    out->effect = strcmp(effect, "Allow") == 0 ? IAM_EFFECT_ALLOW : IAM_EFFECT_DENY;
    return out->effect == IAM_EFFECT_ALLOW || strcmp(effect, "Deny") == 0 ||
           error_set(parser->err, ERROR_INPUT, "Effect \"%s\" is neither Allow nor Deny", effect);
}

/* Whether it is the only Allow that resource control policies have, RCPFullAWSAccess. */
static bool allows_all(const struct iam_statement *statement)
{
    return statement->actions.count == 1 && strcmp(statement->actions.items->source, "*") == 0 &&
           statement->resources.count == 1 &&
           strcmp(statement->resources.items->source, "*") == 0 && !statement->not_resource &&
           !statement->condition_count;
}

/*
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
static const char *resource_control_fault(const struct iam_statement *statement)
{
    if (!iam_statement_is_for_everybody(statement))
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

static bool refuse_type(struct policy_parser *parser, const char *why)
{
    const char *type = iam_policy_type_text(parser->policy->type);

    return policy_refuse(parser, "%s %s %s", *type == 'i' ? "an" : "a", type, why);
}

/* Whether policies of the type take the statement, by the pages that decision.h names. */
static bool takes_statement(struct policy_parser *parser, const struct iam_statement *statement)
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
        return policy_refuse(parser, "NotPrincipal: IAM takes it with Deny only");
    else if (type == IAM_POLICY_RESOURCE_CONTROL)
        why = resource_control_fault(statement);
    return !why || refuse_type(parser, why);
}

/*
 * Whether the type is IAM's own. IAM is stricter with Id and Sid than other services are:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
 */
static bool is_of_iam(enum iam_policy_type type)
{
    return type == IAM_POLICY_IDENTITY || type == IAM_POLICY_PERMISSIONS_BOUNDARY ||
           type == IAM_POLICY_SESSION;
}

static bool read_sid(struct policy_parser *parser, const cJSON *json, struct iam_statement *out)
{
    const struct iam_policy *policy = parser->policy;
    const cJSON *sid = json_get(json, "Sid");

    if (!sid)
        return true;
    if (!cJSON_IsString(sid))
        return policy_refuse(parser, "Sid is not a string");
    const char *text = sid->valuestring;
    if (!policy_count_text(parser, text))
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

static bool refuse_element(struct policy_parser *parser, const struct iam_statement *statement,
                           const char *element)
{
    parser->policy->place = arena_printf(parser->arena, "%s.%s", statement->place, element);
    return error_prefix(parser->err, "%s: ", element);
}

static bool read_elements(struct policy_parser *parser, const cJSON *json,
                          struct iam_statement *out)
{
    static const char *const elements[] = {"Sid",       "Effect",    "Principal", "NotPrincipal",
                                           "Action",    "NotAction", "Resource",  "NotResource",
                                           "Condition", NULL};
    const cJSON *condition = json_get(json, "Condition"), *principal, *action, *resource;

    if (!cJSON_IsObject(json))
        return policy_refuse(parser, "not a JSON object");
    if (!json_has_only(json, elements, parser->err))
        return false;
    if (!read_sid(parser, json, out) || !read_effect(parser, json, out) ||
        !choose(parser, json, "Principal", "NotPrincipal", &principal, &out->not_principal) ||
        !choose(parser, json, "Action", "NotAction", &action, &out->not_action) ||
        !choose(parser, json, "Resource", "NotResource", &resource, &out->not_resource))
        return false;
    if (!action)
        return policy_refuse(parser, "has no Action and no NotAction");
    out->has_principal = principal != NULL;
    out->has_resource = resource != NULL;
    if (principal && !policy_read_principal(parser, principal, out))
        return refuse_element(parser, out, principal->string);
    if (!policy_read_actions(parser, action, out))
        return refuse_element(parser, out, action->string);
    if (resource && !policy_read_resources(parser, resource, out))
        return refuse_element(parser, out, resource->string);
    if (condition && !policy_read_conditions(parser, condition, out))
        return refuse_element(parser, out, condition->string);
    return takes_statement(parser, out);
}

static bool read_statements(struct policy_parser *parser, const cJSON *json)
{
    struct iam_policy *policy = parser->policy;
    bool list = cJSON_IsArray(json);
    const cJSON *one;

    if (!list && !cJSON_IsObject(json))
        return policy_refuse(parser, "Statement is %s",
                             json ? "neither an object nor a list" : "missing");
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

/* As AWS counts them: code points, without the white space between the parts of the document. */
static size_t count_characters(const cJSON *document)
{
    char *text = cJSON_PrintUnformatted(document);
    size_t count = text ? utf8_count(text) : 0;

    cJSON_free(text);
    return count;
}

static bool read_document(struct policy_parser *parser, const cJSON *json)
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
        return policy_refuse(parser, "Id is not a string");
    if (id && is_of_iam(parser->policy->type))
        return refuse_type(parser, "takes no Id");
    parser->policy->id = id ? id->valuestring : NULL;
    const char *text = json_string(document, "Version", version ? "" : "2008-10-17");
    parser->policy->variables = strcmp(text, "2012-10-17") == 0;
    if (!parser->policy->variables && strcmp(text, "2008-10-17") != 0)
        return error_set(parser->err, ERROR_INPUT,
                         "Version \"%s\" is neither \"2012-10-17\" nor \"2008-10-17\"", text);
    if (!parser->policy->variables && iam_policy_type_has_levels(parser->policy->type))
        return refuse_type(parser, "needs Version \"2012-10-17\"");
    return read_statements(parser, json_get(document, "Statement"));
}

bool iam_policy_parse(struct arena *arena, const cJSON *json, const char *name,
                      enum iam_policy_type type, struct iam_policy *out, struct error *err)
{
    struct policy_parser parser = {
        .arena = arena,
        .err = err,
        .policy = out,
        .total = {.whole = "the policy has ", .limit = IAM_DOCUMENT_LIMIT}};

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
