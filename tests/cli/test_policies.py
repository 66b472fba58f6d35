"""The shapes in which commands print a policy."""

import json
import os
import unittest
import urllib.parse

from tests.harness.configrule import ConfigruleTest


class Policies(ConfigruleTest):
    def test_what_commands_print_around_a_policy(self):
        statement = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::drafts/*"}
        identity = {"Version": "2012-10-17", "Statement": [statement]}
        role = "arn:aws:iam::444455556666:role/editor"
        resource = {"Version": "2012-10-17", "Statement": [{**statement, "Principal": {"AWS": role}}]}
        text = json.dumps(resource)
        printed_identity = {
            "get-policy-version": {"PolicyVersion": {"Document": identity, "VersionId": "v3"}},
            "get-policy-version, encoded": {
                "PolicyVersion": {"Document": urllib.parse.quote(json.dumps(identity)), "VersionId": "v3"}
            },
            "get-role-policy": {"RoleName": "editor", "PolicyName": "p", "PolicyDocument": identity},
            "get-user-policy": {"UserName": "eve", "PolicyName": "p", "PolicyDocument": json.dumps(identity)},
            "get-group-policy": {"GroupName": "eds", "PolicyName": "p", "PolicyDocument": identity},
            "describe-policy": {"Policy": {"PolicySummary": {"Id": "p-0a1b"}, "Content": json.dumps(identity)}},
        }
        printed_resource = {
            "get-bucket-policy": {"Policy": text},
            "lambda get-policy": {"Policy": text, "RevisionId": "r"},
            "get-key-policy": {"Policy": text, "PolicyName": "default"},
            "get-queue-attributes": {"Attributes": {"Policy": text, "VisibilityTimeout": "30"}},
            "secretsmanager get-resource-policy": {"ARN": "a", "ResourcePolicy": text},
            "bedrock get-resource-policy": {"resourcePolicy": text},
            "get-auth-policy": {"policy": text, "state": "Active"},
            "get-repository-policy": {"repositoryName": "r", "policyText": text},
            "codeartifact": {"policy": {"document": text, "revision": "1"}},
            "describe-resource-policy": {"ResourcePolicy": {"Content": text}},
            "describe-vpc-endpoints": {"VpcEndpoints": [{"VpcEndpointId": "vpce-0a1b", "PolicyDocument": text}]},
        }
        for name, content in {**printed_identity, **printed_resource}.items():
            with self.subTest(name):
                self.write("policy.json", content)
                policies = {"identityPolicies": [{"file": "policy.json"}]}
                if name in printed_resource:
                    policies = {"resourcePolicy": {"file": "policy.json"}}
                for action, expect in (("s3:PutObject", "Allowed"), ("s3:GetObject", "ImplicitlyDenied")):
                    scenario = {
                        "request": {
                            "action": action,
                            "resource": "arn:aws:s3:::drafts/1",
                            "resourceAccount": "444455556666",
                            "principal": role,
                        },
                        "expect": expect,
                        **policies,
                    }
                    self.configrule("simulate", self.write("scenario.json", scenario))
                done = self.configrule("simulate", os.path.join(self.folder, "policy.json"), status=2)
                self.assertIn("a policy, not a scenario", done.stderr)


    def test_what_commands_print_without_one_policy(self):
        document = {"Version": "2012-10-17", "Statement": []}
        for content, why in (
            ({"Policy": {"PolicyName": "p", "DefaultVersionId": "v3"}}, "aws iam get-policy prints no policy: give what aws iam get-policy-version prints"),
            ({"Policies": []}, "give what aws iam get-policy-version prints"),
            ({"VpcEndpoints": []}, "VpcEndpoints has 0 entries: leave the one whose PolicyDocument is meant"),
            ({"VpcEndpoints": [{"PolicyDocument": document}] * 2}, "VpcEndpoints has 2 entries"),
            ({"VpcEndpoints": [{"VpcEndpointId": "vpce-0a1b"}]}, "VpcEndpoints[0] has no PolicyDocument"),
            ({"Roles": [{"AssumeRolePolicyDocument": document}] * 3}, "Roles has 3 entries"),
        ):  # fmt: skip
            with self.subTest(why):
                self.write("printed.json", content)
                request = {"action": "s3:GetObject", "resource": "*", "principal": "arn:aws:iam::444455556666:role/r"}
                scenario = {"request": request, "identityPolicies": [{"file": "printed.json"}]}
                done = self.configrule("simulate", self.write("scenario.json", scenario), status=2)
                self.assertIn("printed.json: ", done.stderr)
                self.assertIn(why, done.stderr)


if __name__ == "__main__":
    unittest.main()
