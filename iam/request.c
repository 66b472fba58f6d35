#include "iam/request.h"

#include <string.h>

#include "core/arn.h"
#include "core/names.h"
#include "core/text.h"
#include "iam/derived_context.h"
#include "iam/service_rules.h"
#include "iam/value.h"

/* "This key is always included in the request context", says the reference of the global keys. */
static const char *const permanent[] = {"aws:CurrentTime",
                                        "aws:EpochTime",
                                        "aws:RequestedRegion",
                                        "aws:SecureTransport",
                                        "aws:UserAgent",
                                        "aws:ViaAWSService",
                                        NULL};

struct parser {
    struct arena *arena;
    struct error *err;
    struct iam_text_total total;
};

static bool read_text(struct parser *parser, const cJSON *json, const char *key, const char **out)
{
    *out = json_string(json, key, NULL);
    if (!*out)
        return error_set(parser->err, ERROR_INPUT, "%s is %s", key,
                         json_get(json, key) ? "not a string" : "missing");
    return iam_text_total_add(&parser->total, *out, key, parser->err);
}

static bool read_values(struct parser *parser, const cJSON *json, struct iam_context_key *out)
{
    const cJSON *value;
    size_t count = json_entries(json, &value);
    const char **values = arena_alloc(parser->arena, count * sizeof(*values));

    if (count > IAM_MEMBER_LIMIT)
        return error_set(parser->err, ERROR_INPUT, "context: %s has more than %d values",
                         json->string, IAM_MEMBER_LIMIT);
    for (size_t i = 0; i < count; i++, value = value->next) {
        values[i] = iam_value_text(parser->arena, value);
        if (!values[i])
            return error_set(parser->err, ERROR_INPUT,
                             "context: %s is not a string, a boolean or a number of at most 15 "
                             "digits, nor a list of those",
                             json->string);
        if (!iam_text_total_add(&parser->total, values[i], json->string, parser->err))
            return false;
    }
    *out = (struct iam_context_key){.name = json->string, .values = values, .count = count};
    return iam_text_total_add(&parser->total, json->string, "the name of a context key",
                              parser->err);
}

static bool read_context(struct parser *parser, const cJSON *json, struct iam_request *out)
{
    size_t count = (size_t)cJSON_GetArraySize(json);
    const cJSON *member;

    if (json && !cJSON_IsObject(json))
        return error_set(parser->err, ERROR_INPUT, "context is not an object");
    if (count > IAM_MEMBER_LIMIT)
        return error_set(parser->err, ERROR_INPUT, "context has more than %d keys",
                         IAM_MEMBER_LIMIT);
    struct iam_context_key *keys = arena_alloc(parser->arena, count * sizeof(*keys));
    out->context = keys;
    cJSON_ArrayForEach (member, json) {
        if (!iam_context_key_is_valid(member->string))
            return error_set(
                parser->err, ERROR_INPUT,
                "context: \"%s\" is no context key: it is not of the form service:name",
                member->string);
        for (size_t i = 0; i < out->context_count; i++)
            if (text_same_any_case(keys[i].name, member->string))
                return error_set(parser->err, ERROR_INPUT, "context: %s is given twice",
                                 member->string);
        if (!read_values(parser, member, &keys[out->context_count++]))
            return false;
    }
    return true;
}

static bool take_action(struct parser *parser, const char *text, struct iam_request *out)
{
    const char *colon = strchr(text, ':');
    if (!colon || colon == text || !colon[1] || strpbrk(text, "*? ") || strchr(colon + 1, ':'))
        return error_set(parser->err, ERROR_INPUT,
                         "action \"%s\" is not of the form \"service:Action\"", text);
    out->action = text_lower(parser->arena, text);
    return true;
}

/* A request is for one resource. Its name may have a '*', as the key of an S3 object may. */
static bool is_one_resource(struct arena *arena, const char *arn)
{
    const char *service = arn_service(arena, arn), *resource = arn_resource(arena, arn);

    return text_begins(arn, "arn:") && arn_partition(arena, arn) && service && resource &&
           strcmp(service, text_lower(arena, service)) == 0 &&
           strcspn(arn, "*?") >= strlen(arn) - strlen(resource);
}

static bool take_resource(struct parser *parser, const char *text, struct iam_request *out)
{
    out->resource = text;
    if (strcmp(out->resource, "*") != 0 && !is_one_resource(parser->arena, out->resource))
        return error_set(parser->err, ERROR_INPUT,
                         "resource \"%s\" is neither \"*\" nor one ARN, without wildcards",
                         out->resource);
    const char *partition = arn_partition(parser->arena, out->resource);
    if (partition && out->principal.partition && strcmp(partition, out->principal.partition) != 0)
        return error_set(
            parser->err, ERROR_INPUT,
            "principal %s is of the partition %s, and resource %s of %s: credentials of one "
            "partition reach nothing in another",
            out->principal.name, out->principal.partition, out->resource, partition);
    return true;
}

/* The account of the resource: as it is given, or of the ARN, else the principal's. */
static bool take_resource_account(struct parser *parser, const char *given, struct iam_request *out)
{
    const char *account = arn_account(parser->arena, out->resource);

    account = arn_is_account(account) ? account : NULL;
    out->resource_account = account ? account : out->principal.account;
    out->account_assumed = !account && out->resource_account;
    if (!given)
        return true;
    if (!arn_is_account(given))
        return error_set(parser->err, ERROR_INPUT, "resourceAccount \"%s\" has not 12 digits",
                         given);
    if (account && strcmp(account, given) != 0)
        return error_set(parser->err, ERROR_INPUT,
                         "resourceAccount %s is not the account of resource %s", given,
                         out->resource);
    out->resource_account = given;
    out->account_assumed = false;
    return true;
}

/* The context may say the account of a resource where nothing else does. */
static void believe_context(struct iam_request *request)
{
    const struct iam_context_key *given = iam_request_key(request, "aws:ResourceAccount");
    bool unknown = request->account_assumed || !request->resource_account;

    if (!unknown || !given || given->count != 1 || !arn_is_account(given->values[0]))
        return;
    request->resource_account = given->values[0];
    request->account_assumed = false;
}

/* All that follows from the texts of a request, which are read, and from its context. */
static bool complete(struct parser *parser, const struct iam_request_texts *texts,
                     struct iam_request *out)
{
    if (!take_action(parser, texts->action, out) ||
        !iam_principal_read(parser->arena, texts->principal, &out->principal, parser->err) ||
        !take_resource(parser, texts->resource, out) ||
        !take_resource_account(parser, texts->resource_account, out))
        return false;
    believe_context(out);
    if (!iam_context_derive(parser->arena, out, parser->err))
        return false;
    out->rules = iam_service_rules(parser->arena, out);
    return true;
}

bool iam_request_parse(struct arena *arena, const cJSON *json, struct iam_request *out,
                       struct error *err)
{
    static const char *const members[] = {"action",    "resource", "resourceAccount",
                                          "principal", "context",  NULL};
    struct parser parser = {
        .arena = arena, .err = err, .total = {.whole = "", .limit = IAM_REQUEST_LIMIT}};
    struct iam_request_texts texts = {0};

    *out = (struct iam_request){0};
    return json_has_only(json, members, err) && read_text(&parser, json, "action", &texts.action) &&
           read_text(&parser, json, "principal", &texts.principal) &&
           read_text(&parser, json, "resource", &texts.resource) &&
           (!json_get(json, "resourceAccount") ||
            read_text(&parser, json, "resourceAccount", &texts.resource_account)) &&
           read_context(&parser, json_get(json, "context"), out) && complete(&parser, &texts, out);
}

bool iam_request_make(struct arena *arena, const struct iam_request_texts *texts,
                      const struct iam_context_key *context, size_t context_count,
                      struct iam_request *out, struct error *err)
{
    struct parser parser = {.arena = arena, .err = err};

    *out = (struct iam_request){.context = context, .context_count = context_count};
    return complete(&parser, texts, out);
}

const char *iam_action_name(const char *action, const char *service)
{
    size_t length = strlen(service);

    return text_begins(action, service) && action[length] == ':' ? action + length + 1 : NULL;
}

bool iam_context_key_is_permanent(const char *name)
{
    return name_is_among_any_case(name, permanent);
}

bool iam_context_key_is_valid(const char *text)
{
    size_t service = strcspn(text, ":");

    return service > 0 && text[service] == ':' && text[service + 1];
}

const struct iam_context_key *iam_request_key(const struct iam_request *request, const char *name)
{
    for (size_t i = 0; i < request->context_count; i++)
        if (text_same_any_case(request->context[i].name, name))
            return request->context[i].count ? &request->context[i] : NULL;
    return NULL;
}

const struct iam_possible_key *iam_possible_key(const struct iam_request *request, const char *name)
{
    for (size_t i = 0; request->world && i < request->possible_count; i++)
        if (text_same_any_case(request->possible[i].name, name))
            return &request->possible[i];
    return NULL;
}

bool iam_possible_is_present(const struct iam_request *request, const struct iam_possible_key *key)
{
    return !key->may_be_absent || iam_world_holds(request->world, key, NULL, NULL);
}
