"""Which files configrule run and test read of the paths they are given: directories, too."""

import gzip
import json
import os
import unittest

from tests.harness.configrule import ITEM, OUTSIDE, RULE, VOLUME, ConfigruleTest, lines

OTHER = {**ITEM, "resourceType": "AWS::EC2::VPC"}
FIXTURE = {
    "scenario": "outside any VPC",
    "rule": "bedrock-agent-vpc-required",
    "configurationItem": ITEM,
    "expect": {"complianceType": "NON_COMPLIANT", "annotation": OUTSIDE["annotation"]},
}


class Paths(ConfigruleTest):
    def put(self, name, content):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        opened = gzip.open if name.endswith(".gz") else open
        with opened(path, "wt", encoding="utf-8") as file:
            json.dump(content, file)
        return path

    def test_directories_are_run_in_order(self):
        names = ["b/c.json", "B.json", "a.json", "a-b.json", "b/.json.d/x.json.gz", "b/a.json.gz"]
        for name in names:
            self.put(name, {**ITEM, "resourceId": name})
        for name in ("notes.txt", ".hidden.json", ".git/x.json", "json", "a.json.bak", "b/.json"):
            self.put(name, "not read")
        os.symlink("..", os.path.join(self.folder, "b", "up"))
        os.symlink("../a.json", os.path.join(self.folder, "b", "z.json"))
        done = self.configrule("run", *RULE, "--format=json", self.folder, status=1)
        self.assertEqual([one["resourceId"] for one in lines(done.stdout)],
                         ["B.json", "a-b.json", "a.json", "b/a.json.gz", "b/c.json", "a.json"])
        self.assertEqual(lines(done.stdout)[3]["file"], os.path.join(self.folder, "b/a.json.gz"))
        done = self.configrule("run", *RULE, "--format=json", os.path.join(self.folder, "b/"), self.folder + "/a.json", status=1)
        self.assertEqual([one["resourceId"] for one in lines(done.stdout)], ["b/a.json.gz", "b/c.json", "a.json", "a.json"])

    def test_fixtures_of_directories(self):
        self.put("rule/one.json", FIXTURE)
        self.put("rule/more/two.json", {**FIXTURE, "expect": []})
        done = self.configrule("test", self.folder, status=1)
        self.assertIn("FAILED " + os.path.join(self.folder, "rule/more/two.json"), done.stdout)
        self.assertEqual(done.stdout.splitlines()[-1], "1 passed, 1 failed")
        done = self.configrule("test", "--quiet", os.path.join(self.folder, "rule/one.json"))
        self.assertEqual((done.stdout, done.stderr), ("", ""))
        done = self.configrule("test", "--verbose", os.path.join(self.folder, "rule/one.json"))
        self.assertEqual(done.stderr, f"configrule: {self.folder}/rule/one.json: passed\n")

    def test_a_fixture_on_standard_input(self):
        done = self.configrule("test", "-", stdin=json.dumps({**FIXTURE, "expect": []}), status=1)
        self.assertIn("FAILED -: outside any VPC", done.stdout)
        self.assertEqual(self.configrule("test", "-", stdin=json.dumps(FIXTURE)).stdout, "1 passed, 0 failed\n")

    def test_what_holds_nothing_is_an_error(self):
        os.mkdir(os.path.join(self.folder, "empty"))
        good = self.put("good/item.json", ITEM), self.put("good/fixture/fixture.json", FIXTURE)
        for command, rule, path, status_alone in (("run", RULE, good[0], 1), ("test", [], good[1], 0)):
            for wrong, why in (("empty", "no *.json in it"), ("missing", "cannot be opened: No such file or directory")):
                with self.subTest(f"{command} {wrong}"):
                    self.configrule(command, *rule, path, status=status_alone)
                    wrong = os.path.join(self.folder, wrong)
                    done = self.configrule(command, *rule, wrong, path, status=2)
                    self.assertEqual(done.stderr, f"configrule: {wrong}: {why}\n")
                    self.assertTrue(done.stdout)  # the others run
                    self.configrule(command, *rule, wrong, status=2)

    def test_a_fixture_is_no_event(self):
        path = self.put("fixture.json", FIXTURE)
        done = self.configrule("run", path, status=2)
        self.assertEqual(done.stderr, f"configrule: {path}: this is a fixture: use configrule test {path}\n")

    def test_in_a_directory_what_no_rule_evaluates_is_skipped(self):
        self.use_other_rules()
        self.put("items/vpc.json", OTHER)
        self.put("items/list.json", [OTHER, OTHER, {**OTHER, "resourceType": "AWS::EC2::Subnet"}])
        directory = os.path.join(self.folder, "items")
        skipped = [
            f"configrule: {directory}/list.json: 3 items of 2 types skipped, which no rule evaluates",
            f"configrule: {directory}/vpc.json: 1 item of 1 type skipped, which no rule evaluates",
        ]
        done = self.configrule("run", directory, status=2)
        self.assertEqual(done.stderr.splitlines(), skipped + [
            "configrule: run: nothing was evaluated: no rule is for what is in the input"])
        done = self.configrule("run", "--quiet", directory, status=2)
        self.assertEqual(len(done.stderr.splitlines()), 1)
        # Exit statuses are those of the rest.
        self.put("items/x.json", {**VOLUME, "configurationItemStatus": "ResourceDeleted"})
        self.assertEqual(self.configrule("run", directory).stderr.splitlines(), skipped)
        self.put("items/y.json", VOLUME)
        self.assertEqual(self.configrule("run", directory, status=1).stderr.splitlines(), skipped)


if __name__ == "__main__":
    unittest.main()
