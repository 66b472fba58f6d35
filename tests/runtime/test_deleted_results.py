"""Results of resources that are gone become NOT_APPLICABLE in a periodic run, and no others."""

import unittest

from tests.harness.events import NOTIFIED_S, TRAIL_RULE, VPC_RULE, change, function_item, scheduled
from tests.harness.replies import aws_error, history_item, pages
from tests.harness.run import BootstrapTest

FUNCTION = "AWS::Lambda::Function"
DETAILS = "GetComplianceDetailsByConfigRule"
HISTORY = "GetResourceConfigHistory"


def result(name, kind=FUNCTION, ordering=NOTIFIED_S - 86400, mode="DETECTIVE", compliance="NON_COMPLIANT"):
    return {
        "EvaluationResultIdentifier": {
            "EvaluationResultQualifier": {
                "ConfigRuleName": VPC_RULE, "ResourceType": kind, "ResourceId": name, "EvaluationMode": mode,
            },
            "OrderingTimestamp": ordering,
        },
        "ComplianceType": compliance,
        "ResultRecordedTime": ordering + 1,
    }  # fmt: skip


def history(gone=(), unknown=(), gone_as="ResourceDeleted"):
    def answer(asked):
        if asked["resourceId"] in unknown:
            return aws_error("ResourceNotDiscoveredException")
        status = gone_as if asked["resourceId"] in gone else "OK"
        item = history_item(asked["resourceId"], configurationItemStatus=status)
        return {"configurationItems": [{**item, "resourceType": asked["resourceType"]}]}

    return answer


def result_pages(results, size=100):
    def answer(asked):
        start = int(asked.get("NextToken", "0"))
        more = {"NextToken": str(start + size)} if start + size < len(results) else {}
        return {"EvaluationResults": results[start : start + size], **more}

    return answer


class DeletedResults(BootstrapTest):
    def run_over(self, results, answers=None, listed=("here",), **changes):
        items = [function_item(name) for name in listed]
        aws = {"SelectResourceConfig": pages(items), DETAILS: result_pages(results), HISTORY: history()}
        return self.run_bootstrap([scheduled(VPC_RULE, **changes)], aws=aws | (answers or {}))

    def told(self, run):
        """What was put for resources that the run did not evaluate, sorted."""
        return sorted(
            (one["ComplianceResourceType"], one["ComplianceResourceId"])
            for one in run.aws.accepted
            if one.get("Annotation") == "The resource is no longer there."
        )

    def assertWarned(self, run, text):
        warnings = [one["message"] for one in run.log if one.get("level") == "WARN"]
        self.assertTrue(any("may stay" in one and text in one for one in warnings), warnings)

    def test_deleted(self):
        run = self.run_over([result("here"), result("gone"), result("lost")], {HISTORY: history(["gone"], ["lost"])})
        self.assertServed(run, ["response"])
        self.assertEqual(self.told(run), [(FUNCTION, "gone"), (FUNCTION, "lost")])
        for one in run.aws.accepted:
            self.assertEqual(one["OrderingTimestamp"], NOTIFIED_S)
        self.assertEqual(
            run.aws.calls(DETAILS),
            [{"ConfigRuleName": VPC_RULE, "ComplianceTypes": ["COMPLIANT", "NON_COMPLIANT"], "Limit": 100}],
        )

    def test_beside_many_that_are_there(self):
        """The list of evaluations grows while it is searched: at a thousand, at two thousand."""
        for count in (998, 1000, 1999, 2000):
            names = [f"f{i}" for i in range(count)]
            run = self.run_over([result(f"gone{i}") for i in range(5)], {HISTORY: history([f"gone{i}" for i in range(5)])}, names)
            self.assertServed(run, ["response"])
            self.assertEqual(self.told(run), [(FUNCTION, f"gone{i}") for i in range(5)])
            self.assertEqual(len(run.aws.accepted), count + 5)

    def test_what_counts_as_deleted(self):
        for status, told in (
            ("ResourceDeletedNotRecorded", [(FUNCTION, "gone")]),
            ("ResourceNotRecorded", []),  # it may be there
            ("ResourceDiscovered", []),
        ):
            with self.subTest(status):
                run = self.run_over([result("gone")], {HISTORY: history(["gone"], gone_as=status)})
                self.assertServed(run, ["response"])
                self.assertEqual(self.told(run), told)

    def test_same_id_of_another_type(self):
        run = self.run_over([result("here", "AWS::S3::Bucket")], {HISTORY: history(["here"])})
        self.assertServed(run, ["response"])
        self.assertEqual(self.told(run), [("AWS::S3::Bucket", "here")])

    def test_left_alone(self):
        cases = {
            "still there, by the history": [result("kept")],
            "newer than the event": [result("gone", ordering=NOTIFIED_S)],
            "of a proactive evaluation": [result("gone", mode="PROACTIVE")],
            "evaluated": [result("here")],
        }
        for name, results in cases.items():
            with self.subTest(name):
                run = self.run_over(results, {HISTORY: history(["gone"])})
                self.assertServed(run, ["response"])
                self.assertEqual(self.told(run), [])

    def test_all_pages(self):
        names = [f"f{i}" for i in range(950)]
        gone = ["f3", "f450", "f949"]
        run = self.run_over(
            [result(one) for one in names], {HISTORY: history(gone)}, [n for n in names if n not in gone]
        )
        self.assertServed(run, ["response"])
        self.assertEqual(self.told(run), [(FUNCTION, one) for one in gone])
        self.assertEqual(run.aws.counts[DETAILS], 10)

    def test_good_results_are_put_when_nobody_knows(self):
        cases = {
            "AccessDenied": ({DETAILS: aws_error("AccessDeniedException")}, "AccessDeniedException"),
            "no list": ({DETAILS: {}}, "without EvaluationResults"),
            "same token": ({DETAILS: {"EvaluationResults": [], "NextToken": "t"}}, "NextToken"),
            "long token": ({DETAILS: {"EvaluationResults": [], "NextToken": "t" * 9000}}, "NextToken"),
            "a result without a resource": ({DETAILS: {"EvaluationResults": [{}]}}, "names no resource"),
            "a list that breaks off": (
                {DETAILS: [{**result_pages([result("gone")])({}), "NextToken": "1"}, aws_error("AccessDeniedException")],
                 HISTORY: history(["gone"])},
                "AccessDeniedException",
            ),
            "history": (
                {DETAILS: result_pages([result("gone")]), HISTORY: aws_error("AccessDeniedException")},
                "AccessDeniedException",
            ),
        }
        for name, (answers, text) in cases.items():
            with self.subTest(name):
                run = self.run_over([], answers)
                self.assertServed(run, ["response"])
                self.assertEqual(len(run.aws.accepted), 1)
                self.assertWarned(run, text)

    def test_what_cannot_be_confirmed_hides_nothing(self):
        def answer(asked):
            if asked["resourceId"] == "odd":
                return aws_error("ValidationException")
            return {"configurationItems": []} if asked["resourceId"] == "aged" else history(["gone"])(asked)

        run = self.run_over([result("odd"), result("aged"), result("gone")], {HISTORY: answer})
        self.assertServed(run, ["response"])
        self.assertEqual(self.told(run), [(FUNCTION, "gone")])
        self.assertWarned(run, "3 of 3 were looked into, 2 could not be confirmed")

    def test_the_history_is_given_up(self):
        names = [f"f{i}" for i in range(30)]
        run = self.run_over([result(one) for one in names], {HISTORY: aws_error("AccessDeniedException")})
        self.assertServed(run, ["response"])
        self.assertEqual(run.aws.counts[HISTORY], 10)
        self.assertWarned(run, "10 of 30 were looked into, 10 could not be confirmed")

    def test_a_hundred_in_one_run(self):
        names = [f"f{i}" for i in range(130)]
        run = self.run_over([result(one) for one in names], {HISTORY: history(names)})
        self.assertServed(run, ["response"])
        self.assertEqual(len(self.told(run)), 100)
        self.assertWarned(run, "100 of 130 were looked into")

    def test_what_is_not_gone_hides_nothing_for_ever(self):
        names, gone = [f"f{i:03}" for i in range(200)], [f"f{i:03}" for i in range(100, 200, 10)]
        events = [scheduled(VPC_RULE) for _ in range(8)]
        for hour, event in enumerate(events):
            event["invokingEvent"] = event["invokingEvent"].replace("T15:", f"T{hour + 15}:")
        aws = {
            "SelectResourceConfig": {"Results": []}, HISTORY: history(gone),
            DETAILS: result_pages([result(one) for one in names]),
        }  # fmt: skip
        run = self.run_bootstrap(events, aws=aws)
        self.assertServed(run, ["response"] * len(events))
        self.assertEqual({name for _, name in self.told(run)}, set(gone))

    def test_on_two_pages(self):
        pages = [{"EvaluationResults": [result("gone")], "NextToken": "1"}, {"EvaluationResults": [result("gone")]}]
        run = self.run_over([], {DETAILS: pages, HISTORY: history(["gone"])})
        self.assertEqual(self.told(run), [(FUNCTION, "gone")])
        self.assertEqual(run.aws.counts[HISTORY], 1)

    def test_throttling_is_obeyed(self):
        throttled = aws_error("ThrottlingException", 400, "Rate exceeded")
        answers = [throttled, throttled, {"EvaluationResults": [result("gone")]}]
        run = self.run_over([], {DETAILS: answers, HISTORY: history(["gone"])})
        self.assertServed(run, ["response"])
        self.assertEqual(self.told(run), [(FUNCTION, "gone")])

    def test_not_put(self):
        refuse = lambda asked: (  # noqa: E731
            {"FailedEvaluations": []} if asked["Evaluations"][0]["ComplianceType"] != "NOT_APPLICABLE"
            else aws_error("AccessDeniedException")
        )  # fmt: skip
        run = self.run_over([result("gone")], {HISTORY: history(["gone"]), "PutEvaluations": refuse})
        self.assertServed(run, ["error"])
        self.assertIn("gone", run.posts[0].json()["errorMessage"])

    def test_asked_by_no_other_run(self):
        run = self.run_bootstrap([change(), scheduled(TRAIL_RULE)])
        self.assertServed(run, ["response"] * 2)
        self.assertEqual(run.aws.counts[DETAILS], 0)
        run = self.run_over([result("gone")], {"SelectResourceConfig": {"Results": [5]}})
        self.assertServed(run, ["error"])
        self.assertEqual(run.aws.counts[DETAILS], 0)


if __name__ == "__main__":
    unittest.main()
