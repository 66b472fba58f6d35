/*
 * iam.h - what the tables of this folder share: JSON that can be read inside C, and one question
 * from policy text to decision. In these tables ' stands for " and ` for ', so that a line shows
 * its policy rather than its backslashes.
 */
#ifndef TESTS_IAM_H
#define TESTS_IAM_H

#include "tests/unit.h"

#include "iam/decision.h"

/* What a line of a table expects. */
enum expectation {
    MET,
    NOT_MET,
    ERROR, /* refused: where the policy is read, or at the latest where the request is evaluated */
};

#define ACCOUNT "111122223333"
#define OTHER_ACCOUNT "444455556666"
#define USER "arn:aws:iam::" ACCOUNT ":user/ada"
#define ROLE "arn:aws:iam::" ACCOUNT ":role/reader"
#define SESSION "arn:aws:sts::" ACCOUNT ":assumed-role/reader/monday"
#define FEDERATED_USER "arn:aws:sts::" ACCOUNT ":federated-user/fay"
#define ROOT "arn:aws:iam::" ACCOUNT ":root"

static inline const char *unquote(const char *text)
{
    char *copy = arena_strdup(&arena, text);

    for (char *c = copy; *c; c++) {
        if (*c == '\'')
            *c = '"';
        else if (*c == '`')
            *c = '\'';
    }
    return copy;
}

static inline cJSON *json(const char *text)
{
    return parse(unquote(text));
}

/*
 * What one policy says to one request, both JSON text. False: refused, with *err. A resource-based
 * policy is that of the resource, any other is attached to the principal.
 */
MUST_USE static inline bool decide(enum iam_policy_type type, const char *policy_text,
                                   const char *request_text, enum iam_decision_type *out,
                                   struct error *err)
{
    struct iam_policy policy;
    struct iam_request request;
    struct iam_policy_set set = {0};
    struct iam_decision decision;

    if (!iam_policy_parse(&arena, json(policy_text), "policy", type, &policy, err) ||
        !iam_request_parse(&arena, json(request_text), &request, err))
        return false;
    if (type == IAM_POLICY_RESOURCE) {
        set.resource.items = &policy;
        set.resource.count = 1;
    } else {
        set.identity.items = &policy;
        set.identity.count = 1;
    }
    if (!iam_decide(&arena, &set, &request, &decision, err))
        return false;
    *out = decision.type;
    return true;
}

/*
 * Fails the test unless the outcome is the expected one: MET is the decision wanted. fragment must
 * be part of the message of an ERROR; NULL: any.
 */
static inline void expect(const char *line, enum iam_policy_type type, const char *policy_text,
                          const char *request_text, enum iam_decision_type wanted,
                          enum expectation expectation, const char *fragment, size_t *failures)
{
    struct error err = {0};
    enum iam_decision_type decision;
    const char *answer;
    bool good;

    if (!decide(type, policy_text, request_text, &decision, &err)) {
        answer = err.message;
        good = expectation == ERROR && err.kind == ERROR_INPUT &&
               (!fragment || strstr(err.message, fragment));
    } else {
        answer = iam_decision_text(decision);
        good = expectation == (decision == wanted ? MET : NOT_MET);
    }
    if (!good) {
        print_error("%s: %s\n", line, answer);
        ++*failures;
    }
    arena_reset(&arena);
}

#endif
