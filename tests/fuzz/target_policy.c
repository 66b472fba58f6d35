/*
 * A resource policy: policy | patterns | texts. What is allowed to a service is allowed still, or
 * is no answer, when the policy is its text; and it is not when a statement denies everybody all.
 */
#include <string.h>

#include "iam/resource_policy.h"
#include "iam/wildcard.h"
#include "tests/fuzz/fuzz.h"

#define SERVICE "bedrock.amazonaws.com"
#define ACTION "lambda:InvokeFunction"

static bool allows(struct fuzz *fuzz, const cJSON *policy, bool *allowed)
{
    struct error err = {0};

    if (resource_policy_allows_service(policy, SERVICE, ACTION, allowed, &err))
        return true;
    EXPECT(err.kind == ERROR_RULE);
    expect_failure(fuzz, &err);
    return false;
}

static void deny_all(cJSON *policy)
{
    cJSON *statements = json_member(policy, "Statement"), *deny = cJSON_CreateObject();

    cJSON_AddStringToObject(deny, "Effect", "Deny");
    cJSON_AddStringToObject(deny, "Principal", "*");
    cJSON_AddStringToObject(deny, "Action", "*");
    if (cJSON_IsArray(statements))
        cJSON_AddItemToArray(statements, deny);
    else
        json_set(policy, "Statement", deny);
}

void fuzz_target(struct fuzz *fuzz)
{
    cJSON *policy = fuzz_json(fuzz);
    bool allowed = false, as_text = false;

    if (policy && allows(fuzz, policy, &allowed)) {
        fprintf(fuzz->said, "%d\n", allowed);
        if (cJSON_IsObject(policy)) {
            EXPECT(allows(fuzz, cJSON_CreateString(cJSON_PrintUnformatted(policy)), &as_text));
            EXPECT(as_text == allowed);
            deny_all(policy);
            EXPECT(allows(fuzz, policy, &allowed) && !allowed);
        }
    }
    const char *pattern = fuzz_string(fuzz), *text = fuzz_string(fuzz);
    fprintf(fuzz->said, "%d\n", wildcard_match(pattern, text));
    EXPECT(wildcard_match("*", text));
    EXPECT(strpbrk(text, "*?") || wildcard_match(text, text));
    EXPECT(wildcard_match(arena_printf(fuzz->arena, "%s*", pattern),
                          arena_printf(fuzz->arena, "%s%s", text, pattern)) ||
           !wildcard_match(pattern, text));
}
