"""Many invocations in one process: connections and memory stay what they were."""

import json
import unittest

from harness import (
    SANITIZED, VPC_RULE, BootstrapTest, Invocation, change, function_item, oversized, pages,
    role_credentials, scheduled,
)  # fmt: skip
from test_accounts import ENV, MEMBER, SECOND, key, of, soon

COUNT, WARM = (1000, 100) if SANITIZED else (10000, 1000)
GROWTH_KIB, PEAK_KIB = 128, 12 * 1024


def memory_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        lines = dict(line.split(":", 1) for line in status)
    return {name: int(lines[name].split()[0]) for name in ("VmRSS", "VmHWM")}


class Soak(BootstrapTest):
    def test_many_invocations(self):
        events = [
            (change(), "response"),
            (change(function_item(subnets=())), "response"),
            (scheduled(), "response"),
            (oversized(), "response"),
            ({"key1": "value1"}, "error"),
            (scheduled(VPC_RULE), "response"),
            (change(function_item("x" * 500, agent=False)), "response"),
            (b"not JSON", "error"),
            (of(MEMBER), "response"),
            (of(SECOND), "response"),
        ]
        encoded = [e if isinstance(e, bytes) else json.dumps(e).encode() for e, _ in events]
        nexts = (Invocation(encoded[i % len(events)]) for i in range(COUNT))
        seen = {}

        def measure(polls, pid):  # at this point the program waits for an answer
            if polls in (WARM + 1, COUNT + 1):
                seen[polls - 1] = memory_kib(pid)

        run = self.run_bootstrap(
            nexts,
            aws={
                "SelectResourceConfig": pages([function_item(f"f{i}") for i in range(3)]),
                # They end so soon that every call has new ones.
                "AssumeRole": role_credentials(key(MEMBER), soon(1)),
            },
            env=ENV,
            keep=False,
            before_next=measure,
            limit_s=120,
        )
        self.assertTrue(run.lived, f"exit {run.exit}: {(run.output + run.errors)[-800:]}")
        failing = sum(kind == "error" for _, kind in events)
        self.assertEqual(
            run.api.answered,
            {
                "response": COUNT // len(events) * (len(events) - failing),
                "error": COUNT // len(events) * failing,
            },
        )
        self.assertEqual(run.aws.counts["PutEvaluations"], run.api.answered["response"])
        self.assertEqual((run.api.connections, run.aws.connections), (1, 1))
        self.assertEqual(len(run.metrics), COUNT)
        if SANITIZED:
            print("\nmemory figures skipped: a sanitizer's allocator never gives memory back")
            return
        growth = seen[COUNT]["VmRSS"] - seen[WARM]["VmRSS"]
        print(f"\nafter {WARM}: {seen[WARM]} KiB, after {COUNT}: {seen[COUNT]} KiB")
        self.assertLessEqual(growth, GROWTH_KIB)
        self.assertLess(seen[COUNT]["VmHWM"], PEAK_KIB)


if __name__ == "__main__":
    unittest.main()
