"""Calls of every service of the table against moto, with its authentication switched on.

moto verifies the signature of every call (see verifying.py), and that the role may make it, by the
IAM action that is needed. What comes back is what boto3 makes of the same call. Operations that moto does not have are
compared with botocore's models by tests/tools/check_protocols.py.
"""

import datetime
import json
import os
import subprocess
import unittest
import urllib.parse

from tests.moto import server

ALLOWED = [
    "bedrock:GetAgent", "bedrock:GetKnowledgeBase", "bedrock:GetModelInvocationLoggingConfiguration",
    "bedrock:ListAgents", "bedrock:ListKnowledgeBases", "config:DescribeConfigurationRecorderStatus",
    "config:DescribeConfigurationRecorders", "ec2:DescribeVpcEndpoints", "ec2:DescribeVpcs",
    "iam:GetAccountAuthorizationDetails", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListGroupsForUser",
    "iam:ListUsers", "kms:DescribeKey", "kms:GetKeyPolicy", "organizations:DescribeOrganization",
    "organizations:DescribePolicy", "organizations:ListParents", "organizations:ListPoliciesForTarget",
    "organizations:ListRoots", "s3:GetObject", "s3:ListBucket", "s3:PutObject", "ssm:GetParameter",
    "vpc-lattice:GetAuthPolicy", "vpc-lattice:GetServiceNetwork", "vpc-lattice:ListServiceNetworks",
]  # fmt: skip
POLICY = server.allow("*")
KEY = "AWSLogs/1/Config/ä b+c&d=e/a.json"


def is_same(ours, theirs):
    """boto3 makes times of texts and numbers, and JSON of IAM's encoded documents; it drops null and what its
    model does not have, and knows a structure without members from a text."""
    if isinstance(theirs, datetime.datetime):
        return isinstance(ours, (str, int, float))
    if isinstance(theirs, dict) and isinstance(ours, str):
        return json.loads(urllib.parse.unquote(ours) or "{}") == theirs
    if isinstance(theirs, dict):
        return all(name in ours and is_same(ours[name], theirs[name]) for name in theirs)
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(is_same, ours, theirs))
    return ours == theirs


class Services(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.url = server.start(cls, module="tests.moto.verifying")
        cls.credentials = server.role_environment(cls.url, "allowed", ALLOWED)
        cls.powerless = server.role_environment(cls.url, "powerless", ["sts:GetCallerIdentity"])
        cls.bedrock_resources()
        cls.iam_resources()
        cls.network_resources()
        cls.other_resources()
        server.authenticate(cls.url, "0")  # from now on every call must be signed by somebody known

    @classmethod
    def client(cls, service):
        return server.client(cls.url, service)

    @classmethod
    def bedrock_resources(cls):
        role = "arn:aws:iam::123456789012:role/agent"
        agents = cls.client("bedrock-agent")
        for i in range(3):
            made = agents.create_agent(agentName=f"agent-{i}", agentResourceRoleArn=role)
        cls.agent = made["agent"]["agentId"]
        cls.client("bedrock").put_model_invocation_logging_configuration(
            loggingConfig={"s3Config": {"bucketName": "logs", "keyPrefix": "ä"}, "textDataDeliveryEnabled": True}
        )

    @classmethod
    def iam_resources(cls):
        iam = cls.client("iam")
        for i in range(5):
            iam.create_user(UserName=f"user-{i}", Tags=[{"Key": "k", "Value": "a b&<c>"}] if i else [])
        iam.create_group(GroupName="group")
        iam.add_user_to_group(GroupName="group", UserName="user-1")
        cls.policy = iam.create_policy(PolicyName="p", PolicyDocument=POLICY)["Policy"]["Arn"]
        iam.attach_user_policy(UserName="user-2", PolicyArn=cls.policy)

    @classmethod
    def network_resources(cls):
        ec2 = cls.client("ec2")
        cls.vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        cls.endpoint = ec2.create_vpc_endpoint(
            VpcId=cls.vpc, VpcEndpointType="Interface", PolicyDocument=POLICY, PrivateDnsEnabled=True,
            ServiceName=f"com.amazonaws.{server.REGION}.bedrock-runtime",
        )["VpcEndpoint"]["VpcEndpointId"]  # fmt: skip
        lattice = cls.client("vpc-lattice")
        cls.network = lattice.create_service_network(name="network", authType="AWS_IAM")["id"]
        lattice.put_auth_policy(resourceIdentifier=cls.network, policy=POLICY)

    @classmethod
    def other_resources(cls):
        organizations = cls.client("organizations")
        organizations.create_organization(FeatureSet="ALL")
        cls.root = organizations.list_roots()["Roots"][0]["Id"]
        cls.scp = organizations.create_policy(
            Content=POLICY, Description="ä", Name="scp", Type="SERVICE_CONTROL_POLICY"
        )["Policy"]["PolicySummary"]["Id"]
        organizations.attach_policy(PolicyId=cls.scp, TargetId=cls.root)
        cls.key = cls.client("kms").create_key(Description="ä")["KeyMetadata"]["KeyId"]
        cls.client("ssm").put_parameter(Name="/a/policy", Value=POLICY, Type="String")
        s3 = cls.client("s3")
        s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": server.REGION})
        for key in ("a/1", "a/2", "a/ä b", "b"):
            s3.put_object(Bucket="bucket", Key=key, Body=b"12")

    def run_ask(self, credentials, *arguments, body=b""):
        variables = server.environment(self.url) | credentials
        return subprocess.run([os.environ["ASK"], *arguments], input=body, capture_output=True, env=variables)

    def ask(self, service, operation, **asked):
        said = self.run_ask(self.credentials, service, operation, json.dumps(asked))
        self.assertEqual(said.returncode, 0, said.stderr.decode())
        return said.stdout

    def boto3(self, service, operation, **asked):
        session = server.boto3.Session(
            **{name.lower(): value for name, value in self.credentials.items()}, region_name=server.REGION
        )
        client = session.client(service, endpoint_url=self.url)
        name = {method: name for name, method in client.meta.method_to_api_mapping.items()}[operation]
        if client.can_paginate(name):
            return client.get_paginator(name).paginate(**asked).build_full_result()
        reply = getattr(client, name)(**asked)
        reply.pop("ResponseMetadata")
        return reply

    def assert_same(self, service, operation, list_of=None, **asked):
        """As boto3 has it, of a paged reply the list."""
        ours, theirs = json.loads(self.ask(service, operation, **asked)), self.boto3(service, operation, **asked)
        if list_of:
            ours, theirs = ours[list_of], theirs[list_of]
        self.assertTrue(theirs)
        self.assertTrue(is_same(ours, theirs), f"{ours}\n{theirs}")
        return ours

    def test_bedrock(self):
        self.assert_same("bedrock", "GetModelInvocationLoggingConfiguration")

    def test_bedrock_agent(self):
        agents = self.assert_same("bedrock-agent", "ListAgents", "agentSummaries", maxResults=1)
        self.assertEqual(len(agents), 3)
        self.assert_same("bedrock-agent", "GetAgent", agentId=self.agent)

    def test_organizations(self):
        self.assert_same("organizations", "DescribeOrganization")
        self.assert_same("organizations", "ListRoots", "Roots")
        asked = {"TargetId": self.root, "Filter": "SERVICE_CONTROL_POLICY"}
        self.assert_same("organizations", "ListPoliciesForTarget", "Policies", **asked)
        self.assert_same("organizations", "DescribePolicy", PolicyId=self.scp)
        self.assert_same("organizations", "ListParents", "Parents", ChildId="123456789012")

    def test_iam(self):
        users = self.assert_same("iam", "ListUsers", "Users", MaxItems=2)
        self.assertEqual(len(users), 5)
        self.assert_same("iam", "ListGroupsForUser", "Groups", UserName="user-1")
        for part in ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"):
            self.assert_same("iam", "GetAccountAuthorizationDetails", part, MaxItems=3)
        self.assert_same("iam", "GetPolicy", PolicyArn=self.policy)
        self.assert_same("iam", "GetPolicyVersion", PolicyArn=self.policy, VersionId="v1")

    def test_ec2(self):
        endpoint = self.assert_same("ec2", "DescribeVpcEndpoints", "VpcEndpoints")[0]
        self.assertIs(endpoint["PrivateDnsEnabled"], True)
        for asked in ({"VpcIds": [self.vpc]}, {"Filters": [{"Name": "vpc-id", "Values": [self.vpc, "vpc-0"]}]}):
            vpcs = self.assert_same("ec2", "DescribeVpcs", "Vpcs", **asked)
            self.assertEqual([vpc["VpcId"] for vpc in vpcs], [self.vpc])
        nothing = self.ask("ec2", "DescribeVpcs", Filters=[{"Name": "vpc-id", "Values": ["vpc-0"]}])
        self.assertEqual(json.loads(nothing)["Vpcs"], [])

    def test_vpc_lattice(self):
        self.assert_same("vpc-lattice", "ListServiceNetworks", "items")
        self.assert_same("vpc-lattice", "GetServiceNetwork", serviceNetworkIdentifier=self.network)
        self.assert_same("vpc-lattice", "GetAuthPolicy", resourceIdentifier=self.network)

    def test_kms(self):
        self.assert_same("kms", "DescribeKey", KeyId=self.key)
        self.assert_same("kms", "GetKeyPolicy", KeyId=self.key, PolicyName="default")

    def test_ssm(self):
        self.assert_same("ssm", "GetParameter", Name="/a/policy")

    def test_s3(self):
        listed = self.assert_same("s3", "ListObjectsV2", "Contents", Bucket="bucket", Prefix="a/", MaxKeys=1)
        self.assertEqual([one["Key"] for one in listed], ["a/1", "a/2", "a/ä b"])
        asked = json.dumps({"Bucket": "bucket", "Key": KEY, "ContentType": "application/json"})
        body = b'\0\xff{"a": 1}\n'
        put = self.run_ask(self.credentials, "s3", "PutObject", asked, body=body)
        self.assertEqual(put.returncode, 0, put.stderr.decode())
        there = self.boto3("s3", "GetObject", Bucket="bucket", Key=KEY)
        self.assertEqual((there["Body"].read(), there["ContentType"]), (body, "application/json"))
        self.assertEqual(self.ask("s3", "GetObject", Bucket="bucket", Key=KEY), body)

    def test_errors_have_their_names(self):
        cases = [
            ("bedrock-agent", "GetAgent", {"agentId": "none"}, "ResourceNotFoundException"),
            ("organizations", "DescribePolicy", {"PolicyId": "p-00000000"}, "PolicyNotFoundException"),
            ("iam", "GetPolicy", {"PolicyArn": self.policy + "-none"}, "NoSuchEntity"),
            ("ec2", "DescribeVpcs", {"VpcIds": ["vpc-00000000"]}, "InvalidVpcID.NotFound"),
            ("s3", "GetObject", {"Bucket": "bucket", "Key": "none"}, "NoSuchKey"),
            ("s3", "ListObjectsV2", {"Bucket": "none"}, "NoSuchBucket"),
            ("ssm", "GetParameter", {"Name": "/none"}, "ParameterNotFound"),
        ]
        for service, operation, asked, code in cases:
            with self.subTest(operation):
                said = self.run_ask(self.credentials, service, operation, json.dumps(asked))
                self.assertEqual(said.returncode, 1)
                self.assertRegex(said.stderr.decode().splitlines()[-1], f"^{code}: ")

    def test_who_may_not_is_told(self):
        """To services that speak JSON moto says it in XML, which AWS does not."""
        for service, operation, asked in (
            ("iam", "ListUsers", {}),
            ("ec2", "DescribeVpcs", {}),
            ("s3", "GetObject", {"Bucket": "bucket", "Key": "b"}),
        ):
            with self.subTest(operation):
                said = self.run_ask(self.powerless, service, operation, json.dumps(asked))
                reason = said.stderr.decode().splitlines()[-1]
                self.assertRegex(reason, "^(AccessDenied: |UnauthorizedOperation: |HTTP 403 )")


if __name__ == "__main__":
    unittest.main()
