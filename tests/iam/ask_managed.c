/*
 * Usage: ask_managed FILE, which holds {NAME: document of an identity-based policy}. Asks of each
 * policy, as the only one of a role, whether a model that is not Anthropic's can be invoked, the
 * same through an inference profile, and whether IAM can be changed. Prints one line of JSON for
 * each answer: {"name", "question", "kind": "none" | "found" | "undecided", "text", "scenarios"}.
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"
#include "tests/iam/model_questions.h"
#include "tests/iam/witness_scenario.h"

#define FILE_LIMIT ((size_t)1 << 25)

static struct arena arena = {.limit = (size_t)1 << 29};

static const char *const change[] = {
    "iam:PutRolePolicy", "iam:AttachRolePolicy",       "iam:CreatePolicyVersion",
    "iam:PutUserPolicy", "iam:AttachUserPolicy",       "iam:CreateAccessKey",
    "iam:PassRole",      "iam:UpdateAssumeRolePolicy", NULL};
static const char *const principals_of_iam[] = {"arn:${Partition}:iam::${Account}:role/*",
                                                "arn:${Partition}:iam::${Account}:user/*",
                                                "arn:${Partition}:iam::${Account}:policy/*", NULL};
static const struct iam_question iam = {
    .actions.forms = change, .resources.forms = principals_of_iam, .principals.forms = role};
static const struct {
    const char *name;
    const struct iam_question *question;
} questions[] = {{"model", &model_directly}, {"profile", &model_through_profile}, {"iam", &iam}};

static _Noreturn void stop(const char *why)
{
    fprintf(stderr, "%s\n", why);
    exit(EXIT_FAILURE);
}

static void add_scenario(cJSON *list, const cJSON *document, const struct iam_request *request)
{
    cJSON *scenario = scenario_of(request, document->string), *policies;

    policies = cJSON_AddArrayToObject(scenario, "identityPolicies");
    cJSON_AddItemToArray(policies, cJSON_Duplicate(document, true));
    cJSON_AddItemToArray(list, scenario);
}

static void ask(const cJSON *document, const struct iam_policy *policy, size_t number)
{
    static const char *const kinds[] = {"none", "found", "undecided"};
    struct iam_policy_set set = {.identity = {policy, 1}};
    struct iam_question question = *questions[number].question;
    struct iam_witness witness;
    struct error err = {0};
    cJSON *line = cJSON_CreateObject(), *scenarios;

    question.policies = &set;
    if (!iam_find_witness(&arena, &question, &witness, &err))
        stop(err.message);
    json_add_text(line, "name", document->string);
    json_add_text(line, "question", questions[number].name);
    json_add_text(line, "kind", kinds[witness.kind]);
    json_add_nullable(line, "text", witness.text);
    scenarios = cJSON_AddArrayToObject(line, "scenarios");
    if (witness.kind == IAM_WITNESS_FOUND)
        add_scenario(scenarios, document, &witness.request);
    if (witness.has_via)
        add_scenario(scenarios, document, &witness.via);
    puts(cJSON_PrintUnformatted(line));
}

int main(int argc, char **argv)
{
    struct error err = {0};
    char *text;
    size_t length;
    cJSON *documents;
    const cJSON *document;

    json_use_arena(&arena);
    if (argc != 2 || !file_read_whole(&arena, argv[1], FILE_LIMIT, &text, &length, &err) ||
        !json_parse(text, length, argv[1], &documents, &err))
        stop(err.message);
    cJSON_ArrayForEach (document, documents) {
        struct arena_mark mark = arena_mark(&arena);
        struct iam_policy policy;

        if (!iam_policy_parse(&arena, document, document->string, IAM_POLICY_IDENTITY, &policy,
                              &err))
            stop(err.message);
        for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++)
            ask(document, &policy, i);
        arena_rewind(&arena, mark);
    }
    return EXIT_SUCCESS;
}
