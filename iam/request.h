/*
 * request.h - what is to be decided: who wants to do what to which resource, and the context keys
 * that AWS would see (https://docs.aws.amazon.com/IAM/latest/UserGuide/intro-structure.html).
 */
#ifndef IAM_REQUEST_H
#define IAM_REQUEST_H

#include "core/json.h"

/*
 * Who asks.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
enum iam_principal_kind {
    IAM_ANONYMOUS,      /* "*": a request without credentials */
    IAM_SERVICE,        /* "bedrock.amazonaws.com" */
    IAM_ROOT_USER,      /* arn:aws:iam::111122223333:root */
    IAM_USER,           /* arn:aws:iam::111122223333:user/path/name */
    IAM_ROLE,           /* arn:aws:iam::111122223333:role/path/name: any session of the role */
    IAM_ROLE_SESSION,   /* arn:aws:sts::111122223333:assumed-role/name/session */
    IAM_FEDERATED_USER, /* arn:aws:sts::111122223333:federated-user/name */
    /* arn:aws:iam::111122223333:saml-provider/name, oidc-provider/name; "accounts.google.com" and
     * the three others that have no ARN; an origin access identity, of the account "cloudfront" */
    IAM_PROVIDER,
};

struct iam_principal {
    enum iam_principal_kind kind;
    const char *name; /* as the request gives it */
    /*
     * The role of a session, the name itself of others. A session's ARN lacks its role's path: the
     * context key aws:PrincipalArn, where the request has it, says it whole.
     */
    const char *arn;
    const char *account; /* 12 digits; NULL: none, as of a service */
    /* By its path. No service or resource control policy restricts it. */
    bool service_linked_role;
};

struct iam_context_key {
    const char *name; /* "aws:RequestedRegion"; its case does not count */
    const char *const *values;
    size_t count; /* of values; 0: as if the key were absent */
};

/* Lives in the arena that it was read into. */
struct iam_request {
    const char *action;   /* "bedrock:InvokeModel", in lower case, which IAM's actions ignore */
    const char *resource; /* an ARN, or "*": the action takes no resource */
    /* The account of the resource: given, or of its ARN, else the principal's. NULL: unknown. */
    const char *resource_account;
    bool account_assumed; /* it is the principal's for want of a better */
    struct iam_principal principal;
    const struct iam_context_key *context;
    size_t context_count;
};

/*
 * Reads {"action", "resource", "resourceAccount"?, "principal", "context"?: {key: value |
 * [values]}}, as "configrule simulate" has it. A value is a string, a number or a boolean. What AWS
 * derives from the principal and the resource is added where the context lacks it:
 * aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalType, aws:PrincipalIsAWSService,
 * aws:PrincipalServiceName, aws:username, and aws:ResourceAccount unless it is assumed. A key with
 * an empty list is absent.
 *
 * ERROR_EVENT naming the member: unknown, missing, twice, not of that shape, or in contradiction to
 * principal or resource; more than IAM_REQUEST_LIMIT bytes of texts, or a text of more than
 * IAM_TEXT_LIMIT.
 */
MUST_USE bool iam_request_parse(struct arena *arena, const cJSON *json, struct iam_request *out,
                                struct error *err);

#define IAM_TEXT_LIMIT 4096     /* bytes; an ARN has 2,048 at most */
#define IAM_REQUEST_LIMIT 32768 /* bytes */
#define IAM_MEMBER_LIMIT 1000   /* entries of a list or object, here and in policies */

/* A principal of an account, whose service control policies apply to it; also the root user. */
bool iam_principal_is_member(const struct iam_principal *principal);
/* A member that identity-based, boundary and session policies can be of: all but the root user. */
bool iam_principal_has_policies(const struct iam_principal *principal);

/* Whether text is the ARN of a principal as a policy or a request names one: any of the above, or a
 * CloudFront origin access identity, whose account is "cloudfront". */
bool iam_is_principal_arn(struct arena *arena, const char *text);

/* Whether two ARNs are of the same role, whose name is its own in an account whatever its path. */
bool iam_is_same_role(const char *arn, const char *other);

/* NULL: the request lacks the key, or has no value for it. */
const struct iam_context_key *iam_request_key(const struct iam_request *request, const char *name);

#endif
