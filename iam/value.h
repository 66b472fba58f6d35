/*
 * value.h - what condition operators compare but texts and ARNs: numbers, dates, booleans, bytes
 * and IP addresses, each read from its text and compared exactly.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
#ifndef IAM_VALUE_H
#define IAM_VALUE_H

#include <stdint.h>

#include "core/json.h"

/*
 * A string, boolean or number of a policy or a request as IAM's text of it: the string itself, else
 * in the arena. NULL: another kind, or a number of more than 15 digits, which cJSON does not keep
 * exactly.
 */
const char *iam_value_text(struct arena *arena, const cJSON *value);

/* Where the value of a request may stand to that of a policy, as bits. */
enum iam_order { IAM_ORDER_LESS = 1, IAM_ORDER_EQUAL = 2, IAM_ORDER_GREATER = 4 };

/* A decimal number, exactly: AWS bounds neither its digits nor says how it would round. */
struct iam_decimal {
    bool negative;
    const char *digits; /* of the whole part, without leading zeros */
    size_t digit_count;
    const char *fraction; /* without trailing zeros */
    size_t fraction_count;
};

struct iam_date {
    int64_t seconds;      /* since 1970, before it negative; of a leap second that before it */
    bool leap;            /* a leap second, which is after that */
    const char *fraction; /* of a second, without trailing zeros */
    size_t fraction_count;
};

struct iam_address {
    int family;              /* AF_INET or AF_INET6 */
    unsigned char bytes[16]; /* in network order */
    unsigned prefix;         /* bits that count */
};

/* Its texts are parts of the one that it was read from. */
union iam_value {
    struct iam_decimal decimal;
    struct iam_date date;
    bool boolean;
    const char *base64; /* without padding; in the arena */
    struct iam_address address;
};

struct iam_value_type {
    const char *form; /* "a number", for messages */
    /* False: the text is not of that form. */
    bool (*read)(struct arena *arena, const char *text, union iam_value *out);
    /* One enum iam_order. 0: the values differ, and none is the greater one. */
    int (*compare)(const union iam_value *given, const union iam_value *value);
};

extern const struct iam_value_type iam_number;
extern const struct iam_value_type iam_date;    /* ISO 8601, or seconds since 1970 */
extern const struct iam_value_type iam_boolean; /* "true" or "false", in any case */
extern const struct iam_value_type iam_binary;  /* base64 */
/* An address is a range of one. Equal: the request's range is within the policy's. */
extern const struct iam_value_type iam_ip_address;

#endif
