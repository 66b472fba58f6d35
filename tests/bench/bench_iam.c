/*
 * How many requests iam_decide() decides in a second of one core's time, the policies parsed
 * before: "simple" is an identity-based policy and nothing else, "governed" has two levels of
 * service control policies with conditions and a permissions boundary too. Prints both, and fails
 * when the best of some rounds of "simple" is below the floor in the first argument.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "iam/decision.h"

#define ROUNDS 5
#define DECISIONS 200000 /* of a round */

static struct arena arena = {.limit = (size_t)1 << 24};

static _Noreturn void stop(const char *why)
{
    fprintf(stderr, "%s\n", why);
    exit(EXIT_FAILURE);
}

static cJSON *parse(const char *text)
{
    struct error err;
    cJSON *json;

    if (!json_parse(text, strlen(text), "the text", &json, &err))
        stop(err.message);
    return json;
}

static struct iam_policy *policy(const char *text, enum iam_policy_type type)
{
    struct iam_policy *out = arena_alloc(&arena, sizeof(*out));
    struct error err;

    if (!iam_policy_parse(&arena, parse(text), "policy", type, out, &err))
        stop(err.message);
    return out;
}

static double decisions_a_second(const struct iam_policy_set *set,
                                 const struct iam_request *request, enum iam_decision_type expected)
{
    struct iam_decision decision;
    struct error err;
    double best = 0;

    for (int round = 0; round < ROUNDS; round++) {
        clock_t begun = clock();

        for (int i = 0; i < DECISIONS; i++)
            if (!iam_decide(&arena, set, request, &decision, &err) || decision.type != expected)
                stop("the decision is wrong");
        double rate = DECISIONS / ((double)(clock() - begun) / CLOCKS_PER_SEC);
        best = rate > best ? rate : best;
    }
    return best;
}

int main(int argc, char **argv)
{
    struct iam_request request;
    struct error err;

    json_use_arena(&arena);
    if (!iam_request_parse(
            &arena,
            parse(
                "{\"action\":\"bedrock:InvokeModel\",\"resource\":\"arn:aws:bedrock:eu-central-1::"
                "foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0\",\"principal\":"
                "\"arn:aws:sts::111122223333:assumed-role/App/session\",\"context\":"
                "{\"aws:RequestedRegion\":\"eu-central-1\"}}"),
            &request, &err))
        stop(err.message);
    struct iam_policies identity = {
        policy("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
               "\"bedrock:Invoke*\",\"Resource\":\"arn:aws:bedrock:*::foundation-model/anthropic.*"
               "\"},{\"Effect\":\"Deny\",\"Action\":\"bedrock:CallWithBearerToken\",\"Resource\":"
               "\"*\"}]}",
               IAM_POLICY_IDENTITY),
        1};
    struct iam_policies full = {
        policy("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
               "\"Resource\":\"*\"}}",
               IAM_POLICY_SERVICE_CONTROL),
        1};
    struct iam_policies regions = {
        policy("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\","
               "\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"NotAction\":[\"iam:*\",\"sts:*\","
               "\"organizations:*\",\"route53:*\"],\"Resource\":\"*\",\"Condition\":{"
               "\"StringNotEquals\":{\"aws:RequestedRegion\":[\"eu-west-1\",\"eu-central-1\"]},"
               "\"ArnNotLike\":{\"bedrock:InferenceProfileArn\":\"arn:aws:bedrock:eu-central-1:*:"
               "inference-profile/eu.*\"}}}]}",
               IAM_POLICY_SERVICE_CONTROL),
        1};
    struct iam_policy_set simple = {.identity = identity};
    struct iam_policy_set governed = {
        .identity = identity,
        .service_control = (const struct iam_policies[]){full, regions},
        .service_control_count = 2,
        .boundaries = {policy("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                              "\"Action\":\"bedrock:*\",\"Resource\":\"*\"}}",
                              IAM_POLICY_PERMISSIONS_BOUNDARY),
                       1}};
    double rate = decisions_a_second(&simple, &request, IAM_DECISION_ALLOWED);
    printf("simple:   %.2f million decisions a second\n", rate / 1e6);
    printf("governed: %.2f million decisions a second\n",
           decisions_a_second(&governed, &request, IAM_DECISION_ALLOWED) / 1e6);
    arena_reset(&arena);
    if (argc > 1 && rate < strtod(argv[1], NULL))
        stop("too slow");
    return EXIT_SUCCESS;
}
