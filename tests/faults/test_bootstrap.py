"""Runs the real bootstrap through every fault of faults.py: what AWS Config holds, what Lambda is told, the process.

FAULTS=WORD in the environment: only the faults with WORD in their names.
"""

import os
import unittest
from concurrent.futures import ThreadPoolExecutor

from tests.faults.faults import FAULTS, NOTHING, PUT_ALL, SUCCESS, ids
from tests.harness.aws import AwsEndpoint
from tests.harness.certificates import CAN_CERTIFY, certificates_for, tls_endpoint
from tests.harness.events import CAPTURED_S, NOTIFIED_S, change, function_item
from tests.harness.run import BootstrapTest, run
from tests.harness.runtime_api import API, Invocation

WORKERS = 6  # most of a fault is waiting
OTHERS = ("before", "next")  # resources of the invocations around the one that meets the fault
CERTIFICATES = {"good": ("IP:127.0.0.1",), "other": ("DNS:elsewhere.example",), "expired": ("IP:127.0.0.1", -1)}


def until_the_next(step):
    """A PutEvaluations that answers so until the next invocation puts its own."""
    if isinstance(step, list):
        return step
    return lambda asked: PUT_ALL if ids(asked) == ["next"] else step(asked) if callable(step) else step


class Faults(BootstrapTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = certificates_for(cls, CERTIFICATES if CAN_CERTIFY else {})

    def run_fault(self, fault):
        first = fault.event if isinstance(fault.event, Invocation) else Invocation(fault.event, fault.seconds)
        aws = dict(fault.aws)
        if "PutEvaluations" in aws:
            aws["PutEvaluations"] = until_the_next(aws["PutEvaluations"])
        beside = fault.beside() if fault.beside else None
        if fault.certificate:
            beside = tls_endpoint(self.folder, fault.certificate)()
        env = {k: v and v.replace("{folder}", self.folder) for k, v in fault.env.items()}
        endpoint = AwsEndpoint
        if fault.over_tls:
            endpoint = tls_endpoint(self.folder, "good")
            env |= {"AWS_ENDPOINT_URL": "https://127.0.0.1:{aws}", "AWS_CA_BUNDLE": self.folder + "/good.pem"}
        nexts = [*fault.before, first, change(function_item("next"))]
        return first, beside, run(
            nexts, fault.posts, aws, env, prepare=fault.prepare, beside=beside, endpoint=endpoint
        )

    def test_faults(self):
        word = os.environ.get("FAULTS", "")
        faults = [one for group in FAULTS.values() for one in group if word in one.name]
        if not CAN_CERTIFY:
            print("\nskipped: the openssl command makes certificates")
            faults = [one for one in faults if not (one.certificate or one.over_tls)]
        self.assertEqual(len({one.name for one in faults}), len(faults), "names must differ")
        with ThreadPoolExecutor(WORKERS) as pool:
            for fault, (first, beside, result) in zip(faults, pool.map(self.run_fault, faults)):
                with self.subTest(fault.name):
                    self.check_run(result)
                    self.check_process(fault, result)
                    self.check_lambda(fault, first, result)
                    self.check_config(fault, result)
                    if fault.certificate:
                        self.assertEqual(beside.requests, [], "nothing is sent to whom we do not trust")
        print(f"\n{len(faults)} faults")

    def check_process(self, fault, result):
        said = (result.output + result.errors)[-800:]
        self.assertEqual(result.lived, not fault.exits, said)
        self.assertEqual(result.exit, 1, said)
        self.assertLess(result.api.polls, 50)
        if not fault.exits:
            self.assertEqual(result.kinds[-1], "response", said)

    def check_lambda(self, fault, first, result):
        """What the Runtime API was told of the invocation, or of the process that cannot start."""
        posts = result.posts_for(first)
        known = {one.request_id for one in result.api.invocations} | {"init"}
        for post in result.posts:
            self.assertIn(post.path.split("/")[-2], known, "half an invocation was answered")
        if fault.told is NOTHING:
            self.assertEqual(result.posts, [])
        elif not fault.starts:
            self.assertEqual([post.path for post in result.posts], [API + "init/error"])
            self.check_error(fault.told, result.posts[0])
        else:
            if fault.answers:
                self.assertEqual(len(posts), fault.answers)
            self.assertEqual(len({(post.path, post.body) for post in posts}), 1)
            self.assertEqual(posts[0].path.endswith("/response"), fault.told is SUCCESS, posts[0].body)
            if fault.told is not SUCCESS:
                self.check_error(fault.told, posts[0])
            if first.seconds > 0:
                self.assertLess(posts[0].at, first.deadline)
        if fault.log:
            self.assertIn(fault.log, " ".join(one["message"] for one in result.log))

    def check_error(self, told, post):
        error = post.json()
        self.assertEqual(error["errorType"], told.error_type, error)
        for words in (told.words, *told.more):
            self.assertIn(words, error["errorMessage"])

    def check_config(self, fault, result):
        """What AWS Config accepted, and that it is told the same of a resource however often it is told."""
        held = {}
        for one in result.aws.accepted:
            self.assertEqual(held.setdefault(one["ComplianceResourceId"], one), one)
            self.assertIn(one["OrderingTimestamp"], (CAPTURED_S, NOTIFIED_S), "the event's own time")
        self.assertEqual(len(held) < len(result.aws.accepted), fault.again)
        found = {name: one["ComplianceType"] for name, one in held.items() if name not in OTHERS}
        self.assertEqual(found, fault.holds)
        self.assertEqual("next" in held, not fault.exits)
        puts, sizes = {}, []
        for request in result.aws.requests:
            operation, asked = request.call()
            if operation == "PutEvaluations":
                self.assertEqual(puts.setdefault(tuple(ids(asked)), request.body), request.body)
                sizes += [len(ids(asked))] if ids(asked)[:1] not in (["before"], ["next"]) else []
        self.assertEqual(sizes, fault.sizes or sizes)
        for operation, count in fault.calls.items():
            others = operation == "PutEvaluations" and len(set(OTHERS) & set(held))
            self.assertEqual(result.aws.counts[operation] - others, count, operation)


if __name__ == "__main__":
    unittest.main()
