/*
 * service_rules.h - what services decide otherwise than the evaluation logic of IAM, as one table
 * (service_rules.c); each row names its document of AWS.
 *
 * Not modelled, and warned of where it may make a decision wrong:
 *
 * - grants of AWS KMS, ACLs and Block Public Access of Amazon S3, access points of Amazon S3, whose
 *   own policy and the bucket's must both allow;
 * - that a federated user calls IAM in the console only, and that credentials of GetSessionToken
 *   call IAM only with MFA.
 *
 * Not modelled, and not told from a request: a management account, which has no control policies;
 * AWS managed keys, which resource control policies do not restrict; tasks that only the root user
 * may do; that a gateway endpoint's policy means the root user by an account; what a service asks
 * for besides (iam:PassRole, the key of an encrypted object, Lake Formation).
 */
#ifndef IAM_SERVICE_RULES_H
#define IAM_SERVICE_RULES_H

#include "iam/request.h"

enum iam_service_rule_kind {
    IAM_SERVICE_RULE_ALLOWED,      /* it needs no permission, and no policy can deny it */
    IAM_SERVICE_RULE_NEVER,        /* no policy can allow it */
    IAM_SERVICE_RULE_NO_POLICY,    /* the resource has no policy; one that is given is an error */
    IAM_SERVICE_RULE_WRONG,        /* the service decides on another resource: an error */
    IAM_SERVICE_RULE_UNHEEDED,     /* the policy of the resource does not count */
    IAM_SERVICE_RULE_BY_RESOURCE,  /* the policy of the resource must allow, also in one account */
    IAM_SERVICE_RULE_BY_BOTH,      /* that, and the identity-based policies */
    IAM_SERVICE_RULE_TWO_POLICIES, /* the resource is under two policies, each of which must allow */
    IAM_SERVICE_RULE_UNMODELLED_ALLOWED, /* why "Allowed" may be wrong */
    IAM_SERVICE_RULE_UNMODELLED_DENIED,  /* why "ImplicitlyDenied" may be wrong */
    IAM_SERVICE_RULE_KINDS,
};

struct iam_service_rule {
    enum iam_service_rule_kind kind;
    unsigned who;        /* bits of service_rules.c; 0: everybody */
    const char *service; /* "sts" */
    /*
     * Names without the service, separated by spaces; one that ends with '*' is a beginning. "*":
     * all.
     */
    const char *actions;
    bool all_but; /* all actions of the service but those */
    /*
     * Patterns as of a Resource, separated by spaces; "!" before them: all other resources. NULL:
     * any.
     */
    const char *resource;
    const char *text; /* the rule, for people: "the root user assumes no role" */
    const char *document;
};

/*
 * Of each kind the first rule for the request, which is complete but for this; NULL: there is none.
 */
const struct iam_service_rule *const *iam_service_rules(struct arena *arena,
                                                        const struct iam_request *request);

#endif
