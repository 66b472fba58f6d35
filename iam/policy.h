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

#include "iam/condition.h"

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

enum iam_effect { IAM_EFFECT_DENY, IAM_EFFECT_ALLOW };

/* One entry of Principal or NotPrincipal. */
struct iam_principal_pattern {
    enum iam_principal_pattern_kind {
        IAM_PRINCIPAL_PATTERN_EVERYBODY, /* "*" */
        IAM_PRINCIPAL_PATTERN_ACCOUNT, /* text is its 12 digits, of "111122223333" or its root's ARN */
        IAM_PRINCIPAL_PATTERN_ARN,     /* text is the ARN */
        IAM_PRINCIPAL_PATTERN_SERVICE,  /* text is the name, of "Service" */
        IAM_PRINCIPAL_PATTERN_PROVIDER, /* text is the name, of "Federated"; "*": any provider */
        IAM_PRINCIPAL_PATTERN_UNIQUE_ID, /* "AROA...", "AIDA...": AWS shows it for one that is no more */
        IAM_PRINCIPAL_PATTERN_CANONICAL_USER, /* S3's spelling of an account, which is not told from its number */
    } kind;
    const char *text;
    const char *partition; /* of a root user's ARN, "aws-cn"; NULL: any */
    /* What aws:userid is for it, of a unique id ("AROA...:*") and of the ARN of a session of a role
     * ("*:session"); NULL: of others. */
    const struct iam_pattern *user_id;
};

struct iam_statement {
    const char *sid;   /* NULL: none */
    const char *place; /* "Statement[2]", for messages */
    enum iam_effect effect;
    bool not_principal, not_action, not_resource; /* the list is of NotPrincipal, ... */
    bool has_principal; /* else it is for whom the policy is attached to */
    bool has_resource;  /* else it is of the resource that the policy is attached to */
    const struct iam_principal_pattern *principals;
    size_t principal_count;
    /* Of an empty list, which matches nothing, the statement has no effect. */
    struct iam_patterns actions; /* in lower case */
    struct iam_patterns resources;
    const struct iam_condition *conditions; /* all must be met */
    size_t condition_count;
};

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
    /* With it, of a document that was given as text; 0: it was given as JSON, or the reader of its
     * file may set it. */
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

#endif
