"""
Where memory ends: a periodic run over more resources than there is memory for, and events that
need more than there is. Each evaluation is put, or an error says how far the run came; the process
serves the next invocation. MEMORY_RUN="MB COUNT" in the environment is one run more, of COUNT
functions with names of 64 characters in a function of MB.
"""

import os
import re
import time

from tests.harness.events import VPC_RULE, function_item, scheduled
from tests.harness.replies import selected
from tests.harness.run import BootstrapTest
from tests.harness.runtime_api import Invocation
from tests.harness.server import SANITIZED

LONG = 64  # characters: the longest name of a function
DETAILS = {"GetComplianceDetailsByConfigRule": {"EvaluationResults": []}}


def name(number):
    return f"{number:0{LONG}}"


def listed(count, subnets=()):
    """A SelectResourceConfig over so many functions, made as they are asked for."""
    model = selected(function_item(name(0), subnets=subnets))

    def answer(asked):
        start = int(asked.get("NextToken", "0"))
        end = min(start + 100, count)
        reply = {"Results": [model.replace(name(0), name(i)) for i in range(start, end)]}
        return reply | ({"NextToken": str(end)} if end < count else {})

    return answer


class Memory(BootstrapTest):
    def run_over(self, megabytes, count, limit_s=120):
        """
        Two invocations of one process, and how many resources each of them evaluated: all up to there
        are put, or failed alone because they did not fit beside the others.
        """
        started = time.monotonic()
        run = self.run_bootstrap(
            [Invocation(scheduled(VPC_RULE), seconds=limit_s) for _ in range(2)],
            aws={"SelectResourceConfig": listed(count)} | DETAILS,
            env={"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(megabytes)},
            limit_s=limit_s,
        )
        took = (time.monotonic() - started) / 2
        numbers = [int(one["ComplianceResourceId"]) for one in run.aws.accepted]
        unread_by = {}
        for line in run.log:
            unread = re.search(r"Results\[(\d+)\] could not be evaluated: it needs more memory", line["message"])
            if unread:
                unread_by.setdefault(line["requestId"], []).append(int(unread[1]))
        second = numbers.index(0, 1) if numbers.count(0) == 2 else 0
        put = [numbers[:second], numbers[second:]]
        evaluated = []
        for one, half in zip(run.api.invocations, put, strict=True):
            both = sorted(half + unread_by.get(one.request_id, []))
            self.assertEqual(both, list(range(len(both))))
            evaluated.append(len(both))
        print(f"\n{megabytes} MB, {count} functions: {len(put[0])} and {len(put[1])} put, in {took:.1f} s each")
        return run, evaluated

    def assertBrokenOff(self, run, evaluated):
        self.assertServed(run, ["error", "error"])
        for i in range(2):
            broken = r"broke off after (\d+); .*raise the function's memory size"
            self.assertEqual(re.findall(broken, run.error(i)), [str(evaluated[i])])

    def test_all_fit(self):
        count = 6000 if SANITIZED else 15000
        run, evaluated = self.run_over(48, count)
        self.assertServed(run, ["response", "response"])
        self.assertEqual(evaluated, [count, count])

    def test_not_all_fit(self):
        run, evaluated = self.run_over(44, 20000)
        self.assertBrokenOff(run, evaluated)
        self.assertGreater(min(evaluated), 2000)
        self.assertLess(max(evaluated), 20000)

    def test_nothing_fits(self):
        run, evaluated = self.run_over(41, 100)
        self.assertServed(run, ["error", "error"])
        self.assertEqual(evaluated, [0, 0])
        self.assertIn("raise the function's memory size", run.error())

    if "MEMORY_RUN" in os.environ:

        def test_chosen(self):
            megabytes, count = map(int, os.environ["MEMORY_RUN"].split())
            run, evaluated = self.run_over(megabytes, count, limit_s=900)
            if min(evaluated) < count:
                self.assertBrokenOff(run, evaluated)
            else:
                self.assertServed(run, ["response", "response"])
