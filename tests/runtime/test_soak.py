"""
Many invocations in one process, a calm tenth of them and then some faults: what AWS Config is told
is right each time, connections and memory stay what they were.

In the environment: INVOCATIONS, and SEED for the faults of an earlier run.
"""

import json
import os
import random
import unittest

from tests.harness.aws import DEFAULT_REPLIES
from tests.harness.events import MEMBER, SECOND, VPC_RULE, change, function_item, of, oversized, scheduled
from tests.harness.replies import CLOSED, RESET, Reply, pages, role_credentials, role_key_id, soon
from tests.harness.run import ALLOW_OTHERS, BootstrapTest
from tests.harness.runtime_api import ACCEPTED, Invocation
from tests.harness.server import SANITIZED

COUNT = int(os.environ.get("INVOCATIONS") or (1000 if SANITIZED else 10000))
CALM = COUNT // 10  # until then nothing goes wrong; from then on memory must not grow
FAULTY = 0.05  # of the invocations
# What an allocator that is reused needs a little more of, here and there; a leak of one byte in each
# of 200,000 invocations would be more.
GROWTH_KIB = 128

ANNOTATED = function_item("x" * 500, agent=False)
EVENTS = [  # and what AWS Config has to accept; None: an error
    (change(), {"f": "COMPLIANT"}),
    (change(function_item(subnets=())), {"f": "NON_COMPLIANT"}),
    (scheduled(), {"123456789012": "NON_COMPLIANT"}),
    (oversized(), {"f": "COMPLIANT"}),
    ({"key1": "value1"}, None),
    (scheduled(VPC_RULE), {f"f{i}": "COMPLIANT" for i in range(3)}),
    (change(ANNOTATED), {"x" * 500: "NOT_APPLICABLE"}),
    (b"not JSON", None),
    (of(MEMBER), {"f": "COMPLIANT"}),
    (of(SECOND), {"f": "COMPLIANT"}),
]
REPLIES = {
    **DEFAULT_REPLIES,
    "SelectResourceConfig": pages([function_item(f"f{i}") for i in range(3)]),
    # They end so soon that every call has new ones.
    "AssumeRole": role_credentials(role_key_id(MEMBER), soon(1)),
}
PUT_ALL = REPLIES["PutEvaluations"]
REFUSED = {"errorType": "InvalidStateTransition"}



def said(code):
    """An error in a header, which services of JSON and of XML have in common."""
    return Reply(400, b"", {"x-amzn-ErrorType": code})


# One of these meets the next request there. The last ones of AWS are fatal to their invocation.
UNHEARD = Reply(body=PUT_ALL, cut=-5, end="reset")  # AWS Config took them, and nobody learns of it
PASSING = [
    said("ThrottlingException"), Reply(503, "<html>"), Reply(200, "<html>"), RESET, CLOSED, UNHEARD,
    said("ExpiredTokenException"),
]  # fmt: skip
FATAL = [said("AccessDeniedException"), said("ValidationException"), Reply(302), Reply(body=b" " * (17 << 20))]
POSTS = [RESET, CLOSED, Reply(202, {"status": "OK"}, cut=-5, end="close"), *(Reply(s, REFUSED) for s in (400, 403, 410, 413))]
NEXTS = [RESET, CLOSED, Reply(403, REFUSED), Reply(body="{}", cut=40, end="close")]


def memory_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        lines = dict(line.split(":", 1) for line in status)
    return int(lines["VmRSS"].split()[0])


class Weather:
    """Scripts both servers, and looks at what came of each invocation when the program asks for the next."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.aws = self.on_aws = self.on_post = self.fault = None
        self.wrong, self.done, self.faults, self.failed, self.kind = [], 0, 0, 0, None

    def replies(self):
        return {operation: self.reply(step) for operation, step in REPLIES.items()}

    def reply(self, good):
        def answer(asked):
            step, self.on_aws = self.on_aws or good, None
            return step(asked) if callable(step) else step

        return answer

    def posts(self):
        def answer(request):
            self.kind = self.kind or request.path.rsplit("/", 1)[1]
            step, self.on_post = self.on_post or ACCEPTED, None
            return step

        while True:
            yield answer

    def nexts(self):
        encoded = [e if isinstance(e, bytes) else json.dumps(e).encode() for e, _ in EVENTS]
        for i in range(COUNT):
            self.fault = None
            if i >= CALM and self.chance.random() < FAULTY:
                self.faults += 1
                asks = EVENTS[i % len(EVENTS)][1] is not None
                where = self.chance.choice(("next", "post", "aws", "fatal") if asks else ("next", "post"))
                self.fault = self.chance.choice({"next": NEXTS, "post": POSTS, "aws": PASSING, "fatal": FATAL}[where])
                if where == "next":
                    yield self.fault
                elif where == "post":
                    self.on_post = self.fault
                else:
                    self.on_aws = self.fault
            self.done = i + 1
            yield Invocation(encoded[i % len(EVENTS)])
            self.expect(i, EVENTS[i % len(EVENTS)][1], self.fault in FATAL)

    def expect(self, i, expected, may_fail):
        """Everything was accepted as expected; or the invocation failed, and a part of it at most."""
        held = {one["ComplianceResourceId"]: one["ComplianceType"] for one in self.aws.accepted}
        kind, expected = "error" if expected is None else "response", expected or {}
        twice = len(self.aws.accepted) > len(held)
        good = self.kind == kind and held == expected and (not twice or self.fault is UNHEARD)
        if may_fail and self.kind == "error" and held.items() <= expected.items():
            good = True
            self.failed += kind == "response"
        if not good:
            self.wrong.append(f"invocation {i} after {self.fault}: {self.kind}, {held}")
        self.aws.accepted, self.kind, self.on_aws, self.on_post = [], None, None, None


class Soak(BootstrapTest):
    def test_many_invocations(self):
        seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(1 << 32))
        print(f"\n{COUNT} invocations, SEED={seed}")
        weather, memory, connections = Weather(seed), {}, []

        def measure(polls, pid):  # at this point the program waits for an answer
            if polls == CALM + 1:
                connections.append(weather.aws.connections)
            if weather.done % (COUNT // 10) == 0:
                memory[weather.done] = memory_kib(pid)

        def prepare(aws):
            weather.aws = aws

        run = self.run_bootstrap(
            weather.nexts(),
            weather.posts(),
            aws=weather.replies(),
            env=ALLOW_OTHERS,
            keep=False,
            before_next=measure,
            prepare=prepare,
            limit_s=60 + COUNT / 50,
        )
        self.assertTrue(run.lived, f"exit {run.exit}: {(run.output + run.errors)[-800:]}")
        self.assertEqual(weather.wrong[:5], [])
        self.assertEqual(connections, [1], "in the calm")
        self.assertEqual(len(run.metrics), COUNT)
        print(f"{weather.faults} faults, {weather.failed} invocations failed for them")
        if SANITIZED:
            print("memory figures skipped: a sanitizer's allocator never gives memory back")
            return
        print("\n".join(f"after {at}: {kib} KiB" for at, kib in memory.items()))
        self.assertLessEqual(memory[COUNT] - memory[CALM], GROWTH_KIB, "KiB more than after the calm")


if __name__ == "__main__":
    unittest.main()
