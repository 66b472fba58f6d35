#include "tests/iam/witness_question.h"

const char *const role[] = {ROLE, NULL};
const char *const invoke[] = {"bedrock:InvokeModel", NULL};
const char *const models[] = {"arn:${Partition}:bedrock:${Region}::foundation-model/*",
                              "arn:${Partition}:bedrock:::foundation-model/*", NULL};

struct iam_policy policy(enum iam_policy_type type, const char *statements)
{
    struct iam_policy out;
    struct error err = {0};
    const char *text =
        arena_printf(&arena, "{'Version':'2012-10-17','Statement':[%s]}", statements);

    if (!iam_policy_parse(&arena, json(text), "p", type, &out, &err))
        fail_msg("%s: %s", text, err.message);
    return out;
}

const char *answer_of(const struct iam_question *question)
{
    struct iam_witness witness;
    struct iam_decision decision;
    struct error err = {0};

    if (!iam_find_witness(&arena, question, &witness, &err))
        return arena_strdup(&arena, err.message);
    if (witness.kind == IAM_WITNESS_FOUND) {
        assert_true(iam_decide(&arena, question->policies, &witness.request, &decision, &err));
        assert_int_equal(decision.type, IAM_DECISION_ALLOWED);
        assert_int_equal(witness.has_via, question->via != NULL);
        if (witness.has_via) {
            assert_true(iam_decide(&arena, question->policies, &witness.via, &decision, &err));
            assert_int_equal(decision.type, IAM_DECISION_ALLOWED);
        }
    }
    if (witness.kind == IAM_WITNESS_UNDECIDED)
        return arena_printf(&arena, "undecided: %s", witness.text);
    return witness.kind == IAM_WITNESS_NONE ? "none" : witness.text;
}

void expect_answer(const struct iam_question *question, const char *expected, const char *what,
                   size_t *failures)
{
    const char *answer = answer_of(question);
    bool none = strcmp(expected, "none") == 0;

    if (none ? strcmp(answer, expected) != 0 : !strstr(answer, expected)) {
        print_error("%s: %s\n", what, answer);
        ++*failures;
    }
    arena_reset(&arena);
}

void expect_answers(const struct iam_question *question, const struct line *lines, size_t count)
{
    size_t failures = 0;

    for (size_t i = 0; i < count; i++) {
        struct iam_policy identity = policy(IAM_POLICY_IDENTITY, lines[i].statements);
        struct iam_policy_set set = {.identity = {&identity, 1}};
        struct iam_question asked = *question;

        asked.policies = &set;
        expect_answer(&asked, lines[i].answer, lines[i].statements, &failures);
    }
    assert_int_equal(failures, 0);
}
