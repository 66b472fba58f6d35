"""What configrule opens: the shapes in which AWS prints items and events, and their bytes."""

import copy
import gzip
import json
import os
import subprocess
import unittest

from tests.cli.shapes import ITEM, NOTIFICATION, SHAPES, SNS, base, printed, queried
from tests.harness.configrule import RULE, SELECTED, VOLUME, ConfigruleTest, lines


class Shapes(ConfigruleTest):
    def test_each_is_opened(self):
        expected = {
            "rule": "bedrock-agent-vpc-required",
            "severity": "medium",
            "resourceType": "AWS::Lambda::Function",
            "resourceId": "quotes",
            "complianceType": "NON_COMPLIANT",
            "annotation": "Function quotes is not in a VPC.",
            "orderingTimestamp": 1789371680.118,
            "accountId": "444455556666",
            "awsRegion": "eu-west-1",
            "arn": "arn:aws:lambda:eu-west-1:444455556666:function:quotes",
            "configurationItemCaptureTime": "2026-09-14T07:41:20.118Z",
        }
        for name, content in SHAPES.items():
            with self.subTest(name):
                path = self.write("shape.json", json.dumps(content))
                done = self.configrule("run", *RULE, "--format=json", path, status=1)
                self.assertEqual(lines(done.stdout), [{**expected, "file": path}])
                self.assertEqual(done.stderr, "")
                zipped = path + ".gz"
                with gzip.open(zipped, "wt", encoding="utf-8") as file:
                    json.dump(content, file)
                done = self.configrule("run", *RULE, "--format=json", zipped, status=1)
                self.assertEqual(lines(done.stdout), [{**expected, "file": zipped}])

    def test_of_a_snapshot_what_no_rule_evaluates_is_skipped(self):
        """All that an account has is in it: what is for a rule decides, the rest is counted."""
        self.use_other_rules()
        others = [
            {"resourceType": kind, "resourceId": f"r{i}", "configurationItemStatus": "OK", "configuration": {}}
            for i, kind in enumerate(("AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::Subnet"))
        ]
        for items, status, said in (
            ([VOLUME, *others], 1, "3 items of 2 types skipped, which no rule evaluates\n"),
            ([others[0], {**VOLUME, "configurationItemStatus": "ResourceDeleted"}], 0, "1 item of 1 type skipped, which no rule evaluates\n"),
            (others, 2, "3 items of 2 types skipped, which no rule evaluates\n"),
            (others[:1], 2, "1 item of 1 type skipped, which no rule evaluates\n"),
        ):
            with self.subTest(said, status=status):
                path = self.write("snapshot.json", {"fileVersion": "1.0", "configurationItems": items})
                done = self.configrule("run", "--format=json", path, status=status)
                self.assertEqual(len(lines(done.stdout)), len([one for one in items if one not in others]))
                nothing = "configrule: run: nothing was evaluated: no rule is for what is in the input\n" if status == 2 else ""
                self.assertEqual(done.stderr, f"configrule: {path}: {said}{nothing}")
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

        def run_within(self, kilobytes, *arguments):
            return subprocess.run(
                ["sh", "-c", f'ulimit -v {kilobytes}; exec "$@"', "sh", self.program, "run", "--format=json", *arguments],
                capture_output=True, text=True, timeout=120,
            )  # fmt: skip

        def test_many_items_take_the_memory_of_one(self):
            """40 items of half a megabyte, whose trees take 16 MB each: there is no room for all at once."""
            item = {**ITEM, "configuration": json.dumps({"functionName": "quotes", "x": [0] * 250000})}
            path = self.write("many.json", {"configurationItems": [item] * 40})
            done = self.run_within(400000, *RULE, path)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertEqual(len(lines(done.stdout)), 40)

        def test_many_files_take_the_memory_of_one(self):
            """The types that no rule is for are counted in each: of one file they have 4 MB."""
            self.use_other_rules()
            others = [{**ITEM, "resourceType": f"AWS::{letter * 1_000_000}::Thing"} for letter in "ABCD"]
            path = self.write("snapshot.json", {"configurationItems": [*others, VOLUME]})
            done = self.run_within(200000, *[path] * 60)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertEqual(len(lines(done.stdout)), 60)
            self.assertEqual(done.stderr.count("4 items of 4 types skipped"), 60)

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


if __name__ == "__main__":
    unittest.main()
