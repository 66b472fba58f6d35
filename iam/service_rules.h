/*
 * service_rules.h - what services decide otherwise than IAM's evaluation logic, as one table
 * (service_rules.c). Each row names the document of AWS that says so.
 *
 * Not modelled; there is a warning where it may make a decision wrong:
 *
 * - grants of AWS KMS, ACLs and Block Public Access of Amazon S3;
 * - access points of Amazon S3, whose own policy and the bucket's must both allow;
 * - that a federated user calls IAM in the console only;
 * - that credentials of GetSessionToken call IAM only with MFA.
 *
 * Not modelled, and not to be told from a request:
 *
 * - a management account, which has no control policies;
 * - AWS managed keys, which resource control policies do not restrict;
 * - tasks that only the root user may do;
 * - that a gateway endpoint's policy means the root user by an account;
 * - what a service asks for besides (iam:PassRole, the key of an encrypted object, Lake Formation).
 */
#ifndef IAM_SERVICE_RULES_H
#define IAM_SERVICE_RULES_H

#include "iam/request.h"

/* What the rule says of the request. */
enum iam_service_rule_kind {
    /* It needs no permission, and no policy can deny it. */
    IAM_SERVICE_RULE_ALLOWED,
    /* No policy can allow it. */
    IAM_SERVICE_RULE_NEVER,
    /* The resource has no policy. One that is given is an error. */
    IAM_SERVICE_RULE_NO_POLICY,
    /* The service decides on another resource, which is an error. */
    IAM_SERVICE_RULE_WRONG,
    /* The policy of the resource does not count. */
    IAM_SERVICE_RULE_UNHEEDED,
    /* The policy of the resource must allow, also in one account. */
    IAM_SERVICE_RULE_BY_RESOURCE,
    /* The policy of the resource and the identity-based policies must both allow. */
    IAM_SERVICE_RULE_BY_BOTH,
    /* The resource is under two policies, each of which must allow. */
    IAM_SERVICE_RULE_TWO_POLICIES,
    /* Why "Allowed" may be wrong, and why "ImplicitlyDenied" may. */
    IAM_SERVICE_RULE_UNMODELLED_ALLOWED,
    IAM_SERVICE_RULE_UNMODELLED_DENIED,

    IAM_SERVICE_RULE_KINDS, /* how many there are */
};

/* A row of the table. Its texts are in static storage. */
struct iam_service_rule {
    enum iam_service_rule_kind kind;
    unsigned who;        /* bits of service_rules.c, one of which must fit; 0: everybody */
    const char *service; /* "sts" */
    /* Names of actions with spaces between them. One that ends with '*' is a beginning. */
    const char *actions;
    bool all_but; /* all other actions of the service */
    /*
     * Patterns as of a Resource, with spaces between them. "!" before them: all other resources.
     * NULL: any.
     */
    const char *resource;
    const char *text;     /* the rule, for people: "the root user assumes no role" */
    const char *document; /* URL */
};

/*
 * For each kind the first rule that is of the request, NULL: none is. The list is in the arena and
 * has IAM_SERVICE_RULE_KINDS entries. The request is complete but for its .rules.
 */
const struct iam_service_rule *const *iam_service_rules(struct arena *arena,
                                                        const struct iam_request *request);

#endif
