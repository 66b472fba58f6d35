"""What the bootstrap writes to its standard output, line by line."""

import json
import time
import unittest

from tests.harness.events import CONFIGURATION, MEMBER, VPC_RULE, change, function_item, of, scheduled
from tests.harness.replies import (
    ROLE_SECRET, ROLE_TOKEN, SESSION_TOKEN, Reply, aws_error, pages, role_credentials, role_key_id,
)  # fmt: skip
from tests.harness.run import ALLOW_OTHERS, BootstrapTest
from tests.harness.runtime_api import Invocation

TIMESTAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")
UNITS = ("Count", "Milliseconds", "Microseconds", "Seconds", "Bytes", "None")
COUNTS = ("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "EVALUATION_FAILED", "Failures")
# One of each: good, refused by the Runtime API (a warning), broken, and failed by AWS.
EVENTS = [change(), change(), change(rule="bad\n\"\x01name"), change()]
REFUSED = [Reply(202, {}), Reply(400, {"errorType": "InvalidRequestID"})]
DENIED = {"PutEvaluations": [{}, {}, aws_error("AccessDeniedException")]}


class Lines(BootstrapTest):
    def noisy_run(self, **env):
        run = self.run_bootstrap(list(map(Invocation, EVENTS)), REFUSED, {**DENIED}, env)
        self.assertServed(run, ["response", "response", "error", "error"])
        return run

    def test_each_line_is_one_json_object(self):
        run = self.noisy_run()
        self.assertEqual(run.errors, "")
        self.assertTrue(run.output.endswith("\n"))
        for line in run.output.splitlines():
            one = json.loads(line)
            if "_aws" in one:
                continue
            self.assertRegex(one["timestamp"], f"^{TIMESTAMP}$")
            self.assertIn(one["level"], LEVELS)
            self.assertIsInstance(one["message"], str)
            self.assertTrue(one["message"])
        said = [one for one in run.log if one["level"] == "ERROR"]
        ids = [one.request_id for one in run.api.invocations]
        self.assertEqual({one.get("requestId") for one in said} & set(ids), set(ids[2:]))
        self.assertIn("bad \" name", "".join(one["message"] for one in said))
        warned = {one.get("requestId") for one in run.log if one["level"] == "WARN"}
        self.assertEqual(warned & set(ids), {ids[1]})

    def test_request_id_belongs_to_the_current_invocation(self):
        run = self.noisy_run(AWS_LAMBDA_LOG_LEVEL="DEBUG")
        ids = [one.request_id for one in run.api.invocations]
        lines = map(json.loads, run.output.splitlines())
        seen = [line["requestId"] for line in lines if "requestId" in line]
        self.assertEqual(list(dict.fromkeys(seen)), ids)
        self.assertEqual(seen, sorted(seen, key=ids.index), "an id came back after its invocation")

    def test_lines_between_invocations_have_no_request_id(self):
        run = self.run_bootstrap([change(), Reply(403, {}), change()])
        self.assertServed(run, ["response", "response"])
        between = [one for one in run.log if "/next" in one["message"]]
        self.assertTrue(between)
        self.assertFalse([one for one in between if "requestId" in one])

    def test_level(self):
        cases = {"ERROR": "WARN", "error": "WARN", "FATAL": "ERROR", "WARN": "INFO"}
        for level, dropped in cases.items():
            with self.subTest(level):
                run = self.noisy_run(AWS_LAMBDA_LOG_LEVEL=level)
                levels = {one["level"] for one in run.log}
                self.assertFalse(levels & set(LEVELS[: LEVELS.index(dropped) + 1]))
                self.assertEqual(len(run.metrics), len(EVENTS))
                for one in run.metrics:  # or Lambda's own filter takes it for INFO and drops it
                    self.assertIn(one["level"].upper(), LEVELS[LEVELS.index(level.upper()) :])
                if level == "WARN":
                    self.assertIn("WARN", levels)

    def test_no_line_of_its_own_is_forged(self):
        for form in ("JSON", "Text"):
            with self.subTest(form):
                refused = [Reply(400, b'one\n{"level":"INFO"}\r\x1b[31m')]
                run = self.run_bootstrap([change()], refused, env={"AWS_LAMBDA_LOG_FORMAT": form})
                (line,) = [line for line in run.output.splitlines() if "refused an answer" in line]
                self.assertIn('{', line.split("one", 1)[1])
                self.assertNotIn("\x1b", run.output)

    def test_no_token_that_aws_quotes_is_shown(self):
        """AWS answers a wrong signature with the canonical request, which holds the session token."""
        own = f"should have been 'POST / x-amz-security-token:{SESSION_TOKEN}'"
        roles = f"should have been 'POST / x-amz-security-token:{ROLE_TOKEN}{role_key_id(MEMBER)}'"
        quotes = lambda text: aws_error("InvalidSignatureException", 403, text)  # noqa: E731
        for name, event, replies in (
            ("our own", change(), {"PutEvaluations": quotes(own)}),
            ("as HTML", change(), {"PutEvaluations": Reply(403, f"<p>{own}")}),
            ("a role's", of(MEMBER), {"PutEvaluations": quotes(roles)}),
            ("a role's secret", of(MEMBER), {"PutEvaluations": quotes(ROLE_SECRET + role_key_id(MEMBER))}),
            ("new ones, cut", of(MEMBER), {"AssumeRole": Reply(206, role_credentials("ASIA").body[:-80])}),
            ("new ones, refused", of(MEMBER), {"AssumeRole": Reply(403, "x" + role_credentials("ASIA").body)}),
        ):
            with self.subTest(name):  # that nothing is shown is checked in every run
                event = Invocation(event, seconds=2)
                run = self.run_bootstrap([event], aws=replies, env={**ALLOW_OTHERS, "AWS_LAMBDA_LOG_LEVEL": "TRACE"})
                self.assertServed(run, ["error"])

    def test_no_password_of_a_proxy_is_shown(self):
        proxies = ("http://user:PROXYPASSWORD@127.0.0.1:99999", "ftp://user:PROXYPASSWORD@127.0.0.1:1")
        for proxy in proxies:
            with self.subTest(proxy):
                env = {"AWS_ENDPOINT_URL": "https://127.0.0.1:{aws}", "https_proxy": proxy}
                run = self.run_bootstrap([Invocation(change(), seconds=2)], env=env)
                self.assertServed(run, ["error"])
                self.assertNotIn("PROXYPASSWORD", run.output + str(run.posts[0].body))

    def test_odd_settings_are_harmless(self):
        for env in (
            {"AWS_LAMBDA_LOG_LEVEL": "LOUD"},
            {"AWS_LAMBDA_LOG_LEVEL": ""},
            {"AWS_LAMBDA_LOG_FORMAT": "xml"},
        ):
            with self.subTest(env=env):
                self.assertTrue(self.noisy_run(**env).log)

    def test_text(self):
        for value in ("Text", "TEXT", "text"):
            with self.subTest(value):
                run = self.noisy_run(AWS_LAMBDA_LOG_FORMAT=value)
                lines = [line for line in run.output.splitlines() if not line.startswith('{"_aws"')]
                self.assertEqual(len(run.metrics), len(EVENTS))
                self.assertTrue(lines)
                for line in lines:
                    self.assertRegex(line, f"^{TIMESTAMP} ({'|'.join(LEVELS)}) ")
                self.assertIn(run.api.invocations[2].request_id, "".join(lines))

    def test_metrics(self):
        items = [
            function_item("a"),
            function_item("b"),
            function_item("c", subnets=()),
            function_item("d", agent=False),
        ]
        items.append(function_item("e", agent=False, supplementaryConfiguration={"Policy": "{"}))
        events = [
            scheduled(VPC_RULE), change(), change(function_item(agent=False)), change(rule="none")
        ]
        run = self.run_bootstrap(events, aws={"SelectResourceConfig": pages(items)})
        self.assertServed(run, ["error", "response", "response", "error"])
        self.assertEqual(len(run.metrics), len(events))
        expected = [(2, 1, 1, 1, 1), (1, 0, 0, 0, 0), (0, 0, 1, 0, 0), (0, 0, 0, 0, 1)]
        for one, invocation, counts in zip(run.metrics, run.api.invocations, expected):
            self.assertEqual(one["requestId"], invocation.request_id)
            self.assertLess(abs(one["_aws"]["Timestamp"] / 1000 - time.time()), 120)
            (directive,) = one["_aws"]["CloudWatchMetrics"]
            units = {metric["Name"]: metric["Unit"] for metric in directive["Metrics"]}
            self.assertTrue(directive["Namespace"])
            for name, unit in units.items():
                self.assertIn(unit, UNITS)
                self.assertIsInstance(one[name], (int, float))
                self.assertGreaterEqual(one[name], 0)
            for dimension in (name for names in directive["Dimensions"] for name in names):
                self.assertIsInstance(one[dimension], str)
                self.assertTrue(one[dimension])
            self.assertEqual({*COUNTS, "Duration"}, set(units))
            # The order that the line has had from the beginning.
            self.assertEqual(list(one["_aws"]), ["CloudWatchMetrics", "Timestamp"])
            self.assertEqual(list(one), ["_aws", "timestamp", "level", "requestId", "Rule", *units])
            self.assertEqual(tuple(one[name] for name in COUNTS), counts)
            self.assertLess(one["Duration"], 30000)

    def test_output_and_errors_are_utf8(self):
        """run_bootstrap() checks it in every run; here is what might break a character."""
        binary = b'\xff\xfe\x80 "\n' + "\U0001f600".encode() * 200
        emoji = ["x" * i + "\U0001f600" * 1000 for i in range(4)]
        cases = {f"rule name {i}": dict(nexts=[change(rule=name)]) for i, name in enumerate(emoji)}
        cases["next"] = dict(nexts=[Reply(403, binary), change()])
        cases["post"] = dict(nexts=[change()], posts=[Reply(400, binary)])
        cases["id"] = dict(
            nexts=[change(function_item("\U0001f600" * 190))],
            aws={"PutEvaluations": aws_error("X")},
        )
        for i, text in enumerate(emoji):
            cases[f"error message {i}"] = dict(
                nexts=[change()], aws={"PutEvaluations": aws_error("X", 400, text)}
            )
        header = Reply(400, b"{}", {"x-amzn-ErrorType": "B\xe9d"})
        cases["error code"] = dict(nexts=[change()], aws={"PutEvaluations": header})
        for name, case in cases.items():
            for text in ("JSON", "Text"):
                with self.subTest(name, text=text):
                    self.assertTrue(
                        self.run_bootstrap(**case, env={"AWS_LAMBDA_LOG_FORMAT": text}).lived
                    )

    def test_no_secret_and_no_event_in_any_line(self):
        """run_bootstrap() looks for the markers in every run; here is what might print them."""
        broken = json.dumps(change(function_item(configuration={"x": CONFIGURATION}))).encode()
        events = [
            change(), scheduled(), scheduled(VPC_RULE),
            broken[:-300], broken + b"}", json.dumps(CONFIGURATION).encode(),
            {"key1": CONFIGURATION}, change(function_item(configuration=CONFIGURATION)),
            change(function_item(configuration=[CONFIGURATION])),
            change(
                function_item(agent=False, supplementaryConfiguration={"Policy": CONFIGURATION})
            ),
            *(
                change(function_item(agent=False, supplementaryConfiguration={"Policy": json.dumps(policy)}))
                for policy in (
                    {"Statement": {"Effect": CONFIGURATION}},
                    {"Statement": [{"Sid": CONFIGURATION, "Effect": "Allow", "Principal": "*", "Action": CONFIGURATION}]},
                    {"Version": CONFIGURATION, "Statement": []},
                    {CONFIGURATION: 1},
                )
            ),
            change(ruleParameters='{"tagKey"'),
            change(),
        ]  # fmt: skip
        denied = aws_error(
            "InvalidSignatureException", 403, "The signature we calculated does not match"
        )
        for level in ("TRACE", "DEBUG", "INFO"):
            for text in ("JSON", "Text"):
                with self.subTest(level=level, text=text):
                    run = self.run_bootstrap(
                        events,
                        aws={"PutEvaluations": [{}, aws_error("ThrottlingException"), {}, denied]},
                        env={"AWS_LAMBDA_LOG_LEVEL": level, "AWS_LAMBDA_LOG_FORMAT": text},
                    )
                    self.assertTrue(run.lived)
                    self.assertEqual(len(run.posts), len(events))


if __name__ == "__main__":
    unittest.main()
