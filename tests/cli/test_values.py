"""The values of parameters, as the table of values that Terraform is held to has them."""

import json
import os
import subprocess
import unittest

from tests.harness.configrule import REPLIES, ROOT, RULE, SCHEDULED, ConfigruleTest

VALUES = os.path.join(ROOT, "terraform", "modules", "catalogue", "tests", "values.json")


def valid_value(values, rule, parameter):
    """The first that the table has of a parameter, for a rule that needs one."""
    return next(one["value"] for one in values if (one["rule"], one["parameter"], one["valid"]) == (rule, parameter, True))


class Values(ConfigruleTest):
    def test_each_value_of_the_table(self):
        schedule = self.write("schedule.json", SCHEDULED)
        with open(REPLIES, encoding="utf-8") as file:
            recorded = [one for one in json.load(file) if one["operation"] != "SelectResourceConfig"]
        nothing = {"service": "config", "operation": "SelectResourceConfig", "reply": {"Results": []}}
        replies = self.write("replies.json", [*recorded, nothing])  # no resources but the account
        with open(VALUES, encoding="utf-8") as file:
            values = json.load(file)
        rules = {rule["name"]: rule for rule in json.loads(self.configrule("list", "--format", "json").stdout)}
        for case in values:
            with self.subTest(case):
                given = {one["name"]: valid_value(values, case["rule"], one["name"])
                         for one in rules[case["rule"]]["parameters"] if one["required"]}  # fmt: skip
                given[case["parameter"]] = case["value"]
                parameters = [word for name, value in given.items() for word in ("--param", f"{name}={value}")]
                done = subprocess.run(
                    [self.program, "run", "--rule", case["rule"], "--replies", replies, *parameters, schedule],
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


if __name__ == "__main__":
    unittest.main()
