/*
 * policy.h - a policy as IAM reads it: every element understood, or an error that names it. The
 * grammar is https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html, its
 * names are written exactly as there. Parsing is what is slow: a policy is read once and decides
 * any number of requests.
 *
 * AWS's own checks of policies say what else is an error:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 * Where its documents are silent, a policy is refused rather than guessed at: elements, operators
 * and effects in another case; a wildcard in the service of an action; an empty NotAction,
 * NotResource or NotPrincipal; an ARN that lacks parts, but in identity-based policies and
 * boundaries, where AWS completes it; a NotPrincipal of everybody.
 */
#ifndef IAM_POLICY_H
#define IAM_POLICY_H

#include "iam/statement.h"

/* What the policy is attached to, in the words of AWS's documents and of its denials. */
#define IAM_POLICY_TYPES(X)                                    \
    X(IAM_POLICY_IDENTITY, "identity-based policy")            \
    X(IAM_POLICY_RESOURCE, "resource-based policy")            \
    X(IAM_POLICY_PERMISSIONS_BOUNDARY, "permissions boundary") \
    X(IAM_POLICY_SESSION, "session policy")                    \
    X(IAM_POLICY_SERVICE_CONTROL, "service control policy")    \
    X(IAM_POLICY_RESOURCE_CONTROL, "resource control policy")  \
    X(IAM_POLICY_VPC_ENDPOINT, "VPC endpoint policy")

enum iam_policy_type {
#define X(type, text) type,
    IAM_POLICY_TYPES(X)
#undef X
};

/* "service control policy". Static storage. */
const char *iam_policy_type_text(enum iam_policy_type type);

/* Lives in the arena that it was read into; so do the texts, which are the JSON's. */
struct iam_policy {
    const char *name; /* for messages and decisions; NULL: none */
    enum iam_policy_type type;
    bool variables; /* Version 2012-10-17: "${...}" is a policy variable, else text */
    const char *id; /* NULL: none */
    const struct iam_statement *statements;
    size_t statement_count;
    /*
     * Of a document that cannot be read, in IAM's words alone, for who may quote nothing of it.
     * place: "Statement[2].Principal"; NULL: it is not even JSON, of which the message quotes
     * nothing. why: "the list is empty"; NULL: the message quotes the document.
     */
    const char *place, *why;
    size_t characters; /* of the document, without the white space between its parts (quotas.h) */
    /*
     * With it, of a document that was given as text; 0: it was given as JSON, or the reader of its
     * file may set it.
     */
    size_t text_characters;
};

/*
 * json is the policy's document: an object, or its text, plain or percent-encoded, as IAM answers
 * it. name is kept; NULL: messages begin with the statement. ERROR_INPUT naming policy, statement
 * and element ("scp.json: Statement[2] (DenyModels): Condition: ..."): a document that is not of
 * the grammar, an element, operator or Version unknown or given twice, an element that policies of
 * this type do not take or lack, and what is beyond the limits below.
 */
MUST_USE bool iam_policy_parse(struct arena *arena, const cJSON *json, const char *name,
                               enum iam_policy_type type, struct iam_policy *out,
                               struct error *err);

/*
 * Puts the policy's name in front of a message: "scp.json: "; nothing where it has none. Returns
 * false.
 */
bool iam_policy_prefix(const struct iam_policy *policy, struct error *err);

/*
 * Whether a statement that concerns the request has a condition on the context key, or the key as a
 * variable.
 */
bool iam_policy_asks(struct arena *scratch, const struct iam_policy *policy,
                     const struct iam_request *request, const char *key);

#endif
