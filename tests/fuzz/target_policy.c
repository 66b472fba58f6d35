/*
 * A resource policy and patterns: policy | pattern | text | pattern. What is allowed to a service
 * is allowed still, or is no answer, when the policy is its text; and it is not when a statement
 * denies everybody all.
 */
#include <string.h>

#include "core/utf8.h"
#include "iam/pattern.h"
#include "iam/resource_policy.h"
#include "tests/fuzz/fuzz.h"

#define SERVICE "bedrock.amazonaws.com"
#define ACTION "lambda:InvokeFunction"

static bool allows(struct fuzz *fuzz, const cJSON *policy, bool *allowed)
{
    struct error err = {0};

    if (resource_policy_allows_service(fuzz->arena, policy, SERVICE, ACTION, allowed, &err))
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

static bool read(struct fuzz *fuzz, enum iam_pattern_style style, const char *source,
                 struct iam_pattern *out)
{
    struct error err = {0};

    if (iam_pattern_parse(fuzz->arena, source, style, true, out, &err))
        return true;
    expect_failure(fuzz, &err);
    return false;
}

/* A text without wildcards matches itself; what covers a pattern matches what that matches. */
static void check_patterns(struct fuzz *fuzz, enum iam_pattern_style style, const char *source,
                           const char *text, const char *other)
{
    static const struct iam_request request = {0};
    struct iam_pattern pattern, wide;

    if (!utf8_valid(source, strlen(source)) || !utf8_valid(text, strlen(text)) ||
        !utf8_valid(other, strlen(other)) || !read(fuzz, style, source, &pattern))
        return;
    bool matches = iam_pattern_match(fuzz->arena, &pattern, &request, text);
    fprintf(fuzz->said, "%d\n", matches);
    if (pattern.compiled && !strpbrk(source, "*?$") && strncmp(source, "arn:", 4) != 0)
        EXPECT(iam_pattern_match(fuzz->arena, &pattern, &request, source));
    if (read(fuzz, style, other, &wide) && iam_pattern_covers(&wide, &pattern))
        EXPECT(!matches || !pattern.compiled ||
               iam_pattern_match(fuzz->arena, &wide, &request, text));
    EXPECT(iam_pattern_covers(&pattern, &pattern));
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
    const char *other = fuzz_string(fuzz);
    for (int style = IAM_PATTERN_LITERAL; style <= IAM_PATTERN_RESOURCE; style++)
        check_patterns(fuzz, (enum iam_pattern_style)style, pattern, text, other);
}
