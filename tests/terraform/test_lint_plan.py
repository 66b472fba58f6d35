"""The lint finds each fault that it is for."""

import json
import unittest

from tests.terraform import lint_plan


def resource(kind, **values):
    return {"mode": "managed", "type": kind, "address": f"{kind}.this", "values": values}


def policy(kind="aws_iam_role_policy", **changes):
    statement = {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": ["arn:aws:sqs:::one"]}
    return resource(kind, policy=json.dumps({"Statement": [statement | changes]}))


BLOCK = dict.fromkeys(lint_plan.PUBLIC_ACCESS_BLOCK, True)
BUCKET = [
    resource("aws_s3_bucket", id="one"),
    resource("aws_s3_bucket_public_access_block", bucket="one", **BLOCK),
    resource("aws_s3_bucket_server_side_encryption_configuration", bucket="one"),
    resource("aws_s3_bucket_versioning", bucket="one"),
    resource("aws_s3_bucket_policy", bucket="one", policy='{"Statement":[]}'),
]

GOOD = [
    policy(),
    policy(Effect="Deny", Action="*", Resource="*", Principal="*"),
    policy(Action=["config:PutEvaluations"], Resource="*"),
    policy("aws_kms_key", Action="kms:*", Resource="*", Principal={"AWS": "arn:aws:iam::1:root"}),
    policy("aws_kms_key", Action="kms:GenerateDataKey*", Resource="*", Principal={"Service": "s"}),
    resource("aws_sqs_queue", kms_master_key_id="key"),
    resource("aws_sqs_queue", sqs_managed_sse_enabled=True),
]
GOOD[3]["values"]["enable_key_rotation"] = GOOD[4]["values"]["enable_key_rotation"] = True

BAD = {
    "allows the action *": [policy(Action="*")],
    "allows the action sqs:*": [policy(Action=["sqs:*"])],
    "allows the action s3:Get*": [policy(Action="s3:Get*")],
    "allows sqs:SendMessage on every resource": [policy(Resource="*")],
    "allows by NotAction": [policy(NotAction="iam:*")],
    "allows everybody": [policy("aws_sqs_queue_policy", Principal={"AWS": "*"})],
    "allows the action kms:*": [policy("aws_kms_key", Action="kms:*", Principal={"Service": "s"})],
    "is not encrypted": [resource("aws_sqs_queue")],
    "aws_sns_topic.this is not encrypted": [resource("aws_sns_topic")],
    "is not rotated": [resource("aws_kms_key")],
    "keeps its log for ever": [resource("aws_cloudwatch_log_group", retention_in_days=0)],
    "lacks restrict_public_buckets": [
        resource("aws_s3_bucket_public_access_block", **BLOCK | {"restrict_public_buckets": False})
    ],
    "is not bound": [resource("aws_lambda_permission", source_account="1")],
} | {f"has no {one['type']}": [r for r in BUCKET if r is not one] for one in BUCKET[1:]}


class LintPlan(unittest.TestCase):
    def faults(self, resources):
        child = {"resources": resources}
        return list(lint_plan.faults({"child_modules": [child]}))

    def test_good(self):
        for one in GOOD:
            with self.subTest(one["values"]):
                self.assertEqual(self.faults([one]), [])
        self.assertEqual(self.faults(BUCKET), [])

    def test_bad(self):
        for fault, resources in BAD.items():
            with self.subTest(fault):
                self.assertTrue(any(fault in found for found in self.faults(resources)))


if __name__ == "__main__":
    unittest.main()
