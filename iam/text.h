/* text.h - what policies and requests both ask of their texts. */
#ifndef IAM_TEXT_H
#define IAM_TEXT_H

#include "core/json.h"

/* A string, boolean or number as IAM's text of it. NULL: another kind, or a number of more than 15
 * digits, which cJSON does not keep exactly. */
const char *iam_scalar_text(struct arena *arena, const cJSON *value);

/* The name of a context key, "service:name"; it may go on with "/" and a tag's key. */
bool iam_is_key(const char *text);

#endif
