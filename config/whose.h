/*
 * whose.h - of which account an event or an item is. AWS names the account in several places, and
 * whoever can write an event can write them all: they must agree.
 */
#ifndef CONFIG_WHOSE_H
#define CONFIG_WHOSE_H

#include <stddef.h>

#include "core/arena.h"
#include "core/json.h"

/* What the parts that were read so far say. Zero-initialise. */
struct whose {
    const char *account; /* the account that they name; NULL: none of them names one */
    const char *place;   /* the first of them that names it: "accountId" */
    size_t count;        /* how many of them name it */
};

/*
 * Reads one more part, json[key]: the id of an account, or an ARN. It must name the account of
 * *whose, or is the first to name one. What is absent, null or "" names none; nor does an ARN
 * without an account, as of an S3 bucket, or one whose account is "aws", as of an IAM policy that
 * AWS manages (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html). inside is
 * what stands before the key in errors: "invokingEvent.". ERROR_INPUT naming both places and both
 * accounts when they differ, and for a value that is no string; *whose is unchanged then.
 */
MUST_USE bool whose_add_id(struct arena *arena, const cJSON *json, const char *inside,
                           const char *key, struct whose *whose, struct error *err);
MUST_USE bool whose_add_arn(struct arena *arena, const cJSON *json, const char *inside,
                            const char *key, struct whose *whose, struct error *err);

#endif
