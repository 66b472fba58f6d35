"""What configrule opens: the shapes in which AWS's tools print items, events and policies, the values of
parameters, items that are parts of one, and rules that end the program."""

import copy
import gzip
import json
import os
import subprocess
import unittest
import urllib.parse
import xml.etree.ElementTree as ElementTree

from tests.cli.test_configrule import REPLIES, RULE, SCHEDULED, SELECTED, TESTS, ConfigruleTest, lines

VALUES = os.path.join(TESTS, "..", "terraform", "modules", "catalogue", "tests", "values.json")
COMMAND = "aws configservice get-resource-config-history --resource-type AWS::Lambda::Function"

POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "quote",
            "Effect": "Allow",
            "Principal": {"Service": "bedrock.amazonaws.com"},
            "Action": "lambda:InvokeFunction",
            "Resource": "arn:aws:lambda:eu-west-1:444455556666:function:quotes",
        }
    ],
}
# As a change notification and a snapshot have it.
ITEM = {
    "configurationItemVersion": "1.3",
    "configurationItemCaptureTime": "2026-09-14T07:41:20.118Z",
    "configurationItemStatus": "OK",
    "configurationStateId": 1789371680118,
    "awsAccountId": "444455556666",
    "awsRegion": "eu-west-1",
    "ARN": "arn:aws:lambda:eu-west-1:444455556666:function:quotes",
    "resourceType": "AWS::Lambda::Function",
    "resourceId": "quotes",
    "resourceName": "quotes",
    "tags": {"team": "pricing"},
    "configuration": {"functionName": "quotes", "runtime": "java21"},
    "supplementaryConfiguration": {"Policy": json.dumps(POLICY), "Tags": {"team": "pricing"}},
}
NOTIFICATION = {
    "messageType": "ConfigurationItemChangeNotification",
    "recordVersion": "1.3",
    "notificationCreationTime": "2026-09-14T07:41:22.000Z",
    "configurationItemDiff": None,
    "configurationItem": ITEM,
}
SNS = {
    "Type": "Notification",
    "MessageId": "3f0c",
    "TopicArn": "arn:aws:sns:eu-west-1:444455556666:config",
    "Subject": "[AWS Config:eu-west-1] AWS::Lambda::Function quotes Updated",
    "Message": json.dumps(NOTIFICATION),
}


def printed(item):
    """An item as GetResourceConfigHistory prints it: structures as text."""
    item = {key: value for key, value in item.items() if key not in ("ARN", "awsAccountId")}
    return {
        **item,
        "accountId": "444455556666",
        "arn": ITEM["ARN"],
        "version": "1.3",
        "configurationItemCaptureTime": 1789371680.118,
        "configurationStateId": "1789371680118",
        "configuration": json.dumps(item["configuration"]),
        "supplementaryConfiguration": {
            key: json.dumps(value) for key, value in item["supplementaryConfiguration"].items()
        },
    }


def base(item):
    """As BatchGetResourceConfig prints it: without tags, but in the other place."""
    return {key: value for key, value in printed(item).items() if key != "tags"}


def queried(item):
    return json.dumps({**item, "tags": [{"key": "team", "value": "pricing", "tag": "team=pricing"}]})


SHAPES = {
    "item": ITEM,
    "text of an item": json.dumps(ITEM),
    "get-resource-config-history": {"configurationItems": [printed(ITEM)]},
    "batch-get-resource-config": {"baseConfigurationItems": [base(ITEM)], "unprocessedResourceKeys": []},
    "batch-get-aggregate-resource-config": {"BaseConfigurationItems": [base(ITEM)]},
    "get-aggregate-resource-config": {"ConfigurationItem": printed(ITEM)},
    "select-resource-config": {"Results": [queried(ITEM)], "QueryInfo": SELECTED},
    "snapshot": {"fileVersion": "1.0", "configSnapshotId": "9c1e", "configurationItems": [ITEM]},
    "history file": {"fileVersion": "1.0", "configurationItems": [ITEM]},
    "sns": SNS,
    "sns, raw delivery": NOTIFICATION,
    "sns to lambda": {
        "Records": [{"EventSource": "aws:sns", "Sns": SNS}],
    },
    "sqs to lambda": {
        "Records": [{"messageId": "1", "eventSource": "aws:sqs", "body": json.dumps(SNS)}],
    },
    "sqs receive-message": {
        "Messages": [{"MessageId": "1", "ReceiptHandle": "x", "Body": json.dumps(NOTIFICATION)}],
    },
    "eventbridge": {
        "version": "0",
        "detail-type": "Config Configuration Item Change",
        "source": "aws.config",
        "account": "444455556666",
        "region": "eu-west-1",
        "detail": NOTIFICATION,
    },
    "failed invocation": {
        "version": "1.0",
        "requestContext": {"condition": "RetriesExhausted"},
        "requestPayload": {"invokingEvent": json.dumps(NOTIFICATION), "configRuleName": "elsewhere"},
    },
}


class Shapes(ConfigruleTest):
    def test_each_is_opened(self):
        expected = {
            "rule": "bedrock-agent-vpc-required",
            "resourceType": "AWS::Lambda::Function",
            "resourceId": "quotes",
            "complianceType": "NON_COMPLIANT",
            "annotation": "Function quotes is not in a VPC.",
            "orderingTimestamp": 1789371680.118,
        }
        for name, content in SHAPES.items():
            with self.subTest(name):
                path = self.write("shape.json", json.dumps(content))
                done = self.configrule("run", *RULE, "--format=json", path, status=1)
                self.assertEqual(lines(done.stdout), [expected])
                self.assertEqual(done.stderr, "")
                zipped = path + ".gz"
                with gzip.open(zipped, "wt", encoding="utf-8") as file:
                    json.dump(content, file)
                done = self.configrule("run", *RULE, "--format=json", zipped, status=1)
                self.assertEqual(lines(done.stdout), [expected])

    def test_of_a_snapshot_what_no_rule_evaluates_is_skipped(self):
        """All that an account has is in it: what is for a rule decides, the rest is counted."""
        others = [
            {"resourceType": kind, "resourceId": f"r{i}", "configurationItemStatus": "OK", "configuration": {}}
            for i, kind in enumerate(("AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::Subnet"))
        ]
        for items, status, said in (
            ([ITEM, *others], 1, "3 items of 2 types skipped, which no rule evaluates\n"),
            ([others[0], {**ITEM, "configurationItemStatus": "ResourceDeleted"}], 0, "1 item of 1 type skipped, which no rule evaluates\n"),
            (others, 2, "3 items of 2 types skipped, which no rule evaluates\n"),
            (others[:1], 2, "1 item of 1 type skipped, which no rule evaluates\n"),
        ):
            with self.subTest(said, status=status):
                path = self.write("snapshot.json", {"fileVersion": "1.0", "configurationItems": items})
                done = self.configrule("run", "--format=json", path, status=status)
                self.assertEqual(len(lines(done.stdout)), len([one for one in items if one not in others]))
                self.assertEqual(done.stderr, f"configrule: {path}: {said}")
        path = self.write("item.json", others[0])
        self.assertIn("no rule is invoked by changes of AWS::EC2::VPC", self.configrule("run", path, status=2).stderr)

    def test_a_rule_is_chosen_once(self):
        done = self.configrule("run", *RULE, *RULE, self.write("item.json", ITEM), status=2)
        self.assertIn("--rule is given twice", done.stderr)

    def test_a_history_is_evaluated_state_by_state(self):
        older = {**ITEM, "configurationItemCaptureTime": "2026-01-01T00:00:00.000Z", "supplementaryConfiguration": {}}
        path = self.write("history.json", {"configurationItems": [ITEM, older]})
        done = self.configrule("run", *RULE, "--format=json", path, status=1)
        self.assertEqual([one["complianceType"] for one in lines(done.stdout)], ["NON_COMPLIANT", "NOT_APPLICABLE"])

    def test_what_an_answer_lacks_is_named(self):
        for name, lacks in (
            ("baseConfigurationItems", {"unprocessedResourceKeys": [{"resourceType": "AWS::Lambda::Function", "resourceId": "gone"}]}),
            ("BaseConfigurationItems", {"UnprocessedResourceIdentifiers": [{"ResourceType": "AWS::Lambda::Function", "ResourceId": "gone"}]}),
        ):  # fmt: skip
            path = self.write("batch.json", {name: [base(ITEM)], **lacks})
            done = self.configrule("run", *RULE, "--format=json", path, status=2)
            self.assertEqual(len(lines(done.stdout)), 1)
            self.assertIn(f"batch.json: {[*lacks][0]}: AWS Config did not give AWS::Lambda::Function gone", done.stderr)
        path = self.write("page.json", {"Results": [queried(ITEM)], "QueryInfo": SELECTED, "NextToken": "abc"})
        self.configrule("run", *RULE, path, status=2)
        for token, name, content in (
            ("abc", "NextToken", {"Results": [queried(ITEM)], "QueryInfo": SELECTED}),
            ("abc", "NextToken", {"Results": []}),
            ("abc", "nextToken", {"configurationItems": [printed(ITEM)]}),
            ({"more": 1}, "nextToken", {"configurationItems": []}),
            ("abc", "NextToken", {"BaseConfigurationItems": [base(ITEM)], "UnprocessedResourceIdentifiers": []}),
            ("abc", "nextToken", {"resourceIdentifiers": []}),
        ):
            for inside in (lambda page: page, lambda page: {"detail-type": "x", "detail": page}, lambda page: [page]):
                path = self.write("page.json", inside({**content, name: token}))
                done = self.configrule("run", *RULE, "--format=json", path, status=2)
                self.assertEqual(len(lines(done.stdout)), len(next(iter(content.values()))))
                self.assertIn(f"this is one page, and {name} says that there are more", done.stderr)
                status = 1 if lines(done.stdout) else 0
                for last in (None, ""):
                    path = self.write("page.json", inside({**content, name: last}))
                    done = self.configrule("run", *RULE, path, status=status)
                    self.assertNotIn("one page", done.stderr)

    def test_what_holds_no_item_is_named(self):
        for content, why in (
            ({"Type": "SubscriptionConfirmation", "TopicArn": SNS["TopicArn"], "Message": "You have chosen"}, "has the Type SubscriptionConfirmation of Amazon SNS"),
            ({"Type": "UnsubscribeConfirmation", "TopicArn": SNS["TopicArn"], "Message": "You have chosen"}, "has the Type UnsubscribeConfirmation of Amazon SNS"),
            ({"Results": None}, "Results is null: there is nothing to evaluate"),
            ({"configurationItems": None}, "configurationItems is null: there is nothing to evaluate"),
            ({**SNS, "Message": json.dumps({"messageType": "ConfigurationHistoryDeliveryCompleted", "s3Bucket": "b"})}, "messageType is ConfigurationHistoryDeliveryCompleted, which holds no item"),
            ({"detail-type": "Config Rules Compliance Change", "account": "444455556666", "detail": {"messageType": "ComplianceChangeNotification"}}, "messageType is ComplianceChangeNotification, which holds no item"),
        ):  # fmt: skip
            with self.subTest(why):
                done = self.configrule("run", *RULE, self.write("nothing.json", content), status=2)
                self.assertEqual(done.stdout, "")
                self.assertIn(why, done.stderr)

    def test_shapes_without_end_are_refused(self):
        nested = ITEM
        for _ in range(40):
            nested = {"detail-type": "x", "detail": nested}
        done = self.configrule("run", *RULE, self.write("nested.json", nested), status=2)
        self.assertIn("nested.json: holds one thing in another too often", done.stderr)

    if os.environ.get("SANITIZED") != "1":  # the sanitizers take memory of their own

        def test_many_items_take_the_memory_of_one(self):
            """40 items of half a megabyte, whose trees take 16 MB each, where there is not room for all."""
            item = {**ITEM, "configuration": json.dumps({"functionName": "quotes", "x": [0] * 250000})}
            path = self.write("many.json", {"configurationItems": [item] * 40})
            done = subprocess.run(
                ["sh", "-c", 'ulimit -v 400000; exec "$@"', "sh", self.program, "run", *RULE, "--format=json", path],
                capture_output=True, text=True, timeout=120,
            )  # fmt: skip
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertEqual(len(lines(done.stdout)), 40)

    def test_a_rule_that_this_program_does_not_have(self):
        outer = {
            "configRuleName": "somebody-elses-rule",
            "configRuleArn": "arn:aws:config:eu-west-1:444455556666:config-rule/config-rule-1",
            "accountId": "444455556666",
            "ruleParameters": json.dumps({"maximumAge": "90", "tagKey": "team"}),
            "invokingEvent": json.dumps(NOTIFICATION),
        }
        path = self.write("event.json", outer)
        done = self.configrule("run", path, status=2)
        self.assertIn("somebody-elses-rule", done.stderr)
        done = self.configrule("run", *RULE, "--format=json", path, status=1)
        self.assertEqual(lines(done.stdout)[0]["complianceType"], "NON_COMPLIANT")
        done = self.configrule("run", *RULE, "--param", "tagValue=pricing", "--format=json", path, status=1)
        self.assertEqual(lines(done.stdout)[0]["annotation"], "Function quotes is not in a VPC.")
        # A parameter that both have counts: with the policy away, only the tag makes it an agent's.
        tagged = copy.deepcopy(NOTIFICATION)
        del tagged["configurationItem"]["supplementaryConfiguration"]["Policy"]
        path = self.write("tagged.json", {**outer, "invokingEvent": json.dumps(tagged)})
        self.configrule("run", *RULE, "--param", "tagValue=pricing", path, status=1)
        self.configrule("run", *RULE, path)


class Bytes(ConfigruleTest):
    def bytes(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def test_other_encodings_are_named(self):
        text = json.dumps(ITEM)
        for encoding, name in (
            ("utf-16", "UTF-16"),
            ("utf-16-le", "UTF-16"),
            ("utf-16-be", "UTF-16"),
            ("utf-32", "UTF-32"),
            ("utf-32-le", "UTF-32"),
        ):
            with self.subTest(encoding):
                for content in (text.encode(encoding), gzip.compress(text.encode(encoding))):
                    done = self.configrule("run", self.bytes("encoded.json", content), status=2)
                    self.assertIn(f"encoded.json: the file is {name}, and JSON is UTF-8", done.stderr)
        done = self.configrule("run", self.bytes("latin.json", '{"a": "é"}'.encode("latin-1")), status=2)
        self.assertIn("the file is not UTF-8", done.stderr)

    def test_a_byte_order_mark_is_left_out_and_named(self):
        path = self.bytes("marked.json", json.dumps(ITEM).encode("utf-8-sig"))
        done = self.configrule("run", *RULE, "--format=json", path, status=1)
        self.assertEqual(len(lines(done.stdout)), 1)
        self.assertIn("marked.json: begins with a byte order mark (BOM), which was left out", done.stderr)

    def test_gzip(self):
        whole = gzip.compress(json.dumps(ITEM).encode())
        path = self.bytes("members.gz", gzip.compress(b"  ") + whole)
        self.configrule("run", *RULE, path, status=1)
        damaged = bytearray(whole)
        damaged[-6] ^= 1  # of the checksum
        for content, why in (
            (whole[:-9], "is gzip that breaks off"),
            (whole[:2], "is gzip that breaks off"),
            (bytes(damaged), "is gzip that is damaged"),
            (whole + b"{}", "is gzip with something else behind it"),
            (gzip.compress(b""), "the file is empty"),
            (gzip.compress(b" " * (65 << 20)), "has more than 64 MiB in its gzip"),
        ):
            with self.subTest(why):
                done = self.configrule("run", self.bytes("wrong.gz", content), status=2)
                self.assertIn(f"wrong.gz: {why}", done.stderr)


class Parts(ConfigruleTest):
    """Absent is not empty, except in what AWS Config sends to a rule."""

    def without(self, *members):
        return {key: value for key, value in ITEM.items() if key not in members}

    def refused(self, content, *words):
        done = self.configrule("run", *RULE, "--format=json", self.write("part.json", content), status=2)
        self.assertEqual(done.stdout, "")
        for word in words:
            self.assertIn(word, done.stderr)

    def test_what_is_missing_is_named_with_the_command_that_prints_it(self):
        discovered = {"resourceType": "AWS::Lambda::Function", "resourceId": "quotes", "resourceName": "quotes"}
        self.refused({"resourceIdentifiers": [discovered]}, "part.json[0]", "has no configuration,", COMMAND)
        self.refused({"ResourceIdentifiers": [{"ResourceType": "AWS::Lambda::Function", "ResourceId": "a"}]}, "part.json[0]")
        for item in (self.without("configuration"), {**ITEM, "configuration": None}):
            self.refused(item, "has no configuration,", COMMAND)
            self.refused({**NOTIFICATION, "configurationItem": item}, "has no configuration,")
        bare = self.without("tags", "supplementaryConfiguration")
        for content in (bare, [bare], {"configurationItems": [bare]}):
            self.refused(content, "has no tags,", COMMAND)
        self.refused({**bare, "tags": {}}, "has no supplementaryConfiguration,", COMMAND)
        self.refused({**bare, "tags": {}, "supplementaryConfiguration": None}, "has no supplementaryConfiguration,")
        self.refused({**bare, "tags": None, "supplementaryConfiguration": {}}, "has no tags,")

    def test_a_part_of_a_configuration(self):
        for part, path in (
            ({}, "functionName"),
            ("{}", "functionName"),
            ({"handler": "a.b"}, "functionName"),
            ({"vpcConfig": {"vpcId": "vpc-0a1b"}}, "functionName"),
            ({"functionName": "quotes", "vpcConfig": {"vpcId": "vpc-0a1b"}}, "vpcConfig.subnetIds"),
            ({"functionName": "quotes", "vpcConfig": {}}, "vpcConfig.subnetIds"),
            ({"functionName": "quotes", "vpcConfig": {"securityGroupIds": ["sg-0a1b2c3d"]}}, "vpcConfig.subnetIds"),
            ({"functionName": "quotes", "vpcConfig": {"subnetIds": ["subnet-0a1b2c3d"]}}, "vpcConfig.securityGroupIds"),
        ):
            with self.subTest(part):
                item = {**ITEM, "configuration": part}
                self.refused(item, f"has no configuration.{path},", COMMAND)
                self.refused({"configurationItems": [item]}, f"has no configuration.{path},")
                # AWS Config's own event leaves out what is empty.
                event = self.write("event.json", {**NOTIFICATION, "configurationItem": item})
                self.configrule("run", *RULE, event, status=0 if "securityGroupIds" in path else 1)

    def test_what_a_query_did_not_select(self):
        whole = {
            **{key: ITEM[key] for key in ("resourceId", "resourceType", "accountId", "arn") if key in ITEM},
            "configuration": {
                "functionName": "quotes",
                "vpcConfig": {"subnetIds": ["subnet-0a1b2c3d"], "securityGroupIds": ["sg-0a1b2c3d"]},
            },
            "supplementaryConfiguration": {"Tags": {"team": "pricing"}},
            "tags": [{"key": "team", "value": "pricing", "tag": "team=pricing"}],
        }

        def answer(fields, **over):
            info = {} if fields is None else {"QueryInfo": {"SelectFields": [{"Name": field} for field in fields]}}
            item = {key: value for key, value in {**whole, **over}.items() if value is not None}
            return {"Results": [json.dumps(item)], **info}

        policy, vpc = "supplementaryConfiguration.Policy", "configuration.vpcConfig"
        every = ["configuration", "supplementaryConfiguration", "tags"]
        exact = ["configuration.functionName", vpc + ".subnetIds", vpc + ".securityGroupIds", policy, "tags"]
        for fields in (every, exact, [*every, "*"]):
            for over in ({}, {"tags": None, "supplementaryConfiguration": None}):
                path = self.write("query.json", answer(fields, **over))
                done = self.configrule("run", *RULE, "--format=json", path)
                self.assertEqual([one["complianceType"] for one in lines(done.stdout)], ["NOT_APPLICABLE"], fields)
        only_name = {"functionName": "quotes"}
        for fields, over, path in (
            (None, {}, policy),
            ([], {}, policy),
            (["*"], {}, policy),
            (["configuration", "supplementaryConfiguration.Tags", "tags"], {}, policy),
            (["configuration", "supplementaryConfiguration.PolicyText", "tags"], {}, policy),
            (["configuration", "supplementaryConfiguration"], {"tags": None, "supplementaryConfiguration": None}, "tags"),
            (["configuration.functionName", "supplementaryConfiguration", "tags"], {"configuration": only_name}, vpc),
            (["configuration.functionName", "configuration.vpc", "tags"], {"configuration": only_name}, vpc),
            (exact[1:], {"configuration": {"vpcConfig": {}}}, "configuration.functionName"),
            (None, {"configuration": only_name}, vpc),
            ([exact[0], exact[1], *exact[3:]], {"configuration": {**only_name, "vpcConfig": {"subnetIds": []}}}, exact[2]),
        ):
            with self.subTest((fields, path)):
                self.refused(answer(fields, **over), f"has no {path},", "QueryInfo.SelectFields")

    def test_tags_that_are_not_understood(self):
        for tags, why in (
            ([{"Key": "BedrockAgent", "Value": "true"}], "tags[0] has no key"),
            ([{"key": "a", "value": "b"}, {"Key": "c", "Value": "d"}], "tags[1] has no key"),
            ([{"key": "", "value": "b"}], "tags[0] has no key"),
            ([{"key": "a"}], "tags[0] has no value"),
            ([{"key": "a", "Value": "b"}], "tags[0] has no value"),
            ([{"tagKey": "a", "tagValue": 1}], "tags[0] is not a string"),
            (["BedrockAgent"], "tags[0] has no key"),
            ([None], "tags[0] has no key"),
            ("BedrockAgent=true", "tags is not JSON"),
            ("true", "tags is neither a map nor a list of tags"),
            (7, "tags is neither a map nor a list of tags"),
            (True, "tags is neither a map nor a list of tags"),
            ({"BedrockAgent": True}, "tags.BedrockAgent is not a string"),
            ({"a": {"b": "c"}}, "tags.a is not a string"),
        ):
            with self.subTest(why):
                self.refused({**ITEM, "tags": tags}, "configurationItem." + why)
                event = {**NOTIFICATION, "configurationItem": {**ITEM, "tags": tags}}
                self.refused(event, "invokingEvent.configurationItem." + why)
                inner = {**ITEM["supplementaryConfiguration"], "Tags": tags}
                for item in ({**ITEM, "tags": {}}, self.without("tags")):
                    item = {**item, "supplementaryConfiguration": inner}
                    self.refused(item, "supplementaryConfiguration." + why.replace("tags", "Tags", 1))
                # Where the item has tags itself, those of the other place are not read.
                done = self.write("other.json", {**ITEM, "supplementaryConfiguration": inner})
                self.configrule("run", *RULE, done, status=1)
        self.refused({**ITEM, "supplementaryConfiguration": "{}"}, "supplementaryConfiguration is not an object")

    def test_an_envelope_of_another_account_or_region(self):
        event = SHAPES["eventbridge"]
        for over, words in (
            ({"account": "777788889999"}, ("envelope.account is of account 777788889999", "configurationItem.awsAccountId of account 444455556666")),
            ({"account": 444455556666}, ("envelope.account is not a string",)),
            ({"region": "eu-west-3"}, ("envelope.region is eu-west-3", "awsRegion eu-west-1")),
        ):  # fmt: skip
            for content in ({**event, **over}, {"Records": [{"messageId": "1", "body": json.dumps({**event, **over})}]}):
                self.refused(content, *words)
            bare = {**event, **over, "detail": ITEM}
            self.refused(bare, *words)
        elsewhere = {**ITEM, "awsRegion": "global"}
        content = {**event, "detail": {**NOTIFICATION, "configurationItem": elsewhere}}
        self.configrule("run", *RULE, self.write("global.json", content), status=1)
        # One envelope says nothing of what stands beside it.
        foreign = {**event, "account": "777788889999"}
        done = self.configrule("run", *RULE, "--format=json", self.write("list.json", [foreign, ITEM]), status=2)
        self.assertEqual(len(lines(done.stdout)), 1)

    def test_what_is_not_asked_for_may_be_missing(self):
        tagged = {**self.without("supplementaryConfiguration"), "tags": {"BedrockAgent": "true"}}
        self.configrule("run", *RULE, self.write("tagged.json", tagged), status=1)
        supplementary = {"Tags": {"BedrockAgent": "true"}}
        item = {**self.without("tags"), "supplementaryConfiguration": supplementary}
        self.configrule("run", *RULE, self.write("supplementary.json", item), status=1)

    def test_in_an_event_what_is_missing_is_empty(self):
        bare = self.without("tags", "supplementaryConfiguration")
        notification = {**NOTIFICATION, "configurationItem": bare}
        outer = {"configRuleName": RULE[1], "invokingEvent": json.dumps(notification)}
        for content in (notification, outer, {"detail-type": "x", "detail": notification}):
            done = self.configrule("run", *RULE, "--format=json", self.write("event.json", content))
            self.assertEqual(lines(done.stdout)[0]["complianceType"], "NOT_APPLICABLE")

    def test_another_spelling_is_not_the_recorded_one(self):
        vpc = {"SubnetIds": ["subnet-0a1b2c3d"], "SecurityGroupIds": []}
        camel = {"functionName": "quotes", "vpcConfig": {"subnetIds": ["subnet-0a1b2c3d"], "securityGroupIds": []}}
        for configuration in (
            {"FunctionName": "quotes", "VpcConfig": vpc},
            {"Role": "r", "Handler": "h", "Code": {}},
            {"functionName": "quotes", "VpcConfig": vpc},
            {"functionName": "quotes", "vpcConfig": vpc},
            {"functionName": "quotes", "vpcconfig": camel["vpcConfig"]},
            {"function_name": "quotes", "vpc_config": {"subnet_ids": ["subnet-0a1b2c3d"]}},
            {"functionName": "quotes", "vpc-config": camel["vpcConfig"]},
            {"functionName": "quotes", "vpcConfig": {"securityGroupIds": [], "subnet_ids": []}},
        ):
            with self.subTest(configuration):
                self.refused({**ITEM, "configuration": configuration}, "where AWS Config records", "aws configservice")
                self.refused(
                    {**NOTIFICATION, "configurationItem": {**ITEM, "configuration": configuration}},
                    "where AWS Config records",
                )
        policy = {"policy": json.dumps(POLICY), "Tags": {}}
        self.refused({**ITEM, "supplementaryConfiguration": policy}, "has policy where AWS Config records Policy")
        self.configrule("run", *RULE, self.write("camel.json", {**ITEM, "configuration": camel}))


class Values(ConfigruleTest):
    def test_each_value_of_the_table(self):
        agent = self.write("item.json", {**ITEM, "tags": {}})
        schedule = self.write("schedule.json", SCHEDULED)
        with open(VALUES, encoding="utf-8") as file:
            values = json.load(file)
        for case in values:
            with self.subTest(case):
                path = agent if case["rule"] == RULE[1] else schedule
                done = subprocess.run(
                    [self.program, "run", "--rule", case["rule"], "--replies", REPLIES, "--param",
                     f"{case['parameter']}={case['value']}", path],
                    capture_output=True, text=True, timeout=60,
                )  # fmt: skip
                self.assertEqual(done.returncode == 2, not case["valid"], done.stderr)
                if not case["valid"]:
                    self.assertIn(f"ruleParameters.{case['parameter']}: ", done.stderr)
                    self.assertIn("is not of the form ", done.stderr)
                    self.assertEqual(done.stdout, "")

    def test_every_pattern_is_in_the_table_and_of_the_common_syntax(self):
        rules = json.loads(self.configrule("list", "--format", "json").stdout)
        patterns = {
            (rule["name"], one["name"]): one["pattern"]
            for rule in rules
            for one in rule["parameters"]
            if "pattern" in one
        }
        with open(VALUES, encoding="utf-8") as file:
            tried = {(case["rule"], case["parameter"]): set() for case in json.load(file)}
        with open(VALUES, encoding="utf-8") as file:
            for case in json.load(file):
                tried[case["rule"], case["parameter"]].add(case["valid"])
        self.assertEqual(tried, {key: {True, False} for key in patterns})
        bracket = r"\[\^?\]?(?:\[:cntrl:\]|\\\\|[^\]\\])*\]"
        literal = r"[^\\.^$\[\]{}]"
        repeat = r"\{(?:[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?:,(?:[0-9]{1,2}|1[0-9]{2}|2[0-4][0-9]|25[0-5])?)?\}"
        for pattern in patterns.values():
            self.assertRegex(pattern, f"^(?:{bracket}|{literal}|{repeat})+$")

    def test_the_form_is_shown(self):
        self.assertIn(
            "subnetIds (list, comma-separated, of the form subnet-([0-9a-f]{8}|[0-9a-f]{17}); optional)",
            self.configrule("show", RULE[1]).stdout,
        )
        shown = json.loads(self.configrule("show", "--format", "json", RULE[1]).stdout)
        self.assertEqual(
            {one["name"]: one.get("pattern") for one in shown["parameters"]}["securityGroupIds"],
            "sg-([0-9a-f]{8}|[0-9a-f]{17})",
        )


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


class Lost(ConfigruleTest):
    """Rules that end the program: those of broken_rules.c."""

    @classmethod
    def setUpClass(cls):
        cls.program = os.environ["CONFIGRULE_BROKEN"]

    ENDING = ("asks-for-nothing", "leaves", "reads-no-member", "reads-no-parameter", "reads-undeclared")

    def fixture(self, rule):
        return self.write(
            f"{rule}.json",
            {
                "scenario": "It is a function.",
                "rule": rule,
                "configurationItem": {**ITEM, "tags": {}},
                "expect": {"complianceType": "COMPLIANT"},
            },
        )

    def test_a_fixture_that_ends_the_program_is_named_and_the_others_run(self):
        paths = [self.fixture(rule) for rule in (*self.ENDING, "passes")]
        done = self.configrule("test", *paths, status=1)
        for path, rule in zip(paths, self.ENDING):
            self.assertIn(f"FAILED {path}", done.stdout)
        self.assertIn("1 passed, 5 failed", done.stdout)
        self.assertIn("reads-undeclared calls cloudtrail:DescribeTrails", done.stderr)
        done = self.configrule("test", "--format", "junit", self.folder, status=1)
        suite = ElementTree.fromstring(done.stdout).find("testsuite")
        self.assertEqual((suite.get("tests"), suite.get("failures")), ("6", "5"))
        failed = {one.get("file") for one in suite if one.find("failure") is not None}
        self.assertEqual(failed, set(paths[:-1]))
        self.configrule("test", paths[-1])

    def test_a_file_that_ends_the_program_is_named_and_the_others_run(self):
        paths = [self.write(f"{rule}.json", {**NOTIFICATION, "rule": rule}) for rule in ("one", "other")]
        for rule in self.ENDING:
            with self.subTest(rule):
                listed = self.write("list.json", [{**ITEM, "configurationItemStatus": "ResourceDeleted"}, ITEM])
                done = self.configrule("run", "--rule", rule, "--format=json", *paths, listed, status=2)
                for path in (*paths, listed + "[1]"):
                    self.assertIn(f"{path}: {rule}: the evaluation was ended", done.stderr)
                self.assertEqual([one["complianceType"] for one in lines(done.stdout)], ["NOT_APPLICABLE"])
        done = self.configrule("run", "--rule", "passes", "--format=json", *paths)
        self.assertEqual(len(lines(done.stdout)), 2)


if __name__ == "__main__":
    unittest.main()
