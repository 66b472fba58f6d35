#include "aws/operations.h"

#include <stdio.h>
#include <string.h>

#include "aws/protocol/protocol.h"

/*
 * Bytes of a token and its NUL: Organizations' model has the longest, and some have no bound there.
 * A longer one is an error, and the list is not taken for whole.
 */
#define TOKEN_SIZE 100001

static const struct service_home iam_home[PARTITION_COUNT] = {
    [PARTITION_AWS] = {"us-east-1", ""},
    [PARTITION_GOV] = {"us-gov-west-1", "us-gov"},
};

static const struct service_home organizations_home[PARTITION_COUNT] = {
    [PARTITION_CN] = {"cn-northwest-1", "cn-northwest-1"},
};

enum {
    BEDROCK,
    BEDROCK_AGENT,
    CLOUDTRAIL,
    CONFIG,
    EC2,
    IAM,
    KMS,
    ORGANIZATIONS,
    S3,
    SSM,
    STS,
    VPC_LATTICE,
};

const struct service services[] = {
    [BEDROCK] = {"bedrock", "bedrock", "BEDROCK", &protocol_rest_json, .fips_in_gov = true},
    [BEDROCK_AGENT] = {"bedrock-agent", "bedrock", "BEDROCK_AGENT", &protocol_rest_json,
                       .fips_in_gov = true},
    [CLOUDTRAIL] = {"cloudtrail", "cloudtrail", "CLOUDTRAIL", &protocol_json,
                    .target_prefix = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"},
    [CONFIG] = {"config", "config", "CONFIG_SERVICE", &protocol_json,
                .target_prefix = "StarlingDoveService"},
    [EC2] = {"ec2", "ec2", "EC2", &protocol_ec2, .version = "2016-11-15"},
    [IAM] = {"iam", "iam", "IAM", &protocol_query, .version = "2010-05-08", .home = iam_home},
    [KMS] = {"kms", "kms", "KMS", &protocol_json, .target_prefix = "TrentService",
             .fips_in_gov = true},
    [ORGANIZATIONS] = {"organizations", "organizations", "ORGANIZATIONS", &protocol_json,
                       .target_prefix = "AWSOrganizationsV20161128", .home = organizations_home},
    [S3] = {"s3", "s3", "S3", &protocol_rest_xml, .is_s3 = true, .fips_in_gov = true},
    [SSM] = {"ssm", "ssm", "SSM", &protocol_json, .target_prefix = "AmazonSSM"},
    [STS] = {"sts", "sts", "STS", &protocol_query, .version = "2011-06-15"},
    [VPC_LATTICE] = {"vpc-lattice", "vpc-lattice", "VPC_LATTICE", &protocol_rest_json,
                     .fips_in_gov = true},
    {0},
};

#define OF(SERVICE) .service = (&services[SERVICE])
#define PAGES(TOKEN) .token_out = (TOKEN)
#define PAGES_BY_QUERY PAGES("nextToken"), .query = "nextToken maxResults"
#define ACTION_GROUPS "/agents/{agentId}/agentversions/{agentVersion}/actiongroups/"

const struct operation operations[] = {
    {OF(BEDROCK), "GetGuardrail", .method = "GET", .path = "/guardrails/{guardrailIdentifier}",
     .query = "guardrailVersion"},
    {OF(BEDROCK), "GetInferenceProfile", .method = "GET",
     .path = "/inference-profiles/{inferenceProfileIdentifier}"},
    {OF(BEDROCK), "GetModelInvocationLoggingConfiguration", .method = "GET",
     .path = "/logging/modelinvocations"},
    {OF(BEDROCK), "GetResourcePolicy", .method = "GET", .path = "/resource-policy/{resourceArn}"},
    {OF(BEDROCK), "ListEnforcedGuardrailsConfiguration", .method = "GET",
     .path = "/enforcedGuardrailsConfiguration", PAGES("nextToken"), .query = "nextToken"},
    {OF(BEDROCK), "ListGuardrails", .method = "GET", .path = "/guardrails", PAGES("nextToken"),
     .query = "guardrailIdentifier maxResults nextToken"},
    {OF(BEDROCK), "ListInferenceProfiles", .method = "GET", .path = "/inference-profiles",
     PAGES("nextToken"), .query = "maxResults nextToken typeEquals=type"},

    {OF(BEDROCK_AGENT), "GetAgent", .method = "GET", .path = "/agents/{agentId}/"},
    {OF(BEDROCK_AGENT), "GetAgentActionGroup", .method = "GET",
     .path = ACTION_GROUPS "{actionGroupId}/"},
    {OF(BEDROCK_AGENT), "GetAgentVersion", .method = "GET",
     .path = "/agents/{agentId}/agentversions/{agentVersion}/"},
    {OF(BEDROCK_AGENT), "GetKnowledgeBase", .method = "GET",
     .path = "/knowledgebases/{knowledgeBaseId}"},
    {OF(BEDROCK_AGENT), "ListAgentActionGroups", .method = "POST", .path = ACTION_GROUPS,
     PAGES("nextToken")},
    {OF(BEDROCK_AGENT), "ListAgentAliases", .method = "POST",
     .path = "/agents/{agentId}/agentaliases/", PAGES("nextToken")},
    {OF(BEDROCK_AGENT), "ListAgentVersions", .method = "POST",
     .path = "/agents/{agentId}/agentversions/", PAGES("nextToken")},
    {OF(BEDROCK_AGENT), "ListAgents", .method = "POST", .path = "/agents/", PAGES("nextToken")},
    {OF(BEDROCK_AGENT), "ListKnowledgeBases", .method = "POST", .path = "/knowledgebases/",
     PAGES("nextToken")},

    {OF(CLOUDTRAIL), "DescribeTrails"},
    {OF(CLOUDTRAIL), "GetEventDataStore"},
    {OF(CLOUDTRAIL), "GetEventSelectors"},
    {OF(CLOUDTRAIL), "GetTrailStatus"},
    {OF(CLOUDTRAIL), "ListEventDataStores", PAGES("NextToken")},

    {OF(CONFIG), "DescribeConfigurationRecorderStatus"},
    {OF(CONFIG), "DescribeConfigurationRecorders"},
    {OF(CONFIG), "DescribeDeliveryChannelStatus"},
    {OF(CONFIG), "GetComplianceDetailsByConfigRule", PAGES("NextToken")},
    {OF(CONFIG), "GetResourceConfigHistory", PAGES("nextToken"), .last_with = "configurationItems"},
    {OF(CONFIG), "PutEvaluations"},
    {OF(CONFIG), "SelectResourceConfig", PAGES("NextToken")},

    {OF(EC2), "DescribeVpcEndpoints", PAGES("NextToken"),
     .query = "VpcEndpointIds=VpcEndpointId Filters=Filter Values=Value",
     .elements = "DnsEntries=dnsEntrySet[] Groups=groupSet[] IpPrefixes=ipPrefixSet[] "
                 "Ipv4Prefixes=ipv4PrefixSet[] Ipv6Prefixes=ipv6PrefixSet[] "
                 "NetworkInterfaceIds=networkInterfaceIdSet[] PrivateDnsEnabled# "
                 "PrivateDnsOnlyForInboundResolverEndpoint# "
                 "PrivateDnsSpecifiedDomains=privateDnsSpecifiedDomainSet[] RequesterManaged# "
                 "RouteTableIds=routeTableIdSet[] SubnetIds=subnetIdSet[] Tags=tagSet[] "
                 "VpcEndpoints=vpcEndpointSet[]"},
    {OF(EC2), "DescribeVpcs", PAGES("NextToken"),
     .query = "VpcIds=VpcId Filters=Filter Values=Value",
     .elements = "CidrBlockAssociationSet[] Ipv6CidrBlockAssociationSet[] IsDefault# Tags=tagSet[] "
                 "Vpcs=vpcSet[]"},

    {OF(IAM), "GetAccountAuthorizationDetails", PAGES("Marker"),
     .elements = "AttachedManagedPolicies[] AttachmentCount# GroupDetailList[] GroupList[] "
                 "GroupPolicyList[] InstanceProfileList[] IsAttachable# IsDefaultVersion# "
                 "IsTruncated# MaxSessionDuration# PermissionsBoundaryUsageCount# Policies[] "
                 "PolicyVersionList[] RoleDetailList[] RolePolicyList[] Roles[] Tags[] "
                 "UserDetailList[] UserPolicyList[]"},
    {OF(IAM), "GetGroupPolicy"},
    {OF(IAM), "GetPolicy",
     .elements = "AttachmentCount# IsAttachable# PermissionsBoundaryUsageCount# Tags[]"},
    {OF(IAM), "GetPolicyVersion", .elements = "IsDefaultVersion#"},
    {OF(IAM), "ListAttachedGroupPolicies", PAGES("Marker"),
     .elements = "AttachedPolicies[] IsTruncated#"},
    {OF(IAM), "ListGroupPolicies", PAGES("Marker"), .elements = "IsTruncated# PolicyNames[]"},
    {OF(IAM), "ListGroupsForUser", PAGES("Marker"), .elements = "Groups[] IsTruncated#"},
    {OF(IAM), "ListServiceSpecificCredentials", PAGES("Marker"),
     .elements = "IsTruncated# ServiceSpecificCredentials[]"},
    {OF(IAM), "ListUsers", PAGES("Marker"), .elements = "IsTruncated# Tags[] Users[]"},

    {OF(KMS), "DescribeKey"},
    {OF(KMS), "GetKeyPolicy"},

    {OF(ORGANIZATIONS), "DescribeAccount"},
    {OF(ORGANIZATIONS), "DescribeEffectivePolicy"},
    {OF(ORGANIZATIONS), "DescribeOrganization"},
    {OF(ORGANIZATIONS), "DescribePolicy"},
    {OF(ORGANIZATIONS), "ListParents", PAGES("NextToken")},
    {OF(ORGANIZATIONS), "ListPoliciesForTarget", PAGES("NextToken")},
    {OF(ORGANIZATIONS), "ListRoots", PAGES("NextToken")},
    {OF(ORGANIZATIONS), "ListTargetsForPolicy", PAGES("NextToken")},

    {OF(S3), "GetObject", .method = "GET", .path = "/{Bucket}/{Key+}", .payload = "Body",
     .query = "VersionId=versionId", .headers = "ExpectedBucketOwner=x-amz-expected-bucket-owner"},
    {OF(S3), "ListObjectsV2", "s3:ListBucket", .method = "GET", .path = "/{Bucket}?list-type=2",
     PAGES("NextContinuationToken"), .token_in = "ContinuationToken",
     .query = "ContinuationToken=continuation-token Delimiter=delimiter MaxKeys=max-keys "
              "Prefix=prefix StartAfter=start-after",
     .headers = "ExpectedBucketOwner=x-amz-expected-bucket-owner",
     .elements = "ChecksumAlgorithm* CommonPrefixes* Contents* IsRestoreInProgress# IsTruncated# "
                 "KeyCount# MaxKeys# Size#"},
    {OF(S3), "PutObject", .method = "PUT", .path = "/{Bucket}/{Key+}", .payload = "Body",
     .headers = "ContentType=Content-Type ExpectedBucketOwner=x-amz-expected-bucket-owner "
                "SSEKMSKeyId=x-amz-server-side-encryption-aws-kms-key-id "
                "ServerSideEncryption=x-amz-server-side-encryption"},

    {OF(SSM), "GetParameter"},

    {OF(STS), "AssumeRole", .elements = "PackedPolicySize#"},
    {OF(STS), "GetCallerIdentity"},

    {OF(VPC_LATTICE), "GetAuthPolicy", .method = "GET", .path = "/authpolicy/{resourceIdentifier}"},
    {OF(VPC_LATTICE), "GetService", .method = "GET", .path = "/services/{serviceIdentifier}"},
    {OF(VPC_LATTICE), "GetServiceNetwork", .method = "GET",
     .path = "/servicenetworks/{serviceNetworkIdentifier}"},
    {OF(VPC_LATTICE), "ListAccessLogSubscriptions", .method = "GET",
     .path = "/accesslogsubscriptions", PAGES("nextToken"),
     .query = "maxResults nextToken resourceIdentifier"},
    {OF(VPC_LATTICE), "ListListeners", .method = "GET",
     .path = "/services/{serviceIdentifier}/listeners", PAGES_BY_QUERY},
    {OF(VPC_LATTICE), "ListServiceNetworks", .method = "GET", .path = "/servicenetworks",
     PAGES_BY_QUERY},
    {OF(VPC_LATTICE), "ListServices", .method = "GET", .path = "/services", PAGES_BY_QUERY},
    {0},
};

const struct operation *operation_find(const char *service, const char *name)
{
    for (const struct operation *op = operations; op->name; op++)
        if (strcmp(op->name, name) == 0 && (strcmp(op->service->name, service) == 0 ||
                                            strcmp(op->service->iam_prefix, service) == 0))
            return op;
    return NULL;
}

const struct operation *operation_find_target(const char *x_amz_target)
{
    const char *dot = strrchr(x_amz_target, '.');

    for (size_t i = 0; dot && operations[i].name; i++) {
        const char *prefix = operations[i].service->target_prefix;
        size_t length = (size_t)(dot - x_amz_target);

        if (prefix && strlen(prefix) == length && strncmp(prefix, x_amz_target, length) == 0 &&
            strcmp(operations[i].name, dot + 1) == 0)
            return &operations[i];
    }
    return NULL;
}

/* The token of the next page, "" where there is none. False: it would never end. */
static bool read_token(const struct operation *operation, const cJSON *page, cJSON *seen,
                       char token[TOKEN_SIZE], struct error *err)
{
    const char *given = operation->token_out ? json_string(page, operation->token_out, "") : "";
    const cJSON *last = operation->last_with ? json_get(page, operation->last_with) : NULL;

    if (json_member(seen, given))
        return error_set(err, ERROR_SERVICE, "%s %s answered with the same %s twice",
                         operation->service->name, operation->name, operation->token_out);
    if (strlen(given) >= TOKEN_SIZE)
        return error_set(err, ERROR_SERVICE, "%s %s answered with a %s of more than %d bytes",
                         operation->service->name, operation->name, operation->token_out,
                         TOKEN_SIZE - 1);
    snprintf(token, TOKEN_SIZE, "%s", last && last->child ? "" : given);
    return true;
}

bool operation_read(const struct operation *operation, const cJSON *input,
                    struct page_source *source, struct page_visitor *visitor, struct error *err)
{
    cJSON *request = input ? cJSON_Duplicate(input, true) : cJSON_CreateObject();
    cJSON *seen = cJSON_CreateObject(), *page;
    char token[TOKEN_SIZE];

    *token = '\0'; /* alone: all of it would be 100 KB for each call */
    for (;;) {
        struct arena_mark mark =
            visitor->arena ? arena_mark(visitor->arena) : (struct arena_mark){0};

        if (!source->page(source, operation, request, &page, err) ||
            !read_token(operation, page, seen, token, err) || !visitor->visit(visitor, page, err))
            return false;
        if (!*token)
            return true;
        if (visitor->arena)
            arena_rewind(visitor->arena, mark);
        cJSON_AddTrueToObject(seen, token);
        json_set(request, operation->token_in ? operation->token_in : operation->token_out,
                 cJSON_CreateString(token));
    }
}
