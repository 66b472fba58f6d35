#include "iam/service_rules.h"

#include <string.h>

#include "core/arn.h"
#include "core/text.h"
#include "iam/pattern.h"

/* Of whom a rule speaks, as bits. */
enum who {
    WHO_ROOT = 1 << 0,
    WHO_USER = 1 << 1, /* with credentials of its own */
    WHO_ROLE = 1 << 2, /* its sessions too */
    WHO_FEDERATED = 1 << 3,
    WHO_TEMPORARY = 1 << 4,   /* a user with credentials of GetSessionToken */
    WHO_WITHOUT_MFA = 1 << 5, /* such a user, without MFA */
    WHO_ANONYMOUS = 1 << 6,
    WHO_SAML = 1 << 7, /* identity providers, of the two kinds */
    WHO_OIDC = 1 << 8,
    WHO_ORIGIN = 1 << 9,       /* an origin access identity of CloudFront */
    WHO_ABROAD = 1 << 10,      /* of another account than the resource's; no service is */
    WHO_OWNERS_ROOT = 1 << 11, /* the root user of the resource's account */
    WHO_OTHERS = 1 << 12, /* neither the service of the service-linked role, nor called by it */
};

#define WHO_UNSIGNED \
    (WHO_ANONYMOUS | WHO_SAML | WHO_OIDC | WHO_ORIGIN) /* who has no credentials to sign with */

#define WHO_MEMBERS (WHO_ROOT | WHO_USER | WHO_ROLE | WHO_FEDERATED | WHO_TEMPORARY)
#define STS_COMPARISON \
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html"
#define STS_API "https://docs.aws.amazon.com/STS/latest/APIReference/API_"
#define S3_API "https://docs.aws.amazon.com/AmazonS3/latest/API/API_"
#define KMS_GUIDE "https://docs.aws.amazon.com/kms/latest/developerguide/"
#define IAM_GUIDE "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
#define FUNCTION_URLS "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
#define REFERENCE "https://docs.aws.amazon.com/service-authorization/latest/reference/"
#define KMS_REFERENCE REFERENCE "list_awskeymanagementservice.html"
#define STS_REFERENCE REFERENCE "list_awssecuritytokenservice.html"
#define IAM_REFERENCE REFERENCE "list_awsidentityandaccessmanagementiam.html"
#define LATTICE "https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html"

static const struct iam_service_rule rules[] = {
    {IAM_SERVICE_RULE_ALLOWED, WHO_MEMBERS, "sts", "GetCallerIdentity", false, NULL,
     "who signs a request may ask who it is, whatever policies say",
     STS_API "GetCallerIdentity.html"},
    {IAM_SERVICE_RULE_ALLOWED, WHO_USER | WHO_ROOT, "sts", "GetSessionToken", false, NULL,
     "users need no permission for it, and policies do not control it",
     STS_API "GetSessionToken.html"},
    {IAM_SERVICE_RULE_NEVER, WHO_ROLE, "sts", "GetSessionToken GetFederationToken", false, NULL,
     "credentials of a role get no session and no federation token", STS_COMPARISON},
    {IAM_SERVICE_RULE_NEVER, WHO_FEDERATED, "sts", "GetCallerIdentity", true, NULL,
     "a federated user calls nothing of AWS STS but GetCallerIdentity", STS_COMPARISON},
    {IAM_SERVICE_RULE_NEVER, WHO_TEMPORARY, "sts",
     "AssumeRole GetCallerIdentity SetSourceIdentity TagSession", true, NULL,
     "credentials of GetSessionToken call nothing of AWS STS but AssumeRole and "
     "GetCallerIdentity",
     STS_COMPARISON},
    {IAM_SERVICE_RULE_NEVER, WHO_MEMBERS | WHO_ANONYMOUS, "sts",
     "AssumeRoleWithSAML AssumeRoleWithWebIdentity", false, NULL,
     "it is called with what an identity provider issued, without credentials of AWS: the "
     "principal is the provider",
     STS_COMPARISON},
    {IAM_SERVICE_RULE_NEVER, WHO_ROOT, "sts", "AssumeRole", false, NULL,
     "the root user assumes no role", STS_API "AssumeRole.html"},
    {IAM_SERVICE_RULE_NEVER, WHO_ROOT, "sts", "AssumeRoot", false, NULL,
     "credentials of a root user do not call it", STS_API "AssumeRoot.html"},

    {IAM_SERVICE_RULE_UNHEEDED, WHO_OWNERS_ROOT, "s3",
     "GetBucketPolicy PutBucketPolicy DeleteBucketPolicy", false, NULL,
     "no bucket policy locks out the root user of the bucket's account",
     S3_API "DeleteBucketPolicy.html"},
    {IAM_SERVICE_RULE_NEVER, WHO_ABROAD | WHO_ANONYMOUS, "s3",
     "GetBucketPolicy PutBucketPolicy DeleteBucketPolicy", false, NULL,
     "only the account of the bucket reads and writes its policy",
     S3_API "DeleteBucketPolicy.html"},
    {IAM_SERVICE_RULE_NEVER, WHO_ABROAD | WHO_ANONYMOUS, "s3express",
     "GetBucketPolicy PutBucketPolicy DeleteBucketPolicy", false, NULL,
     "only the account of the bucket reads and writes its policy",
     S3_API "DeleteBucketPolicy.html"},

    {IAM_SERVICE_RULE_NEVER, WHO_ABROAD | WHO_ANONYMOUS, "sqs",
     "AddPermission CancelMessageMoveTask CreateQueue DeleteQueue ListMessageMoveTasks ListQueues "
     "ListQueueTags RemovePermission SetQueueAttributes StartMessageMoveTask TagQueue UntagQueue",
     false, NULL, "Amazon SQS has it for the queue's own account only",
     "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
     "sqs-limitations-of-custom-policies.html"},
    {IAM_SERVICE_RULE_NEVER, WHO_ABROAD | WHO_ANONYMOUS, "sns",
     "AddPermission DeleteTopic GetDataProtectionPolicy GetTopicAttributes "
     "ListSubscriptionsByTopic ListTagsForResource Publish PutDataProtectionPolicy "
     "RemovePermission SetTopicAttributes Subscribe",
     true, NULL, "no policy of a topic takes the action, so only its own account has it",
     "https://docs.aws.amazon.com/sns/latest/dg/"
     "sns-access-policy-language-api-permissions-reference.html"},
    {IAM_SERVICE_RULE_NEVER, WHO_ABROAD | WHO_ANONYMOUS, "kms",
     "CreateGrant Decrypt DeriveSharedSecret DescribeKey Encrypt GenerateDataKey* GenerateMac "
     "GetKeyRotationStatus GetPublicKey ListGrants ReEncrypt* RetireGrant RevokeGrant Sign Verify "
     "VerifyMac",
     true, NULL, "AWS KMS has it for the key's own account only",
     KMS_GUIDE "key-policy-modifying-external-accounts.html"},

    {IAM_SERVICE_RULE_WRONG, 0, "kms", "CreateAlias DeleteAlias UpdateAlias", true,
     "arn:*:kms:*:*:alias/*", "AWS KMS decides on the key, not on its alias: name the key",
     KMS_GUIDE "alias-authorization.html"},
    {IAM_SERVICE_RULE_WRONG, 0, "kms",
     "ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateKey DeleteAlias "
     "DeleteCustomKeyStore DescribeCustomKeyStores DisconnectCustomKeyStore GenerateRandom "
     "ListAliases ListKeys ListRetirableGrants UpdateAlias UpdateCustomKeyStore",
     true, "!arn:*:kms:*:*:key/*", "AWS KMS asks the policy of a key for it: name the key",
     KMS_REFERENCE},
    {IAM_SERVICE_RULE_WRONG, 0, "kms", "CreateAlias DeleteAlias UpdateAlias", false,
     "!arn:*:kms:*:*:key/* arn:*:kms:*:*:alias/*",
     "AWS KMS decides on the alias, and in another request on its key: name one of them",
     KMS_REFERENCE},
    {IAM_SERVICE_RULE_NO_POLICY, 0, "kms", "*", false, "arn:*:kms:*:*:alias/*",
     "an alias of AWS KMS has no policy; the policy of its key is asked for the key, in another "
     "request",
     KMS_GUIDE "alias-access.html"},
    {IAM_SERVICE_RULE_BY_RESOURCE, 0, "kms", "*", false, "arn:*:kms:*:*:key/*",
     "without its key policy nobody may use a key", KMS_GUIDE "key-policies.html"},
    {IAM_SERVICE_RULE_WRONG, 0, "sts",
     "AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity SetSourceIdentity", false,
     "!arn:*:iam::*:role/*", "a role's trust policy must allow it: name the role", STS_REFERENCE},
    {IAM_SERVICE_RULE_WRONG, 0, "sts", "TagSession", false,
     "!arn:*:iam::*:role/* arn:*:sts::*:federated-user/*",
     "it is of a role, whose trust policy must allow it, or of a federated user: name one of them",
     STS_REFERENCE},
    {IAM_SERVICE_RULE_BY_RESOURCE, 0, "sts", "*", false, "arn:*:iam::*:role/*",
     "a role's trust policy must allow", IAM_GUIDE "id_roles_manage-assume.html"},
    {IAM_SERVICE_RULE_WRONG, 0, "vpc-lattice-svcs", "*", false, "!arn:*:vpc-lattice:*:*:service/*",
     "the service's auth policy must allow it: name the service",
     REFERENCE "list_amazonvpclatticeservices.html"},
    {IAM_SERVICE_RULE_BY_BOTH, 0, "vpc-lattice-svcs", "*", false, NULL,
     "auth policies and identity-based policies must both allow", LATTICE},
    {IAM_SERVICE_RULE_TWO_POLICIES, 0, "vpc-lattice-svcs", "*", false, NULL,
     "a service network and a service have an auth policy each", LATTICE},

    {IAM_SERVICE_RULE_WRONG, 0, "iam",
     "CreatePolicyVersion DeletePolicy DeletePolicyVersion SetDefaultPolicyVersion TagPolicy "
     "UntagPolicy",
     false, "!arn:*:iam::*:policy/*", "whether it is AWS's own policy decides: name the policy",
     IAM_REFERENCE},
    {IAM_SERVICE_RULE_WRONG, 0, "iam",
     "AttachRolePolicy DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy "
     "PutRolePermissionsBoundary PutRolePolicy UpdateAssumeRolePolicy",
     false, "!arn:*:iam::*:role/*", "whether the role is service-linked decides: name the role",
     IAM_REFERENCE},
    {IAM_SERVICE_RULE_NEVER, 0, "iam",
     "CreatePolicyVersion DeletePolicy DeletePolicyVersion SetDefaultPolicyVersion TagPolicy "
     "UntagPolicy",
     false, "arn:*:iam::aws:policy/*", "customers do not change AWS's managed policies",
     IAM_GUIDE "access_policies_managed-vs-inline.html"},
    {IAM_SERVICE_RULE_NEVER, WHO_OTHERS, "iam",
     "AttachRolePolicy DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy "
     "PutRolePermissionsBoundary PutRolePolicy UpdateAssumeRolePolicy",
     false, "arn:*:iam::*:" ARN_SERVICE_ROLE_PATH "*",
     "only its service changes a service-linked role",
     "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html"},

    {IAM_SERVICE_RULE_UNMODELLED_ALLOWED, WHO_ANONYMOUS, "s3", "*", false, NULL,
     "Block Public Access of Amazon S3 is not considered: it refuses what a bucket policy grants "
     "to everybody",
     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
     "access-control-block-public-access.html"},
    {IAM_SERVICE_RULE_UNMODELLED_ALLOWED, 0, "s3", "*", false, "arn:*:s3:*:*:accesspoint/*",
     "an access point's policy and the bucket's must both allow, and only one is considered",
     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html"},
    {IAM_SERVICE_RULE_UNMODELLED_ALLOWED, WHO_FEDERATED, "iam", "*", false, NULL,
     "a federated user calls IAM in the console only", STS_COMPARISON},
    {IAM_SERVICE_RULE_UNMODELLED_ALLOWED, WHO_WITHOUT_MFA, "iam", "*", false, NULL,
     "credentials of GetSessionToken call IAM only with MFA", STS_COMPARISON},
    {IAM_SERVICE_RULE_UNMODELLED_DENIED, WHO_ABROAD | WHO_ANONYMOUS, "s3", "*", false, NULL,
     "ACLs of Amazon S3 are not considered: one may grant it",
     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html"},
    {IAM_SERVICE_RULE_UNMODELLED_DENIED, WHO_MEMBERS, "kms", "*", false, "arn:*:kms:*:*:key/*",
     "grants of AWS KMS are not considered: one may grant it", KMS_GUIDE "grants.html"},
};

/*
 * What is served without a signature; all else is denied to those who have none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/intro-structure.html
 */
static const struct unsigned_service {
    unsigned who; /* bits of WHO_UNSIGNED */
    const char *service, *actions;
    const char *key; /* a context key that must be "true"; NULL: none */
    const char *document;
} unsigned_services[] = {
    {WHO_ANONYMOUS | WHO_ORIGIN, "s3",
     "AbortMultipartUpload BypassGovernanceRetention DeleteObject* GetBucket* GetObject* "
     "ListBucket* ListMultipartUploadParts PutBucket* PutObject* RestoreObject",
     NULL,
     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
     "access-control-block-public-access.html"},
    {WHO_ANONYMOUS, "sqs",
     "ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl "
     "ListDeadLetterSourceQueues PurgeQueue ReceiveMessage SendMessage",
     NULL,
     "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
     "sqs-basic-examples-of-sqs-policies.html"},
    {WHO_ANONYMOUS, "sns", "GetTopicAttributes ListSubscriptionsByTopic Publish Subscribe", NULL,
     "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html"},
    {WHO_ANONYMOUS, "vpc-lattice-svcs", "*", NULL, LATTICE},
    {WHO_ANONYMOUS, "execute-api", "Invoke", NULL,
     "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
     "apigateway-authorization-flow.html"},
    {WHO_ANONYMOUS, "lambda", "InvokeFunctionUrl", NULL, FUNCTION_URLS},
    {WHO_ANONYMOUS, "lambda", "InvokeFunction", "lambda:InvokedViaFunctionUrl", FUNCTION_URLS},
    {WHO_ANONYMOUS, "es", "ESHttp*", NULL,
     "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html"},
    {WHO_ANONYMOUS, "elasticfilesystem", "Client*", NULL,
     "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html"},
    {WHO_ANONYMOUS, "mediapackagev2", "GetHeadObject GetObject", NULL,
     "https://docs.aws.amazon.com/mediapackage/latest/userguide/policy-principal.html"},
    {WHO_SAML, "sts", "AssumeRoleWithSAML SetSourceIdentity TagSession", NULL,
     STS_API "AssumeRoleWithSAML.html"},
    {WHO_OIDC, "sts", "AssumeRoleWithWebIdentity SetSourceIdentity TagSession", NULL,
     STS_API "AssumeRoleWithWebIdentity.html"},
};

/* The rule for a request without a signature that is in no row of those. */
static const struct iam_service_rule signed_only = {
    .kind = IAM_SERVICE_RULE_NEVER,
    .who = WHO_UNSIGNED,
    .text = "it is served only to who signs the request with credentials of AWS",
    .document = IAM_GUIDE "intro-structure.html",
};

static bool is_true(const struct iam_request *request, const char *key)
{
    const struct iam_context_key *known = iam_request_key(request, key);

    return known && known->count == 1 && text_same_any_case(known->values[0], "true");
}

/*
 * AWS sends these keys with temporary credentials only:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
static bool has_temporary_credentials(const struct iam_request *request)
{
    return iam_request_key(request, "aws:TokenIssueTime") ||
           iam_request_key(request, "aws:MultiFactorAuthPresent");
}

static bool ends_with_service(const struct iam_request *request, const char *key,
                              const char *service)
{
    const struct iam_context_key *known = iam_request_key(request, key);

    return known && strcmp(known->values[known->count - 1], service) == 0;
}

/*
 * Whether the service whose name is in the path of the role makes the request, or made the call
 * that led to it. That some service did is not enough.
 */
static bool is_by_own_service(const struct iam_request *request)
{
    static const char path[] = ":" ARN_SERVICE_ROLE_PATH;
    const char *role = strstr(request->resource, path);
    const char *service = role ? role + strlen(path) : "";
    size_t length = strcspn(service, "/");
    char name[128]; /* longer than the domain of any service */

    if (!service[length] || length >= sizeof(name))
        return false;
    memcpy(name, service, length);
    name[length] = '\0';
    return (request->principal.kind == IAM_PRINCIPAL_SERVICE &&
            strcmp(request->principal.name, name) == 0) ||
           ends_with_service(request, "aws:CalledViaLast", name) ||
           ends_with_service(request, "aws:CalledVia", name);
}

static unsigned who_asks(const struct iam_request *request)
{
    const struct iam_principal *principal = &request->principal;
    bool same = iam_principal_is_of(principal, request->resource_account);
    bool other = request->resource_account && iam_principal_is_member(principal) && !same;
    unsigned who = other ? WHO_ABROAD : 0;

    if (!is_by_own_service(request))
        who |= WHO_OTHERS;
    switch (principal->kind) {
    case IAM_PRINCIPAL_ANONYMOUS:
        return who | WHO_ANONYMOUS;
    case IAM_PRINCIPAL_ROOT_USER:
        return who | WHO_ROOT | (same ? WHO_OWNERS_ROOT : 0);
    case IAM_PRINCIPAL_USER:
        if (!has_temporary_credentials(request))
            return who | WHO_USER;
        return who | WHO_TEMPORARY |
               (is_true(request, "aws:MultiFactorAuthPresent") ? 0 : WHO_WITHOUT_MFA);
    case IAM_PRINCIPAL_ROLE:
    case IAM_PRINCIPAL_ROLE_SESSION:
        return who | WHO_ROLE;
    case IAM_PRINCIPAL_FEDERATED_USER:
        return who | WHO_FEDERATED;
    case IAM_PRINCIPAL_PROVIDER:
        return who | (strstr(principal->name, ":iam::cloudfront:") ? WHO_ORIGIN
                      : strstr(principal->name, ":saml-provider/") ? WHO_SAML
                                                                   : WHO_OIDC);
    case IAM_PRINCIPAL_SERVICE:
        break;
    }
    return who;
}

/* Whether name, in lower case, is one of actions, whatever their case. */
static bool lists(const char *actions, const char *name)
{
    size_t length;

    for (; *actions; actions += length + strspn(actions + length, " ")) {
        bool begins = false, same = true;

        length = strcspn(actions, " ");
        begins = actions[length - 1] == '*';
        size_t compared = length - begins;
        for (size_t i = 0; i < compared && same; i++)
            same = text_lower_letter(actions[i]) == name[i];
        if (same && (begins || !name[compared]))
            return true;
    }
    return false;
}

/* Whether the request's action is one of those of the service. */
static bool is_action(const struct iam_request *request, const char *service, const char *actions,
                      bool all_but)
{
    const char *name = iam_action_name(request->action, service);

    return name && lists(actions, name) != all_but;
}

static bool is_served_unsigned(const struct iam_request *request, unsigned who)
{
    for (size_t i = 0; i < sizeof(unsigned_services) / sizeof(*unsigned_services); i++) {
        const struct unsigned_service *row = &unsigned_services[i];

        if ((row->who & who) && is_action(request, row->service, row->actions, false) &&
            (!row->key || is_true(request, row->key)))
            return true;
    }
    return false;
}

static bool is_on(struct arena *scratch, const char *patterns, const struct iam_request *request)
{
    bool elsewhere = *patterns == '!';
    struct iam_pattern pattern;
    struct error err;

    patterns += elsewhere;
    while (*patterns) {
        size_t length = strcspn(patterns, " ");
        const char *source = arena_strndup(scratch, patterns, length);

        if (iam_pattern_parse(scratch, source, IAM_PATTERN_RESOURCE, false, &pattern, &err) &&
            iam_pattern_match(scratch, &pattern, request, request->resource))
            return !elsewhere;
        patterns += length + strspn(patterns + length, " ");
    }
    return elsewhere;
}

static bool is_of(struct arena *scratch, const struct iam_service_rule *rule,
                  const struct iam_request *request, unsigned who)
{
    if (rule->who && !(rule->who & who))
        return false;
    if (!is_action(request, rule->service, rule->actions, rule->all_but))
        return false;
    return !rule->resource || is_on(scratch, rule->resource, request);
}

const struct iam_service_rule *const *iam_service_rules(struct arena *arena,
                                                        const struct iam_request *request)
{
    const struct iam_service_rule **found =
        arena_alloc(arena, IAM_SERVICE_RULE_KINDS * sizeof(*found));
    unsigned who = who_asks(request);
    struct arena_mark mark = arena_mark(arena);

    for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
        if (!found[rules[i].kind] && is_of(arena, &rules[i], request, who))
            found[rules[i].kind] = &rules[i];
    if ((who & WHO_UNSIGNED) && !found[IAM_SERVICE_RULE_NEVER] && !is_served_unsigned(request, who))
        found[IAM_SERVICE_RULE_NEVER] = &signed_only;
    arena_rewind(arena, mark);
    return found;
}
