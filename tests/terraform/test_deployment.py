"""The root module applied to moto, planned again, read back with boto3 and destroyed.

moto does not store a function's logging_config, which is the one difference that the second plan may show.
"""

import json
import os
import shutil
import stat
import subprocess
import unittest
import zipfile

from tests.moto.server import REGION
from tests.needs import need
from tests.terraform import lint_plan
from tests.terraform.moto_test import MotoTest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

ACCOUNT = "123456789012"  # moto's

# moto answers 500 to what it lacks, and the provider would try again for minutes.
PROVIDER = 'provider "aws" {\n  max_retries = 1\n}\n'
NOT_STORED = {"aws_lambda_function": {"logging_config"}}

VARIABLES = {
    "package": "../dist/bootstrap-arm64.zip",
    "create_recorder": True,
    "alert_emails": ["security@example.com"],
    "managed_cloudtrail_enabled": True,
    "rules": {
        "bedrock-agent-vpc-required": {"parameters": {"subnetIds": "subnet-10000000"}},
        "bedrock-inference-profile-approved": {"parameters": {"approvedModels": "anthropic.*"}},
        "cloudtrail-enabled": {"name": "trail", "frequency": "Six_Hours"},
    },
}


class Deployment(MotoTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = os.path.dirname(cls.folder)
        with open(os.path.join(cls.folder, "rules.json")) as file:
            catalogue = json.load(file)
        # moto records the types that botocore's model names, which is behind AWS.
        known = set(cls.client("config").meta.service_model.shape_for("ResourceType").enum)
        unknown = {rule["name"] for rule in catalogue
                   if "ConfigurationChanges" in rule["triggers"] and set(rule["scope"]) - known}  # fmt: skip
        rules = VARIABLES["rules"] | {name: {"enabled": False} for name in unknown}
        cls.variables = {**VARIABLES, "rules": rules}
        cls.catalogue = [rule for rule in catalogue
                         if rules.get(rule["name"], {}).get("enabled", rule["enabledByDefault"] or rule["name"] in rules)]  # fmt: skip
        for name in ("bin", "dist"):
            os.mkdir(os.path.join(cls.root, name))
        shutil.copytree(os.path.join(ROOT, "scripts"), os.path.join(cls.root, "scripts"))
        with zipfile.ZipFile(os.path.join(cls.root, "dist/bootstrap-arm64.zip"), "w") as package:
            package.writestr("bootstrap", "#!/bin/sh\n")
        with open(os.path.join(cls.folder, "provider.tf"), "w") as file:
            file.write(PROVIDER)
        with open(os.path.join(cls.folder, "terraform.tfvars.json"), "w") as file:
            json.dump(cls.variables, file)

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
        with self.subTest("recorder"):
            self.check_recorder()
        with self.subTest("topic and key"):
            self.check_topic()
        with self.subTest("alert"):
            self.play_alert()
        with self.subTest("scripts/verify-deployment"):
            self.check_verify_deployment()
        os.remove(os.path.join(self.root, "dist/bootstrap-arm64.zip"))  # as on another machine
        self.terraform("destroy", "-auto-approve")
        self.assertEqual(self.client("config").describe_config_rules()["ConfigRules"], [])
        self.assertEqual(
            self.client("config").describe_configuration_recorders()["ConfigurationRecorders"], []
        )
        self.assertEqual(self.client("lambda").list_functions()["Functions"], [])
        self.assertEqual(self.client("iam").list_roles()["Roles"], [])
        self.assertEqual(self.client("s3").list_buckets()["Buckets"], [])
        self.assertEqual(self.client("events").list_rules()["Rules"], [])
        self.assertEqual(self.client("sns").list_topics()["Topics"], [])

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
        # Here all values are known, so that no policy escapes the lint.
        self.assertEqual(list(lint_plan.faults(plan["planned_values"]["root_module"])), [])

    def check_config_rules(self):
        rules = {r["ConfigRuleName"]: r for r in self.client("config").describe_config_rules()["ConfigRules"]}
        self.assertEqual(
            set(rules),
            {"bedrock-governance-managed-cloudtrail-enabled"}
            | {
                "bedrock-governance-" + VARIABLES["rules"].get(rule["name"], {}).get("name", rule["name"])
                for rule in self.catalogue
            },
        )
        for name, rule, scope, frequency, parameters in (
            ("bedrock-governance-bedrock-agent-vpc-required", "bedrock-agent-vpc-required",
             "AWS::Lambda::Function", "TwentyFour_Hours", {"subnetIds": "subnet-10000000"}),
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
                "config:GetResourceConfigHistory", "config:GetComplianceDetailsByConfigRule",
            } | {action for rule in self.catalogue for action in rule["reads"]},
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

    def check_recorder(self):
        client = self.client("config")
        (recorder,) = client.describe_configuration_recorders()["ConfigurationRecorders"]
        self.assertEqual(
            set(recorder["recordingGroup"]["resourceTypes"]),
            {
                resource_type
                for rule in self.catalogue
                if "ConfigurationChanges" in rule["triggers"]
                for resource_type in rule["scope"]
            },
        )
        # AWS writes ...ForConfig, moto ...Forconfig.
        self.assertEqual(
            recorder["roleARN"].lower(),
            f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/config.amazonaws.com/awsserviceroleforconfig",
        )
        (status,) = client.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
        self.assertTrue(status["recording"])
        (channel,) = client.describe_delivery_channels()["DeliveryChannels"]
        s3 = self.client("s3")
        bucket = channel["s3BucketName"]
        block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
        self.assertEqual(set(block.values()), {True})
        self.assertEqual(s3.get_bucket_versioning(Bucket=bucket)["Status"], "Enabled")
        statements = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
        self.assertEqual(
            {(s["Effect"], str(s["Principal"])) for s in statements},
            {("Deny", "*"), ("Allow", "{'Service': 'config.amazonaws.com'}")},
        )

    def check_topic(self):
        sns = self.client("sns")
        (topic,) = sns.list_topics()["Topics"]
        attributes = sns.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"]
        publishers = {
            s["Principal"]["Service"]
            for s in json.loads(attributes["Policy"])["Statement"]
            if s["Effect"] == "Allow" and s["Action"] == "sns:Publish"
        }
        self.assertEqual(publishers, {"events.amazonaws.com", "cloudwatch.amazonaws.com"})
        key = json.loads(
            self.client("kms").get_key_policy(
                KeyId=attributes["KmsMasterKeyId"], PolicyName="default"
            )["Policy"]
        )
        (users,) = (s for s in key["Statement"] if "Service" in s["Principal"])
        self.assertIn("events.amazonaws.com", users["Principal"]["Service"])
        self.assertEqual(set(users["Action"]), {"kms:Decrypt", "kms:GenerateDataKey*"})
        (subscription,) = sns.list_subscriptions()["Subscriptions"]
        self.assertEqual(
            (subscription["Protocol"], subscription["Endpoint"]), ("email", "security@example.com")
        )
        alarms = self.client("cloudwatch").describe_alarms()["MetricAlarms"]
        self.assertEqual({a for alarm in alarms for a in alarm["AlarmActions"]}, {topic["TopicArn"]})
        self.assertEqual(len(alarms), 3)

    def receive(self, url):
        found = self.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [message["Body"] for message in found.get("Messages", [])]

    def play_alert(self):
        """moto delivers from EventBridge to SQS and from SNS to SQS, not from EventBridge to SNS."""
        events, sqs, sns = map(self.client, ("events", "sqs", "sns"))
        url = sqs.create_queue(QueueName="listener")["QueueUrl"]
        queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:listener"
        (rule,) = events.list_rules()["Rules"]
        (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
        (topic,) = sns.list_topics()["Topics"]
        self.assertEqual(target["Arn"], topic["TopicArn"])
        self.assertTrue(target["DeadLetterConfig"]["Arn"].endswith(":bedrock-governance-alerts-undelivered"))

        # The same pattern and transformer, to a queue in the place of the topic; each line by itself,
        # because moto takes templates of one line only.
        events.remove_targets(Rule=rule["Name"], Ids=[target["Id"]])
        events.put_rule(Name="copy", EventPattern=rule["EventPattern"])
        lines = target["InputTransformer"]["InputTemplate"].splitlines()
        copies = [
            {"Id": str(i), "Arn": queue, "InputTransformer": target["InputTransformer"] | {"InputTemplate": line}}
            for i, line in enumerate(lines)
        ]
        events.put_targets(Rule="copy", Targets=copies[:5])
        events.put_targets(Rule="copy", Targets=copies[5:])
        for name, compliance, kind in (
            ("bedrock-governance-trail", "COMPLIANT", "Config Rules Compliance Change"),
            ("somebody-elses-rule", "NON_COMPLIANT", "Config Rules Compliance Change"),
            ("bedrock-governance-trail", "NON_COMPLIANT", "Config Configuration Item Change"),
            ("bedrock-governance-bedrock-agent-vpc-required", "NON_COMPLIANT",
             "Config Rules Compliance Change"),
        ):  # fmt: skip
            detail = {
                "messageType": "ComplianceChangeNotification",
                "awsAccountId": ACCOUNT,
                "awsRegion": REGION,
                "configRuleName": name,
                "resourceType": "AWS::Lambda::Function",
                "resourceId": "shop-agent-refund",
                "newEvaluationResult": {
                    "complianceType": compliance,
                    "annotation": "Function shop-agent-refund is not in a VPC.",
                },
            }
            events.put_events(
                Entries=[{"Source": "aws.config", "DetailType": kind, "Detail": json.dumps(detail)}]
            )
        played = self.receive(url)
        self.assertEqual(
            sorted(played),
            sorted(f'"{line}"' for line in (
                "AWS::Lambda::Function shop-agent-refund is NON_COMPLIANT.",
                "Reason: Function shop-agent-refund is not in a VPC.",
                "Rule: bedrock-governance-bedrock-agent-vpc-required",
                f"Account: {ACCOUNT}",
                f"Region: {REGION}",
                f"https://{REGION}.console.aws.amazon.com/config/home?region={REGION}#/rules/details"
                "?configRuleName=bedrock-governance-bedrock-agent-vpc-required ",
            )),
        )  # fmt: skip
        message = "\n".join(played)
        events.remove_targets(Rule="copy", Ids=[copy["Id"] for copy in copies])
        events.delete_rule(Name="copy")
        events.put_targets(Rule=rule["Name"], Targets=[target])

        subscription = sns.subscribe(TopicArn=topic["TopicArn"], Protocol="sqs", Endpoint=queue)
        sns.publish(TopicArn=topic["TopicArn"], Message=message)
        (delivered,) = self.receive(url)
        self.assertEqual(json.loads(delivered)["Message"], message)
        sns.unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])
        sqs.delete_queue(QueueUrl=url)

    def verify(self, *arguments, expected=0):
        done = subprocess.run(
            [os.path.join(self.root, "scripts/verify-deployment"), *arguments],
            env=self.environment | {
                "POLL_SECONDS": "0", "PATH": os.path.join(self.root, "bin") + ":" + os.environ["PATH"],
            },
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
        )  # fmt: skip
        self.assertEqual(done.returncode, expected, done.stdout)
        return done.stdout

    def results(self, *compliance):
        """What AWS Config will say of the drill's function, in turn: moto lacks just this call."""
        for i, one in enumerate(compliance):
            with open(os.path.join(self.root, f"bin/result-{i + 1}"), "w") as file:
                file.write(one)

    def check_verify_deployment(self):
        need("aws")
        aws = shutil.which("aws")
        stub = os.path.join(self.root, "bin/aws")
        with open(stub, "w") as file:
            file.write(
                f"""#!/bin/sh
[ "$2" = get-compliance-details-by-resource ] || exec {aws} "$@"
for file in "${{0%/*}}"/result-*; do
    cat "$file"
    [ -s "$file" ] || rm "$file"
    exit 0
done
"""
            )
        os.chmod(stub, stat.S_IRWXU)
        functions = lambda: self.client("lambda").list_functions()["Functions"]  # noqa: E731
        config = self.client("config")
        (recorder,) = config.describe_configuration_recorders()["ConfigurationRecorders"]

        self.results("", "NON_COMPLIANT")
        said = self.verify()
        for line in (
            "recorder bedrock-governance is recording",
            "ok      rule bedrock-governance-trail: ",
            "AWS Config may invoke bedrock-governance-evaluator, of 1 account(s)",
            "the alerts have 1 confirmed subscription(s)",
            "bedrock-governance-bedrock-agent-vpc-required calls it NON_COMPLIANT, which must now be mailed",
            "is removed",
            "All is well.",
        ):
            self.assertIn(line, said)
        self.assertNotIn("FAILED", said)
        self.assertEqual(len(functions()), 1)

        config.put_configuration_recorder(
            ConfigurationRecorder=recorder
            | {"recordingGroup": {"resourceTypes": ["AWS::Lambda::Function"]}}
        )
        config.stop_configuration_recorder(ConfigurationRecorderName=recorder["name"])
        (rule,) = config.describe_config_rules(ConfigRuleNames=["bedrock-governance-trail"])["ConfigRules"]
        rule["Source"]["SourceDetails"] = [
            d for d in rule["Source"]["SourceDetails"] if not d["MessageType"].startswith("Oversized")
        ]
        config.put_config_rule(ConfigRule=rule)
        name = functions()[0]["FunctionName"]
        self.client("lambda").add_permission(
            FunctionName=name, StatementId="Any", Action="lambda:InvokeFunction", Principal="config.amazonaws.com"
        )
        self.results("COMPLIANT")
        said = self.verify(expected=1)
        for line in (
            "recorder bedrock-governance is stopped",
            "is for AWS::CloudTrail::Trail, which the recorder does not record",
            "rule bedrock-governance-trail lacks OversizedConfigurationItemChangeNotification",
            f"AWS Config of any account may invoke {name}",
            "bedrock-governance-bedrock-agent-vpc-required calls it COMPLIANT",
        ):
            self.assertRegex(said, f"FAILED  .*{line}")
        self.assertNotIn("All is well", said)
        self.assertEqual(len(functions()), 1)

        # any_account_may_invoke, in an account whose alerts are not known.
        self.client("lambda").update_function_configuration(
            FunctionName=name, Environment={"Variables": {"ALLOWED_ACCOUNTS": "222222222222,333333333333"}}
        )
        self.results("NON_COMPLIANT")
        said = self.verify(name, expected=1)
        self.assertIn(f"ok      AWS Config of any account may invoke {name}, which serves its own and 2 other(s)", said)
        self.assertIn("calls it NON_COMPLIANT\n", said)
        self.assertNotIn("must now be mailed", said)

        self.client("lambda").remove_permission(FunctionName=name, StatementId="AllowConfig")
        self.results("")
        said = self.verify("--minutes", "0", name, expected=1)
        self.assertIn(f"FAILED  AWS Config of account {ACCOUNT} may not invoke {name}", said)
        self.assertIn("has said nothing of", said)
        self.assertIn("alerts are not checked", said)
        self.assertEqual(len(functions()), 1)
        self.verify("--no-drill", "no-such-function", expected=2)


if __name__ == "__main__":
    unittest.main()
