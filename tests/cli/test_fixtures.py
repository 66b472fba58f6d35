"""configrule test: the fixtures that pass, that fail, and that are no fixtures."""

import os
import unittest
import xml.etree.ElementTree as ElementTree

from tests.harness.configrule import ITEM, OUTSIDE, ConfigruleTest, event


class Fixtures(ConfigruleTest):
    FIXTURE = {
        "scenario": "outside any VPC",
        "rule": "bedrock-agent-vpc-required",
        "configurationItem": ITEM,
        "expect": {"complianceType": "NON_COMPLIANT", "annotation": OUTSIDE["annotation"]},
    }

    def changed(self, **changes):
        fixture = {**self.FIXTURE, **changes}
        return self.write("fixture.json", {k: v for k, v in fixture.items() if v is not ...})

    def test_passed(self):
        self.changed()
        done = self.configrule("test", self.folder)
        self.assertEqual(done.stdout.splitlines()[-1], "1 passed, 0 failed")

    def test_no_evaluation_may_be_expected(self):
        self.changed(
            configurationItem=...,
            trigger="periodic",
            aws=[{"service": "config", "operation": "SelectResourceConfig", "reply": {"Results": []}}],
            expect=[],
        )
        self.configrule("test", self.folder)

    def test_replies_that_no_rule_asks_for_are_allowed(self):
        self.changed(aws=[{"service": service, "operation": operation, "reply": {}} for service, operation in (
            ("sqs", "ListQueues"), ("s3", "ListObjectsV2"), ("bedrock-agent", "GetAgent"), ("config", "PutEvaluations"))])
        self.configrule("test", self.folder)

    def test_failures(self):
        cases = [
            ({"expect": {"complianceType": "COMPLIANT"}}, ["COMPLIANT", "NON_COMPLIANT"]),
            ({"expect": {"complianceType": "NON_COMPLIANT", "annotation": "x"}}, ["is not in a VPC"]),
            ({"expect": {"complianceType": "NON_COMPLIANT", "annotation": None}}, ["is not in a VPC"]),
            ({"expect": {"complianceType": "PASS"}}, ["PASS"]),
            ({"expect": {}}, ["expect"]),
            ({"expect": ...}, ["expect"]),
            ({"expect": []}, ["NON_COMPLIANT"]),
            ({"expect": {"error": "anything"}}, ["anything", "NON_COMPLIANT"]),
            ({"expect": {"error": ""}}, ["error"]),
            ({"expects": {}}, ["expects", "expect"]),
            ({"expect": {"compliancetype": "COMPLIANT"}}, ["compliancetype"]),
            ({"configurationItem": ...}, ["configurationItem"]),
            ({"trigger": "periodic"}, ["trigger"]),
            ({"rule": "no-such-rule"}, ["no-such-rule"]),
            ({"ruleParameters": {"tagkey": "x"}}, ["tagkey"]),
            ({"aws": [{"service": "config"}]}, ["aws[0]"]),
            ({"aws": [{"service": "kms", "operation": "ListKeys", "reply": {}},
                      {"service": "kms", "operation": "DescribeKy", "reply": {}}]},
             ["aws[1]: kms DescribeKy is no operation known as of ", "(did you mean DescribeKey?)"]),
            ({"aws": [{"service": "cloudtrial", "operation": "DescribeTrails", "reply": {}}]},
             ["aws[0]: cloudtrial DescribeTrails is of no service known as of ", "(did you mean cloudtrail?)"]),
        ]
        for changes, words in cases:
            with self.subTest(changes):
                path = self.changed(**changes)
                done = self.configrule("test", path, status=1)
                self.assertEqual(done.stdout.splitlines()[-1], "0 passed, 1 failed")
                for word in ["fixture.json", *words]:
                    self.assertIn(word, done.stdout)

    def test_what_is_no_fixture(self):
        for path in (event("untagged-function"), self.write("item.json", ITEM)):
            done = self.configrule("test", path, status=1)
            self.assertEqual(done.stdout.splitlines()[0], f"FAILED {path}")
            self.assertIn("this is an event or an item: configrule run evaluates it", done.stdout)

    def test_junit(self):
        self.changed(scenario='a <b> & "c"', expect={"complianceType": "COMPLIANT"})
        done = self.configrule("test", "--format", "junit", self.folder, status=1)
        suite = ElementTree.fromstring(done.stdout)
        case = next(suite.iter("testcase"))
        self.assertIn('a <b> & "c"', " ".join(case.attrib.values()))
        self.assertIsNotNone(case.find("failure"))

    def test_nothing_to_test_is_an_error(self):
        self.configrule("test", self.folder, status=2)
        self.configrule("test", os.path.join(self.folder, "missing"), status=2)


if __name__ == "__main__":
    unittest.main()
