/*
 * The IAM engine: request | policy | policy ..., the policies of all types by turns, in their order
 * of enum iam_policy_type; null is none. What is decided is decided again when the policies are
 * texts, names a statement, and is a denial once a statement denies everything, but for what its
 * service allows in any case. A witness (iam/witness.h) is allowed.
 */
#include "iam/lint.h"
#include "iam/reason.h"
#include "iam/witness.h"
#include "tests/fuzz/fuzz.h"

#define TYPES (IAM_POLICY_VPC_ENDPOINT + 1)
#define MOST 32

struct policies {
    cJSON *json[MOST];
    size_t count;
};

/* The policies of one type as a list of their own, which the set points to. */
static bool read_set(struct fuzz *fuzz, const struct policies *given, bool as_text,
                     struct iam_policy *all, struct iam_policy_set *set, struct error *err)
{
    struct iam_policies lists[TYPES] = {{NULL, 0}};
    struct iam_policy *next = all;

    for (size_t type = 0; type < TYPES; type++) {
        lists[type].items = next;
        for (size_t i = type; i < given->count; i += TYPES) {
            const cJSON *json = given->json[i];

            if (cJSON_IsNull(json))
                continue;
            if (as_text && cJSON_IsObject(json))
                json = cJSON_CreateString(cJSON_PrintUnformatted(json));
            if (!iam_policy_parse(fuzz->arena, json, "policy", (enum iam_policy_type)type, next++,
                                  err))
                return false;
            lists[type].count++;
        }
    }
    struct iam_policies *levels = arena_alloc(fuzz->arena, 2 * sizeof(*levels));
    levels[0] = lists[IAM_POLICY_SERVICE_CONTROL];
    levels[1] = lists[IAM_POLICY_RESOURCE_CONTROL];
    *set = (struct iam_policy_set){.identity = lists[IAM_POLICY_IDENTITY],
                                   .resource = lists[IAM_POLICY_RESOURCE],
                                   .boundaries = lists[IAM_POLICY_PERMISSIONS_BOUNDARY],
                                   .session = lists[IAM_POLICY_SESSION],
                                   .service_control = &levels[0],
                                   .service_control_count = levels[0].count > 0,
                                   .resource_control = &levels[1],
                                   .resource_control_count = levels[1].count > 0,
                                   .vpc_endpoint = lists[IAM_POLICY_VPC_ENDPOINT]};
    return true;
}

static void say_policies(struct fuzz *fuzz, const struct iam_policies *policies,
                         const struct iam_request *request)
{
    for (size_t i = 0; i < policies->count; i++)
        for (const char *const *text = iam_policy_lint(fuzz->arena, &policies->items[i]); *text;
             text++)
            fprintf(fuzz->said, "%s\n", *text);
    for (const char *const *key = iam_missing_context(fuzz->arena, policies, request); *key; key++)
        fprintf(fuzz->said, "%s\n", *key);
}

static void say_decision(struct fuzz *fuzz, const struct iam_decision *decision,
                         const struct iam_request *request)
{
    bool root = request->principal.kind == IAM_PRINCIPAL_ROOT_USER;

    EXPECT(decision->type == IAM_DECISION_IMPLICITLY_DENIED || decision->statement ||
           decision->rule || (root && decision->type == IAM_DECISION_ALLOWED));
    EXPECT(!decision->statement == !decision->policy);
    EXPECT(!decision->condition || decision->type == IAM_DECISION_IMPLICITLY_DENIED);
    fprintf(fuzz->said, "%s: %s\n", iam_decision_text(decision->type),
            iam_decision_reason(fuzz->arena, decision, request));
}

/* With a policy of the VPC endpoint, which is everybody's, that denies everything. */
static void expect_denial(struct fuzz *fuzz, struct iam_policy_set set,
                          const struct iam_request *request)
{
    struct iam_decision decision;
    struct iam_policy deny;
    struct error err = {0};
    cJSON *json = cJSON_CreateObject(), *statement = cJSON_AddObjectToObject(json, "Statement");

    cJSON_AddStringToObject(statement, "Effect", "Deny");
    cJSON_AddStringToObject(statement, "Principal", "*");
    cJSON_AddStringToObject(statement, "Action", "*");
    cJSON_AddStringToObject(statement, "Resource", "*");
    EXPECT(iam_policy_parse(fuzz->arena, json, "deny", IAM_POLICY_VPC_ENDPOINT, &deny, &err));
    set.vpc_endpoint = (struct iam_policies){&deny, 1};
    EXPECT(!iam_decide(fuzz->arena, &set, request, &decision, &err) || decision.rule ||
           decision.type == IAM_DECISION_EXPLICITLY_DENIED);
}

/* A witness for the request's action, on its resource or any model of Bedrock, is allowed. */
static void expect_witness(struct fuzz *fuzz, const struct iam_policy_set *set,
                           const struct iam_request *request)
{
    const char *actions[] = {request->action, NULL}, *names[] = {request->principal.name, NULL};
    const char *resources[] = {request->resource, "arn:aws:bedrock:${Region}::foundation-model/**",
                               NULL};
    struct iam_question question = {.policies = set,
                                    .actions.forms = actions,
                                    .resources.forms = resources,
                                    .principals.forms = names,
                                    .named_principals = true};
    struct iam_witness witness;
    struct iam_decision decision;
    struct error err = {0};

    EXPECT(iam_find_witness(fuzz->arena, &question, &witness, &err));
    EXPECT((witness.kind == IAM_WITNESS_NONE) == !witness.text);
    EXPECT(witness.kind != IAM_WITNESS_FOUND ||
           (iam_decide(fuzz->arena, set, &witness.request, &decision, &err) &&
            decision.type == IAM_DECISION_ALLOWED));
    fprintf(fuzz->said, "%d: %s\n", (int)witness.kind, witness.text ? witness.text : "");
}

void fuzz_target(struct fuzz *fuzz)
{
    struct iam_request request;
    struct iam_policy all[MOST], texts[MOST];
    struct iam_policy_set set, again;
    struct iam_decision decision, same;
    struct policies given = {.count = 0};
    struct error err = {0};
    cJSON *json = fuzz_json(fuzz);
    size_t policies = 0;

    while (given.count < MOST && (given.json[given.count] = fuzz_json(fuzz)))
        given.count++;
    if (!json)
        return;
    if (!iam_request_parse(fuzz->arena, json, &request, &err) ||
        !read_set(fuzz, &given, false, all, &set, &err)) {
        EXPECT(err.kind == ERROR_INPUT);
        expect_failure(fuzz, &err);
        return;
    }
    for (size_t i = 0; i < given.count; i++)
        policies += !cJSON_IsNull(given.json[i]);
    say_policies(fuzz, &(struct iam_policies){all, policies}, &request);
    bool decided = iam_decide(fuzz->arena, &set, &request, &decision, &err);
    if (decided)
        say_decision(fuzz, &decision, &request);
    else
        expect_failure(fuzz, &err);
    EXPECT(read_set(fuzz, &given, true, texts, &again, &err));
    EXPECT(iam_decide(fuzz->arena, &again, &request, &same, &err) == decided);
    EXPECT(!decided || same.type == decision.type);
    expect_denial(fuzz, set, &request);
    expect_witness(fuzz, &set, &request);
}
