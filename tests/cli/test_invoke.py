"""configrule invoke: the real bootstrap between stand-ins for Lambda and AWS."""

import glob
import json
import os
import unittest

from tests.harness.configrule import EVENTS, REPLIES, ConfigruleTest, event, lines

# What a line says of its item, of which AWS Config is told the type and the id alone.
ITEM_SAYS = ("accountId", "awsRegion", "arn", "configurationItemCaptureTime")

# Does everything as it must but sign.
FAKE = """#!/usr/bin/env python3
import json, os, time, urllib.error, urllib.request
api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
with urllib.request.urlopen(api + "next") as reply:
    event, given = json.load(reply), reply.headers
body = json.dumps({"Evaluations": [], "ResultToken": event["resultToken"]}).encode()
now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
scope = "/".join([now[:8], os.environ["AWS_REGION"], "config", "aws4_request"])
names = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"
headers = {
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": "StarlingDoveService.PutEvaluations",
    "X-Amz-Date": now,
    "X-Amz-Security-Token": os.environ["AWS_SESSION_TOKEN"],
    "Authorization": "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
    % (os.environ["AWS_ACCESS_KEY_ID"], scope, names, "0" * 64),
}
try:
    urllib.request.urlopen(urllib.request.Request(os.environ["AWS_ENDPOINT_URL"], body, headers))
except urllib.error.HTTPError:
    pass
echo = {"Lambda-Runtime-Invocation-Id": given["Lambda-Runtime-Invocation-Id"]}
path = api + given["Lambda-Runtime-Aws-Request-Id"] + "/response"
urllib.request.urlopen(urllib.request.Request(path, b"{}", echo))
urllib.request.urlopen(api + "next")
"""

# Makes the calls of a file, and writes what came back to another.
ASKS = """#!/usr/bin/env python3
import json, os, subprocess, urllib.request
api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
with urllib.request.urlopen(api + "next") as reply:
    given = reply.headers
said = []
for service, operation, asked in json.load(open(%r)):
    done = subprocess.run([%r, service, operation, json.dumps(asked)], capture_output=True, text=True)
    said.append(done.stdout if done.returncode == 0 else done.stderr.splitlines()[-1])
json.dump(said, open(%r, "w"))
echo = {"Lambda-Runtime-Invocation-Id": given["Lambda-Runtime-Invocation-Id"]}
path = api + given["Lambda-Runtime-Aws-Request-Id"] + "/response"
urllib.request.urlopen(urllib.request.Request(path, b"{}", echo))
urllib.request.urlopen(api + "next")
"""

# One of each protocol: service, operation, input, and the reply or the error.
CALLS = [
    ("organizations", "ListRoots", {}, {"Roots": [{"Id": "r-1"}]}),
    ("bedrock", "GetGuardrail", {"guardrailIdentifier": "a/b ä", "guardrailVersion": "1"}, {"name": "g<&>"}),
    ("bedrock", "ListInferenceProfiles", {"typeEquals": "APPLICATION", "maxResults": 5},
     {"inferenceProfileSummaries": []}),
    ("bedrock-agent", "ListAgentVersions", {"agentId": "A", "maxResults": 2},
     {"agentVersionSummaries": [{"agentVersion": "1"}]}),
    ("vpc-lattice", "GetService", {"serviceIdentifier": "s"}, "ResourceNotFoundException: no such service"),
    ("iam", "GetAccountAuthorizationDetails", {"Filter": ["User", "LocalManagedPolicy"], "MaxItems": 9},
     {"IsTruncated": False, "UserDetailList": [{"UserName": "a<b>&\"c\"", "GroupList": ["g", "h"], "Tags": []}]}),
    ("iam", "GetPolicy", {"PolicyArn": "arn"}, "NoSuchEntity: <none>"),
    ("ec2", "DescribeVpcEndpoints", {"Filters": [{"Name": "vpc-id", "Values": ["v 1", "v&2"]}], "DryRun": False},
     {"VpcEndpoints": [{"PrivateDnsEnabled": True, "Groups": [{"GroupId": "g"}], "SubnetIds": []}]}),
    ("ec2", "DescribeVpcs", {"VpcIds": ["vpc-0"]}, "InvalidVpcID.NotFound: none"),
    ("s3", "ListObjectsV2", {"Bucket": "b", "Prefix": "a/ä b", "MaxKeys": 3},
     {"IsTruncated": False, "KeyCount": 1, "Contents": [{"Key": "a/ä b", "Size": 7}]}),
    ("s3", "GetObject", {"Bucket": "b", "Key": "a/./ä b+"}, {"Body": "{}\n"}),
    ("s3", "PutObject", {"Bucket": "b", "Key": "k", "ContentType": "text/plain"}, {}),
]  # fmt: skip


class Invoke(ConfigruleTest):
    def invoke(self, *arguments, status):
        bootstrap = ["--bootstrap", os.environ["BOOTSTRAP"]]
        return self.configrule("invoke", *bootstrap, *arguments, status=status)

    def test_the_real_bootstrap(self):
        events = sorted(set(glob.glob(os.path.join(EVENTS, "*.json"))) - {REPLIES})
        self.assertGreater(len(events), 10)
        received = self.invoke("--replies", REPLIES, "--format", "json", *events, status=1)
        types = {one["complianceType"] for one in lines(received.stdout)}
        self.assertEqual(types, {"COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"})
        # The same rules without Lambda, AWS and HTTP conclude the same.
        local = self.configrule("run", "--replies", REPLIES, "--format", "json", *events, status=1)
        told = [{k: v for k, v in one.items() if k not in ITEM_SAYS} for one in lines(local.stdout)]
        self.assertEqual(lines(received.stdout), told)
        received = self.invoke("--replies", REPLIES, "--format", "put-evaluations", *events, status=1)
        self.assertEqual(len(lines(received.stdout)), len(events))

    def test_failed_invocations_are_named(self):
        bad = sorted(glob.glob(os.path.join(EVENTS, "invalid", "*.json")))
        self.assertTrue(bad)
        done = self.invoke("--format", "json", *bad, event("agent-function-outside-vpc"), status=2)
        self.assertEqual(len(lines(done.stdout)), 1)
        for path in bad:
            self.assertIn(os.path.basename(path), done.stderr)
        done = self.invoke(event("scheduled-cloudtrail"), status=2)
        self.assertIn("--replies", done.stderr)
        done = self.invoke(os.path.join(self.folder, "missing.json"), status=2)
        self.assertIn("missing.json", done.stderr)

    def test_a_wrong_signature_is_found(self):
        fake = self.write("fake", FAKE)
        os.chmod(fake, 0o755)
        path = event("agent-function-outside-vpc")
        done = self.configrule("invoke", "--bootstrap", fake, path, status=2)
        self.assertIn("signature", done.stderr.lower())

    def test_calls_of_every_protocol_are_answered(self):
        """The program of each is real, and so is its signature."""
        asked = self.write("asked.json", json.dumps([call[:3] for call in CALLS]))
        said = os.path.join(self.folder, "said.json")
        fake = self.write("asks", ASKS % (asked, os.environ["ASK"], said))
        os.chmod(fake, 0o755)
        recorded = [
            {"service": service.removesuffix("-agent"), "operation": operation, "input": given}  # or its IAM prefix
            | ({"error": reply} if isinstance(reply, str) else {"reply": reply})
            for service, operation, given, reply in CALLS
        ]
        replies = self.write("replies.json", json.dumps(recorded))
        path = event("agent-function-outside-vpc")
        self.configrule("invoke", "--bootstrap", fake, "--replies", replies, path, status=2)
        with open(said) as file:
            answers = json.load(file)
        for (service, operation, _, reply), answer in zip(CALLS, answers, strict=True):
            with self.subTest(operation):
                if isinstance(reply, str):
                    self.assertEqual(answer, f"{reply} ({service} {operation})")
                elif operation in ("GetObject", "PutObject"):
                    self.assertEqual(answer, reply.get("Body", ""))
                else:
                    self.assertEqual(json.loads(answer), reply)

    def test_a_bootstrap_that_does_not_start_or_live(self):
        path = event("agent-function-outside-vpc")
        for program in ("/nonexistent/bootstrap", "/bin/false", "/bin/true"):
            with self.subTest(program):
                done = self.configrule("invoke", "--bootstrap", program, path, status=2)
                self.assertIn(program if "none" in program else "exit", done.stderr)


if __name__ == "__main__":
    unittest.main()
