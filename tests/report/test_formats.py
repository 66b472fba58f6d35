"""What configrule shows of evaluations and decisions: tables in terminals of any width, JSON lines, JUnit's XML."""

import json
import os
import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ElementTree

from tests.harness.configrule import ITEM, REPLIES, RULE, SCHEDULED, VOLUME, ConfigruleTest, TerminalTest, lines

WHERE = {
    "accountId": "444455556666",
    "awsRegion": "eu-west-1",
    "arn": "arn:aws:lambda:eu-west-1:444455556666:function:orders",
}
SCENARIO = {
    "request": {"action": "s3:GetObject", "resource": "arn:aws:s3:::drafts/1",
                "principal": "arn:aws:iam::111122223333:user/eve", "resourceAccount": "111122223333"},
}  # fmt: skip
ALLOW = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
DENY = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}}


def named(function, **members):
    """An item whose annotation is "Function <function> is not in a VPC."."""
    return {**ITEM, **members, "configuration": {**ITEM["configuration"], "functionName": function}}


def cells(text):
    """An entry for each column of the terminal: a wide character takes two."""
    taken = []
    for character in text:
        if unicodedata.combining(character):
            taken[-1] += character
        else:
            taken += [character, ""] if unicodedata.east_asian_width(character) in "WF" else [character]
    return taken


class Widths(TerminalTest):
    TITLE = re.compile(r"\b(RULE|ACCOUNT|REGION|RESOURCE(?! TYPE)|RESOURCE TYPE|COMPLIANCE|ANNOTATION)\b")

    def row(self, width, item, **variables):
        """What stands below each title, of a table with one row: the texts of its lines."""
        path = self.write("item.json", item)
        shown = self.terminal(width, "run", *RULE, path, NO_COLOR="1", **variables)
        starts = [match.start() for match in self.TITLE.finditer(shown[0])]
        for line in shown:
            self.assertLessEqual(len(cells(line)), width, line)
            self.assertEqual(line, line.rstrip())
        if shown[1].strip() == "TYPE":
            del shown[1]
        columns = [
            ["".join(cells(line)[start:end]).strip() for line in shown[1:]]
            for start, end in zip(starts, [*starts[1:], None])
        ]
        return [[text for text in column if text] for column in columns]

    def test_words_are_whole_and_each_stays_in_its_column(self):
        annotation = "Function shop-agent-refund is not in a VPC."
        for width in (80, 100, 160, 400):
            with self.subTest(width):
                rule, kind, resource, compliance, said = self.row(width, named("shop-agent-refund"))
                self.assertEqual("".join(rule), RULE[1])
                self.assertEqual("".join(kind), "AWS::Lambda::Function")
                self.assertEqual(resource, ["orders"])
                self.assertEqual(compliance, ["NON_COMPLIANT"])
                self.assertEqual(" ".join(said), annotation)
        self.assertEqual(said, [annotation])

    def test_where_a_terminal_is_narrow_words_are_split_after_punctuation(self):
        self.assertEqual(
            self.row(80, named("shop-agent-refund", resourceId="shop-agent-refund")),
            [
                ["bedrock-", "agent-vpc-", "required"],
                ["AWS::", "Lambda::", "Function"],
                ["shop-agent-", "refund"],
                ["NON_COMPLIANT"],
                ["Function shop-agent-refund", "is not in a VPC."],
            ],
        )

    def test_a_long_word_is_split_anywhere(self):
        name = "f0" * 100
        for width in (60, 80, 100, 160):
            with self.subTest(width):
                _, _, resource, compliance, said = self.row(width, named(name[:64], resourceId=name))
                self.assertEqual("".join(resource), name)
                self.assertEqual("".join(compliance), "NON_COMPLIANT")
                self.assertEqual("".join(said).replace(" ", ""), f"Function{name[:64]}isnotinaVPC.")

    def test_wide_characters_take_two_columns(self):
        name = "注文処理" * 16  # 64 characters, 128 columns, no blank
        for width in (60, 80, 100, 160):
            with self.subTest(width):
                _, _, resource, _, said = self.row(width, named(name, resourceId="re\u0301sume\u0301-" + name))
                self.assertEqual("".join(resource), "re\u0301sume\u0301-" + name)
                self.assertEqual("".join(said).replace(" ", ""), f"Function{name}isnotinaVPC.")

    def test_a_control_character_is_shown_and_breaks_no_line(self):
        item = named("a\nb\x1b[31m\x9bc\td", resourceId="x\r\ny")
        _, _, resource, _, said = self.row(160, item)
        self.assertEqual(resource, [r"x\x0d\x0ay"])
        self.assertEqual(" ".join(said), r"Function a\x0ab\x1b[31m\xc2\x9bc\x09d is not in a VPC.")

    def test_what_turns_the_direction_of_text_is_shown(self):
        *_, said = self.row(160, named("a\u202egnp.b\u2069\u200e"))
        self.assertEqual(" ".join(said), "Function a\\xe2\\x80\\xaegnp.b\\xe2\\x81\\xa9\u200e is not in a VPC.")

    def test_blanks_end_no_line(self):
        for width in range(80, 100):
            *_, said = self.row(width, named("two   blanks   " * 4))
            self.assertEqual(" ".join(said).split(), f"Function {'two blanks ' * 4} is not in a VPC.".split())

    def test_columns_overrides_the_terminal(self):
        self.assertEqual(self.row(400, named("a"), COLUMNS="70"), self.row(70, named("a")))
        for nonsense in ("", "0", "-5", "wide"):
            self.assertEqual(self.row(400, named("a"), COLUMNS=nonsense), self.row(400, named("a")))

    def test_without_a_known_width_a_row_is_a_line(self):
        path = self.write("items.json", [named(f"function-{i}" * 10) for i in range(3)])
        self.assertEqual(len(self.terminal(0, "run", *RULE, path)), 4)
        done = subprocess.run([self.program, "run", *RULE, path], env={**os.environ, "COLUMNS": "40"},
                              capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
        self.assertEqual(len(done.stdout.splitlines()), 4)

    def test_a_terminal_too_narrow_for_anything_loses_nothing(self):
        shown = self.terminal(5, "run", *RULE, self.write("item.json", named("a")), NO_COLOR="1")
        for word in ("Function", "VPC.", "orders"):
            self.assertIn(word, " ".join(shown))

    def test_other_tables_fit_too(self):
        scenario = self.write("s.json", {**SCENARIO, "name": "somebody reads what nobody has published yet",
                                         "identityPolicies": [ALLOW, DENY]})  # fmt: skip
        for command in (["list"], ["simulate", scenario]):
            for width in (80, 100, 160):
                with self.subTest(command, width=width):
                    shown = self.terminal(width, *command, NO_COLOR="1")
                    self.assertGreater(len(shown), 2)
                    self.assertLessEqual(max(map(len, shown)), width)


class Columns(ConfigruleTest):
    def test_a_long_cell_takes_its_length_and_not_the_square_of_it(self):
        name = "x" * 4_000_000  # minutes, if each character looked at all that follow
        self.assertIn(name, self.configrule("run", *RULE, self.write("a.json", {**ITEM, "resourceId": name}), status=1).stdout)

    def titles(self, *items):
        path = self.write("items.json", [*items])
        head = self.configrule("run", *RULE, path, status=1).stdout.splitlines()[0]
        return [title for title in ("ACCOUNT", "REGION") if title in head]

    def test_account_and_region_are_columns_where_they_differ(self):
        one, other = {**ITEM, **WHERE}, {**ITEM, **WHERE, "awsRegion": "eu-west-3"}
        foreign = {**ITEM, "accountId": "777788889999", "awsRegion": "eu-west-1"}
        self.assertEqual(self.titles(one, one), [])
        self.assertEqual(self.titles(one, ITEM), [])  # which does not say
        self.assertEqual(self.titles(one, other), ["REGION"])
        self.assertEqual(self.titles(ITEM, one, foreign), ["ACCOUNT"])
        self.assertEqual(self.titles(foreign, other), ["ACCOUNT", "REGION"])
        done = self.configrule("run", *RULE, self.write("items.json", [one, foreign]), status=1)
        for row, account in zip(done.stdout.splitlines()[1:], ("444455556666", "777788889999"), strict=True):
            self.assertIn(account, row)

    def test_what_is_skipped_is_no_result(self):
        self.use_other_rules()
        vpc = {"resourceType": "AWS::EC2::VPC", "resourceId": "v", "configuration": {}}
        path = self.write("snapshot.json", {"fileVersion": "1.0", "configurationItems": [vpc, VOLUME, vpc]})
        for form in ("table", "json", "junit", "put-evaluations"):
            done = self.configrule("run", "--format", form, path, status=1)
            self.assertEqual(done.stderr, f"configrule: {path}: 2 items of 1 type skipped, which no rule evaluates\n")
            self.assertNotIn("skipped, which", done.stdout)


class Lines(ConfigruleTest):
    def line(self, *arguments, status=1, stdin=""):
        done = self.configrule("run", *RULE, "--format=json", *arguments, status=status, stdin=stdin)
        (line,) = lines(done.stdout)
        return line

    def test_what_an_item_says(self):
        line = self.line(self.write("item.json", {**ITEM, **WHERE}))
        self.assertEqual({key: line[key] for key in WHERE}, WHERE)
        self.assertEqual(line["configurationItemCaptureTime"], ITEM["configurationItemCaptureTime"])

    def test_what_it_does_not_say_is_absent(self):
        item = {key: value for key, value in ITEM.items() if key != "configurationItemCaptureTime"}
        line = self.line("-", stdin=json.dumps(item))
        self.assertEqual([*line], ["rule", "severity", "resourceType", "resourceId", "complianceType", "annotation",
                                   "orderingTimestamp", "file"])  # fmt: skip
        self.assertEqual(line["file"], "-")

    def test_a_line_is_json_whatever_bytes_the_name_of_the_file_has(self):
        for name, shown in ((b"\xc2", "\\xc2"), (b"\xe2\x82", "\\xe2\\x82"), ("€ü\x85\x7f".encode(), "€ü\x85\x7f")):
            with self.subTest(name):
                path = self.write(os.fsdecode(name), ITEM)
                self.assertEqual(self.line(path)["file"], os.path.join(self.folder, shown))

    def test_a_listed_resource_says_all_of_its_own(self):
        recorded = {**ITEM, **WHERE, "tags": [{"key": "BedrockAgent", "value": "true"}],
                    "configurationItemCaptureTime": "2026-02-03T04:05:06.007Z"}  # fmt: skip
        reply = {"service": "config", "operation": "SelectResourceConfig", "reply": {"Results": [json.dumps(recorded)]}}
        scheduled = self.write("scheduled.json", {**SCHEDULED, "awsAccountId": WHERE["accountId"]})
        line = self.line("--replies", self.write("replies.json", [reply]), scheduled)
        self.assertEqual({key: line[key] for key in WHERE}, WHERE)
        self.assertEqual(line["configurationItemCaptureTime"], "2026-02-03T04:05:06.007Z")
        self.assertEqual(line["orderingTimestamp"], 1468446600.373)  # of the notification

    def test_the_account_itself(self):
        done = self.configrule("run", "--rule", "cloudtrail-enabled", "--format=json", "--replies", REPLIES,
                               self.write("scheduled.json", SCHEDULED))  # fmt: skip
        (line,) = lines(done.stdout)
        self.assertEqual(line["accountId"], SCHEDULED["awsAccountId"])
        self.assertLessEqual({"awsRegion", "arn", "configurationItemCaptureTime"} & set(line), set())


class JUnit(ConfigruleTest):
    def suite(self, *arguments, status):
        done = self.configrule(*arguments, "--format", "junit", status=status)
        return ElementTree.fromstring(done.stdout).find("testsuite"), done

    def test_a_resource_is_a_case(self):
        items = [named("outside"), named("untagged", tags={}, supplementaryConfiguration={}),
                 named("inside"),
                 {**ITEM, "resourceId": "unsaid", "configuration": None}]  # fmt: skip
        items[2]["configuration"] = {"functionName": "inside", "vpcConfig": {"subnetIds": ["subnet-a0000000"], "securityGroupIds": []}}
        path = self.write("items.json", items)
        suite, done = self.suite("run", *RULE, path, status=2)
        counts = [suite.get(name) for name in ("tests", "failures", "errors", "skipped")]
        self.assertEqual(counts, ["4", "1", "1", "1"])
        kinds = [[child.tag for child in case] for case in suite]
        self.assertEqual(kinds, [["properties", "failure"], ["properties", "skipped"], ["properties"], ["properties", "error"]])
        for case in suite:
            self.assertEqual([one.attrib for one in case.find("properties")], [{"name": "severity", "value": "medium"}])
        failure = suite[0].find("failure")
        self.assertEqual((failure.get("message"), failure.text), ("NON_COMPLIANT", "Function outside is not in a VPC."))
        self.assertEqual(suite[0].attrib, {"classname": RULE[1], "name": "AWS::Lambda::Function orders", "file": path})
        self.assertIn("unsaid", done.stderr)

    def test_text_that_xml_has_no_form_for(self):
        name = 'a\nb\x1b\x01<c>&"\'\td\ufffe\u0085'
        suite, _ = self.suite("run", *RULE, self.write("item.json", named(name, resourceId=name)), status=1)
        visible = 'a\nb\\x1b\\x01<c>&"\'\td\\xef\\xbf\\xbe\\xc2\\x85'
        self.assertEqual(suite[0].get("name"), f"AWS::Lambda::Function {visible}")
        self.assertEqual(suite[0].find("failure").text, f"Function {visible} is not in a VPC.")

    def test_no_resource(self):
        suite, _ = self.suite("run", *RULE, self.write("none.json", []), status=0)
        self.assertEqual((suite.get("tests"), len(suite)), ("0", 0))


class Decisions(TerminalTest):
    RED, GREEN = "\x1b[31m", "\x1b[32m"

    def test_a_policy_has_the_name_of_its_file_and_an_inline_one_its_key(self):
        os.mkdir(os.path.join(self.folder, "policies"))
        self.write("policies/deny.json", DENY)
        for policies, name in (
            ({"identityPolicies": [ALLOW, {"file": "policies/deny.json"}]}, "policies/deny.json"),
            ({"identityPolicies": [ALLOW, DENY]}, "identityPolicies[1]"),
            ({"identityPolicies": [ALLOW], "serviceControlPolicies": [[ALLOW], [ALLOW, DENY]]}, "serviceControlPolicies[1][1]"),
            ({"resourcePolicy": {"Statement": {**DENY["Statement"], "Principal": "*"}}}, "resourcePolicy"),
            ({"identityPolicies": []}, None),
        ):
            with self.subTest(name):
                path = self.write("s.json", {**SCENARIO, **policies})
                (line,) = lines(self.configrule("simulate", "--format=json", path).stdout)
                self.assertEqual(line["policy"], name)
                shown = self.configrule("simulate", path)
                self.assertIn(name or "ImplicitlyDenied", shown.stdout)
                self.assertNotIn("(null)", shown.stdout + shown.stderr)

    def test_red_is_what_was_not_expected(self):
        """So an expected denial is green; where nothing is expected, nothing has failed or passed."""
        for policies, decision in (([ALLOW], "Allowed"), ([ALLOW, DENY], "ExplicitlyDenied"), ([], "ImplicitlyDenied")):
            for expect, color in ((decision, self.GREEN), (None, ""), ("Allowed" if policies != [ALLOW] else "ImplicitlyDenied", self.RED)):
                with self.subTest(decision, expect=expect):
                    scenario = {**SCENARIO, "identityPolicies": policies}
                    if expect:
                        scenario["expect"] = expect
                    shown = "\n".join(self.terminal(200, "simulate", self.write("s.json", scenario)))
                    self.assertEqual(set(re.findall("\x1b\\[3[0-9]m", shown)), {color} - {""})
                    self.assertIn(color + decision, shown)
