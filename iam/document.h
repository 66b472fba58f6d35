/* document.h - a policy's document, however AWS hands it out: an object or its text. */
#ifndef IAM_DOCUMENT_H
#define IAM_DOCUMENT_H

#include "core/json.h"

/*
 * json is the document: an object, or its text, plain or percent-encoded as IAM answers it. *out
 * lives where JSON does. ERROR_INPUT: it is neither, or not JSON.
 */
MUST_USE bool iam_document_read(const cJSON *json, const cJSON **out, struct error *err);

#endif
