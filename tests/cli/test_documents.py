"""What configrule says of itself and of the rules: help, completions, lists; and what our pages say of it."""

import glob
import json
import os
import re
import shlex
import subprocess
import unittest

from tests.harness.configrule import ROOT, ConfigruleTest, event, strip


class Usage(ConfigruleTest):
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
