"""configrule from outside: what it prints, what it refuses, and the status it exits with."""

import contextlib
import glob
import json
import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

from tests.needs import need_terminal

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")

EVENTS = os.path.join(TESTS, "events")
REPLIES = os.path.join(EVENTS, "replies.json")

ITEM = {
    "resourceType": "AWS::Lambda::Function",
    "resourceId": "orders",
    "configurationItemStatus": "OK",
    "configurationItemCaptureTime": "2023-04-27T15:03:11.636Z",
    "configuration": {"functionName": "orders", "vpcConfig": {"subnetIds": [], "securityGroupIds": []}},
    "tags": {"BedrockAgent": "true"},
}
SELECTED = {"SelectFields": [{"Name": name} for name in ("configuration", "supplementaryConfiguration", "tags")]}
SCHEDULED = {
    "messageType": "ScheduledNotification",
    "notificationCreationTime": "2016-07-13T21:50:00.373Z",
    "awsAccountId": "123456789012",
}
RULE = ["--rule", "bedrock-agent-vpc-required"]
OUTSIDE = {
    "rule": "bedrock-agent-vpc-required",
    "resourceType": "AWS::Lambda::Function",
    "resourceId": "orders",
    "complianceType": "NON_COMPLIANT",
    "annotation": "Function orders is not in a VPC.",
    "orderingTimestamp": 1682607791.636,
}


def event(name):
    return os.path.join(EVENTS, name + ".json")


def strip(text):
    return [line.rstrip() for line in text.splitlines()]


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


class ConfigruleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = os.environ["CONFIGRULE"]

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content if isinstance(content, str) else json.dumps(content))
        return path

    def configrule(self, *arguments, status=0, stdin=""):
        done = subprocess.run(
            [self.program, *arguments], input=stdin, capture_output=True, text=True, timeout=120
        )
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done


class Run(ConfigruleTest):
    def test_bare_item(self):
        path = self.write("item.json", ITEM)
        done = self.configrule("run", *RULE, "--format", "json", path, status=1)
        self.assertEqual(lines(done.stdout), [OUTSIDE])
        self.assertEqual(list(lines(done.stdout)[0]), list(OUTSIDE))
        self.assertEqual(done.stderr, "")

    def test_standard_input_and_table(self):
        done = self.configrule("run", *RULE, "-", status=1, stdin=json.dumps(ITEM))
        head, row = done.stdout.splitlines()
        for word in ("RULE", "RESOURCE TYPE", "RESOURCE", "COMPLIANCE", "ANNOTATION"):
            self.assertIn(word, head)
        for word in [v for v in OUTSIDE.values() if isinstance(v, str)]:
            self.assertIn(word, row)
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
        """Its parameters for that rule are none of this one's."""
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
                self.assertEqual(lines(done.stdout), [OUTSIDE])
                self.assertIn(name + ": ", done.stderr)
        for path in glob.glob(os.path.join(EVENTS, "invalid", "*.json")):
            with self.subTest(path):
                done = self.configrule("run", path, status=2)
                self.assertIn(os.path.basename(path), done.stderr)
                self.assertEqual(done.stdout, "")

    def test_usage(self):
        cases = [
            ([], "usage"),
            (["rum"], "run"),
            (["run"], "FILE"),
            (["run", "--nope", "x"], "usage"),
            (["run", "--format", "yaml", "x"], "yaml"),
            (["run", "--rule", "cloudtrail-enable", event("untagged-function")], "cloudtrail-enabled"),
            (["show", "nothing-like-it"], "nothing-like-it"),
            (["show"], "RULE"),
        ]
        for arguments, text in cases:
            with self.subTest(arguments):
                done = self.configrule(*arguments, status=2)
                self.assertIn(text.lower(), done.stderr.lower())
                self.assertEqual(done.stdout, "")
        for arguments in (["--help"], ["help"], ["run", "--help"], ["help", "test"], ["--version"]):
            self.assertTrue(self.configrule(*arguments).stdout)

    def complete(self, *words):
        return [line.split("\t")[0] for line in self.configrule("complete", "--", *words).stdout.splitlines()]

    def test_complete_knows_what_help_says(self):
        commands = re.findall(r"(?m)^  (\w+)  ", self.configrule("--help").stdout)
        rules = [rule["name"] for rule in json.loads(self.configrule("list", "--format", "json").stdout)]
        self.assertEqual(self.complete(""), ["help", *commands])
        self.assertEqual(self.complete("help", ""), commands)
        self.assertEqual(self.complete("-")[:2], ["--help", "--version"])
        for words in (["show", ""], ["run", "--rule", ""], ["run", "x.json", "--rule", "a"]):
            self.assertEqual(self.complete(*words), rules)
        self.assertEqual(self.complete("run", "--rule=c"), [f"--rule={rule}" for rule in rules])
        self.assertEqual(self.complete("run", "--format=table", "-")[0], "--rule")
        for words in (["run", ""], ["test", "x"], ["invoke", "--replies", ""], ["list", ""], ["rum", ""], ["run", "a="]):
            self.assertEqual(self.complete(*words), [], words)
        for command in commands:
            usage = self.configrule(command, "--help").stdout.partition("\n\n")[0]
            for option, value in re.findall(r"\[(--\w+)(?: ([^]]+))?", usage):
                with self.subTest(f"{command} {option}"):
                    self.assertIn(option, self.complete(command, "-"))
                    if "|" in value:
                        self.assertEqual(self.complete(command, option, ""), value.split("|"))

    def test_control_characters_reach_no_terminal(self):
        item = {**ITEM, "configuration": {"functionName": "a\x1b[31mb"}, "resourceId": "c\x1b]0;d\x07"}
        path = self.write("item.json", item)
        self.assertNotIn("\x1b", self.configrule("run", path, status=1).stdout)
        path = self.write("bad\x1b.json", "{")
        self.assertNotIn("\x1b", self.configrule("run", path, status=2).stderr)

    def test_colours_are_for_terminals(self):
        need_terminal()
        path = self.write("item.json", ITEM)
        for variables, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
            environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
            main, terminal = pty.openpty()
            with subprocess.Popen(
                [self.program, "run", path],
                stdout=terminal,
                env={**environment, "TERM": "xterm", **variables},
            ) as process:
                process.wait(60)
            os.close(terminal)
            shown = b""
            with contextlib.suppress(OSError):  # the end of a terminal
                while part := os.read(main, 65536):
                    shown += part
            os.close(main)
            self.assertEqual(b"\x1b[" in shown, coloured, shown)


class Documents(ConfigruleTest):
    def test_list(self):
        rules = json.loads(self.configrule("list", "--format", "json").stdout)
        names = [one["name"] for one in rules]
        self.assertEqual(names, sorted(names))
        self.assertIn("bedrock-agent-vpc-required", names)
        for rule in rules:
            self.assertLessEqual(
                {"name", "description", "remediation", "resourceTypes", "triggers", "parameters"}
                | {"reads"},
                set(rule),
            )
            as_json = self.configrule("show", "--format", "json", rule["name"]).stdout
            self.assertEqual(json.loads(as_json), rule)
            shown = self.configrule("show", rule["name"]).stdout
            words = [rule["name"], *rule["resourceTypes"], *rule["reads"]]
            for word in words + [p["name"] for p in rule["parameters"]]:
                self.assertIn(word, shown)
            self.assertIn(rule["name"], self.configrule("list").stdout)
        self.assertEqual(json.loads(self.configrule("catalogue", "--json").stdout), rules)


    def test_pages_show_what_is_printed(self):
        """Each console listing of the pages that a reader is to repeat; warnings come first."""
        root = os.path.join(TESTS, "..")
        for page in ("README.md", "docs/simulate/README.md"):
            with open(os.path.join(root, page), encoding="utf-8") as file:
                listings = re.findall(r"(?ms)^```console\n\$ build/release/configrule (.*?[^\\])\n(.*?)^```",
                                      file.read())
            self.assertTrue(listings, page)
            for command, shown in listings:
                with self.subTest(page=page, command=command):
                    words = shlex.split(command.replace("\\\n", ""))
                    words = [path for word in words
                             for path in sorted(glob.glob(word, root_dir=root)) or [word]]
                    done = subprocess.run([self.program, *words], cwd=root, capture_output=True,
                                          text=True, timeout=60, check=False)
                    self.assertEqual(strip(done.stderr + done.stdout), strip(shown))


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
        self.assertEqual(lines(received.stdout), lines(local.stdout))
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

    def test_a_bootstrap_that_does_not_start_or_live(self):
        path = event("agent-function-outside-vpc")
        for program in ("/nonexistent/bootstrap", "/bin/false", "/bin/true"):
            with self.subTest(program):
                done = self.configrule("invoke", "--bootstrap", program, path, status=2)
                self.assertIn(program if "none" in program else "exit", done.stderr)


USER = "arn:aws:iam::111122223333:user/ada"
FULL = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
DENY = {"Version": "2012-10-17", "Statement": [
    {"Sid": "NoMail", "Effect": "Deny", "Action": "ses:*", "Resource": "*"}]}
BUCKET = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}

RESOURCES = {"ses": "arn:aws:ses:eu-central-1:111122223333:identity/example.com",
             "bedrock": "arn:aws:bedrock:eu-central-1::foundation-model/m"}


def scenario(action="s3:GetObject", **members):
    resource = RESOURCES.get(action.split(":")[0], "arn:aws:s3:::b/k")
    request = {"action": action, "resource": resource, "principal": USER}
    return {"request": request, "identityPolicies": [FULL], **members}


class Simulate(ConfigruleTest):
    def test_json(self):
        levels = [[FULL], [FULL, DENY]]
        path = self.write("s.json", [
            scenario(name="read", expect="Allowed"),
            scenario("ses:SendEmail", serviceControlPolicies=levels),
            scenario(identityPolicies=[]),
        ])
        done = self.configrule("simulate", "--format", "json", path)
        read, mail, none = lines(done.stdout)
        self.assertEqual(done.stderr, "")
        self.assertEqual(read, {
            "file": path, "name": "read", "decision": "Allowed", "expect": "Allowed",
            "policyType": "identity-based policy", "policy": "identityPolicies[0]",
            "statement": "Statement", "sid": None, "conditions": [],
            "reason": "Allow in the identity-based policy", "missingContextValues": []})
        self.assertEqual((mail["decision"], mail["policy"], mail["statement"], mail["sid"]),
                         ("ExplicitlyDenied", "serviceControlPolicies[1][1]", "Statement[0]", "NoMail"))
        self.assertEqual(none["conditions"], [])
        self.assertEqual(mail["reason"], "Deny in the service control policy at level 1")
        self.assertEqual((none["decision"], none["policy"], none["expect"], none["name"]),
                         ("ImplicitlyDenied", None, None, None))

    def test_conditions_that_decided(self):
        policy = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {
            "StringEquals": {"aws:PrincipalAccount": "111122223333", "aws:SourceVpc": "vpc-1"}}}}
        one = scenario(identityPolicies=[policy])
        for context, expected in (({}, ["StringEquals aws:SourceVpc"]),
                                  ({"aws:SourceVpc": "vpc-1"},
                                   ["StringEquals aws:PrincipalAccount", "StringEquals aws:SourceVpc"])):
            one["request"]["context"] = context
            done = self.configrule("simulate", "--format=json", "-", stdin=json.dumps(one))
            self.assertEqual(lines(done.stdout)[0]["conditions"], expected)

    def test_table_and_standard_input(self):
        text = json.dumps([scenario(name="a", expect="Allowed"),
                           scenario("ses:SendEmail", expect="ExplicitlyDenied")])
        done = self.configrule("simulate", "-", stdin=text, status=1)
        head, first, second, count = done.stdout.splitlines()
        for word in ("SCENARIO", "DECISION", "POLICY", "STATEMENT", "REASON"):
            self.assertIn(word, head)
        self.assertIn("a ", first)
        self.assertIn("[1]", second)
        self.assertIn("Allowed, not ExplicitlyDenied", second)
        self.assertEqual(count, "1 as expected, 1 not")
        done = self.configrule("simulate", "-", stdin=json.dumps(scenario()))
        self.assertEqual(done.stdout.splitlines()[-1],
                         "0 as expected, 0 not, 1 without an expectation")

    def test_policies_in_files(self):
        os.mkdir(os.path.join(self.folder, "policies"))
        self.write("policies/deny.json", DENY)
        policies = [FULL, {"file": "policies/deny.json"}]
        path = self.write("s.json", scenario("ses:SendEmail", identityPolicies=policies))
        done = self.configrule("simulate", "--format=json", path)
        self.assertEqual(lines(done.stdout)[0]["policy"], "policies/deny.json")
        whole = {"file": os.path.join(self.folder, "policies/deny.json")}
        done = self.configrule("simulate", "--format=json", "-",
                               stdin=json.dumps(scenario("ses:SendEmail", identityPolicies=[whole])))
        self.assertEqual(lines(done.stdout)[0]["decision"], "ExplicitlyDenied")
        for wrong, message in (({"file": "none.json"}, "none.json"), ({"file": "-"}, "path of a file"),
                               ({"file": 7}, "path of a file"), ({"file": "x", "a": 1}, "unknown key a"),
                               ({"file": "."}, "identityPolicies[0]: .: ")):
            with self.subTest(wrong):
                path = self.write("s.json", scenario(identityPolicies=[wrong]))
                self.assertIn(message, self.configrule("simulate", path, status=2).stderr)

    def test_what_is_no_scenario_is_named_and_the_rest_is_decided(self):
        cases = [
            (scenario(reqest=1), "unknown key reqest (did you mean request?)"),
            ({"identityPolicies": []}, "request is missing"),
            ({"request": []}, "request: not a JSON object"),
            (7, "not a JSON object"),
            (scenario(name=7), "name is not a string"),
            (scenario(expect="allowed"), "expect \"allowed\" is neither"),
            (scenario(identityPolicies=FULL), "identityPolicies is not an array of policies"),
            (scenario(serviceControlPolicies={}), "serviceControlPolicies is not an array of levels"),
            (scenario(serviceControlPolicies=[FULL]), "serviceControlPolicies[0] is not an array"),
            (scenario(resourcePolicy=[FULL]), "resourcePolicy: the policy is neither"),
            (scenario(identityPolicies=[{"Statement": {"Efect": "Deny"}}]),
             "identityPolicies[0]: Statement: unknown key Efect (did you mean Effect?)"),
            ({"request": {**scenario()["request"], "principal": "bedrock.amazonaws.com"},
              "identityPolicies": [FULL]}, "do not apply to principal bedrock.amazonaws.com"),
        ]
        path = self.write("s.json", [case for case, _ in cases] + [scenario()])
        done = self.configrule("simulate", "--format", "json", path, status=2)
        said = lines(done.stdout)
        self.assertEqual([one["decision"] for one in said], [None] * len(cases) + ["Allowed"])
        for (_, message), one in zip(cases, said):
            self.assertIn(message, one["error"])
        for (_, message), said in zip(cases, done.stderr.splitlines(), strict=True):
            self.assertIn(message, said)
        for text in ("", "[]", "{", "nul"):
            self.assertIn("s.json: ", self.configrule("simulate", self.write("s.json", text), status=2).stderr)

    def test_a_value_that_cannot_be_judged_is_no_decision(self):
        policy = {"Statement": {"Sid": "Ip", "Effect": "Allow", "Action": "*", "Resource": "*",
                                "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}}
        one = scenario(identityPolicies=[policy])
        for context, message in (({"aws:SourceIp": "ten"}, "has \"ten\" for aws:SourceIp"),
                                 ({"aws:SourceIp": ["10.0.0.1", "10.0.0.2"]}, "has 2 values")):
            one["request"]["context"] = context
            done = self.configrule("simulate", self.write("s.json", one), status=2)
            self.assertEqual(done.stdout, "0 as expected, 0 not, 1 not decided\n")
            self.assertIn("identityPolicies[0]: Statement: ", done.stderr)
            self.assertIn(message, done.stderr)

    def test_requests_are_warned_of(self):
        region = {"Version": "2012-10-17", "Statement": [
            FULL["Statement"],
            {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
                "StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}}]}
        cases = [
            (scenario("bedrock:Converse"), "is authorised as bedrock:InvokeModel"),
            (scenario("bedrock:InvokeModle"), "(did you mean InvokeModel?)"),
            (scenario("bedrok:InvokeModel"), "the action bedrok:invokemodel is of no service known as of "),
            (scenario(serviceControlPolicies=[[region]]), "lacks aws:RequestedRegion, which AWS always"),
            (scenario("bedrock:InvokeModel", resourceControlPolicies=[[]]), None),
            (scenario("bedrock:InvokeModel", resourceControlPolicies=[[
                {**FULL, "Statement": {**FULL["Statement"], "Principal": "*"}}]]),
             "resource control policies do not restrict bedrock:invokemodel"),
        ]
        other = scenario("bedrock:InvokeModel")
        other["request"]["resource"] = "arn:aws:sqs:eu-central-1:111122223333:q"
        cases.append((other, "and arn:aws:sqs:eu-central-1:111122223333:q is none of those known as of "))
        misspelt = scenario()
        misspelt["request"]["context"] = {"aws:RequestRegion": "eu-west-1"}
        cases.append((misspelt, "aws:RequestRegion of the context is no key known as of "))
        cases.append((misspelt, "(did you mean aws:RequestedRegion?)"))
        for one, message in cases:
            with self.subTest(message):
                done = self.configrule("simulate", self.write("s.json", one))
                self.assertEqual(done.stderr.count("warning: [0]: "), 1 if message else 0, done.stderr)
                self.assertIn(message or "", done.stderr)

    def test_several_files_are_told_apart(self):
        paths = [self.write(name, scenario()) for name in ("a.json", "b.json")]
        done = self.configrule("simulate", *paths)
        self.assertIn("FILE", done.stdout.splitlines()[0])
        self.assertIn("a.json", done.stdout.splitlines()[1])
        self.assertIn("2 without an expectation", done.stdout)

    def test_what_a_user_has_not_is_refused(self):
        for members, message in (
            ({"sessionPolicies": [FULL]}, "sessionPolicies do not apply to principal"),
            ({"identityPolicies": ["full.json"]}, "for a file write {\"file\": \"full.json\"}"),
            ({"serviceControlPolicies": [FULL]}, "give one for each level"),
            ({"Statement": []}, "a policy, not a scenario"),
        ):
            done = self.configrule("simulate", self.write("s.json", scenario(**members)), status=2)
            self.assertIn(message, done.stderr)

    def test_warnings_are_said_once(self):
        policy = {"Statement": {"Effect": "Allow", "Action": "bedrock:InvokeModle", "Resource": "*"}}
        self.write("p.json", policy)
        path = self.write("s.json", [scenario(identityPolicies=[{"file": "p.json"}])] * 3)
        done = self.configrule("simulate", path)
        self.assertEqual(done.stderr.count("InvokeModle"), 1)
        self.assertIn("s.json: warning: p.json: Statement: Action: ", done.stderr)
        inline = [scenario(name=name, identityPolicies=[policy]) for name in "ab"]
        done = self.configrule("simulate", self.write("s.json", inline), path)
        self.assertIn("s.json: warning: a: identityPolicies[0]: Statement: Action: ", done.stderr)
        self.assertIn("s.json: warning: b: identityPolicies[0]: Statement: Action: ", done.stderr)
        bucket = {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}
        done = self.configrule("simulate", self.write("s.json", scenario(resourcePolicy=bucket)))
        self.assertIn("give resourceAccount", done.stderr)
        one = scenario(resourcePolicy=bucket)
        one["request"]["resourceAccount"] = "444455556666"
        self.assertEqual(self.configrule("simulate", self.write("s.json", one)).stderr, "")

    def test_what_hangs_on_a_key_that_is_not_given_is_undecided(self):
        session = "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Ops_89abcdef01234567/eve"
        deny = {"Version": "2012-10-17", "Statement": {
            "Sid": "ByPath", "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
                "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/aws-reserved/*"}}}}
        one = scenario(name="by path", serviceControlPolicies=[[FULL, deny]])
        one["request"]["principal"] = session
        path = self.write("s.json", one)
        done = self.configrule("simulate", "--format=json", path, status=2)
        self.assertIn("by path: serviceControlPolicies[0][1]: Statement (ByPath): the decision hangs on "
                      "aws:PrincipalArn", done.stderr)
        self.assertIn("role/[PATH/]AWSReservedSSO_Ops_89abcdef01234567", lines(done.stdout)[0]["error"])
        self.assertIsNone(lines(done.stdout)[0]["decision"])
        one["serviceControlPolicies"][0].append(DENY)
        one["request"]["action"] = "ses:SendEmail"  # whatever the path is
        self.assertEqual(lines(self.configrule("simulate", "--format=json", self.write("s.json", one)).stdout)[0]
                         ["decision"], "ExplicitlyDenied")

    def test_more_than_aws_attaches(self):
        long = {"Version": "2012-10-17", "Statement": {
            "Effect": "Deny", "Action": "*", "Resource": ["arn:aws:s3:::%04d/*" % i for i in range(600)]}}
        for members, message in (
                ({"serviceControlPolicies": [[FULL], [FULL, long]]}, "serviceControlPolicies[1][1]: "),
                ({"serviceControlPolicies": [[FULL] * 11]}, "serviceControlPolicies[0]: 11 policies"),
                ({"resourceControlPolicies": [[]] * 8}, "resourceControlPolicies: 8 levels"),
                ({"permissionBoundaries": [FULL, FULL]}, "permissionBoundaries: 2 policies"),
                ({"resourcePolicies": []}, None),
                ({"resourcePolicy": BUCKET, "resourcePolicies": [BUCKET]}, "both resourcePolicy and "),
                ({"resourcePolicies": [BUCKET, BUCKET]}, "resourcePolicies: 2 policies")):
            with self.subTest(message):
                done = self.configrule("simulate", self.write("s.json", scenario(**members)),
                                       status=2 if message else 0)
                self.assertIn(message or "", done.stderr)

    def test_what_is_not_modelled_is_warned_of(self):
        model = scenario("bedrock:InvokeModel", identityPolicies=[{
            "Version": "2012-10-17", "Statement": {
                "Effect": "Allow", "Action": "bedrock:*", "Resource": "*", "Condition": {
                    "StringEquals": {"aws:ResourceAccount": "111122223333"}}}}])
        model["request"]["resource"] = "arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0"
        key = scenario("kms:Decrypt", identityPolicies=[FULL])
        key["request"]["resource"] = "arn:aws:kms:eu-west-1:111122223333:key/k"
        nobody = scenario(identityPolicies=[], resourcePolicy=BUCKET)
        nobody["request"].update(principal="anonymous", resourceAccount="111122223333")
        for one, message in ((model, "do not say what aws:ResourceAccount is for a foundation model"),
                             (key, "grants of AWS KMS are not considered"),
                             (nobody, "Block Public Access of Amazon S3 is not considered")):
            with self.subTest(message):
                self.assertIn(message, self.configrule("simulate", self.write("s.json", one)).stderr)
        model["identityPolicies"] = [FULL]
        key["resourcePolicy"] = BUCKET
        for one in (model, key):
            self.assertEqual(self.configrule("simulate", self.write("s.json", one)).stderr, "")

    def test_a_rule_of_a_service_decides_without_a_policy(self):
        one = scenario("sts:GetCallerIdentity", identityPolicies=[DENY])
        one["request"]["resource"] = "*"
        line = lines(self.configrule("simulate", "--format=json", self.write("s.json", one)).stdout)[0]
        self.assertEqual((line["decision"], line["policyType"], line["policy"], line["statement"]),
                         ("Allowed", None, None, None))
        self.assertIn("https://docs.aws.amazon.com/STS/", line["reason"])

    def test_usage(self):
        self.assertIn("no FILE", self.configrule("simulate", status=2).stderr)
        self.assertIn("--format xml", self.configrule("simulate", "--format", "xml", "x", status=2).stderr)

    def test_names_do_not_reach_the_terminal(self):
        path = self.write("s.json", scenario(name="\u001b[31mred", expect="ImplicitlyDenied"))
        done = self.configrule("simulate", path, status=1)
        self.assertNotIn("\x1b", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
