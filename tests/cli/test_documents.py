"""What configrule says of the rules, and what our pages say of it."""

import glob
import json
import os
import re
import shlex
import subprocess
import unittest

from tests.harness.configrule import ROOT, ConfigruleTest, strip


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
            self.assertIn(rule["severity"], ("critical", "high", "medium", "low"))
            self.assertTrue(rule["controls"])
            asks = any(parameter["required"] for parameter in rule["parameters"])
            cheap = rule["resourceTypes"] == ["AWS::::Account"] or not rule["reads"]
            self.assertEqual(rule["enabledByDefault"], cheap and not asks)
            words = [rule["name"], *rule["resourceTypes"], *rule["reads"], f"Severity:       {rule['severity']}\n"]
            words += [f"  {one['standard']} {one['id']}\n      {one['source']}\n" for one in rule["controls"]]
            for word in words + [p["name"] for p in rule["parameters"]]:
                self.assertIn(word, shown)
            self.assertIn(rule["name"], self.configrule("list").stdout)
        self.assertEqual(json.loads(self.configrule("catalogue", "--json").stdout), rules)

    def test_pages_show_what_is_printed(self):
        """Each console listing of the pages that a reader is to repeat; warnings come first."""
        for page in ("README.md", "docs/simulate/README.md"):
            with open(os.path.join(ROOT, page), encoding="utf-8") as file:
                listings = re.findall(r"(?ms)^```console\n\$ build/release/configrule (.*?[^\\])\n(.*?)^```",
                                      file.read())
            self.assertTrue(listings, page)
            for command, shown in listings:
                with self.subTest(page=page, command=command):
                    words = shlex.split(command.replace("\\\n", ""))
                    words = [path for word in words
                             for path in sorted(glob.glob(word, root_dir=ROOT)) or [word]]
                    done = subprocess.run([self.program, *words], cwd=ROOT, capture_output=True,
                                          text=True, timeout=60, check=False)
                    self.assertEqual(strip(done.stderr + done.stdout), strip(shown))


if __name__ == "__main__":
    unittest.main()
