/*
 * test_conditions.c - conditions, by what AWS's documents say. A line is one policy statement whose
 * only condition it is, and one request; ' stands for " and ` for ' in their JSON (iam.h).
 *
 * "#Conditions_..." is an anchor of this page:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * "the list of policy checks" is this one:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
#include "tests/iam/iam.h"

struct arena arena = {.limit = (size_t)8 << 20};

/* An operator, the policy's values and the request's for the key example:Key; NULL: absent. */
struct comparison {
    const char *operator_text, *values, *context;
    enum expectation expectation;
};

#define REQUEST(context)                                      \
    "{'action':'bedrock:InvokeModel','principal':'" USER "'," \
    "'resource':'arn:aws:bedrock:us-east-1::foundation-model/m','context':" context "}"

static const char *policy_with(const char *version, const char *condition)
{
    return arena_printf(&arena,
                        "{%s'Statement':{'Effect':'Allow','Action':'bedrock:InvokeModel',"
                        "'Resource':'*','Condition':%s}}",
                        version, condition);
}

static void compare(const struct comparison *cases, size_t count)
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

/* #Conditions_String: exact matching in its own case; only the ...Like operators have wildcards. */
static void strings_equal(void **state)
{
    static const struct comparison cases[] = {
        {"StringEquals", "'abc'", "'abc'", MET},
        {"StringEquals", "'abc'", "'abd'", NOT_MET},
        {"StringEquals", "'abc'", "'ABC'", NOT_MET},
        {"StringEquals", "'abc'", "'abcd'", NOT_MET},
        {"StringEquals", "'abc'", "'ab'", NOT_MET},
        {"StringEquals", "'abc'", "'abc '", NOT_MET},
        {"StringEquals", "'abc'", "''", NOT_MET},
        {"StringEquals", "'abc'", NULL, NOT_MET},
        {"StringEquals", "'caf\xc3\xa9'", "'caf\xc3\xa9'", MET},
        {"StringEquals", "'a*'", "'abc'", NOT_MET},
        {"StringEquals", "'a*'", "'a*'", MET},
        {"StringEquals", "'a?c'", "'abc'", NOT_MET},
        {"StringEquals", "['abc','xyz']", "'xyz'", MET},
        {"StringEquals", "['abc','xyz']", "'abcxyz'", NOT_MET},
        {"StringEquals", "['abc']", "'abc'", MET},
        {"StringEquals", "'abc'", "['abc']", MET},
        {"StringNotEquals", "'abc'", "'abd'", MET},
        {"StringNotEquals", "'abc'", "'abc'", NOT_MET},
        {"StringNotEquals", "'abc'", "'ABC'", MET},
        {"StringNotEquals", "'a*'", "'abc'", MET},
        {"StringNotEquals", "'abc'", NULL, MET},
        {"StringNotEquals", "['abc','xyz']", "'xyz'", NOT_MET},
        {"StringNotEquals", "['abc','xyz']", "'ab'", MET},
        {"StringEqualsIgnoreCase", "'AbC'", "'aBc'", MET},
        {"StringEqualsIgnoreCase", "'AbC'", "'ab'", NOT_MET},
        {"StringEqualsIgnoreCase", "'a*'", "'ABC'", NOT_MET},
        {"StringEqualsIgnoreCase", "['x','y']", "'Y'", MET},
        {"StringEqualsIgnoreCase", "'abc'", NULL, NOT_MET},
        {"StringNotEqualsIgnoreCase", "'AbC'", "'aBc'", NOT_MET},
        {"StringNotEqualsIgnoreCase", "'AbC'", "'abd'", MET},
        {"StringNotEqualsIgnoreCase", "['x','y']", "'Y'", NOT_MET},
        {"StringNotEqualsIgnoreCase", "'abc'", NULL, MET},
    };

    (void)state;
    compare(cases, COUNT(cases));
}

/* #Conditions_String: '*' is any number of characters, '?' is one, '/' and ':' are like others. */
static void strings_are_like(void **state)
{
    static const struct comparison cases[] = {
        {"StringLike", "'abc'", "'abc'", MET},
        {"StringLike", "'abc'", "'ABC'", NOT_MET},
        {"StringLike", "'abc'", "'xabcx'", NOT_MET},
        {"StringLike", "'a*'", "'abc'", MET},
        {"StringLike", "'a*'", "'a'", MET},
        {"StringLike", "'a*'", "'ba'", NOT_MET},
        {"StringLike", "'*c'", "'abc'", MET},
        {"StringLike", "'*c'", "'abcd'", NOT_MET},
        {"StringLike", "'*b*'", "'abc'", MET},
        {"StringLike", "'*'", "'anything'", MET},
        {"StringLike", "'A*'", "'abc'", NOT_MET},
        {"StringLike", "'a*z'", "'a/b:c z'", MET},
        {"StringLike", "'a*b*c'", "'a1b2b3c'", MET},
        {"StringLike", "'a*b*c'", "'a1c2b'", NOT_MET},
        {"StringLike", "'*ab'", "'aab'", MET},
        {"StringLike", "'a?c'", "'abc'", MET},
        {"StringLike", "'a?c'", "'ac'", NOT_MET},
        {"StringLike", "'a?c'", "'abbc'", NOT_MET},
        {"StringLike", "'a??d'", "'abcd'", MET},
        {"StringLike", "'caf?'", "'caf\xc3\xa9'", MET},
        {"StringLike", "''", "''", MET},
        {"StringLike", "['', 'home/']", "'home/'", MET},
        {"StringLike", "['t1.*','t2.*','m3.*']", "'m3.large'", MET},
        {"StringLike", "['t1.*','t2.*','m3.*']", "'m4.large'", NOT_MET},
        {"StringLike", "'*'", NULL, NOT_MET},
        {"StringNotLike", "'a*'", "'abc'", NOT_MET},
        {"StringNotLike", "'a*'", "'xyz'", MET},
        {"StringNotLike", "'A*'", "'abc'", MET},
        {"StringNotLike", "['a*','x*']", "'xyz'", NOT_MET},
        {"StringNotLike", "['a*','x*']", "'b'", MET},
        {"StringNotLike", "'*'", NULL, MET},
    };

    (void)state;
    compare(cases, COUNT(cases));
}

/* #Conditions_Numeric: numbers, not texts: 9 is less than 10. No wildcards, no variables. */
static void numbers_compare(void **state)
{
    static const struct comparison cases[] = {
        {"NumericEquals", "'10'", "'10'", MET},
        {"NumericEquals", "10", "10", MET},
        {"NumericEquals", "'10'", "10", MET},
        {"NumericEquals", "'10'", "'10.0'", MET},
        {"NumericEquals", "'0.10'", "'0.1'", MET},
        {"NumericEquals", "'10'", "'11'", NOT_MET},
        {"NumericEquals", "'-5'", "'-5'", MET},
        {"NumericEquals", "['1','2','3']", "'2'", MET},
        {"NumericEquals", "'10'", NULL, NOT_MET},
        {"NumericNotEquals", "'10'", "'11'", MET},
        {"NumericNotEquals", "'10'", "'10.0'", NOT_MET},
        {"NumericNotEquals", "['1','2','3']", "'2'", NOT_MET},
        {"NumericNotEquals", "['1','2','3']", "'4'", MET},
        {"NumericNotEquals", "'10'", NULL, MET},
        {"NumericLessThan", "'10'", "'9'", MET},
        {"NumericLessThan", "'10'", "'9.99'", MET},
        {"NumericLessThan", "'10'", "'10'", NOT_MET},
        {"NumericLessThan", "'0'", "'-1'", MET},
        {"NumericLessThan", "['1','10']", "'5'", MET},
        {"NumericLessThan", "'10'", NULL, NOT_MET},
        {"NumericLessThanEquals", "'10'", "'10'", MET},
        {"NumericLessThanEquals", "'10'", "'10.01'", NOT_MET},
        {"NumericLessThanEquals", "'10'", NULL, NOT_MET},
        {"NumericGreaterThan", "'9'", "'10'", MET},
        {"NumericGreaterThan", "'10'", "'10'", NOT_MET},
        {"NumericGreaterThan", "'-10'", "'-9'", MET},
        {"NumericGreaterThan", "'9'", NULL, NOT_MET},
        {"NumericGreaterThanEquals", "'10'", "'10'", MET},
        {"NumericGreaterThanEquals", "'10'", "'9.99'", NOT_MET},
        {"NumericGreaterThanEquals", "'10'", NULL, NOT_MET},
        {"NumericEquals", "'ten'", "'10'", ERROR},
        {"NumericEquals", "''", "'10'", ERROR},
        {"NumericEquals", "'1,5'", "'1'", ERROR},
        {"NumericEquals", "'1 2'", "'12'", ERROR},
        {"NumericEquals", "'1*'", "'10'", ERROR},
        {"NumericLessThan", "['10','x']", "'9'", ERROR},
        {"NumericEquals", "'${example:Other}'", "'10'", ERROR},
    };

    (void)state;
    compare(cases, COUNT(cases));
}

/*
 * #Conditions_Date: a moment, in the W3C's forms (https://www.w3.org/TR/NOTE-datetime) or as UNIX
 * time: 1767225600 is 2026-01-01T00:00:00Z. The zone of a day, a month or a year is left open
 * there, so lines with them keep a day's distance.
 */
static void dates_compare(void **state)
{
    static const struct comparison cases[] = {
        {"DateEquals", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:00:00Z'", MET},
        {"DateEquals", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:00:01Z'", NOT_MET},
        {"DateEquals", "'2026-01-01T00:00:00Z'", "'2026-01-01T01:00:00+01:00'", MET},
        {"DateEquals", "'2026-01-01T00:00:00Z'", "'2025-12-31T19:00:00-05:00'", MET},
        {"DateEquals", "'2026-01-01T00:00:00Z'", "'2026-01-01T05:30:00+05:30'", MET},
        {"DateEquals", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:00:00+01:00'", NOT_MET},
        {"DateEquals", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:00Z'", MET},
        {"DateEquals", "'2026-01-01T00:00:00Z'", "'1767225600'", MET},
        {"DateEquals", "1767225600", "'2026-01-01T00:00:00Z'", MET},
        {"DateEquals", "'1767225600'", "'1767225601'", NOT_MET},
        {"DateEquals", "'2024-02-29T12:00:00Z'", "'2024-02-29T12:00:00Z'", MET},
        {"DateEquals", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:00:00.5Z'", NOT_MET},
        {"DateEquals", "'2026-01-01T00:00:00.50Z'", "'2026-01-01T00:00:00.5Z'", MET},
        {"DateEquals", "'2026-01-01T00:00:00Z'", NULL, NOT_MET},
        {"DateNotEquals", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:00:01Z'", MET},
        {"DateNotEquals", "'2026-01-01T00:00:00Z'", "'2026-01-01T01:00:00+01:00'", NOT_MET},
        {"DateNotEquals", "['2026-01-01T00:00:00Z','2027-01-01T00:00:00Z']",
         "'2027-01-01T00:00:00Z'", NOT_MET},
        {"DateNotEquals", "'2026-01-01T00:00:00Z'", NULL, MET},
        {"DateLessThan", "'2026-01-01T00:00:00Z'", "'2025-12-31T23:59:59Z'", MET},
        {"DateLessThan", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:00:00Z'", NOT_MET},
        {"DateLessThan", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:30:00+01:00'", MET},
        {"DateLessThan", "'2024-03-01T00:00:00Z'", "'2024-02-29T23:59:59Z'", MET},
        {"DateLessThan", "'2026'", "'2025-06-01T00:00:00Z'", MET},
        {"DateLessThan", "'2026-06'", "'2026-07-15T00:00:00Z'", NOT_MET},
        {"DateLessThan", "'2026-01-01T00:00:00Z'", NULL, NOT_MET},
        {"DateLessThanEquals", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:00:00Z'", MET},
        {"DateLessThanEquals", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:00:00.001Z'", NOT_MET},
        {"DateLessThanEquals", "'2026-01-01T00:00:00Z'", NULL, NOT_MET},
        {"DateGreaterThan", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:00:00.001Z'", MET},
        {"DateGreaterThan", "'2026-01-01T00:00:00Z'", "'2026-01-01T00:00:00Z'", NOT_MET},
        {"DateGreaterThan", "'2026-01-01'", "'2026-01-03T00:00:00Z'", MET},
        {"DateGreaterThan", "'999999999'", "'2026-01-01T00:00:00Z'", MET},
        {"DateGreaterThan", "'2026-01-01T00:00:00Z'", NULL, NOT_MET},
        {"DateGreaterThanEquals", "'2026-01-01T00:00:00Z'", "'1767225600'", MET},
        {"DateGreaterThanEquals", "'2026-01-01T00:00:00Z'", "'1767225599'", NOT_MET},
        {"DateGreaterThanEquals", "'2026-01-01T00:00:00Z'", NULL, NOT_MET},
        /* The epoch, and before it. */
        {"DateEquals", "'1970-01-01'", "'0'", MET},
        {"DateEquals", "0", "'1970-01-01T01:00:00+01:00'", MET},
        {"DateGreaterThan", "'1970-01-01T00:00:00Z'", "'1969-12-31T23:59:59Z'", NOT_MET},
        {"DateLessThan", "'1970-01-01T00:00:00Z'", "'1969-12-31T23:59:59.999Z'", MET},
        {"DateEquals", "'1969-12-31T23:59:58Z'", "'-2'", MET},
        {"DateLessThan", "'1970-01-01T00:00:00+00:30'", "'0'", NOT_MET},
        {"DateGreaterThanEquals", "'1582-10-15'", "'1900-02-28T00:00:00Z'", MET},
        {"DateLessThan", "'0001-01-01'", "'0000-12-31T00:00:00Z'", MET},
        {"DateLessThan", "'2026-01-01T00:00:00Z'", "'-1'", MET},
        /* Fractions, whatever their length. */
        {"DateLessThan", "'2026-01-01T00:00:00.0000002Z'", "'2026-01-01T00:00:00.0000001Z'", MET},
        {"DateEquals", "'2026-01-01T00:00:00.123456789Z'", "'2026-01-01T00:00:00.123456780Z'",
         NOT_MET},
        {"DateEquals", "'2026-01-01T00:00:00.1230000Z'", "'2026-01-01T01:00:00.123+0100'", MET},
        {"DateGreaterThan", "'2026-01-01T00:00:00.9Z'", "'2026-01-01T00:00:00.10Z'", NOT_MET},
        {"DateGreaterThan", "'1969-12-31T23:59:59.25Z'", "'1969-12-31T23:59:59.5Z'", MET},
        /* A leap second is after the 59th, before the next minute, at the end of a month in UTC. */
        {"DateGreaterThan", "'2016-12-31T23:59:59.999Z'", "'2016-12-31T23:59:60Z'", MET},
        {"DateLessThan", "'2017-01-01T00:00:00Z'", "'2016-12-31T23:59:60.9Z'", MET},
        {"DateEquals", "'2016-12-31T23:59:60Z'", "'2017-01-01T05:29:60+05:30'", MET},
        {"DateEquals", "'2015-06-30T23:59:60Z'", "'2015-07-01T00:00:00Z'", NOT_MET},
        {"DateEquals", "'2016-12-31T23:58:60Z'", "'2016-12-31T23:59:00Z'", ERROR},
        {"DateEquals", "'2016-12-30T23:59:60Z'", "'2016-12-31T00:00:00Z'", ERROR},
        {"DateEquals", "'2016-12-31T23:59:60+01:00'", "'2016-12-31T23:00:00Z'", ERROR},
        {"DateEquals", "'2016-12-31T23:59:61Z'", "'2017-01-01T00:00:00Z'", ERROR},
        {"DateEquals", "'2026-04-31'", "'2026-05-01T00:00:00Z'", ERROR},
        {"DateEquals", "'2026-00-10'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateEquals", "'2026-01-01T00:60:00Z'", "'2026-01-01T01:00:00Z'", ERROR},
        {"DateEquals", "'2026-01-01T00:00:00.Z'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateEquals", "'2026-01-01T00:00:00'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateEquals", "'2026-01-01T00:00:00+25:00'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateEquals", "'-'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateEquals", "'1767225600.5'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateEquals", "'yesterday'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateEquals", "'01/02/2026'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateEquals", "'2026-13-01T00:00:00Z'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateEquals", "'2026-02-29T00:00:00Z'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateEquals", "'2026-01-01T25:00:00Z'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateEquals", "'2026-01-01 00:00:00Z'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateLessThan", "'2026-*'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateLessThan", "'${aws:CurrentTime}'", "'2026-01-01T00:00:00Z'", ERROR},
        {"DateLessThan", "''", "'2026-01-01T00:00:00Z'", ERROR},
    };

    (void)state;
    compare(cases, COUNT(cases));
}

/* #Conditions_Boolean, "true" or "false"; #Conditions_BinaryEquals, base 64, byte for byte. */
static void booleans_and_bytes_compare(void **state)
{
    static const struct comparison cases[] = {
        {"Bool", "'true'", "'true'", MET},
        {"Bool", "'true'", "'false'", NOT_MET},
        {"Bool", "'false'", "'false'", MET},
        {"Bool", "true", "'true'", MET},
        {"Bool", "'true'", "true", MET},
        {"Bool", "false", "true", NOT_MET},
        {"Bool", "'false'", NULL, NOT_MET},
        {"Bool", "'yes'", "'true'", ERROR},
        {"Bool", "1", "'true'", ERROR},
        {"Bool", "''", "'true'", ERROR},
        {"BinaryEquals", "'QmVkcm9jaw=='", "'QmVkcm9jaw=='", MET},
        {"BinaryEquals", "'QmVkcm9jaw=='", "'QmVkcm9jas=='", NOT_MET},
        {"BinaryEquals", "'QmVkcm9jaw=='", "'qMvKCM9JAW=='", NOT_MET},
        {"BinaryEquals", "['AAEC','QmVkcm9jaw==']", "'AAEC'", MET},
        {"BinaryEquals", "'AAEC'", NULL, NOT_MET},
        {"BinaryEquals", "'*'", "'AAEC'", ERROR},
        {"BinaryEquals", "'A'", "'AAEC'", ERROR},
    };

    (void)state;
    compare(cases, COUNT(cases));
}

/* #Conditions_IPAddress: CIDR of both families, the whole range with its ends; no prefix is /32. */
static void addresses_are_in_ranges(void **state)
{
    static const struct comparison cases[] = {
        {"IpAddress", "'203.0.113.0/24'", "'203.0.113.0'", MET},
        {"IpAddress", "'203.0.113.0/24'", "'203.0.113.255'", MET},
        {"IpAddress", "'203.0.113.0/24'", "'203.0.112.255'", NOT_MET},
        {"IpAddress", "'203.0.113.0/24'", "'203.0.114.0'", NOT_MET},
        {"IpAddress", "'203.0.113.7'", "'203.0.113.7'", MET},
        {"IpAddress", "'203.0.113.7'", "'203.0.113.6'", NOT_MET},
        {"IpAddress", "'203.0.113.7/32'", "'203.0.113.7'", MET},
        {"IpAddress", "'203.0.113.6/31'", "'203.0.113.7'", MET},
        {"IpAddress", "'203.0.113.6/31'", "'203.0.113.8'", NOT_MET},
        {"IpAddress", "'172.16.16.0/20'", "'172.16.31.255'", MET},
        {"IpAddress", "'172.16.16.0/20'", "'172.16.32.0'", NOT_MET},
        {"IpAddress", "'128.0.0.0/1'", "'255.255.255.255'", MET},
        {"IpAddress", "'128.0.0.0/1'", "'127.255.255.255'", NOT_MET},
        {"IpAddress", "'0.0.0.0/0'", "'198.51.100.1'", MET},
        {"IpAddress", "['192.0.2.0/24','203.0.113.0/24']", "'203.0.113.9'", MET},
        {"IpAddress", "['192.0.2.0/24','203.0.113.0/24']", "'198.51.100.1'", NOT_MET},
        {"IpAddress", "'2001:DB8:1234:5678::/64'", "'2001:db8:1234:5678::1'", MET},
        {"IpAddress", "'2001:DB8:1234:5678::/64'", "'2001:db8:1234:5678:ffff:ffff:ffff:ffff'", MET},
        {"IpAddress", "'2001:DB8:1234:5678::/64'", "'2001:db8:1234:5679::'", NOT_MET},
        {"IpAddress", "'2001:db8::1/128'", "'2001:db8:0:0:0:0:0:1'", MET},
        {"IpAddress", "'2001:db8::1/128'", "'2001:db8::2'", NOT_MET},
        {"IpAddress", "'2001:db8:8000::/33'", "'2001:db8:7fff::1'", NOT_MET},
        {"IpAddress", "'2001:db8:8000::/33'", "'2001:db8:ffff::1'", MET},
        {"IpAddress", "'::/0'", "'2001:db8::1'", MET},
        {"IpAddress", "'203.0.113.0/24'", "'2001:db8::1'", NOT_MET},
        {"IpAddress", "'2001:db8::/32'", "'203.0.113.1'", NOT_MET},
        {"IpAddress", "['203.0.113.0/24','2001:db8::/32']", "'203.0.113.1'", MET},
        {"IpAddress", "['203.0.113.0/24','2001:db8::/32']", "'2001:db8::1'", MET},
        {"IpAddress", "'203.0.113.0/24'", NULL, NOT_MET},
        /* Bits behind the mask are ignored, says the list of policy checks. */
        {"IpAddress", "'203.0.113.7/24'", "'203.0.113.250'", MET},
        {"IpAddress", "'203.0.113.7/24'", "'203.0.114.7'", NOT_MET},
        {"NotIpAddress", "'203.0.113.0/24'", "'203.0.113.7'", NOT_MET},
        {"NotIpAddress", "'203.0.113.0/24'", "'198.51.100.1'", MET},
        {"NotIpAddress", "'203.0.113.7'", "'203.0.113.7'", NOT_MET},
        {"NotIpAddress", "['192.0.2.0/24','203.0.113.0/24']", "'203.0.113.9'", NOT_MET},
        {"NotIpAddress", "['192.0.2.0/24','203.0.113.0/24']", "'198.51.100.1'", MET},
        {"NotIpAddress", "'203.0.113.0/24'", "'2001:db8::1'", MET},
        {"NotIpAddress", "'2001:db8::/32'", "'2001:db8::1'", NOT_MET},
        {"NotIpAddress", "'203.0.113.0/24'", NULL, MET},
        {"IpAddress", "'203.0.113.0/33'", "'203.0.113.1'", ERROR},
        {"IpAddress", "'203.0.113.256'", "'203.0.113.1'", ERROR},
        {"IpAddress", "'203.0.113'", "'203.0.113.1'", ERROR},
        {"IpAddress", "'203.0.113.*'", "'203.0.113.1'", ERROR},
        {"IpAddress", "'203.0.113.0/'", "'203.0.113.1'", ERROR},
        {"IpAddress", "'2001:db8::/129'", "'2001:db8::1'", ERROR},
        {"IpAddress", "'2001:db8:::/32'", "'2001:db8::1'", ERROR},
        {"IpAddress", "'example.com'", "'203.0.113.1'", ERROR},
        {"NotIpAddress", "'203.0.113.0/x'", "'203.0.113.1'", ERROR},
        {"IpAddress", "'${aws:SourceIp}'", "'203.0.113.1'", ERROR},
    };

    (void)state;
    compare(cases, COUNT(cases));
}

/* #Conditions_ARN: the six components are matched one by one; ...Equals is the same as ...Like. */
static void arns_match(void **state)
{
    static const struct comparison cases[] = {
        {"ArnEquals", "'arn:aws:sns:us-east-1:1:t'", "'arn:aws:sns:us-east-1:1:t'", MET},
        {"ArnEquals", "'arn:aws:sns:us-east-1:1:t'", "'arn:aws:sns:us-east-1:1:T'", NOT_MET},
        {"ArnEquals", "'arn:aws:sns:us-east-1:1:t'", "'arn:aws:sns:us-east-1:1:tt'", NOT_MET},
        {"ArnEquals", "'arn:aws:sns:*:1:t'", "'arn:aws:sns:eu-west-1:1:t'", MET},
        {"ArnLike", "'arn:aws:sns:*:1:t'", "'arn:aws:sns:eu-west-1:1:t'", MET},
        {"ArnLike", "'arn:aws:sns:eu-*-1:1:t'", "'arn:aws:sns:eu-west-1:1:t'", MET},
        {"ArnLike", "'arn:aws:sns:eu-*-1:1:t'", "'arn:aws:sns:eu-west-2:1:t'", NOT_MET},
        {"ArnLike", "'arn:aws:sns:*:*:*'", "'arn:aws:sns:eu-west-1:1:t'", MET},
        {"ArnLike", "'arn:*:sns:*:1:t'", "'arn:aws-cn:sns:cn-north-1:1:t'", MET},
        {"ArnLike", "'arn:aws:*:*:1:t'", "'arn:aws:sqs:eu-west-1:1:t'", MET},
        {"ArnLike", "'arn:aws:s?s:*:1:t'", "'arn:aws:sqs:eu-west-1:1:t'", MET},
        {"ArnLike", "'arn:aws:sns:*:1?:t'", "'arn:aws:sns:eu-west-1:12:t'", MET},
        {"ArnLike", "'arn:aws:sns:*:1?:t'", "'arn:aws:sns:eu-west-1:1:t'", NOT_MET},
        {"ArnLike", "'arn:aws:iam::1:role/*'", "'arn:aws:iam::1:role/path/x'", MET},
        {"ArnLike", "'arn:aws:iam::1:role/*'", "'arn:aws:iam::1:user/x'", NOT_MET},
        {"ArnLike", "'arn:aws:iam:*:1:role/x'", "'arn:aws:iam::1:role/x'", MET},
        {"ArnLike", "'arn:aws:iam::1:role/x'", "'arn:aws:iam:us-east-1:1:role/x'", NOT_MET},
        {"ArnLike", "'arn:aws:x:*:1:f/*'", "'arn:aws:x:r:2:store/a:1:f/d'", NOT_MET},
        {"StringLike", "'arn:aws:x:*:1:f/*'", "'arn:aws:x:r:2:store/a:1:f/d'", MET},
        {"ArnLike", "'arn:aws:lambda:r:1:function:f'", "'arn:aws:lambda:r:1:function:f:1'",
         NOT_MET},
        {"ArnLike", "'arn:aws:lambda:r:1:function:*'", "'arn:aws:lambda:r:1:function:f:1'", MET},
        {"ArnLike", "'arn:aws:lambda:r:1:*:1'", "'arn:aws:lambda:r:1:function:f:1'", MET},
        {"ArnLike", "['arn:aws:s3:::a','arn:aws:s3:::b']", "'arn:aws:s3:::b'", MET},
        {"ArnLike", "['arn:aws:s3:::a','arn:aws:s3:::b']", "'arn:aws:s3:::c'", NOT_MET},
        {"ArnEquals", "'arn:aws:s3:::*'", NULL, NOT_MET},
        {"ArnLike", "'arn:aws:s3:::*'", NULL, NOT_MET},
        {"ArnNotEquals", "'arn:aws:s3:::a'", "'arn:aws:s3:::a'", NOT_MET},
        {"ArnNotEquals", "'arn:aws:s3:::a*'", "'arn:aws:s3:::abc'", NOT_MET},
        {"ArnNotEquals", "'arn:aws:s3:::a'", "'arn:aws:s3:::A'", MET},
        {"ArnNotLike", "'arn:aws:s3:::a*'", "'arn:aws:s3:::abc'", NOT_MET},
        {"ArnNotLike", "'arn:aws:s3:::a*'", "'arn:aws:s3:::b'", MET},
        {"ArnNotLike", "['arn:aws:s3:::a','arn:aws:s3:::b']", "'arn:aws:s3:::b'", NOT_MET},
        {"ArnNotLike", "['arn:aws:s3:::a','arn:aws:s3:::b']", "'arn:aws:s3:::c'", MET},
        {"ArnNotEquals", "'arn:aws:s3:::*'", NULL, MET},
        {"ArnNotLike", "'arn:aws:s3:::*'", NULL, MET},
    };

    (void)state;
    compare(cases, COUNT(cases));
}

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

/* The list of operators is closed: a misspelled one must not pass as a condition that is met. */
static void other_operators_are_refused(void **state)
{
    static const struct comparison cases[] = {
        {"StringMatches", "'a'", "'a'", ERROR},
        {"StringEqual", "'a'", "'a'", ERROR},
        {"StringLikes", "'a'", "'a'", ERROR},
        {"StringLikeIgnoreCase", "'a'", "'a'", ERROR},
        {"NumericLike", "'1'", "'1'", ERROR},
        {"NumericGreater", "'1'", "'2'", ERROR},
        {"DateLike", "'2026'", "'2026'", ERROR},
        {"BoolNotEquals", "'true'", "'true'", ERROR},
        {"BinaryNotEquals", "'AAEC'", "'AAEC'", ERROR},
        {"IpAddressLike", "'203.0.113.0/24'", "'203.0.113.1'", ERROR},
        {"ArnEqualsIgnoreCase", "'arn:aws:s3:::a'", "'arn:aws:s3:::a'", ERROR},
        {"ForSomeValues:StringEquals", "'a'", "'a'", ERROR},
        {"ForAllValue:StringEquals", "'a'", "'a'", ERROR},
        {"ForAnyValues:StringEquals", "'a'", "'a'", ERROR},
        {"ForAnyValue:", "'a'", "'a'", ERROR},
        {"StringEquals:ForAnyValue", "'a'", "'a'", ERROR},
        {"IfExistsStringEquals", "'a'", "'a'", ERROR},
        {"StringEqualsIfExistsIfExists", "'a'", "'a'", ERROR},
        {"StringEqualsIfexists ", "'a'", "'a'", ERROR},
        {"IfExists", "'a'", "'a'", ERROR},
        {"", "'a'", "'a'", ERROR},
    };

    (void)state;
    compare(cases, COUNT(cases));
}

/* A whole Condition and the request's context. */
struct condition {
    const char *condition, *context;
    enum expectation expectation;
};

static void judge(const char *version, const struct condition *cases, size_t count)
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
    judge("'Version':'2012-10-17',", cases, COUNT(cases));
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
    judge("'Version':'2012-10-17',", cases, COUNT(cases));
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
    judge("'Version':'2008-10-17',", cases, COUNT(cases));
    judge("", cases, COUNT(cases));
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
    judge("'Version':'2012-10-17',", cases, COUNT(cases));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(strings_equal),
        TEST(strings_are_like),
        TEST(numbers_compare),
        TEST(dates_compare),
        TEST(booleans_and_bytes_compare),
        TEST(addresses_are_in_ranges),
        TEST(arns_match),
        TEST(keys_may_be_missing),
        TEST(sets_of_values_compare),
        TEST(empty_lists_compare),
        TEST(other_operators_are_refused),
        TEST(conditions_are_joined),
        TEST(variables_stand_for_values),
        TEST(variables_are_text_in_old_policies),
        TEST(what_is_not_documented_is_refused_or_literal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
