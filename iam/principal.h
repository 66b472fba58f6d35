/*
 * principal.h - who makes a request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
#ifndef IAM_PRINCIPAL_H
#define IAM_PRINCIPAL_H

#include "core/arena.h"

enum iam_principal_kind {
    IAM_PRINCIPAL_ANONYMOUS,      /* "anonymous", also spelt "*": a request that nobody signed */
    IAM_PRINCIPAL_SERVICE,        /* "bedrock.amazonaws.com" */
    IAM_PRINCIPAL_ROOT_USER,      /* arn:aws:iam::111122223333:root */
    IAM_PRINCIPAL_USER,           /* arn:aws:iam::111122223333:user/path/name */
    IAM_PRINCIPAL_ROLE,           /* arn:aws:iam::111122223333:role/path/name: any session of it */
    IAM_PRINCIPAL_ROLE_SESSION,   /* arn:aws:sts::111122223333:assumed-role/name/session */
    IAM_PRINCIPAL_FEDERATED_USER, /* arn:aws:sts::111122223333:federated-user/name */
    /*
     * An identity provider: arn:aws:iam::111122223333:saml-provider/name, oidc-provider/name;
     * "accounts.google.com" and the three others that have no ARN. Also an origin access identity
     * of CloudFront, whose ARN has "cloudfront" for an account.
     */
    IAM_PRINCIPAL_PROVIDER,
};

/* Its texts are the name's, or live in the arena. */
struct iam_principal {
    enum iam_principal_kind kind;
    const char *name; /* as the request gives it */
    /*
     * Of a session its role, of all others the name itself. The ARN of a session lacks the role's
     * path: where the context does not give it, path_unknown is true and arn is without a path.
     */
    const char *arn;
    bool path_unknown;
    const char *account;   /* 12 digits; NULL: none, as of a service */
    const char *partition; /* "aws"; NULL: none, as of a service */
    /*
     * Whether its path says that it is a service-linked role, which no service or resource control
     * policy restricts. False where the path is not known.
     */
    bool service_linked_role;
};

/*
 * Reads the name of a principal. path_unknown and service_linked_role are false: the context of the
 * request says them (derived_context.h). name is kept. ERROR_INPUT: it is none of those above. Then
 * *out says nothing.
 */
MUST_USE bool iam_principal_read(struct arena *arena, const char *name, struct iam_principal *out,
                                 struct error *err);

/* A principal of an account, whose service control policies apply to it; also the root user. */
bool iam_principal_is_member(const struct iam_principal *principal);

/* A member of the account, NULL: of none. */
bool iam_principal_is_of(const struct iam_principal *principal, const char *account);

/* A member that identity-based, boundary and session policies can be of: all but the root user. */
bool iam_principal_has_policies(const struct iam_principal *principal);

/* Whether text is the ARN of a principal, as a policy or a request names one. */
bool iam_is_principal_arn(struct arena *arena, const char *text);

/*
 * Whether two ARNs are of the same role. Its name is unique in an account, whatever its path:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
bool iam_is_same_role(const char *arn, const char *other);

/* Whether the first ARN is of a session of the role that the second one is of. */
bool iam_is_session_of(const char *session, const char *role);

#endif
