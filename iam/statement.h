/*
 * statement.h - one statement of a policy, and how it stands to a request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html
 */
#ifndef IAM_STATEMENT_H
#define IAM_STATEMENT_H

#include "iam/condition.h"

enum iam_effect { IAM_EFFECT_DENY, IAM_EFFECT_ALLOW };

enum iam_principal_pattern_kind {
    IAM_PRINCIPAL_PATTERN_EVERYBODY, /* "*" */
    IAM_PRINCIPAL_PATTERN_ACCOUNT,   /* 12 digits, or the ARN of the account's root user */
    IAM_PRINCIPAL_PATTERN_ARN,
    IAM_PRINCIPAL_PATTERN_SERVICE,  /* of "Service" */
    IAM_PRINCIPAL_PATTERN_PROVIDER, /* of "Federated"; "*": any provider */
    /* "AROA...", "AIDA...": what AWS shows in the place of a principal that was deleted. */
    IAM_PRINCIPAL_PATTERN_UNIQUE_ID,
    /* How Amazon S3 spells an account; its number cannot be told from it. */
    IAM_PRINCIPAL_PATTERN_CANONICAL_USER,
};

/* One entry of Principal or NotPrincipal. */
struct iam_principal_pattern {
    enum iam_principal_pattern_kind kind;
    const char *text;      /* as the policy has it; of an account its 12 digits */
    const char *partition; /* of a root user's ARN, "aws-cn"; NULL: any */
    /*
     * What aws:userid is for it: of a unique id ("AROA...:*") and of the ARN of a session of a role
     * ("*:session"). NULL: of others.
     */
    const struct iam_pattern *user_id;
};

/* Lives in the arena that it was read into; so do its texts, or they are the JSON's. */
struct iam_statement {
    const char *sid;   /* NULL: none, or an empty one */
    const char *place; /* "Statement[2]", for messages */
    enum iam_effect effect;
    bool not_principal, not_action, not_resource; /* the list is of NotPrincipal, ... */
    bool has_principal; /* false: it is for the principals that the policy is attached to */
    bool has_resource;  /* false: it is of the resource that the policy is attached to */
    /* An empty list matches nothing, so that the statement has no effect. */
    const struct iam_principal_pattern *principals;
    size_t principal_count;
    struct iam_patterns actions; /* in lower case, but for their sources */
    struct iam_patterns resources;
    const struct iam_condition *conditions; /* all must be met */
    size_t condition_count;
};

/* Puts the statement in front of a message: "Statement[2] (DenyModels): ". Returns false. */
bool iam_statement_prefix(const struct iam_statement *statement, struct error *err);

/* Whether it is for "*", and for nothing else. */
bool iam_statement_is_for_everybody(const struct iam_statement *statement);

/* How a statement names the principal, the weakest first. */
enum iam_grant {
    IAM_GRANT_NONE,
    IAM_GRANT_ACCOUNT,   /* by its account, which leaves it to the identity-based policies */
    IAM_GRANT_ROLE,      /* by the ARN of its role, which limits of the role and session cut */
    IAM_GRANT_PRINCIPAL, /* by its own ARN, as everybody, or by being attached to it */
};

/* Of a statement whose action, resource and principal are the request's. */
struct iam_match {
    enum iam_grant grant; /* IAM_GRANT_NONE: they are not, and the rest says nothing */
    /* The first condition that the request does not meet; NULL: it meets all. */
    const struct iam_condition *unmet;
    /*
     * The key of a policy variable without a value, without which the statement would not apply.
     * AWS says that such a variable may make the statement invalid. NULL: there is none, or a
     * condition is not met anyhow.
     */
    const char *variable;
};

/*
 * How the statement stands to the request, which has a world (world.h). bounded: permissions
 * boundaries are attached to the principal. ERROR_INPUT: a value in the request's context cannot be
 * compared, or it cannot be told whether the statement speaks of the request: it names a
 * CanonicalUser, or has a policy variable where AWS's documents take none.
 */
MUST_USE bool iam_statement_match(struct arena *scratch, const struct iam_statement *statement,
                                  const struct iam_request *request, bool bounded,
                                  struct iam_match *out, struct error *err);

/*
 * Whether the statement's Action and Resource are of the request, or may be with some value for a
 * policy variable that the request lacks.
 */
bool iam_statement_concerns(struct arena *scratch, const struct iam_statement *statement,
                            const struct iam_request *request);

/* Whether the context key is a variable of its Resource or of its conditions. */
bool iam_statement_has_variable(const struct iam_statement *statement, const char *key);

/* Whether it has a condition on the context key, or the key as a variable. */
bool iam_statement_asks(const struct iam_statement *statement, const char *key);

#endif
