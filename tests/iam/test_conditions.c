/*
 * test_conditions.c - what joins conditions, keys and values, which keys may be missing, and policy
 * variables, by what AWS's documents say.
 *
 * "#Conditions_..." is an anchor of this page:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * "the list of policy checks" is this one:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
#include "tests/iam/conditions.h"

struct arena arena = {.limit = (size_t)8 << 20};

/*
 * #Conditions_Null: whether there is a value. #Conditions_IfExists: a missing key passes, whatever
 * the operator, but for Null.
 */
static void keys_may_be_missing(void **state)
{
    static const struct comparison cases[] = {
        {"Null", "'true'", NULL, MET},
        {"Null", "'true'", "'x'", NOT_MET},
        {"Null", "'false'", NULL, NOT_MET},
        {"Null", "'false'", "'x'", MET},
        {"Null", "true", NULL, MET},
        {"Null", "false", "['x','y']", MET},
        {"Null", "'true'", "[]", MET},
        {"Null", "'false'", "[]", NOT_MET},
        {"Null", "'maybe'", "'x'", ERROR},
        {"Null", "'${example:Other}'", "'x'", ERROR},
        {"StringEqualsIfExists", "'a'", NULL, MET},
        {"StringEqualsIfExists", "'a'", "'a'", MET},
        {"StringEqualsIfExists", "'a'", "'b'", NOT_MET},
        {"StringEqualsIgnoreCaseIfExists", "'a'", NULL, MET},
        {"StringLikeIfExists", "['t1.*','t2.*']", NULL, MET},
        {"StringLikeIfExists", "['t1.*','t2.*']", "'t2.nano'", MET},
        {"StringLikeIfExists", "['t1.*','t2.*']", "'m3.large'", NOT_MET},
        {"StringNotEqualsIfExists", "'a'", NULL, MET},
        {"StringNotEqualsIfExists", "'a'", "'a'", NOT_MET},
        {"StringNotLikeIfExists", "'a*'", NULL, MET},
        {"NumericLessThanIfExists", "'10'", NULL, MET},
        {"NumericLessThanIfExists", "'10'", "'11'", NOT_MET},
        {"NumericGreaterThanEqualsIfExists", "'10'", "'10'", MET},
        {"DateLessThanIfExists", "'2026-01-01T00:00:00Z'", NULL, MET},
        {"DateGreaterThanIfExists", "'2026-01-01T00:00:00Z'", "'2025-01-01T00:00:00Z'", NOT_MET},
        {"BoolIfExists", "'false'", NULL, MET},
        {"BoolIfExists", "'false'", "'true'", NOT_MET},
        {"BinaryEqualsIfExists", "'AAEC'", NULL, MET},
        {"IpAddressIfExists", "'203.0.113.0/24'", NULL, MET},
        {"IpAddressIfExists", "'203.0.113.0/24'", "'198.51.100.1'", NOT_MET},
        {"NotIpAddressIfExists", "'203.0.113.0/24'", NULL, MET},
        {"ArnLikeIfExists", "'arn:aws:s3:::a*'", NULL, MET},
        {"ArnEqualsIfExists", "'arn:aws:s3:::a'", "'arn:aws:s3:::b'", NOT_MET},
        {"ArnNotLikeIfExists", "'arn:aws:s3:::a*'", "'arn:aws:s3:::a'", NOT_MET},
        {"NullIfExists", "'true'", NULL, ERROR},
    };

    (void)state;
    compare(cases, COUNT(cases));
}

/*
 * ForAllValues: each of the request's values, if there are any. ForAnyValue: one at least.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
static void sets_of_values_compare(void **state)
{
    static const struct comparison cases[] = {
        {"ForAllValues:StringEquals", "['a','b']", "['a','b']", MET},
        {"ForAllValues:StringEquals", "['a','b']", "['b']", MET},
        {"ForAllValues:StringEquals", "['a','b']", "'b'", MET},
        {"ForAllValues:StringEquals", "['a','b']", "['a','c']", NOT_MET},
        {"ForAllValues:StringEquals", "['a','b']", "['c']", NOT_MET},
        {"ForAllValues:StringEquals", "['a','b']", "['A']", NOT_MET},
        {"ForAllValues:StringEquals", "['a','b']", NULL, MET},
        {"ForAllValues:StringEquals", "['a','b']", "[]", MET},
        {"ForAllValues:StringEquals", "['a','b']", "''", MET},
        {"ForAllValues:StringEqualsIgnoreCase", "['a','b']", "['A','B']", MET},
        {"ForAllValues:StringLike", "['a*','b*']", "['aa','bb']", MET},
        {"ForAllValues:StringLike", "['a*','b*']", "['aa','cc']", NOT_MET},
        {"ForAllValues:StringNotEquals", "['a','b']", "['c','d']", MET},
        {"ForAllValues:StringNotEquals", "['a','b']", "['c','a']", NOT_MET},
        {"ForAllValues:StringNotEquals", "['a','b']", NULL, MET},
        {"ForAllValues:StringNotLike", "['a*','b*']", "['cc','dd']", MET},
        {"ForAllValues:StringNotLike", "['a*','b*']", "['cc','bb']", NOT_MET},
        {"ForAllValues:StringEqualsIfExists", "['a']", NULL, MET},
        {"ForAllValues:StringEqualsIfExists", "['a']", "['a','x']", NOT_MET},
        {"ForAllValues:ArnLike", "'arn:aws:s3:::a*'", "['arn:aws:s3:::a','arn:aws:s3:::ab']", MET},
        {"ForAllValues:ArnLike", "'arn:aws:s3:::a*'", "['arn:aws:s3:::a','arn:aws:s3:::b']",
         NOT_MET},
        {"ForAllValues:ArnLike", "'arn:aws:s3:::a*'", NULL, MET},
        {"ForAllValues:ArnNotEquals", "'arn:aws:s3:::a'", "['arn:aws:s3:::b','arn:aws:s3:::a']",
         NOT_MET},
        {"ForAllValues:Bool", "'true'", "['true','true']", MET},
        {"ForAllValues:Bool", "'true'", "['true','false']", NOT_MET},
        {"ForAllValues:Bool", "'true'", NULL, MET},
        {"ForAnyValue:StringEquals", "['a','b']", "['a','c']", MET},
        {"ForAnyValue:StringEquals", "['a','b']", "'a'", MET},
        {"ForAnyValue:StringEquals", "['a','b']", "['c','d']", NOT_MET},
        {"ForAnyValue:StringEquals", "['a','b']", NULL, NOT_MET},
        {"ForAnyValue:StringEquals", "['a','b']", "[]", NOT_MET},
        {"ForAnyValue:StringEquals", "['a','b']", "''", NOT_MET},
        {"ForAnyValue:StringLike", "['a*']", "['x','abc']", MET},
        {"ForAnyValue:StringLike", "['a*']", "['x','y']", NOT_MET},
        {"ForAnyValue:StringLike", "['*']", NULL, NOT_MET},
        {"ForAnyValue:StringNotEquals", "['a','b']", "['a','c']", MET},
        {"ForAnyValue:StringNotEquals", "['a','b']", "['a','b']", NOT_MET},
        {"ForAnyValue:StringNotEquals", "['a','b']", NULL, NOT_MET},
        {"ForAnyValue:StringNotLike", "['a*']", "['ab','ac']", NOT_MET},
        {"ForAnyValue:StringNotLike", "['a*']", "['ab','bc']", MET},
        {"ForAnyValue:ArnLike", "'arn:aws:s3:::a*'", "['arn:aws:s3:::b','arn:aws:s3:::ab']", MET},
        {"ForAnyValue:ArnLike", "'arn:aws:s3:::a*'", NULL, NOT_MET},
        {"ForAnyValue:ArnNotEquals", "'arn:aws:s3:::a'", "['arn:aws:s3:::a']", NOT_MET},
        {"ForAnyValue:Bool", "'false'", "['true','false']", MET},
        {"ForAnyValue:Bool", "'false'", "['true','true']", NOT_MET},
    };

    (void)state;
    compare(cases, COUNT(cases));
}

/* A policy's list without values, and Null with a qualifier, by the list of policy checks. */
static void empty_lists_compare(void **state)
{
    static const struct comparison cases[] = {
        {"ForAllValues:StringEquals", "[]", NULL, MET},
        {"ForAllValues:StringEquals", "[]", "['a']", NOT_MET},
        {"ForAnyValue:StringEquals", "[]", NULL, NOT_MET},
        {"ForAnyValue:StringEquals", "[]", "['a']", NOT_MET},
        {"StringEqualsIfExists", "[]", NULL, MET},
        {"StringEqualsIfExists", "[]", "'a'", NOT_MET},
        {"NumericLessThanIfExists", "[]", NULL, MET},
        {"NumericLessThanIfExists", "[]", "'1'", NOT_MET},
        {"ForAllValues:Null", "'true'", NULL, MET},
        {"ForAllValues:Null", "'true'", "['a']", MET},
        {"ForAllValues:Null", "'false'", NULL, MET},
        {"ForAllValues:Null", "'false'", "['a']", MET},
        {"ForAnyValue:Null", "'true'", NULL, NOT_MET},
        {"ForAnyValue:Null", "'true'", "['a']", NOT_MET},
        {"ForAnyValue:Null", "'false'", NULL, NOT_MET},
        {"ForAnyValue:Null", "'false'", "['a']", NOT_MET},
    };

    (void)state;
    compare(cases, COUNT(cases));
}

/* A whole Condition and the request's context. */
struct condition {
    const char *condition, *context;
    enum expectation expectation;
};

static void expect_conditions(const char *version, const struct condition *cases, size_t count)
{
    size_t failures = 0;

    for (size_t i = 0; i < count; i++) {
        char line[512];

        snprintf(line, sizeof(line), "%s, request %s", cases[i].condition, cases[i].context);
        expect(line, IAM_POLICY_IDENTITY, policy_with(version, cases[i].condition),
               arena_printf(&arena, REQUEST("%s"), cases[i].context), IAM_DECISION_ALLOWED,
               cases[i].expectation, "Statement", &failures);
    }
    assert_int_equal(failures, 0);
}

/*
 * Several operators and several keys are joined by AND, values by OR, those of a negated operator
 * by NOR; the names of keys have no case:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
static void conditions_are_joined(void **state)
{
    static const struct condition cases[] = {
        {"{'StringEquals':{'x:A':'1','x:B':'2'}}", "{'x:A':'1','x:B':'2'}", MET},
        {"{'StringEquals':{'x:A':'1','x:B':'2'}}", "{'x:A':'1','x:B':'3'}", NOT_MET},
        {"{'StringEquals':{'x:A':'1','x:B':'2'}}", "{'x:A':'1'}", NOT_MET},
        {"{'StringEquals':{'x:A':['1','9'],'x:B':['2','9']}}", "{'x:A':'9','x:B':'2'}", MET},
        {"{'StringEquals':{'x:A':'1'},'Bool':{'x:B':'true'}}", "{'x:A':'1','x:B':'true'}", MET},
        {"{'StringEquals':{'x:A':'1'},'Bool':{'x:B':'true'}}", "{'x:A':'1','x:B':'false'}",
         NOT_MET},
        {"{'StringEquals':{'x:A':'1'},'StringEqualsIfExists':{'x:B':'2'}}", "{'x:A':'1'}", MET},
        {"{'StringEquals':{'x:A':'1'},'StringEqualsIfExists':{'x:B':'2'}}", "{}", NOT_MET},
        {"{'NumericGreaterThan':{'x:A':'1'},'NumericLessThan':{'x:A':'5'}}", "{'x:A':'3'}", MET},
        {"{'NumericGreaterThan':{'x:A':'1'},'NumericLessThan':{'x:A':'5'}}", "{'x:A':'7'}",
         NOT_MET},
        {"{'StringNotEquals':{'x:A':['1','2'],'x:B':'3'}}", "{'x:A':'0','x:B':'0'}", MET},
        {"{'StringNotEquals':{'x:A':['1','2'],'x:B':'3'}}", "{'x:A':'0','x:B':'3'}", NOT_MET},
        {"{'StringNotEquals':{'x:A':['1','2'],'x:B':'3'}}", "{'x:A':'2','x:B':'0'}", NOT_MET},
        {"{'IpAddress':{'x:A':'192.0.2.0/24'},'NotIpAddress':{'x:A':'192.0.2.7'}}",
         "{'x:A':'192.0.2.8'}", MET},
        {"{'IpAddress':{'x:A':'192.0.2.0/24'},'NotIpAddress':{'x:A':'192.0.2.7'}}",
         "{'x:A':'192.0.2.7'}", NOT_MET},
        {"{'Null':{'x:A':'false'},'ForAllValues:StringEquals':{'x:A':['1','2']}}", "{}", NOT_MET},
        {"{'Null':{'x:A':'false'},'ForAllValues:StringEquals':{'x:A':['1','2']}}",
         "{'x:A':['2','1']}", MET},
        {"{'ForAllValues:StringEquals':{'x:A':['1','2']},'ForAnyValue:StringEquals':{'x:A':'1'}}",
         "{'x:A':['2']}", NOT_MET},
        {"{'StringEquals':{'AWS:REQUESTEDREGION':'us-east-1'}}",
         "{'aws:RequestedRegion':'us-east-1'}", MET},
        {"{'StringEquals':{'aws:RequestedRegion':'us-east-1'}}",
         "{'AWS:requestedregion':'us-east-1'}", MET},
        {"{'StringEquals':{'aws:ResourceTag/Team':'a'}}", "{'aws:ResourceTag/team':'a'}", MET},
        {"{'StringEquals':{'aws:ResourceTag/team':'a'}}", "{'aws:ResourceTag/teams':'a'}", NOT_MET},
        {"{'Null':{'AWS:TOKENISSUETIME':'true'}}", "{'aws:TokenIssueTime':'2026-01-01T00:00:00Z'}",
         NOT_MET},
        {"{'StringEquals':{'x:A':true}}", "{'x:A':'true'}", MET},
        {"{'StringEquals':{'x:A':7}}", "{'x:A':'7'}", MET},
        {"['StringEquals']", "{}", ERROR},
        {"'StringEquals'", "{}", ERROR},
        {"{'StringEquals':'x:A'}", "{}", ERROR},
        {"{'StringEquals':['x:A','1']}", "{}", ERROR},
        {"{'StringEquals':{'x:A':{'x':'1'}}}", "{}", ERROR},
        {"{'StringEquals':{'x:A':null}}", "{}", ERROR},
        {"{'StringEquals':{'x:A':['1',['2']]}}", "{}", ERROR},
        {"{'StringEquals':{'x:A':'1','x:A':'2'}}", "{'x:A':'1'}", ERROR},
        /* Of the list of policy checks: a key twice, if in another case; one without service. */
        {"{'StringEquals':{'x:A':'1','X:a':'2'}}", "{'x:A':'1'}", ERROR},
        {"{'StringEquals':{'Team':'1'}}", "{'Team':'1'}", ERROR},
        {"{'StringEquals':{'x:A':'1'},'StringEquals':{'x:B':'2'}}", "{'x:A':'1'}", ERROR},
        {"{'StringEquals':{'x:A':'1'},'StringEkuals':{'x:B':'2'}}", "{'x:A':'0'}", ERROR},
    };

    (void)state;
    expect_conditions("'Version':'2012-10-17',", cases, COUNT(cases));
}

/* https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
static void variables_stand_for_values(void **state)
{
    static const struct condition cases[] = {
        {"{'StringEquals':{'x:A':'${x:B}'}}", "{'x:A':'1','x:B':'1'}", MET},
        {"{'StringEquals':{'x:A':'${x:B}'}}", "{'x:A':'1','x:B':'2'}", NOT_MET},
        {"{'StringEquals':{'x:A':'${x:B}'}}", "{'x:A':'a','x:B':'A'}", NOT_MET},
        {"{'StringEqualsIgnoreCase':{'x:A':'${x:B}'}}", "{'x:A':'a','x:B':'A'}", MET},
        {"{'StringEquals':{'x:A':'${X:b}'}}", "{'x:A':'1','x:B':'1'}", MET},
        {"{'StringEquals':{'x:A':'${aws:PrincipalTag/team}'}}",
         "{'x:A':'red','aws:PrincipalTag/team':'red'}", MET},
        {"{'StringEquals':{'x:A':'${aws:PrincipalAccount}'}}", "{'x:A':'" ACCOUNT "'}", MET},
        {"{'StringEquals':{'x:A':'home/${x:B}/in'}}", "{'x:A':'home/ada/in','x:B':'ada'}", MET},
        {"{'StringEquals':{'x:A':'${x:B}-${x:C}'}}", "{'x:A':'1-2','x:B':'1','x:C':'2'}", MET},
        {"{'StringLike':{'x:A':'home/${x:B}/*'}}", "{'x:A':'home/ada/x','x:B':'ada'}", MET},
        {"{'StringLike':{'x:A':'home/${x:B}/*'}}", "{'x:A':'home/bob/x','x:B':'ada'}", NOT_MET},
        {"{'StringNotLike':{'x:A':'${x:B}*'}}", "{'x:A':'ada1','x:B':'ada'}", NOT_MET},
        {"{'StringLike':{'x:A':['public/*','${x:B}/*']}}", "{'x:A':'ada/x','x:B':'ada'}", MET},
        {"{'ArnLike':{'x:A':'arn:aws:iam::1:user/${x:B}'}}",
         "{'x:A':'arn:aws:iam::1:user/ada','x:B':'ada'}", MET},
        {"{'ArnEquals':{'x:A':'arn:aws:iam::1:user/${x:B}'}}",
         "{'x:A':'arn:aws:iam::1:user/bob','x:B':'ada'}", NOT_MET},
        {"{'ForAnyValue:StringEquals':{'x:A':'${x:B}'}}", "{'x:A':['1','2'],'x:B':'2'}", MET},
        {"{'StringEquals':{'x:A':'${x:B, `all`}'}}", "{'x:A':'all'}", MET},
        {"{'StringEquals':{'x:A':'${x:B, `all`}'}}", "{'x:A':'all','x:B':'1'}", NOT_MET},
        {"{'StringEquals':{'x:A':'${x:B, `all`}'}}", "{'x:A':'1','x:B':'1'}", MET},
        {"{'StringEquals':{'x:A':'${x:B, `to all`}!'}}", "{'x:A':'to all!'}", MET},
        {"{'StringEquals':{'x:A':'${x:B}'}}", "{'x:A':'1'}", NOT_MET},
        {"{'StringEquals':{'x:A':'${x:B}'}}", "{'x:A':'${x:B}'}", NOT_MET},
        {"{'StringEquals':{'x:A':'${x:B}'}}", "{'x:A':''}", NOT_MET},
        {"{'StringLike':{'x:A':'${x:B}*'}}", "{'x:A':'1'}", NOT_MET},
        /* Of an Allow; what becomes of a Deny is in test_undecided.c. */
        {"{'StringNotEquals':{'x:A':'${x:B}'}}", "{'x:A':'1'}", NOT_MET},
        {"{'StringNotLike':{'x:A':'${x:B}*'}}", "{'x:A':'1'}", NOT_MET},
        {"{'StringNotEqualsIgnoreCase':{'x:A':'${x:B}'}}", "{'x:A':'1'}", NOT_MET},
        {"{'ArnNotEquals':{'x:A':'arn:aws:iam::1:user/${x:B}'}}",
         "{'x:A':'arn:aws:iam::1:user/ada'}", NOT_MET},
        {"{'StringNotEquals':{'x:A':['2','${x:B}']}}", "{'x:A':'1'}", NOT_MET},
        {"{'StringNotEquals':{'x:A':'${x:B}'}}", "{'x:A':'1','x:B':['1','2']}", NOT_MET},
        {"{'StringNotEquals':{'x:A':'${x:B}'}}", "{}", NOT_MET},
        {"{'ForAllValues:StringNotEquals':{'x:A':'${x:B}'}}", "{'x:A':['1','3']}", NOT_MET},
        {"{'ForAnyValue:StringNotLike':{'x:A':'${x:B}'}}", "{'x:A':['1','3']}", NOT_MET},
        {"{'StringNotEqualsIfExists':{'x:A':'${x:B}'}}", "{'x:A':'1'}", NOT_MET},
        {"{'StringNotEqualsIfExists':{'x:A':'${x:B}'}}", "{}", MET},
        {"{'StringNotEquals':{'x:A':'${x:B, `2`}'}}", "{'x:A':'1'}", MET},
        {"{'StringEquals':{'x:A':['${x:B}','1']}}", "{'x:A':'1'}", MET},
        {"{'StringEqualsIfExists':{'x:A':'${x:B}'}}", "{}", MET},
        {"{'StringLike':{'x:A':'a${*}'}}", "{'x:A':'a*'}", MET},
        {"{'StringLike':{'x:A':'a${*}'}}", "{'x:A':'ab'}", NOT_MET},
        {"{'StringLike':{'x:A':'a${*}*'}}", "{'x:A':'a*b'}", MET},
        {"{'StringLike':{'x:A':'a${?}'}}", "{'x:A':'a?'}", MET},
        {"{'StringLike':{'x:A':'a${?}'}}", "{'x:A':'ab'}", NOT_MET},
        {"{'StringLike':{'x:A':'${$}{x:B}'}}", "{'x:A':'${x:B}','x:B':'1'}", MET},
        {"{'StringEquals':{'x:A':'${*}${?}${$}'}}", "{'x:A':'*?$'}", MET},
        {"{'StringEquals':{'x:A':'$x:B'}}", "{'x:A':'$x:B','x:B':'1'}", MET},
        {"{'StringEquals':{'x:A':'{x:B}'}}", "{'x:A':'{x:B}','x:B':'1'}", MET},
        /* Several values make no variable. */
        {"{'StringEquals':{'x:A':'${x:B}'}}", "{'x:A':'1','x:B':['1','2']}", NOT_MET},
        /* Of the list of policy checks: no brace, no name, no quote, a space in the name. */
        {"{'StringEquals':{'x:A':'${x:B'}}", "{'x:A':'${x:B'}", ERROR},
        {"{'StringEquals':{'x:A':'a${x:B}${x:C'}}", "{'x:A':'a1${x:C','x:B':'1'}", ERROR},
        {"{'StringEquals':{'x:A':'${}'}}", "{'x:A':'${}'}", ERROR},
        {"{'StringEquals':{'x:A':'${x:B, all}'}}", "{'x:A':'all'}", ERROR},
        {"{'StringEquals':{'x:A':'${x:B, `all}'}}", "{'x:A':'all'}", ERROR},
        {"{'StringEquals':{'x:A':'${x: B}'}}", "{'x:A':'1','x: B':'1'}", ERROR},
        {"{'ArnLike':{'x:A':'arn:aws:s3:::${}'}}", "{'x:A':'arn:aws:s3:::x'}", ERROR},
    };

    (void)state;
    expect_conditions("'Version':'2012-10-17',", cases, COUNT(cases));
}

/*
 * Variables came with 2012-10-17; before, and where a policy says no version, they are text. The
 * wildcards of 2008-10-17 are the same.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
static void variables_are_text_in_old_policies(void **state)
{
    static const struct condition cases[] = {
        {"{'StringEquals':{'x:A':'${x:B}'}}", "{'x:A':'${x:B}','x:B':'1'}", MET},
        {"{'StringEquals':{'x:A':'${x:B}'}}", "{'x:A':'1','x:B':'1'}", NOT_MET},
        {"{'StringNotEquals':{'x:A':'${x:B}'}}", "{'x:A':'1','x:B':'1'}", MET},
        {"{'StringEquals':{'x:A':'${x:B, `all`}'}}", "{'x:A':'all'}", NOT_MET},
        {"{'StringLike':{'x:A':'${*}'}}", "{'x:A':'${anything}'}", MET},
        {"{'StringLike':{'x:A':'${*}'}}", "{'x:A':'*'}", NOT_MET},
        {"{'StringLike':{'x:A':'a*'}}", "{'x:A':'abc'}", MET},
    };

    (void)state;
    expect_conditions("'Version':'2008-10-17',", cases, COUNT(cases));
    expect_conditions("", cases, COUNT(cases));
}

/*
 * What AWS's documents leave open. Here the engine refuses rather than guesses; a value that a
 * request supplies is never read as a pattern.
 */
static void what_is_not_documented_is_refused_or_literal(void **state)
{
    static const struct condition cases[] = {
        /* A variable's value holds wildcards. */
        {"{'StringLike':{'x:A':'${x:B}'}}", "{'x:A':'bob','x:B':'*'}", NOT_MET},
        {"{'StringLike':{'x:A':'${x:B}'}}", "{'x:A':'*','x:B':'*'}", MET},
        {"{'StringLike':{'x:A':'${x:B}/*'}}", "{'x:A':'bob/x','x:B':'b?b'}", NOT_MET},
        {"{'ArnLike':{'x:A':'arn:aws:iam::1:user/${x:B}'}}",
         "{'x:A':'arn:aws:iam::1:user/bob','x:B':'*'}", NOT_MET},
        {"{'StringEquals':{'x:A':'${x:B}'}}", "{'x:A':'1','x:B':'${x:C}','x:C':'1'}", NOT_MET},
        /* No value for an operator that compares one. */
        {"{'StringEquals':{'x:A':[]}}", "{'x:A':'1'}", ERROR},
        /* Several values for an operator that compares one. */
        {"{'StringEquals':{'x:A':'1'}}", "{'x:A':['1','2']}", ERROR},
        {"{'StringNotEquals':{'x:A':'1'}}", "{'x:A':['1','2']}", ERROR},
        /* A request's value that is not of the operator's kind. */
        {"{'NumericLessThan':{'x:A':'1'}}", "{'x:A':'none'}", ERROR},
        {"{'DateLessThan':{'x:A':'2026'}}", "{'x:A':'today'}", ERROR},
        {"{'IpAddress':{'x:A':'203.0.113.0/24'}}", "{'x:A':'AWS Internal'}", ERROR},
    };

    (void)state;
    expect_conditions("'Version':'2012-10-17',", cases, COUNT(cases));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keys_may_be_missing),
        TEST(sets_of_values_compare),
        TEST(empty_lists_compare),
        TEST(conditions_are_joined),
        TEST(variables_stand_for_values),
        TEST(variables_are_text_in_old_policies),
        TEST(what_is_not_documented_is_refused_or_literal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
