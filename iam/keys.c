#include "iam/keys.h"

#include <string.h>

#include "iam/text.h"

static const struct iam_key keys[] = {
    {"aws:AssumedRoot", false, false},
    {"aws:CalledVia", true, false},
    {"aws:CalledViaFirst", false, false},
    {"aws:CalledViaLast", false, false},
    {"aws:ChatbotSourceArn", false, false},
    {"aws:CurrentTime", false, true},
    {"aws:Ec2InstanceSourcePrivateIPv4", false, false},
    {"aws:Ec2InstanceSourceVpc", false, false},
    {"aws:EpochTime", false, true},
    {"aws:FederatedProvider", false, false},
    {"aws:MultiFactorAuthAge", false, false},
    {"aws:MultiFactorAuthPresent", false, false},
    {"aws:PrincipalAccount", false, false},
    {"aws:PrincipalArn", false, false},
    {"aws:PrincipalIsAWSService", false, false},
    {"aws:PrincipalOrgID", false, false},
    {"aws:PrincipalOrgPaths", true, false},
    {"aws:PrincipalServiceName", false, false},
    {"aws:PrincipalServiceNamesList", true, false},
    {"aws:PrincipalTag/", false, false},
    {"aws:PrincipalType", false, false},
    {"aws:referer", false, false},
    {"aws:RequestedRegion", false, true},
    {"aws:RequestTag/", false, false},
    {"aws:ResourceAccount", false, false},
    {"aws:ResourceOrgID", false, false},
    {"aws:ResourceOrgPaths", true, false},
    {"aws:ResourceTag/", false, false},
    {"aws:SecureTransport", false, true},
    {"aws:SourceAccount", false, false},
    {"aws:SourceArn", false, false},
    {"aws:SourceIdentity", false, false},
    {"aws:SourceIp", false, false},
    {"aws:SourceOrgID", false, false},
    {"aws:SourceOrgPaths", true, false},
    {"aws:SourceVpc", false, false},
    {"aws:SourceVpcArn", false, false},
    {"aws:SourceVpce", false, false},
    {"aws:TagKeys", true, false},
    {"aws:TokenIssueTime", false, false},
    {"aws:UserAgent", false, true},
    {"aws:userid", false, false},
    {"aws:username", false, false},
    {"aws:ViaAWSService", false, true},
    {"aws:VpceAccount", false, false},
    {"aws:VpceOrgID", false, false},
    {"aws:VpceOrgPaths", true, false},
    {"aws:VpcSourceIp", false, false},
    {"bedrock-mantle:Model", false, false},
    {"bedrock:GuardrailIdentifier", false, false},
    {"bedrock:InferenceProfileArn", false, false},
    {"bedrock:PromptRouterArn", false, false},
    {"dynamodb:Attributes", true, false},
    {"dynamodb:LeadingKeys", true, false},
    {"iam:AssociatedResourceArn", false, false},
    {"iam:PassedToService", false, false},
    {"iam:PermissionsBoundary", false, false},
    {"iam:PolicyARN", false, false},
    {"iam:ServiceSpecificCredentialAgeDays", false, false},
    {"iam:ServiceSpecificCredentialServiceName", false, false},
    {"kms:EncryptionContextKeys", true, false},
    {"kms:ResourceAliases", true, false},
    {"s3:RequestObjectTagKeys", true, false},
    /* https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html */
    {"vpc-lattice-svcs:RequestQueryString/", true, false},
};

#define KEY_COUNT (sizeof(keys) / sizeof(*keys))

const struct iam_key *iam_key_find(const char *name)
{
    for (size_t i = 0; i < KEY_COUNT; i++) {
        bool family = keys[i].name[strlen(keys[i].name) - 1] == '/';

        if (family ? iam_name_begins(name, keys[i].name) : iam_is_same_name(name, keys[i].name))
            return &keys[i];
    }
    return NULL;
}

struct hint iam_key_hint(const char *name)
{
    size_t service = strcspn(name, ":") + 1, count = 0;
    const char *near[KEY_COUNT + 1] = {NULL};

    if (iam_key_find(name))
        return (struct hint){""};
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (strcspn(keys[i].name, ":") + 1 == service && strncmp(keys[i].name, name, service) == 0)
            near[count++] = keys[i].name;
    return did_you_mean(name, near);
}
