"""configrule run: what it prints of items and events, what it refuses, and the status it exits with."""

import glob
import json
import os
import subprocess
import unittest

from tests.harness.configrule import (
    EVENTS, ITEM, OUTSIDE, REPLIES, RULE, SCHEDULED, SELECTED, ConfigruleTest, TerminalTest,
    event, lines,
)  # fmt: skip


class Run(ConfigruleTest):
    def test_bare_item(self):
        path = self.write("item.json", ITEM)
        done = self.configrule("run", *RULE, "--format", "json", path, status=1)
        self.assertEqual(lines(done.stdout), [{**OUTSIDE, "file": path}])
        self.assertEqual(list(lines(done.stdout)[0]), [*OUTSIDE, "file"])
        self.assertEqual(done.stderr, "")

    def test_standard_input_and_table(self):
        done = self.configrule("run", *RULE, "-", status=1, stdin=json.dumps(ITEM))
        head, row = done.stdout.splitlines()
        for word in ("RULE", "RESOURCE TYPE", "RESOURCE", "COMPLIANCE", "ANNOTATION"):
            self.assertIn(word, head)
        for name in ("rule", "resourceType", "resourceId", "complianceType", "annotation"):
            self.assertIn(OUTSIDE[name], row)
        self.assertNotIn("\x1b", done.stdout)

    def test_put_evaluations(self):
        path = self.write("item.json", ITEM)
        done = self.configrule("run", *RULE, "--format", "put-evaluations", path, status=1)
        (body,) = lines(done.stdout)
        self.assertEqual(set(body), {"Evaluations", "ResultToken", "TestMode"})
        self.assertEqual(body["Evaluations"][0]["ComplianceType"], "NON_COMPLIANT")
        self.assertEqual(body["Evaluations"][0]["OrderingTimestamp"], 1682607791.636)

    def test_parameters(self):
        vpc = {"subnetIds": ["subnet-a0000000"], "securityGroupIds": []}
        item = {**ITEM, "configuration": {"functionName": "orders", "vpcConfig": vpc}, "tags": {"x": "y"}}
        item["supplementaryConfiguration"] = {}
        path = self.write("item.json", item)
        cases = [
            ([], 0, "NOT_APPLICABLE"),
            (["--param", "tagKey=x", "--param", "tagValue=y"], 0, "COMPLIANT"),
            (["--param", "tagKey=x", "--param=tagValue=y", "--param=subnetIds=subnet-b0000000,subnet-c0000000"], 1, "NON_COMPLIANT"),
        ]
        for options, status, expected in cases:
            with self.subTest(options):
                done = self.configrule("run", *RULE, "--format=json", *options, path, status=status)
                self.assertEqual(lines(done.stdout)[0]["complianceType"], expected)
        done = self.configrule("run", *RULE, "--param", "tagkey=x", path, status=2)
        self.assertIn("ruleParameters.tagkey", done.stderr)
        self.assertIn("did you mean tagKey?", done.stderr)
        for refused in (["tagKey"], ["rule=x"], ["subnetIds=a", "subnetIds=b"], ["noRuleHasIt=x"]):
            options = [word for one in refused for word in ("--param", one)]
            self.assertIn("--param", self.configrule("run", *options, path, status=2).stderr)

    def test_an_event_of_another_rule(self):
        """The parameters that it has for that rule are not given to this one."""
        path = event("agent-function-in-vpc")
        self.assertIn("tagKey", json.loads(json.load(open(path, encoding="utf-8"))["ruleParameters"]))
        done = self.configrule("run", "--rule", "cloudtrail-enabled", "--format=json", path)
        self.assertEqual(lines(done.stdout)[0]["complianceType"], "NOT_APPLICABLE")
        done = self.configrule("run", "--rule", "cloudtrail-enabled", "--param", "tagKey=a", path, status=2)
        self.assertIn("ruleParameters.tagKey", done.stderr)

    def test_lists(self):
        other = {**ITEM, "resourceId": "other"}
        text = json.dumps(other)
        for name, content in (("array", [ITEM, other]), ("Results", {"Results": [json.dumps(ITEM), text], "QueryInfo": SELECTED})):
            with self.subTest(name):
                done = self.configrule("run", *RULE, "--format=json", self.write(name + ".json", content), status=1)
                ids = [one["resourceId"] for one in lines(done.stdout)]
                self.assertEqual(ids, [ITEM["resourceId"], "other"])
        path = self.write("mixed.json", [5, ITEM, "{", [], {}])
        done = self.configrule("run", *RULE, "--format=json", path, status=2)
        self.assertEqual(len(lines(done.stdout)), 1)
        for place in (0, 2, 3, 4):
            self.assertIn(f"mixed.json[{place}]: ", done.stderr)
        for name, content in (("none.json", []), ("no-results.json", {"Results": []})):
            done = self.configrule("run", self.write(name, content))
            self.assertIn(f"{name}: the list is empty: nothing was evaluated", done.stderr)

    def test_events_with_replies(self):
        done = self.configrule(
            "run", "--replies", REPLIES, "--format", "json", event("scheduled-cloudtrail")
        )
        self.assertEqual(lines(done.stdout)[0]["resourceType"], "AWS::::Account")
        done = self.configrule("run", event("scheduled-cloudtrail"), status=2)
        self.assertIn("--replies", done.stderr)
        self.assertIn("DescribeTrails", done.stderr)

    def test_every_rule_that_fits_a_bare_event(self):
        path = self.write("scheduled.json", SCHEDULED)
        rules = json.loads(self.configrule("list", "--format", "json").stdout)
        periodic = {one["name"] for one in rules if "Periodic" in one["triggers"]}
        # A rule without recorded replies fails beside the others; the parameter is one rule's only.
        done = subprocess.run(
            [self.program, "run", "--format=json", "--replies", REPLIES, "--param", "tagKey=x", path],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        ran = {one["rule"] for one in lines(done.stdout)}
        named = {name for name in periodic if f"{name}: " in done.stderr}
        self.assertEqual(ran | named, periodic)
        self.assertLessEqual({"bedrock-agent-vpc-required", "cloudtrail-enabled"}, ran)
        path = self.write("bucket.json", {**ITEM, "resourceType": "AWS::S3::Bucket"})
        done = self.configrule("run", path, status=2)
        self.assertIn("AWS::S3::Bucket", done.stderr)
        done = self.configrule("run", "--rule", "bedrock-agent-vpc-required", path)
        self.assertIn("NOT_APPLICABLE", done.stdout)

    def test_bad_input_is_named_and_stops_nothing_else(self):
        good = self.write("good.json", ITEM)
        cases = {
            "missing.json": None,
            "empty.json": "",  # says so
            "broken.json": '{"resourceType":',
            "nothing.json": {"hello": "world"},
            "nul.json": '{"resourceType":"\\u0000"}',
            "deep.json": "[" * 200000,
        }
        for name, content in cases.items():
            with self.subTest(name):
                path = os.path.join(self.folder, name)
                if content is not None:
                    self.write(name, content)
                done = self.configrule("run", *RULE, "--format=json", path, good, status=2)
                self.assertEqual(lines(done.stdout), [{**OUTSIDE, "file": good}])
                self.assertIn(name + ": ", done.stderr)
        for path in glob.glob(os.path.join(EVENTS, "invalid", "*.json")):
            with self.subTest(path):
                done = self.configrule("run", path, status=2)
                self.assertIn(os.path.basename(path), done.stderr)
                self.assertEqual(done.stdout, "")

    def test_control_characters_reach_no_terminal(self):
        item = {**ITEM, "configuration": {"functionName": "a\x1b[31mb"}, "resourceId": "c\x1b]0;d\x07"}
        path = self.write("item.json", item)
        self.assertNotIn("\x1b", self.configrule("run", *RULE, path, status=1).stdout)
        path = self.write("bad\x1b.json", "{")
        self.assertNotIn("\x1b", self.configrule("run", path, status=2).stderr)


class Colours(TerminalTest):
    def test_colours_are_for_terminals(self):
        path = self.write("item.json", ITEM)
        for variables, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
            shown = "\n".join(self.terminal(80, "run", path, **variables))
            self.assertIn("orders", shown)
            self.assertEqual("\x1b[" in shown, coloured, shown)


if __name__ == "__main__":
    unittest.main()
