/*
 * conditions.h - what the tests of operators, and of what joins them, share. A line of their tables
 * is the only condition of a policy's only statement, and one request.
 */
#ifndef TESTS_IAM_CONDITIONS_H
#define TESTS_IAM_CONDITIONS_H

#include "tests/iam/iam.h"

/* An operator, the policy's values and the request's for the key example:Key; NULL: absent. */
struct comparison {
    const char *operator_text, *values, *context;
    enum expectation expectation;
};

#define REQUEST(context)                                      \
    "{'action':'bedrock:InvokeModel','principal':'" USER "'," \
    "'resource':'arn:aws:bedrock:us-east-1::foundation-model/m','context':" context "}"

static inline const char *policy_with(const char *version, const char *condition)
{
    return arena_printf(&arena,
                        "{%s'Statement':{'Effect':'Allow','Action':'bedrock:InvokeModel',"
                        "'Resource':'*','Condition':%s}}",
                        version, condition);
}

static inline void compare(const struct comparison *cases, size_t count)
{
    size_t failures = 0;

    for (size_t i = 0; i < count; i++) {
        const struct comparison *c = &cases[i];
        const char *condition =
            arena_printf(&arena, "{'%s':{'example:Key':%s}}", c->operator_text, c->values);
        char line[512];

        snprintf(line, sizeof(line), "%s %s, request %s", c->operator_text, c->values,
                 c->context ? c->context : "without the key");
        expect(line, IAM_POLICY_IDENTITY, policy_with("'Version':'2012-10-17',", condition),
               c->context ? arena_printf(&arena, REQUEST("{'example:Key':%s}"), c->context)
                          : REQUEST("{}"),
               IAM_DECISION_ALLOWED, c->expectation, c->operator_text, &failures);
    }
    assert_int_equal(failures, 0);
}

#endif
