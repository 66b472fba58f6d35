#include "tests/iam/model_questions.h"

const char *const role[] = {"arn:aws:iam::111122223333:role/app", NULL};

static const char *const invoke[] = {"bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream",
                                     NULL};
static const char *const models[] = {
    "arn:${Partition}:bedrock:${Region}::foundation-model/*",
    "arn:${Partition}:bedrock:::foundation-model/*",
    "arn:${Partition}:bedrock:${Region}:${Account}:custom-model/*",
    "arn:${Partition}:bedrock:${Region}:${Account}:imported-model/*",
    "arn:${Partition}:bedrock:${Region}:${Account}:provisioned-model/*",
    NULL};
static const char *const approved[] = {"arn:*:bedrock:*::foundation-model/anthropic.*", NULL};
static const char *const profiles[] = {
    "arn:${Partition}:bedrock:${Region}:${Account}:inference-profile/*",
    "arn:${Partition}:bedrock:${Region}:${Account}:application-inference-profile/*", NULL};
static const struct iam_question_key no_profile = {.name = "bedrock:InferenceProfileArn"};
static const struct iam_question_via via = {.resources.forms = profiles,
                                            .key = "bedrock:InferenceProfileArn"};

const struct iam_question model_directly = {.actions.forms = invoke,
                                            .resources = {models, approved},
                                            .principals.forms = role,
                                            .keys = &no_profile,
                                            .key_count = 1};
const struct iam_question model_through_profile = {.actions.forms = invoke,
                                                   .resources = {models, approved},
                                                   .principals.forms = role,
                                                   .via = &via};
