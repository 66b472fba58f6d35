/*
 * request.h - what is to be decided: who wants to do what to which resource, and the context keys
 * that AWS would see (https://docs.aws.amazon.com/IAM/latest/UserGuide/intro-structure.html).
 */
#ifndef IAM_REQUEST_H
#define IAM_REQUEST_H

#include "core/json.h"
#include "iam/limits.h"
#include "iam/world.h"

struct iam_service_rule;

/*
 * Who asks.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
enum iam_principal_kind {
    IAM_PRINCIPAL_ANONYMOUS, /* "anonymous", also spelt "*": a request that nobody signed */
    IAM_PRINCIPAL_SERVICE,   /* "bedrock.amazonaws.com" */
    IAM_PRINCIPAL_ROOT_USER, /* arn:aws:iam::111122223333:root */
    IAM_PRINCIPAL_USER,      /* arn:aws:iam::111122223333:user/path/name */
    IAM_PRINCIPAL_ROLE,      /* arn:aws:iam::111122223333:role/path/name: any session of the role */
    IAM_PRINCIPAL_ROLE_SESSION,   /* arn:aws:sts::111122223333:assumed-role/name/session */
    IAM_PRINCIPAL_FEDERATED_USER, /* arn:aws:sts::111122223333:federated-user/name */
    /* arn:aws:iam::111122223333:saml-provider/name, oidc-provider/name; "accounts.google.com" and
     * the three others that have no ARN; an origin access identity, of the account "cloudfront" */
    IAM_PRINCIPAL_PROVIDER,
};

struct iam_principal {
    enum iam_principal_kind kind;
    const char *name; /* as the request gives it */
    /*
     * The role of a session, the name itself of others. Without the role's path where path_unknown:
     * a session's ARN lacks it, and the context does not give aws:PrincipalArn.
     */
    const char *arn;
    bool path_unknown;
    const char *account;   /* 12 digits; NULL: none, as of a service */
    const char *partition; /* "aws"; NULL: none, as of a service */
    /* By its path; of a session without, false. No service or resource control policy restricts it.
     */
    bool service_linked_role;
};

struct iam_context_key {
    const char *name; /* "aws:RequestedRegion"; its case does not count */
    const char *const *values;
    size_t count; /* of values; 0: as if the key were absent */
    /* AWS lets it have several values, so that it is no policy variable. iam_request_parse() leaves
     * it false; who knows the keys sets it (iam/keys.h). */
    bool several;
};

/* Lives in the arena that it was read into. */
struct iam_request {
    const char *action;   /* "bedrock:InvokeModel", in lower case, which IAM's actions ignore */
    const char *resource; /* an ARN, or "*": the action takes no resource */
    /* The account of the resource: given, or of its ARN, else the principal's. NULL: unknown. */
    const char *resource_account;
    bool account_assumed; /* it is the principal's for want of a better */
    /* The resource is AWS's own, and aws:ResourceAccount is taken for the principal's account. */
    bool resource_of_aws;
    struct iam_principal principal;
    const struct iam_context_key *context;
    size_t context_count;
    /* Keys of which only the form is known. They are absent where world is NULL. */
    const struct iam_possible_key *possible;
    size_t possible_count;
    struct iam_world *world; /* iam_decide()'s; NULL: none */
    /* What its service decides otherwise, by enum iam_service_rule_kind (service_rules.h). */
    const struct iam_service_rule *const *rules;
};

/*
 * Reads {"action", "resource", "resourceAccount"?, "principal", "context"?: {key: value |
 * [values]}}, as "configrule simulate" has it. A value is a string, a number or a boolean. A key
 * with an empty list is absent. What AWS derives from principal and resource is added where the
 * context lacks it:
 *
 * | key                      | derived                                                         |
 * | aws:PrincipalArn         | exactly; of a session of a role only without the path: possible |
 * |                          | values, "...:role/[PATH/]name"; none of services, providers,    |
 * |                          | anonymous                                                       |
 * | aws:PrincipalAccount     | exactly; "anonymous"                                            |
 * | aws:PrincipalType        | exactly; "Anonymous"                                            |
 * | aws:userid               | exactly of the root user, federated users, anonymous; possible  |
 * |                          | values of users ("AIDA..."), sessions ("AROA...:session") and   |
 * |                          | roles ("AROA...:...")                                           |
 * | aws:username             | exactly, of users; others have none                             |
 * | aws:PrincipalIsAWSService| exactly                                                         |
 * | aws:PrincipalServiceName | exactly, of services                                            |
 * | aws:ResourceAccount      | exactly where request or ARN say the account. The principal's,  |
 * |                          | with a warning, for a foundation model of Amazon Bedrock. Of    |
 * |                          | "*" the principal's or none: AWS is silent. Else any account    |
 *
 * No other key is derived: aws:RequestedRegion (which need not be the Region of the ARN),
 * aws:SourceAccount, aws:SourceArn, aws:PrincipalOrgID, tags and all others are absent unless they
 * are given. Elements of type Principal need no path: the name of a role is its own in an account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 *
 * ERROR_INPUT naming the member: unknown, missing, twice, not of that shape, or in contradiction to
 * principal or resource; principal and resource of two partitions, of which the credentials of one
 * reach nothing in the other (https://docs.aws.amazon.com/whitepapers/latest/
 * aws-fault-isolation-boundaries/partitions.html); more than IAM_REQUEST_LIMIT bytes of texts, or a
 * text of more than IAM_TEXT_LIMIT.
 */
MUST_USE bool iam_request_parse(struct arena *arena, const cJSON *json, struct iam_request *out,
                                struct error *err);

/* A principal of an account, whose service control policies apply to it; also the root user. */
bool iam_principal_is_member(const struct iam_principal *principal);
/* A member that identity-based, boundary and session policies can be of: all but the root user. */
bool iam_principal_has_policies(const struct iam_principal *principal);

/* Whether text is the ARN of a principal as a policy or a request names one: any of the above, or a
 * CloudFront origin access identity, whose account is "cloudfront". */
bool iam_is_principal_arn(struct arena *arena, const char *text);

/* Whether two ARNs are of the same role, whose name is its own in an account whatever its path. */
bool iam_is_same_role(const char *arn, const char *other);

/* Whether the first ARN is of a session of the second's role. */
bool iam_is_session_of(const char *session, const char *role);

/* NULL: the request lacks the key, or has no value for it. */
const struct iam_context_key *iam_request_key(const struct iam_request *request, const char *name);

/* NULL: the key is none of which only the form is known, or the request has no world. */
const struct iam_possible_key *iam_possible_key(const struct iam_request *request,
                                                const char *name);
/* Whether the request has that key in its world. */
bool iam_possible_is_present(const struct iam_request *request, const struct iam_possible_key *key);

#endif
