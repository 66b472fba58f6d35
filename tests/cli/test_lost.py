"""Rules that end the program: what they were evaluating is named, and the rest goes on."""

import os
import signal
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

from tests.cli.shapes import ITEM, NOTIFICATION
from tests.harness.configrule import ConfigruleTest, lines


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

    def test_a_worker_process_that_is_ended_from_outside_leaves_the_output(self):
        output = os.path.join(self.folder, "output")
        paths = [self.write(f"{name}.json", {**NOTIFICATION, "rule": name}) for name in ("one", "other")]
        with subprocess.Popen(
            [self.program, "run", "--rule", "passes", "--format=json", "--verbose", "--output", output, *paths, "-"],
            stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ) as run:  # fmt: skip
            for path in paths:  # the first is done when the second begins
                self.assertIn(path, run.stderr.readline())
            with open(f"/proc/{run.pid}/task/{run.pid}/children", encoding="utf-8") as children:
                os.kill(int(children.read()), signal.SIGTERM)
            said = run.communicate(timeout=60)[1]
        self.assertIn("the evaluation was ended by Terminated", said)
        self.assertNotIn("cannot be written", said)
        self.assertEqual(run.returncode, 2)
        with open(output, encoding="utf-8") as file:
            self.assertIn(paths[0], [one["file"] for one in lines(file.read())])


if __name__ == "__main__":
    unittest.main()
