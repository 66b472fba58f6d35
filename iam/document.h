/* document.h - a policy's document, however AWS hands it out: an object or its text. */
#ifndef IAM_DOCUMENT_H
#define IAM_DOCUMENT_H

#include "core/json.h"

/*
 * json is the document as an object, or its text, plain or percent-encoded, as IAM answers it. *out
 * is json itself, or lives in JSON's arena. ERROR_INPUT: it is neither, or not JSON.
 */
MUST_USE bool iam_document_read(const cJSON *json, const cJSON **out, struct error *err);

#endif
