#include "cli/input/scenario.h"

#include <string.h>

#include "cli/input/file.h"
#include "cli/input/shape.h"
#include "core/utf8.h"
#include "iam/keys.h"
#include "iam/quotas.h"

struct reading {
    struct arena *arena;
    struct error *err;
    const char *path;
    struct iam_policy *next; /* where the next policy goes, in scenario.policies */
    bool *next_is_file;
    struct scenario *out;
};

static const struct member {
    const char *name;
    enum iam_policy_type type;
} members[] = {{"identityPolicies", IAM_POLICY_IDENTITY},
               {"resourcePolicy", IAM_POLICY_RESOURCE},
               {"resourcePolicies", IAM_POLICY_RESOURCE},
               {"permissionBoundaries", IAM_POLICY_PERMISSIONS_BOUNDARY},
               {"sessionPolicies", IAM_POLICY_SESSION},
               {"serviceControlPolicies", IAM_POLICY_SERVICE_CONTROL},
               {"resourceControlPolicies", IAM_POLICY_RESOURCE_CONTROL},
               {"vpcEndpointPolicies", IAM_POLICY_VPC_ENDPOINT}};

#define MEMBER_COUNT (sizeof(members) / sizeof(*members))

/* path as the file at "from" means it. */
static const char *resolve(struct arena *arena, const char *from, const char *path)
{
    const char *slash = strrchr(from, '/');

    if (*path == '/' || !slash)
        return path;
    return arena_printf(arena, "%.*s/%s", (int)(slash - from), from, path);
}

static bool read_policy(struct reading *reading, const cJSON *json, const char *place,
                        enum iam_policy_type type)
{
    static const char *const keys[] = {"file", NULL};
    const char *file = json_string(json, "file", NULL), *name = place, *text = NULL;
    cJSON *content = NULL;

    if (cJSON_IsString(json) && *json->valuestring != '{' && *json->valuestring != '%')
        return error_set(reading->err, ERROR_INPUT,
                         "%s is text and no policy: for a file write {\"file\": \"%s\"}", place,
                         json->valuestring);
    if (json_get(json, "file")) {
        if (!json_has_only(json, keys, reading->err))
            return error_prefix(reading->err, "%s: ", place);
        if (!file || !*file || strcmp(file, "-") == 0)
            return error_set(reading->err, ERROR_INPUT, "%s: file is not the path of a file",
                             place);
        if (!file_read_document(reading->arena, resolve(reading->arena, reading->path, file), &text,
                                &content, reading->err))
            return error_prefix(reading->err, "%s: %s: ", place, file);
        if (!shape_policy(content, &json, reading->err))
            return error_prefix(reading->err, "%s: %s: ", place, file);
        text = json == content ? text : NULL; /* how AWS's tools print it is not how it was given */
        name = file;
    }
    *reading->next_is_file++ = content != NULL;
    if (!iam_policy_parse(reading->arena, json, name, type, reading->next, reading->err))
        return false;
    if (text)
        reading->next->text_characters = utf8_count(text);
    reading->next++;
    return true;
}

static bool read_list(struct reading *reading, const cJSON *json, const char *place,
                      enum iam_policy_type type, struct iam_policies *out)
{
    bool levels = iam_policy_type_has_levels(type);
    const cJSON *one;
    size_t i = 0;

    if (!cJSON_IsArray(json))
        return error_set(reading->err, ERROR_INPUT, "%s is not an array of policies%s", place,
                         levels ? ": give one for each level, [[POLICY...]...]" : "");
    *out = (struct iam_policies){.items = reading->next, .count = (size_t)cJSON_GetArraySize(json)};
    cJSON_ArrayForEach (one, json)
        if (!read_policy(reading, one, arena_printf(reading->arena, "%s[%zu]", place, i++), type))
            return false;
    return true;
}

static bool read_levels(struct reading *reading, const cJSON *json, const struct member *member,
                        const struct iam_policies **out, size_t *count)
{
    const cJSON *level;
    size_t i = 0;

    if (!cJSON_IsArray(json))
        return error_set(reading->err, ERROR_INPUT, "%s is not an array of levels", member->name);
    *count = (size_t)cJSON_GetArraySize(json);
    struct iam_policies *levels = arena_alloc(reading->arena, *count * sizeof(*levels));
    *out = levels;
    cJSON_ArrayForEach (level, json) {
        const char *place = arena_printf(reading->arena, "%s[%zu]", member->name, i);

        if (!read_list(reading, level, place, member->type, &levels[i++]))
            return false;
    }
    return true;
}

static bool read_member(struct reading *reading, const cJSON *json, const struct member *member)
{
    struct iam_policy_set *set = &reading->out->set;

    switch (member->type) {
    case IAM_POLICY_IDENTITY:
        return read_list(reading, json, member->name, member->type, &set->identity);
    case IAM_POLICY_RESOURCE:
        if (set->resource.count)
            return error_set(reading->err, ERROR_INPUT,
                             "both resourcePolicy and resourcePolicies are given");
        if (strcmp(member->name, "resourcePolicies") == 0)
            return read_list(reading, json, member->name, member->type, &set->resource);
        set->resource = (struct iam_policies){.items = reading->next, .count = 1};
        return read_policy(reading, json, member->name, member->type);
    case IAM_POLICY_PERMISSIONS_BOUNDARY:
        return read_list(reading, json, member->name, member->type, &set->boundaries);
    case IAM_POLICY_SESSION:
        return read_list(reading, json, member->name, member->type, &set->session);
    case IAM_POLICY_SERVICE_CONTROL:
        return read_levels(reading, json, member, &set->service_control,
                           &set->service_control_count);
    case IAM_POLICY_RESOURCE_CONTROL:
        return read_levels(reading, json, member, &set->resource_control,
                           &set->resource_control_count);
    case IAM_POLICY_VPC_ENDPOINT:
        return read_list(reading, json, member->name, member->type, &set->vpc_endpoint);
    }
    return false;
}

/* At least as many as there are policies in all members. */
static size_t count_policies(const cJSON *json)
{
    size_t count = 0;

    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        const cJSON *member = json_get(json, members[i].name), *level;

        count += 1 + (size_t)cJSON_GetArraySize(member);
        cJSON_ArrayForEach (level, member)
            count += (size_t)cJSON_GetArraySize(level);
    }
    return count;
}

/* A service has none of these, and the root user none either; a user has no session. */
static bool validate_principal(struct reading *reading)
{
    const struct scenario *out = reading->out;
    const struct iam_policy_set *set = &out->set;
    const struct iam_principal *principal = &out->request.principal;
    const char *wrong = NULL;

    if (principal->kind == IAM_PRINCIPAL_USER && set->session.count)
        wrong = "sessionPolicies";
    if (!iam_principal_has_policies(principal) &&
        set->identity.count + set->boundaries.count + set->session.count > 0)
        wrong = "identityPolicies, permissionBoundaries and sessionPolicies";
    return !wrong || error_set(reading->err, ERROR_INPUT,
                               "%s do not apply to principal %s: leave "
                               "them out",
                               wrong, principal->name);
}

static bool read_expect(struct reading *reading, const cJSON *json)
{
    const cJSON *expect = json_get(json, "expect");

    reading->out->has_expect = expect != NULL;
    return !expect || iam_decision_read(json_string(json, "expect", ""), &reading->out->expect) ||
           error_set(reading->err, ERROR_INPUT,
                     "expect \"%s\" is neither Allowed, ExplicitlyDenied nor ImplicitlyDenied",
                     json_string(json, "expect", ""));
}

static bool read_all(struct reading *reading, const cJSON *json)
{
    const char *known[MEMBER_COUNT + 4] = {"name", "request", "expect"};
    const cJSON *name = json_get(json, "name"), *request = json_get(json, "request");
    struct scenario *out = reading->out;

    for (size_t i = 0; i < MEMBER_COUNT; i++)
        known[3 + i] = members[i].name;
    if (json_get(json, "Statement") || (!request && shape_find(json, SHAPE_POLICY)))
        return error_set(reading->err, ERROR_INPUT,
                         "a policy, not a scenario: name it in one, as {\"file\": \"%s\"}",
                         reading->path);
    if (!json_has_only(json, known, reading->err))
        return false;
    if (name && !cJSON_IsString(name))
        return error_set(reading->err, ERROR_INPUT, "name is not a string");
    out->name = name ? name->valuestring : NULL;
    if (!request)
        return error_set(reading->err, ERROR_INPUT, "request is missing");
    if (!iam_request_parse(reading->arena, request, &out->request, reading->err))
        return error_prefix(reading->err, "request: ");
    iam_keys_mark_several(reading->arena, &out->request);
    reading->next = arena_alloc(reading->arena, count_policies(json) * sizeof(*reading->next));
    reading->next_is_file = arena_alloc(reading->arena, count_policies(json) * sizeof(bool));
    out->policies.items = reading->next;
    out->is_file = reading->next_is_file;
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        const cJSON *member = json_get(json, members[i].name);

        if (member && !read_member(reading, member, &members[i]))
            return false;
    }
    out->policies.count = (size_t)(reading->next - out->policies.items);
    return validate_principal(reading) && iam_quotas_hold(&out->set, &out->request, reading->err) &&
           read_expect(reading, json);
}

bool scenario_read(struct arena *arena, const cJSON *json, const char *path, struct scenario *out,
                   struct error *err)
{
    struct reading reading = {.arena = arena, .err = err, .path = path, .out = out};

    *out = (struct scenario){0};
    return read_all(&reading, json);
}
