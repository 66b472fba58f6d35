/*
 * test_operators.c - the operators of conditions, by what AWS's documents say.
 *
 * "#Conditions_..." is an anchor of this page:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * "the list of policy checks" is this one:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
#include "tests/iam/conditions.h"

struct arena arena = {.limit = (size_t)8 << 20};

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
        TEST(other_operators_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
