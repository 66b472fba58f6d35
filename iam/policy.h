/*
 * policy.h - a policy as IAM reads it: every element is understood, or there is an error that names
 * it. A policy is read once, which is what is slow, and decides any number of requests.
 *
 * The grammar is https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * and its names are written exactly as there. What else is an error is what IAM Access Analyzer
 * calls one:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 *
 * Where AWS's documents are silent, a policy is refused rather than guessed at:
 *
 * - elements, operators and effects in another case;
 * - a wildcard in the service of an action;
 * - an empty NotAction, NotResource or NotPrincipal, and a NotPrincipal of everybody;
 * - an ARN that lacks parts, but in identity-based policies and boundaries, where AWS completes it.
 */
#ifndef IAM_POLICY_H
#define IAM_POLICY_H

#include "iam/statement.h"

/* What a policy is attached to, in the words of AWS's documents and of its denials. */
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

/* "service control policy", in static storage. */
const char *iam_policy_type_text(enum iam_policy_type type);

/* Service and resource control policies: an organization attaches them at each of its levels. */
bool iam_policy_type_has_levels(enum iam_policy_type type);

/* Lives in the arena that it was read into; so do its texts, or they are the JSON's. */
struct iam_policy {
    /*
     * What messages and decisions call it: whoever reads a policy says so, as the file's name or
     * its place in a scenario. NULL: it has no name, and its statements are named alone.
     */
    const char *name;
    enum iam_policy_type type;
    bool variables; /* Version 2012-10-17: "${...}" is a policy variable; else it is text */
    const char *id; /* NULL: none */
    const struct iam_statement *statements;
    size_t statement_count;
    /*
     * Of a document that cannot be read, in IAM's words alone, for who may quote nothing of it.
     * place: "Statement[2].Principal"; NULL: it is not even JSON, and the message quotes nothing of
     * it. why: "the list is empty"; NULL: the message quotes the document.
     */
    const char *place, *why;
    size_t characters; /* of the document, without the white space between its parts (quotas.h) */
    /*
     * The same with the white space, of a document that was given as text. 0: it was given as JSON.
     * Who read it from a file may set it then.
     */
    size_t text_characters;
};

/*
 * json is the policy's document: an object, or its text, plain or percent-encoded, as IAM answers
 * it. name is kept; NULL: none. ERROR_INPUT naming policy, statement and element ("scp.json:
 * Statement[2] (DenyModels): Condition: ..."):
 *
 * - the document is not of the grammar;
 * - an element, operator or Version is not known, or is given twice;
 * - policies of this type do not take an element, or need one that is missing;
 * - it is beyond the limits of limits.h.
 *
 * Then out has the place and why of it, and what was read before.
 */
MUST_USE bool iam_policy_parse(struct arena *arena, const cJSON *json, const char *name,
                               enum iam_policy_type type, struct iam_policy *out,
                               struct error *err);

/*
 * Puts the policy's name in front of a message, "scp.json: ", or nothing where it has none. Returns
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
