"""The bootstrap against a Runtime API that does everything the real one may do; faults are in tests/faults."""

import json
import random
import socket
import unittest

from tests.harness.events import (
    NOTIFIED, TRAIL_RULE, VPC_RULE, change, function_item, mutated, outer, oversized, scheduled, snapshot,
)  # fmt: skip
from tests.harness.replies import CLOSED, RESET, Reply
from tests.harness.run import ERROR_TYPE, BootstrapTest
from tests.harness.runtime_api import API, Invocation

MIB = 1 << 20


def dead_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Answers(BootstrapTest):
    def test_every_kind_of_event_is_answered(self):
        events = [change(), oversized(), scheduled(), snapshot(), scheduled(VPC_RULE)]
        run = self.run_bootstrap(events)
        self.assertServed(run, ["response"] * 5)
        self.assertEqual([len(run.posts_for(one)) for one in run.api.invocations], [1] * 5)
        self.assertEqual(run.aws.counts["PutEvaluations"], 5)
        self.assertEqual((run.api.connections, run.aws.connections), (1, 1))
        self.assertTrue(
            run.exit, "an answer of 500 to /next must end it with a status that is not 0"
        )

    def test_request_id_is_used_verbatim(self):
        odd = Invocation(change(), request_id="8476A536-e9f4-11e8_9739.2dfe598c3FCD~")
        self.assertServed(self.run_bootstrap([odd]), ["response"])

    def test_invocation_id_is_echoed_and_never_invented(self):
        nonce = {"Lambda-Runtime-Invocation-Id": "nonce-1"}
        lower = {"lambda-runtime-invocation-id": "nonce-2"}
        run = self.run_bootstrap(
            [
                Invocation(change(), headers=nonce),
                Invocation({}, headers=lower),
                Invocation(change()),
                Invocation({}),
            ]
        )
        self.assertServed(run, ["response", "error", "response", "error"])
        echoed = [post.headers.get("lambda-runtime-invocation-id") for post in run.posts]
        self.assertEqual(echoed, ["nonce-1", "nonce-2", None, None])

    def test_odd_invocation_id(self):
        for nonce in (
            "nonce\rX-Injected: 1", "nonce\r\n folded", "a\tb", "a\x01b", "\xff", "x" * 9000
        ):
            with self.subTest(nonce=nonce[:20]):
                odd = Invocation(change(), headers={"Lambda-Runtime-Invocation-Id": nonce})
                run = self.run_bootstrap([odd, change()])
                # Whatever becomes of the nonce, the answer must not be lost with it.
                self.assertServed(run, ["response", "response"])
                self.assertNotIn("x-injected", run.posts[0].headers)
                for name, value in run.posts[0].headers.items():
                    self.assertNotRegex(name + value, "[\r\n]")

    def test_post_has_a_length_and_no_expect(self):
        run = self.run_bootstrap([change(), {}])
        self.assertServed(run, ["response", "error"])
        for post in run.posts:
            self.assertEqual(post.headers.get("content-length"), str(len(post.body)))
            self.assertNotIn("expect", post.headers)
            self.assertNotIn("transfer-encoding", post.headers)


class Deliveries(BootstrapTest):
    def test_headers_may_be_absent_or_odd(self):
        names = ["Content-Type", "Lambda-Runtime-Deadline-Ms", "Lambda-Runtime-Trace-Id"]
        cases = [Invocation(change(), absent=[name]) for name in names]
        cases.append(Invocation(change(), absent=names))
        for deadline in ("", "soon", "-1", "1", "99999999999999999999", "1e99"):
            cases.append(Invocation(change(), headers={"Lambda-Runtime-Deadline-Ms": deadline}))
        cases.append(Invocation(change(), headers={"Lambda-Runtime-Client-Context": "x" * 16000}))
        run = self.run_bootstrap([*cases, change()])
        self.assertTrue(run.lived)
        for case, kind in zip(cases, run.kinds):
            with self.subTest(absent=case.absent, headers=str(case.headers)[:60]):
                # A deadline that has passed may fail the invocation, but must answer it.
                past = case.headers.get("Lambda-Runtime-Deadline-Ms") in ("-1", "1", "1e99")
                self.assertIn(kind, ["response", "error"] if past else ["response"])
        self.assertEqual(run.kinds[-1], "response")

    def test_framing(self):
        item = function_item()
        item["configuration"]["environment"] = "x" * 3 * MIB
        cases = {
            "chunked": Invocation(change(), chunked=True),
            "in single bytes": Invocation(change(), pieces=5000),
            "chunked in single bytes": Invocation(change(), chunked=True, pieces=5000),
            "3 MiB in 300 pieces": Invocation(change(item), pieces=300, pause=0.001),
            "3 MiB chunked in 300 pieces": Invocation(change(item), chunked=True, pieces=300),
            "late": Invocation(change(), delay=1.5),
        }
        run = self.run_bootstrap(list(cases.values()))
        self.assertServed(run, ["response"] * len(cases))
        self.assertEqual(len(run.aws.accepted), len(cases))
        self.assertEqual(run.api.connections, 1)

    def test_event_of_almost_6_mib_is_evaluated(self):
        item = function_item()
        item["configuration"]["environment"] = "x" * (6 * MIB - 8192)
        self.assertServed(self.run_bootstrap([change(item)]), ["response"])


class Start(BootstrapTest):
    def test_proxies_are_ignored(self):
        dead = f"http://127.0.0.1:{dead_port()}"
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            with self.subTest(name):
                # An event that is refused before AWS is asked: a proxy for AWS is another matter.
                self.assertServed(self.run_bootstrap([{}], env={name: dead}), ["error"])

    def test_unusable_environment(self):
        cases = [
            ({"AWS_REGION": None}, "AWS_REGION"),
            ({"AWS_REGION": ""}, "AWS_REGION"),
            ({"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "AWS_ACCESS_KEY_ID"),
            ({"AWS_ACCESS_KEY_ID": ""}, "AWS_ACCESS_KEY_ID"),
            ({"AWS_SECRET_ACCESS_KEY": None}, "AWS_SECRET_ACCESS_KEY"),
            ({"AWS_ENDPOINT_URL": "not a url"}, "AWS_ENDPOINT_URL"),
            ({"AWS_ENDPOINT_URL": "ftp://127.0.0.1"}, "AWS_ENDPOINT_URL"),
            ({"AWS_ENDPOINT_URL": "http://"}, "AWS_ENDPOINT_URL"),
            ({"AWS_ENDPOINT_URL": "http://127.0.0.1:99999"}, "AWS_ENDPOINT_URL"),
            ({"AWS_REGION": "eu-central-1/evil.example"}, "AWS_REGION"),
        ]
        for env, names in cases:
            with self.subTest(env=env):
                run = self.run_bootstrap([change()], env=env)
                self.assertEqual(
                    [(r.method, r.path) for r in run.api.requests], [("POST", API + "init/error")]
                )
                self.assertIn(names, run.posts[0].json()["errorMessage"])
                self.assertRegex(
                    run.posts[0].headers["lambda-runtime-function-error-type"], ERROR_TYPE
                )
                self.assertGreater(run.exit, 0)

    def test_refused_init_error_still_exits(self):
        for reply in (Reply(403, {}), Reply(500, {}), CLOSED, RESET):
            with self.subTest(reply=reply):
                run = self.run_bootstrap([], [reply] * 5, env={"AWS_REGION": None})
                self.assertGreater(run.exit, 0)
                self.assertEqual(run.api.polls, 0)

    def test_without_a_runtime_api(self):
        for value in (
            None, "", f"127.0.0.1:{dead_port()}", "not a host", "http://x:1/\r\n", "127.0.0.1:0"
        ):
            with self.subTest(value=value):
                run = self.run_bootstrap([], env={"AWS_LAMBDA_RUNTIME_API": value})
                self.assertIsNotNone(run.exit, "it still ran at the time limit")
                self.assertGreater(run.exit, 0)
                self.assertTrue((run.output + run.errors).strip(), "it must say why")


def deep(depth):
    return b"[" * depth


def raw(event, old, new):
    """The event's bytes with a text in them replaced, where JSON's own encoder would not put it."""
    encoded = json.dumps(event).encode()
    assert old in encoded
    return encoded.replace(old, new)


def invoking(**changes):
    """A change notification with members of its invokingEvent replaced; ...: taken away."""
    event = json.loads(change()["invokingEvent"])
    event.update(changes)
    return outer({k: v for k, v in event.items() if v is not ...})


def item(**changes):
    return change(function_item(**changes))


def parameters(text, **changes):
    return change(ruleParameters=text, **changes)


def supplementary(policy):
    return item(agent=False, supplementaryConfiguration={"Policy": policy})


# fmt: off
BROKEN = [
    # What is sent, and what the error must name.
    ("blank", b" \n", "event"),
    ("two documents", json.dumps(change()).encode() * 2, "event"),
    ("array", b"[]", "event"),
    ("null", b"null", "event"),
    ("string", b'"event"', "event"),
    ("number", b"1e999", "event"),
    ("deep nesting", deep(100000), "event"),
    ("deep nesting, closed", deep(100000) + b"]" * 100000, "event"),
    ("deep nesting in a member", b'{"x":' + deep(100000) + b"}", "event"),
    ("NULs", b"\0" * 100, "event"),
    ("a NUL inside", raw(change(), b"subnet-1", b"sub\0net"), "event"),
    ("u0000", raw(change(), b'"DETECTIVE"', b'"\\u0000"'), "event"),
    ("u0000 in the invokingEvent", raw(change(), b"subnet-1", b"\\\\u0000"), "invokingEvent"),
    ("invalid UTF-8", raw(change(), b"DETECTIVE", b"\xff\xfe"), "event"),
    ("overlong UTF-8", raw(change(), b"DETECTIVE", b"\xc0\x80"), "event"),
    ("UTF-8 of a surrogate", raw(change(), b"DETECTIVE", b"\xed\xa0\x80"), "event"),
    ("lone surrogate", raw(change(), b"DETECTIVE", b"\\ud800"), "event"),
    ("lone low surrogate", raw(change(), b"DETECTIVE", b"\\udc00"), "event"),
    ("lone surrogate inside", raw(change(), b"subnet-1", b"\\\\ud800"), "invokingEvent"),
    ("UTF-16", json.dumps(change()).encode("utf-16"), "event"),
    ("console test event", {"key1": "value1", "key2": "value2"}, "invokingEvent"),
    ("no invokingEvent", change(invokingEvent=...), "invokingEvent"),
    ("invokingEvent null", change(invokingEvent=None), "invokingEvent"),
    ("invokingEvent number", change(invokingEvent=7), "invokingEvent"),
    ("invokingEvent empty", change(invokingEvent=""), "invokingEvent"),
    ("invokingEvent not JSON", change(invokingEvent="{"), "invokingEvent"),
    ("invokingEvent array", change(invokingEvent="[1]"), "invokingEvent"),
    ("invokingEvent deep", change(invokingEvent="[" * 100000), "invokingEvent"),
    ("messageType unknown", invoking(messageType="Surprise"), "Surprise"),
    ("messageType absent", invoking(messageType=...), "messageType"),
    ("messageType number", invoking(messageType=1), "messageType"),
    ("configurationItem absent", invoking(configurationItem=...), "configurationItem"),
    ("configurationItem null", invoking(configurationItem=None), "configurationItem"),
    ("configurationItem string", invoking(configurationItem="x"), "configurationItem"),
    ("notificationCreationTime", invoking(notificationCreationTime="now"),
     "notificationCreationTime"),
    ("resourceType absent", item(resourceType=...), "resourceType"),
    ("resourceType number", item(resourceType=1), "resourceType"),
    ("resourceId absent", item(resourceId=...), "resourceId"),
    ("resourceId empty", item(resourceId=""), "resourceId"),
    ("status absent", item(configurationItemStatus=...), "configurationItemStatus"),
    ("status unknown", item(configurationItemStatus="Melted"), "Melted"),
    ("status number", item(configurationItemStatus=1), "configurationItemStatus"),
    ("capture time absent", item(configurationItemCaptureTime=...), "configurationItemCaptureTime"),
    ("capture time text", item(configurationItemCaptureTime="today"),
     "configurationItemCaptureTime"),
    ("capture time 30 February", item(configurationItemCaptureTime="2023-02-30T00:00:00Z"),
     "CaptureTime"),
    ("capture time huge", item(configurationItemCaptureTime=1e300), "configurationItemCaptureTime"),
    ("capture time negative", item(configurationItemCaptureTime=-1),
     "configurationItemCaptureTime"),
    ("capture time infinite",
     raw(item(configurationItemCaptureTime=12345), b": 12345,", b": 1e999,"),
     "CaptureTime"),
    ("configuration number", item(configuration=1), "configuration"),
    ("configuration array", item(configuration=[]), "configuration"),
    ("configuration broken text", item(configuration="{"), "configuration"),
    ("policy not JSON", supplementary("{"), "policy"),
    ("no time in a schedule", outer({"messageType": "ScheduledNotification"}, TRAIL_RULE),
     "notificationCreationTime"),
    ("no account",
     outer({"messageType": "ScheduledNotification", "notificationCreationTime": NOTIFIED},
           TRAIL_RULE, accountId=..., configRuleArn=...),
     "accountId"),
    ("no token", change(resultToken=...), "resultToken"),
    ("empty token", change(resultToken=""), "resultToken"),
    ("token null", change(resultToken=None), "resultToken"),
    ("token number", change(resultToken=5), "resultToken"),
    ("unknown rule", change(rule="no-such-rule"), "no-such-rule"),
    ("rule name of control characters", change(rule="bad\n\r\t\x1b\"\\name"), "configRuleName"),
    ("rule name of formats", change(rule="%s%n%s%n"), "%s%n%s%n"),
    ("rule name endless", change(rule="x" * 100000), "configRuleName"),
    ("rule name of emoji", change(rule="\U0001f600" * 1000), "configRuleName"),
    ("no rule name", change(configRuleName=...), "configRuleName"),
    ("rule name number", change(configRuleName=7), "configRuleName"),
    ("parameters not JSON", parameters("{"), "ruleParameters"),
    ("parameters cut", parameters('{"tagKey":"x"'), "ruleParameters"),
    ("parameters text", parameters("tagKey=x"), "ruleParameters"),
    ("parameters array", parameters("[]"), "ruleParameters"),
    ("parameters number", parameters("5"), "ruleParameters"),
    ("parameters true", parameters("true"), "ruleParameters"),
    ("parameters bare array", parameters([]), "ruleParameters"),
    ("parameters bare number", parameters(5), "ruleParameters"),
    ("parameters deep", parameters('{"tagKey":' + "[" * 100000), "ruleParameters"),
    ("parameters u0000", parameters('{"tagKey":"\\u0000"}'), "ruleParameters"),
    ("parameters surrogate", parameters('{"tagKey":"\\ud800"}'), "ruleParameters"),
    ("parameter unknown", parameters('{"colour":"red"}'), "colour"),
    ("parameter misspelt", parameters('{"tagkey":"x"}'), "tagKey"),
    ("parameter with an empty name", parameters('{"":"x"}'), "ruleParameters"),
    ("parameter object", parameters('{"tagKey":{}}'), "tagKey"),
    ("parameter array", parameters('{"subnetIds":["subnet-1"]}'), "subnetIds"),
    ("parameter boolean", scheduled(ruleParameters='{"bedrockEvents":"maybe"}'), "bedrockEvents"),
    ("parameter boolean number", scheduled(ruleParameters='{"bedrockEvents":1}'), "bedrockEvents"),
    ("parameter rule unknown", parameters('{"rule":"no-such-rule"}'), "no-such-rule"),
    ("parameter rule number", parameters('{"rule":5}'), "rule"),
]
# fmt: on


class BrokenInput(BootstrapTest):
    def test_each_is_answered_with_an_error_that_names_the_place(self):
        run = self.run_bootstrap([payload for _, payload, _ in BROKEN])
        kinds = run.kinds + [None] * len(BROKEN)
        for at, (name, _, place) in enumerate(BROKEN):
            with self.subTest(name):
                self.assertEqual(kinds[at], "error", (run.output + run.errors)[-300:])
                self.assertIn(place, run.error(at))
        self.assertTrue(run.lived)
        self.assertEqual(run.aws.calls("PutEvaluations"), [])

    def test_expensive_input(self):
        """Events that cost time or memory out of proportion: an answer, and the next is served."""
        many = 200000
        padding = {f"k{i}": "v" for i in range(many)}
        names = [f"subnet-{i}" for i in range(100000)]
        listed = [{"key": f"k{i}", "value": "v"} for i in range(many // 2)]
        cases = {
            "6 MiB of empty arrays": b"[" + b"[]," * (2 * MIB - 10) + b"0]",
            "6 MiB of empty arrays inside": change(item_with(configuration={"x": [[]] * 1400000})),
            "tags": change(item_with(tags=padding)),
            "tags as a list": change(item_with(tags=listed)),
            "supplementaryConfiguration": change(
                item_with(supplementaryConfiguration=padding, configuration="{}")
            ),
            "relationships": change(item_with(relationships=[{}] * 1000000)),
            "relationships of many members": change(item_with(relationships=[padding])),
            "configuration": change(item_with(configuration=padding)),
            "policy of one statement": change(
                item_with(
                    tags={},
                    supplementaryConfiguration={"Policy": {"Statement": {"x": [[]] * 1100000}}},
                )
            ),
            "subnets against allowed subnets": change(
                function_item(subnets=names), parameters={"subnetIds": ",".join(reversed(names))}
            ),
            "parameters": change(ruleParameters=json.dumps(padding)),
            "parameter of many items": change(parameters={"subnetIds": "a," * 2000000}),
            "equal keys": raw(change(), b'"DETECTIVE"', b'""' + b',"a":1' * 700000),
        }
        for name, event in cases.items():
            with self.subTest(name):
                run = self.run_bootstrap([Invocation(event, seconds=10), change()], limit_s=15)
                self.assertTrue(run.lived, f"exit {run.exit}: {(run.output + run.errors)[-300:]}")
                self.assertIn(run.kinds[0], ("response", "error"))
                self.assertEqual(run.kinds[1], "response")
                late = run.posts[0].at - run.api.invocations[0].deadline
                self.assertLess(late, 0, "answered after the deadline")

    def test_mutations(self):
        """Odd values anywhere, and broken bytes: each is answered; what is put fits the model."""
        odd, whole = [], [change(), oversized(), scheduled(), scheduled(VPC_RULE), snapshot()]
        for seed in range(600):
            event = whole[seed % len(whole)]
            inner = mutated(json.loads(event["invokingEvent"]), seed)
            odd.append(
                {
                    **(mutated(event, -seed) if seed % 3 == 0 else event),
                    "invokingEvent": json.dumps(inner),
                }
            )
        for seed in range(300):
            chance = random.Random(seed)
            text = bytearray(json.dumps(whole[seed % len(whole)]).encode())
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(len(text))
                text[at : at + chance.choice((0, 1, 1, 50))] = chance.choice(BYTES)
            odd.append(bytes(text))
        run = self.run_bootstrap([*odd, change()])
        kinds = run.kinds + [None] * len(odd)
        lost = [event for event, kind in zip(odd, kinds) if kind is None]
        self.assertFalse(lost[:1], (run.output + run.errors)[-500:])
        self.assertTrue(run.lived)


BYTES = [b"", b"\0", b"\xff", b'"', b"\\", b"{", b"}", b"-", b"null", b"\\u0000", b"\\ud800"]
BYTES += [b"[" * 2000, b"9" * 400]


def item_with(**changes):
    return {**function_item(), **changes}


if __name__ == "__main__":
    unittest.main()
