/*
 * How long it takes to find out that a role with 20 policies of 6 KB invokes no model that is not
 * approved, directly or through an inference profile, the policies parsed before: the best of some
 * rounds, in milliseconds of one core's time. In "mixed" one statement of five is about models of
 * Bedrock, in "models" all are. Fails when the first is above the ceiling in the first argument, or
 * the second above that in the second one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/iam/model_questions.h"

#define ROUNDS 20
#define POLICIES 20
#define POLICY_SIZE 6000 /* bytes */

static struct arena arena = {.limit = (size_t)1 << 27};
static unsigned number;

static _Noreturn void stop(const char *why)
{
    fprintf(stderr, "%s\n", why);
    exit(EXIT_FAILURE);
}

static const char *statement(bool about_models)
{
    static const char *const regions[] = {"*", "eu-central-1", "us-east-1"};
    const char *condition = number % 3
                                ? ""
                                : ",\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/team\":"
                                  "\"blue\",\"aws:RequestedRegion\":\"eu-central-1\"}}";

    number++;
    if (about_models)
        return arena_printf(&arena,
                            "{\"Effect\":\"%s\",\"Action\":\"bedrock:Invoke*\",\"Resource\":"
                            "\"arn:aws:bedrock:%s::foundation-model/anthropic.claude-%x-v1:0\"%s}",
                            number % 7 ? "Allow" : "Deny", regions[number % 3],
                            number * 2654435761U, condition);
    return arena_printf(&arena,
                        "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"ec2:Describe*\","
                        "\"logs:*\"],\"Resource\":\"arn:aws:s3:::bucket-%x/*\"%s}",
                        number * 2654435761U, condition);
}

static struct iam_policy policy(unsigned in)
{
    const char *text = "{\"Version\":\"2012-10-17\",\"Statement\":[";
    struct iam_policy out;
    struct error err;
    cJSON *json;

    for (const char *comma = ""; strlen(text) < POLICY_SIZE; comma = ",")
        text = arena_printf(&arena, "%s%s%s", text, comma, statement(number % in == 0));
    text = arena_printf(&arena, "%s]}", text);
    if (!json_parse(text, strlen(text), "the policy", &json, &err) ||
        !iam_policy_parse(&arena, json, "policy", IAM_POLICY_IDENTITY, &out, &err))
        stop(err.message);
    return out;
}

static void expect_none(const struct iam_question *question)
{
    struct iam_witness witness;
    struct error err;

    if (!iam_find_witness(&arena, question, &witness, &err))
        stop(err.message);
    if (witness.kind != IAM_WITNESS_NONE)
        stop(witness.text);
}

/* One statement of so many is about models. */
static double milliseconds(unsigned in)
{
    struct iam_policy policies[POLICIES];
    struct iam_policy_set set = {.identity = {policies, POLICIES}};
    struct iam_question directly = model_directly, through = model_through_profile;
    double best = 0;

    directly.policies = through.policies = &set;
    for (size_t i = 0; i < POLICIES; i++)
        policies[i] = policy(in);
    for (int round = 0; round < ROUNDS; round++) {
        clock_t begun = clock();

        expect_none(&directly);
        expect_none(&through);
        double taken = (double)(clock() - begun) / (CLOCKS_PER_SEC / 1e3);
        best = round == 0 || taken < best ? taken : best;
    }
    return best;
}

int main(int argc, char **argv)
{
    json_use_arena(&arena);
    double mixed = milliseconds(5), all = milliseconds(1);

    printf("mixed:  %.2f ms\nmodels: %.2f ms\n", mixed, all);
    arena_reset(&arena);
    if (argc > 2 && (mixed > strtod(argv[1], NULL) || all > strtod(argv[2], NULL)))
        stop("too slow");
    return EXIT_SUCCESS;
}
