/*
 * test_limits.c - the bounds of policies and requests: what is at a limit is read, what is beyond
 * it is refused. And what is known only when a decision hangs on it: whether a CanonicalUser is the
 * principal.
 */
#include "iam/world.h"
#include "tests/iam/iam.h"

struct arena arena = {.limit = (size_t)64 << 20};

#define TOO_MANY                                                                               \
    "too many patterns may match a context key of which the request says only its form: give " \
    "aws:PrincipalArn in the context"
#define ALLOW "{'Effect':'Allow','Action':'*','Resource':'*'}"
#define BEYOND 1 /* the second of two tries is one beyond the limit */

/* count times text. */
static const char *repeat(const char *text, size_t count)
{
    char *all = arena_alloc(&arena, strlen(text) * count + 1), *to = all;

    for (size_t i = 0; i < count; i++)
        to = stpcpy(to, text);
    return all;
}

/* A list of count times text, which are many strings or objects. */
static const char *list_of(const char *text, size_t count)
{
    return arena_printf(&arena, "[%s%s]", repeat(arena_printf(&arena, "%s,", text), count - 1),
                        text);
}

/* An object of count members "x:0", "x:1", ... with the value "a". */
static const char *object_of(size_t count)
{
    char *text = arena_alloc(&arena, count * 16 + 3), *to = text;

    *to++ = '{';
    for (size_t i = 0; i < count; i++)
        to += sprintf(to, "%s'x:%zu':'a'", i ? "," : "", i);
    to[0] = '}';
    return text;
}

static const char *statement_with(const char *element, const char *value)
{
    return arena_printf(&arena, "{'Statement':{'Effect':'Allow','Action':%s,'Resource':'*'%s%s}}",
                        strcmp(element, "Action") == 0 ? value : "'*'",
                        strcmp(element, "Action") == 0 ? "" : ",'Condition':",
                        strcmp(element, "Action") == 0 ? "" : value);
}

static void expect_read(const char *text, bool read, const char *message)
{
    struct iam_policy policy;
    struct error err = {0};

    if (iam_policy_parse(&arena, json(text), "p", IAM_POLICY_IDENTITY, &policy, &err) != read)
        fail_msg("%.100s...: %s", text, read ? err.message : "read");
    if (!read && !strstr(err.message, message))
        fail_msg("%s", err.message);
    arena_reset(&arena);
}

static void policies_have_limits(void **state)
{
    (void)state;
    for (size_t beyond = 0; beyond <= BEYOND; beyond++) {
        size_t members = IAM_MEMBER_LIMIT + beyond, bytes = IAM_TEXT_LIMIT + beyond;

        expect_read(statement_with("Action", list_of("'a:b'", members)), !beyond,
                    "Action: the list has more than 10000 entries");
        expect_read(arena_printf(&arena, "{'Statement':%s}",
                                 list_of("{'Effect':'Deny','Action':'*','Resource':'*'}", members)),
                    !beyond, "more than 10000 statements");
        expect_read(statement_with("Condition",
                                   arena_printf(&arena, "{'StringEquals':%s}", object_of(members))),
                    !beyond, "Condition: more than 10000 context keys");
        expect_read(statement_with("Condition", arena_printf(&arena, "{'NumericEquals':{'a:b':%s}}",
                                                             list_of("1", members))),
                    !beyond, "NumericEquals: a:b has more than 10000 values");
        expect_read(
            statement_with("Action", arena_printf(&arena, "'a:%s'", repeat("b", bytes - 2))),
            !beyond, "Action: a text has more than 4096 bytes");
        expect_read(
            statement_with("Condition", arena_printf(&arena, "{'StringEquals':{'a:b':'%s'}}",
                                                     repeat("b", bytes))),
            !beyond, "a text has more than 4096 bytes");
        expect_read(
            statement_with("Condition", arena_printf(&arena, "{'StringEquals':{'a:%s':'b'}}",
                                                     repeat("b", bytes - 2))),
            !beyond, "a text has more than 4096 bytes");
        expect_read(arena_printf(&arena,
                                 "{'Statement':{'Sid':'%s','Effect':'Deny','Action':'*',"
                                 "'Resource':'*'}}",
                                 repeat("b", bytes)),
                    !beyond, "a text has more than 4096 bytes");
        /* 128 texts of 4,096 bytes are 524,288; the "*" of Resource is one more. */
        expect_read(statement_with("Action", list_of(arena_printf(&arena, "'a:%s'",
                                                                  repeat("b", IAM_TEXT_LIMIT - 2)),
                                                     127 + beyond)),
                    !beyond, "Resource: the policy has more than 524288 bytes of text");
    }
}

static void expect_request(const char *context, bool read, const char *message)
{
    struct iam_request request;
    struct error err = {0};
    const char *text = arena_printf(
        &arena, "{'action':'a:b','resource':'*','principal':'" USER "','context':%s}", context);

    if (iam_request_parse(&arena, json(text), &request, &err) != read)
        fail_msg("%.100s...: %s", text, read ? err.message : "read");
    if (!read && !strstr(err.message, message))
        fail_msg("%s", err.message);
    arena_reset(&arena);
}

static void requests_have_limits(void **state)
{
    (void)state;
    for (size_t beyond = 0; beyond <= BEYOND; beyond++) {
        size_t members = IAM_MEMBER_LIMIT + beyond, bytes = IAM_TEXT_LIMIT + beyond;

        expect_request(object_of(members), !beyond, "context has more than 10000 keys");
        expect_request(arena_printf(&arena, "{'a:b':%s}", list_of("1", members)), !beyond,
                       "context: a:b has more than 10000 values");
        expect_request(arena_printf(&arena, "{'a:b':'%s'}", repeat("b", bytes)), !beyond,
                       "a:b has more than 4096 bytes");
        expect_request(arena_printf(&arena, "{'a:%s':'b'}", repeat("b", bytes - 2)), !beyond,
                       "has more than 4096 bytes");
        expect_request(
            arena_printf(&arena, "{'a:b':%s}",
                         list_of(arena_printf(&arena, "'%s'", repeat("b", 4096)), 31 + beyond)),
            !beyond, "more than 131072 bytes of text");
    }
}

#define CANONICAL "'79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'"
#define POLICY(effect, principal, rest)                          \
    "{'Statement':{'Effect':'" effect "','Principal':" principal \
    ",'Action':'s3:GetObject','Resource':'*'" rest "}}"

static void a_canonical_user_is_an_error_where_it_matters(void **state)
{
    static const struct {
        const char *policy, *action;
        enum expectation expectation; /* MET: the request is allowed */
    } cases[] = {
        {POLICY("Allow", "{'CanonicalUser':" CANONICAL "}", ""), "s3:GetObject", ERROR},
        {POLICY("Allow", "{'CanonicalUser':" CANONICAL "}", ""), "s3:PutObject", NOT_MET},
        {POLICY("Allow", "{'CanonicalUser':" CANONICAL ",'AWS':'" USER "'}", ""), "s3:GetObject",
         MET},
        {POLICY("Deny", "{'CanonicalUser':" CANONICAL "}", ""), "s3:GetObject", ERROR},
        {"{'Statement':{'Effect':'Deny','NotPrincipal':{'CanonicalUser':" CANONICAL
         "},'Action':'s3:*','Resource':'*'}}",
         "s3:GetObject", ERROR},
    };
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect(cases[i].policy, IAM_POLICY_RESOURCE, cases[i].policy,
               arena_printf(&arena,
                            "{'action':'%s','resource':'arn:aws:s3:::b/k','principal':'" USER "'}",
                            cases[i].action),
               IAM_DECISION_ALLOWED, cases[i].expectation,
               cases[i].expectation == ERROR ? "CanonicalUser" : NULL, &failures);
    assert_int_equal(failures, 0);
}

/* A condition per pattern of one role's ARN, the path of which the request does not say. */
static void expect_too_many(const char *statements)
{
    struct error err = {0};
    enum iam_decision_type decision;

    assert_false(
        decide(IAM_POLICY_IDENTITY,
               arena_printf(&arena, "{'Version':'2012-10-17','Statement':[%s]}", statements),
               "{'action':'sqs:SendMessage','resource':'arn:aws:sqs:us-east-1:" ACCOUNT
               ":q','principal':'arn:aws:sts::" ACCOUNT ":assumed-role/deploy/bob',"
               "'context':{}}",
               &decision, &err));
    if (!strstr(err.message, TOO_MANY))
        fail_msg("%s", err.message);
    arena_reset(&arena);
}

/* More patterns may match than worlds are tried: nothing is guessed. */
static void too_many_patterns_decide_nothing(void **state)
{
    const char *statements = ALLOW;

    (void)state;
    for (int i = 0; i < IAM_ASSUMPTION_LIMIT + 1; i++)
        statements =
            arena_printf(&arena,
                         "%s,{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'ArnLike':"
                         "{'aws:PrincipalArn':'arn:aws:iam::" ACCOUNT ":role/p%d/*/q%d/deploy'}}}",
                         statements, i, i);
    expect_too_many(statements);
}

/* Few worlds of long patterns take as long as many of short ones: they end, too. */
static void too_much_work_decides_nothing(void **state)
{
    const char *statements = ALLOW;
    char filler[201];

    (void)state;
    memset(filler, 'x', sizeof(filler) - 1);
    filler[sizeof(filler) - 1] = '\0';
    for (int i = 0; i < 12; i++)
        statements = arena_printf(
            &arena,
            "%s,{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringLike'"
            ":{'aws:PrincipalArn':'*/p%dx/*'}}}",
            statements, i);
    for (int i = 0; i < 300; i++)
        statements = arena_printf(
            &arena,
            "%s,{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringLike'"
            ":{'aws:PrincipalArn':'*%s*%d/never'}}}",
            statements, filler, i);
    expect_too_many(statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(policies_have_limits),
        TEST(requests_have_limits),
        TEST(a_canonical_user_is_an_error_where_it_matters),
        TEST(too_many_patterns_decide_nothing),
        TEST(too_much_work_decides_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
