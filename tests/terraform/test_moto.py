"""The root module applied to moto, planned again, read back with boto3 and destroyed.

tests/terraform/run starts it: TERRAFORM_FOLDER is a copy of terraform/ that is initialised. moto does
not store a function's logging_config, which is the one difference that the second plan may show.
"""

import json
import os
import subprocess
import sys
import unittest
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "moto"))
import moto_server  # noqa: E402
from moto_server import REGION  # noqa: E402

ACCOUNT = "123456789012"  # moto's

# moto answers 500 to what it lacks, and the provider would try again for minutes.
PROVIDER = 'provider "aws" {\n  max_retries = 1\n}\n'
NOT_STORED = {"aws_lambda_function": {"logging_config"}}

VARIABLES = {
    "package": "package.zip",
    "managed_cloudtrail_enabled": True,
    "rules": {
        "bedrock-agent-vpc-required": {"parameters": {"subnetIds": "subnet-1"}},
        "cloudtrail-enabled": {"name": "trail", "frequency": "Six_Hours"},
    },
}


class Moto(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = os.environ["TERRAFORM_FOLDER"]
        cls.url = moto_server.start(cls)
        cls.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.lower().endswith("_proxy") and not name.startswith("AWS_")
        } | {
            "AWS_ENDPOINT_URL": cls.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        with zipfile.ZipFile(os.path.join(cls.folder, "package.zip"), "w") as package:
            package.writestr("bootstrap", "#!/bin/sh\n")
        with open(os.path.join(cls.folder, "provider.tf"), "w") as file:
            file.write(PROVIDER)
        with open(os.path.join(cls.folder, "terraform.tfvars.json"), "w") as file:
            json.dump(VARIABLES, file)

    def terraform(self, *arguments, expected=(0,)):
        done = subprocess.run(
            ["terraform", *arguments], cwd=self.folder, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=400,
        )  # fmt: skip
        self.assertIn(done.returncode, expected, done.stdout)
        return done.stdout

    def client(self, service):
        return moto_server.client(self.url, service)

    def test_life_of_a_deployment(self):
        self.terraform("apply", "-auto-approve")
        with self.subTest("second plan"):
            self.check_second_plan()
        with self.subTest("Config rules"):
            self.check_config_rules()
        with self.subTest("function"):
            self.check_function()
        with self.subTest("role"):
            self.check_role()
        with self.subTest("queue, log and alarms"):
            self.check_rest()
        self.terraform("destroy", "-auto-approve")
        self.assertEqual(self.client("config").describe_config_rules()["ConfigRules"], [])
        self.assertEqual(self.client("lambda").list_functions()["Functions"], [])
        self.assertEqual(self.client("iam").list_roles()["Roles"], [])
        self.assertEqual(self.client("sqs").list_queues().get("QueueUrls", []), [])

    def check_second_plan(self):
        self.terraform("plan", "-detailed-exitcode", "-out=second", expected=(0, 2))
        plan = json.loads(self.terraform("show", "-json", "second"))
        for resource in plan["resource_changes"]:
            change = resource["change"]
            if change["actions"] == ["no-op"]:
                continue
            before, after = change["before"] or {}, change["after"] or {}
            changed = {key for key in before | after if before.get(key) != after.get(key)}
            self.assertEqual(change["actions"], ["update"], resource["address"])
            self.assertLessEqual(
                changed, NOT_STORED.get(resource["type"], set()), resource["address"]
            )

    def check_config_rules(self):
        rules = {r["ConfigRuleName"]: r for r in self.client("config").describe_config_rules()["ConfigRules"]}
        self.assertEqual(
            set(rules),
            {
                "bedrock-governance-bedrock-agent-vpc-required",
                "bedrock-governance-trail",
                "bedrock-governance-managed-cloudtrail-enabled",
            },
        )
        for name, rule, scope, frequency, parameters in (
            ("bedrock-governance-bedrock-agent-vpc-required", "bedrock-agent-vpc-required",
             "AWS::Lambda::Function", "TwentyFour_Hours", {"subnetIds": "subnet-1"}),
            ("bedrock-governance-trail", "cloudtrail-enabled",
             "AWS::CloudTrail::Trail", "Six_Hours", {}),
        ):  # fmt: skip
            found = rules[name]
            self.assertEqual(found["Scope"]["ComplianceResourceTypes"], [scope])
            self.assertEqual(json.loads(found["InputParameters"]), {"rule": rule} | parameters)
            self.assertEqual(found["Source"]["Owner"], "CUSTOM_LAMBDA")
            self.assertEqual(
                {(d["EventSource"], d["MessageType"], d.get("MaximumExecutionFrequency"))
                 for d in found["Source"]["SourceDetails"]},
                {("aws.config", "ConfigurationItemChangeNotification", None),
                 ("aws.config", "OversizedConfigurationItemChangeNotification", None),
                 ("aws.config", "ScheduledNotification", frequency)},
            )  # fmt: skip
        managed = rules["bedrock-governance-managed-cloudtrail-enabled"]
        self.assertEqual(managed["Source"]["SourceIdentifier"], "CLOUD_TRAIL_ENABLED")

    def check_function(self):
        client = self.client("lambda")
        name = "bedrock-governance-evaluator"
        found = client.get_function_configuration(FunctionName=name)
        self.assertEqual(
            (found["Runtime"], found["Architectures"], found["MemorySize"]),
            ("provided.al2023", ["arm64"], 128),
        )
        (statement,) = json.loads(client.get_policy(FunctionName=name)["Policy"])["Statement"]
        self.assertEqual(statement["Principal"], {"Service": "config.amazonaws.com"})
        self.assertEqual(statement["Action"], "lambda:InvokeFunction")
        self.assertEqual(
            statement["Condition"],
            {
                "StringEquals": {"AWS:SourceAccount": ACCOUNT},
                "ArnLike": {"AWS:SourceArn": f"arn:aws:config:{REGION}:{ACCOUNT}:config-rule/*"},
            },
        )
        invoke = client.get_function_event_invoke_config(FunctionName=name)
        self.assertEqual(invoke["MaximumRetryAttempts"], 2)
        self.assertEqual(
            invoke["DestinationConfig"]["OnFailure"]["Destination"],
            f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}-failures",
        )

    def check_role(self):
        client = self.client("iam")
        role = f"bedrock-governance-evaluator-{REGION}"
        self.assertEqual(client.list_role_policies(RoleName=role)["PolicyNames"], ["evaluate"])
        self.assertEqual(
            client.list_attached_role_policies(RoleName=role)["AttachedPolicies"], []
        )
        policy = client.get_role_policy(RoleName=role, PolicyName="evaluate")["PolicyDocument"]
        self.assertEqual(
            {action for s in policy["Statement"] for action in s["Action"]},
            {
                "logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage",
                "config:PutEvaluations", "config:SelectResourceConfig",
                "config:GetResourceConfigHistory", "cloudtrail:DescribeTrails",
                "cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors",
            },
        )  # fmt: skip
        by_sid = {s["Sid"]: s["Resource"] for s in policy["Statement"]}
        self.assertEqual(
            by_sid["Log"],
            [f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/bedrock-governance-evaluator:*"],
        )

    def check_rest(self):
        client = self.client("sqs")
        url = client.get_queue_url(QueueName="bedrock-governance-evaluator-failures")["QueueUrl"]
        found = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        self.assertEqual(found["SqsManagedSseEnabled"], "true")
        self.assertEqual(json.loads(found["Policy"])["Statement"][0]["Effect"], "Deny")
        (group,) = self.client("logs").describe_log_groups()["logGroups"]
        self.assertEqual(group["retentionInDays"], 365)
        alarms = self.client("cloudwatch").describe_alarms()["MetricAlarms"]
        self.assertEqual(
            {a["MetricName"] for a in alarms}, {"Errors", "ApproximateNumberOfMessagesVisible"}
        )


if __name__ == "__main__":
    unittest.main()
