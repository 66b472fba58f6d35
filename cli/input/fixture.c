#include "cli/input/fixture.h"

#include <string.h>

#include "cli/input/file.h"
#include "cli/input/parameters.h"
#include "cli/input/replies.h"
#include "config/event.h"
#include "core/names.h"
#include "engine/engine.h"
#include "engine/selection.h"
#include "report/line.h"

#define TEST_ACCOUNT "123456789012"
#define TEST_TIME "2026-01-01T00:00:00.000Z" /* of a periodic trigger */

static bool validate_expected_evaluation(const cJSON *expect, struct error *err)
{
    static const char *const keys[] = {"resourceType", "resourceId", "complianceType", "annotation",
                                       NULL};
    static const char *const types[] = {"COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", NULL};
    const char *type = json_string(expect, "complianceType", NULL);

    if (!json_has_only(expect, keys, err))
        return false;
    if (!type)
        return error_set(err, ERROR_INPUT, "complianceType is missing or not a string");
    for (size_t i = 0; types[i]; i++)
        if (strcmp(type, types[i]) == 0)
            return true;
    return error_set(err, ERROR_INPUT, "complianceType is unknown: %s%s", type,
                     did_you_mean(type, types).text);
}

static bool validate_expect(const cJSON *expect, struct error *err)
{
    static const char *const error_keys[] = {"error", NULL};
    const cJSON *one;
    size_t number = 0;

    if (!expect)
        return error_set(err, ERROR_INPUT, "expect is missing");
    if (json_get(expect, "error")) {
        if (!json_has_only(expect, error_keys, err))
            return error_prefix(err, "expect: ");
        return *json_string(expect, "error", "") ||
               error_set(err, ERROR_INPUT, "expect.error is empty or not a string");
    }
    if (!cJSON_IsArray(expect))
        return validate_expected_evaluation(expect, err) || error_prefix(err, "expect: ");
    cJSON_ArrayForEach (one, expect) {
        if (!validate_expected_evaluation(one, err))
            return error_prefix(err, "expect[%zu]: ", number);
        number++;
    }
    return true;
}

static bool validate_fixture(const cJSON *fixture, struct error *err)
{
    static const char *const keys[] = {"scenario", "rule", "ruleParameters",    "event",
                                       "trigger",  "aws",  "configurationItem", "expect",
                                       NULL};
    static const char *const texts[] = {"scenario", "rule", NULL};
    const cJSON *parameters = json_get(fixture, "ruleParameters");
    const cJSON *trigger = json_get(fixture, "trigger");
    int sources = (trigger ? 1 : 0) + (json_get(fixture, "event") ? 1 : 0) +
                  (json_get(fixture, "configurationItem") ? 1 : 0);

    if (json_get(fixture, "invokingEvent") || json_get(fixture, "resourceType"))
        return error_set(err, ERROR_INPUT,
                         "this is an event or an item: configrule run evaluates it");
    if (!json_has_only(fixture, keys, err))
        return false;
    for (size_t i = 0; texts[i]; i++)
        if (json_get(fixture, texts[i]) && !*json_string(fixture, texts[i], ""))
            return error_set(err, ERROR_INPUT, "%s is empty or not a string", texts[i]);
    if (parameters && !cJSON_IsObject(parameters))
        return error_set(err, ERROR_INPUT, "ruleParameters is not an object");
    if (sources != 1)
        return error_set(err, ERROR_INPUT,
                         "exactly one of event, configurationItem and trigger is needed");
    if (trigger && strcmp(json_string(trigger, "", ""), "periodic") != 0)
        return error_set(err, ERROR_INPUT, "trigger is not \"periodic\"");
    return validate_expect(json_get(fixture, "expect"), err);
}

static bool read_event(struct arena *arena, const cJSON *fixture, struct event *out,
                       struct error *err)
{
    const cJSON *given = json_get(fixture, "event");
    const char *rule = json_string(fixture, "rule", NULL);

    if (!given)
        given = json_get(fixture, "configurationItem");
    if (!given) {
        cJSON *periodic = cJSON_CreateObject();

        cJSON_AddStringToObject(periodic, "messageType", message_type_name(SCHEDULED));
        cJSON_AddStringToObject(periodic, "awsAccountId", TEST_ACCOUNT);
        cJSON_AddStringToObject(periodic, "notificationCreationTime", TEST_TIME);
        given = periodic;
    }
    if (!event_read(arena, given, NULL, out, err))
        return false;
    if (json_get(fixture, "configurationItem"))
        out->item.complete = true;
    cJSON *over = cJSON_Duplicate(json_get(fixture, "ruleParameters"), true);
    if (!over)
        over = cJSON_CreateObject();
    if (rule)
        json_set(over, RESERVED_PARAMETER_RULE, cJSON_CreateString(rule));
    override_parameters(out, over);
    return true;
}

/* What happens, in the words of expect: an array of evaluations, or an object with error. */
static cJSON *evaluate_fixture(struct arena *arena, const cJSON *fixture, struct replies *replies)
{
    struct evaluations evaluations = {.memory = arena_within(arena)};
    const struct rule *rule;
    struct event event;
    struct error err;
    cJSON *result;

    if (!read_event(arena, fixture, &event, &err) ||
        !engine_find_rule(arena, &event, &rule, &err) ||
        !engine_evaluate(arena, rule, &event, &replies->reader, &evaluations, &err) ||
        !evaluations_complete(&evaluations, &err)) {
        result = cJSON_CreateObject();
        cJSON_AddStringToObject(result, "error", err.message);
    } else {
        result = cJSON_CreateArray();
        for (size_t i = 0; i < evaluations.count; i++) {
            cJSON *one = cJSON_CreateObject();

            line_add_result(one, &evaluations.items[i]);
            cJSON_AddItemToArray(result, one);
        }
    }
    return result;
}

static bool is_expected_evaluation(const cJSON *expect, const cJSON *actual)
{
    const cJSON *member;

    cJSON_ArrayForEach (member, expect)
        if (!cJSON_Compare(member, json_member(actual, member->string), true))
            return false;
    return actual;
}

static bool is_expected(const cJSON *expect, const cJSON *actual)
{
    const char *error = json_string(expect, "error", NULL);
    const cJSON *want = expect->child, *got = actual->child;

    if (error)
        return strstr(json_string(actual, "error", ""), error);
    if (!cJSON_IsArray(actual))
        return false;
    if (!cJSON_IsArray(expect))
        return cJSON_GetArraySize(actual) == 1 && is_expected_evaluation(expect, got);
    for (; want && got; want = want->next, got = got->next)
        if (!is_expected_evaluation(want, got))
            return false;
    return !want && !got;
}

void fixture_run(struct arena *arena, const char *path, struct fixture_result *out)
{
    struct replies replies;
    struct error err;
    cJSON *fixture = NULL;
    bool ok = file_read_json(arena, path, &fixture, &err) && validate_fixture(fixture, &err);
    const cJSON *aws = json_get(fixture, "aws"), *expect = json_get(fixture, "expect");

    /* Without aws the recording is empty, not missing: a fixture has no --replies. */
    ok = ok && replies_init(arena, aws ? aws : cJSON_CreateArray(), "aws", &replies, &err);
    *out = (struct fixture_result){
        .scenario = json_string(fixture, "scenario", ""),
        .rule = json_string(fixture, "rule", ""),
    };
    if (!ok) {
        out->expected = "a valid fixture";
        out->actual = arena_strdup(arena, err.message);
        return;
    }
    const cJSON *actual = evaluate_fixture(arena, fixture, &replies);
    out->passed = is_expected(expect, actual);
    if (out->passed)
        return;
    out->expected = cJSON_PrintUnformatted(expect);
    out->actual = cJSON_PrintUnformatted(actual);
}
