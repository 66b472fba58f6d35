/* text.h - the small questions that policies and requests both ask of their texts. */
#ifndef IAM_TEXT_H
#define IAM_TEXT_H

#include "core/json.h"

/* A string, boolean or number as IAM's text of it. NULL: another kind, or a number of more than 15
 * digits, which cJSON does not keep exactly. */
const char *iam_scalar_text(struct arena *arena, const cJSON *value);

/* A letter of ASCII's in lower case; any other character as it is. */
int iam_lower_letter(int character);

/* A copy with ASCII's letters in lower case. */
char *iam_lower(struct arena *arena, const char *text);

bool iam_begins(const char *text, const char *prefix);

/*
 * Without regard to the case of ASCII's letters, and of no others, whatever the locale: as the
 * names of context keys are. The C library's strcasecmp() asks the locale, in which "I" may not be
 * "i".
 */
bool iam_is_same_name(const char *a, const char *b);
bool iam_name_begins(const char *text, const char *prefix);
int iam_name_order(const char *a, const char *b); /* as strcmp() */

#define IAM_ARN_COLONS 5 /* arn:partition:service:region:account:resource */
int iam_count_colons(const char *from, const char *end);

/* Whether text is in a list that ends with NULL, as the names of iam_is_same_name(). */
bool iam_is_one_of(const char *text, const char *const *list);

#define IAM_ALPHANUMERIC "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/* 12 digits. text may be NULL. */
bool iam_is_account(const char *text);

/* The name of a context key, "service:name"; it may go on with "/" and a tag's key. */
bool iam_is_key(const char *text);

#endif
