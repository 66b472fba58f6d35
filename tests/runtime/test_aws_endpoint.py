"""What the bootstrap asks an AWS endpoint and tells it, also one that answers oddly; faults are in tests/faults."""

import json
import unittest

from tests.harness.aws import SIGNED
from tests.harness.events import (
    CAPTURED_S, NOTIFIED_S, REGION, RESULT_TOKEN, VPC_RULE, change, function_item, mutated, oversized, scheduled,
)  # fmt: skip
from tests.harness.replies import SESSION_TOKEN, Reply, aws_error, history_item, pages, selected
from tests.harness.run import BootstrapTest
from tests.harness.runtime_api import Invocation

def functions(count):
    return [function_item(f"function-{i}") for i in range(count)]


def ids(evaluations):
    return [one["ComplianceResourceId"] for one in evaluations]


def batches(run):
    return [ids(call["Evaluations"]) for call in run.aws.calls("PutEvaluations")]


class Request(BootstrapTest):
    def test_put_evaluations_on_the_wire(self):
        run = self.run_bootstrap([change()])
        self.assertServed(run, ["response"])
        (put,) = run.aws.requests
        self.assertEqual((put.method, put.path, put.repeated), ("POST", "/", ()))
        self.assertEqual(put.headers["content-type"], "application/x-amz-json-1.1")
        self.assertEqual(put.headers["x-amz-target"], "StarlingDoveService.PutEvaluations")
        self.assertEqual(put.headers["host"], f"127.0.0.1:{run.aws.port}")
        self.assertEqual(put.headers["x-amz-security-token"], SESSION_TOKEN)
        self.assertEqual(put.headers["content-length"], str(len(put.body)))
        self.assertNotIn("expect", put.headers)
        # The signature itself is checked by the endpoint, for every request of every test.
        self.assertRegex(
            put.headers["authorization"],
            rf"^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\d{{8}}/{REGION}/config/aws4_request, ?"
            rf"SignedHeaders={SIGNED}, ?Signature=[0-9a-f]{{64}}$",
        )
        self.assertRegex(put.body, rb'"OrderingTimestamp":\s*1682607791\.636\s*[,}]')
        self.assertEqual(
            put.json(),
            {
                "Evaluations": [
                    {
                        "ComplianceResourceType": "AWS::Lambda::Function",
                        "ComplianceResourceId": "f",
                        "ComplianceType": "COMPLIANT",
                        "OrderingTimestamp": CAPTURED_S,
                    }
                ],
                "ResultToken": RESULT_TOKEN,
            },
        )

    def test_results(self):
        gone = function_item(configurationItemStatus="ResourceDeleted", configuration=None)
        cases = [
            (change(), "f", "COMPLIANT", CAPTURED_S),
            (change(function_item(subnets=())), "f", "NON_COMPLIANT", CAPTURED_S),
            (change(function_item(agent=False)), "f", "NOT_APPLICABLE", CAPTURED_S),
            (change(gone, eventLeftScope=True), "f", "NOT_APPLICABLE", CAPTURED_S),
            (change(eventLeftScope=True), "f", "NOT_APPLICABLE", CAPTURED_S),
            (scheduled(), "123456789012", "NON_COMPLIANT", NOTIFIED_S),
        ]
        run = self.run_bootstrap([case[0] for case in cases])
        self.assertServed(run, ["response"] * len(cases))
        for (_, name, compliance, ordering), put in zip(cases, run.aws.accepted):
            self.assertEqual(
                (name, compliance, ordering),
                (put["ComplianceResourceId"], put["ComplianceType"], put["OrderingTimestamp"]),
            )

    def test_test_mode(self):
        run = self.run_bootstrap([change(resultToken="TESTMODE"), change(resultToken="TESTMODE2")])
        self.assertServed(run, ["response"] * 2)
        first, second = run.aws.calls("PutEvaluations")
        self.assertEqual((first["ResultToken"], first["TestMode"]), ("TESTMODE", True))
        self.assertIsInstance(first["TestMode"], bool)
        self.assertNotIn("TestMode", second)

    def test_annotation_is_cut_between_code_points(self):
        for name in ("\U0001f600" * 300, "x" + "\U0001f600" * 300, "é" * 700, "x" * 2000):
            with self.subTest(name=name[:3]):
                long = function_item(subnets=())
                long["configuration"]["functionName"] = name
                run = self.run_bootstrap([change(long)])
                self.assertServed(run, ["response"])
                annotation = run.aws.accepted[0]["Annotation"]
                units = len(annotation.encode("utf-16-le", "strict")) // 2
                self.assertIn(units, (255, 256))
                self.assertTrue(("Function " + name).startswith(annotation))

    def test_endpoint_of_one_service(self):
        dead = "http://127.0.0.1:1"
        live = "http://127.0.0.1:{aws}"
        one = {"AWS_ENDPOINT_URL": dead, "AWS_ENDPOINT_URL_CONFIG_SERVICE": live}
        self.assertServed(self.run_bootstrap([change()], env=one), ["response"])
        both = {**one, "AWS_ENDPOINT_URL_CLOUDTRAIL": live + "/"}
        self.assertServed(self.run_bootstrap([scheduled()], env=both), ["response"])


class Batches(BootstrapTest):
    def test_periodic_over_pages(self):
        sizes_by_count = {0: [0], 1: [1], 100: [100], 101: [100, 1], 250: [100, 100, 50], 1000: [100] * 10}
        for count, expected in sizes_by_count.items():
            with self.subTest(count=count):
                items = functions(count)
                run = self.run_bootstrap(
                    [scheduled(VPC_RULE)], aws={"SelectResourceConfig": pages(items)}
                )
                self.assertServed(run, ["response"])
                sizes = [len(batch) for batch in batches(run)]
                self.assertEqual(sizes, expected)
                self.assertEqual(ids(run.aws.accepted), [one["resourceId"] for one in items])
                for put in run.aws.calls("PutEvaluations"):
                    self.assertEqual(put["ResultToken"], RESULT_TOKEN)
                    for one in put["Evaluations"]:
                        self.assertEqual(one["OrderingTimestamp"], NOTIFIED_S)
                asked = run.aws.calls("SelectResourceConfig")
                tokens = [f"page-{at}" for at in range(100, count, 100)]
                self.assertEqual([one.get("NextToken") for one in asked], [None, *tokens])
                for one in asked:
                    self.assertIn("'AWS::Lambda::Function'", one["Expression"])
                self.assertEqual(run.aws.connections, 1)

    def test_a_resource_that_moved_to_the_next_page_is_evaluated_as_it_was_last(self):
        first, again = function_item("f"), function_item("f", subnets=())
        listed = [{"Results": [selected(first)], "NextToken": "1"}, {"Results": [selected(again)]}]
        run = self.run_bootstrap([scheduled(VPC_RULE)], aws={"SelectResourceConfig": listed})
        self.assertServed(run, ["response"])
        self.assertEqual([one["ComplianceType"] for one in run.aws.accepted], ["NON_COMPLIANT"])

    def test_a_batch_that_hangs_once_is_put_again(self):
        aws = {"SelectResourceConfig": pages(functions(300)), "PutEvaluations": [Reply(delay=20)]}
        run = self.run_bootstrap([Invocation(scheduled(VPC_RULE), seconds=6)], aws=aws)
        self.assertServed(run, ["response"])
        self.assertEqual(len(run.aws.accepted), 300)

    def test_the_deadline_is_kept_however_much_is_lost(self):
        aws = {"SelectResourceConfig": pages(functions(5000)), "PutEvaluations": lambda asked: Reply(delay=20)}
        run = self.run_bootstrap([Invocation(scheduled(VPC_RULE), seconds=6)], aws=aws)
        self.assertServed(run, ["error"])
        self.assertIn("5000 of 5000 evaluations were not put", run.error())
        self.assertLess(run.posts[0].at, run.api.invocations[0].deadline - 0.3)
        logged = [one["message"] for one in run.log if one.get("level") == "ERROR"]
        self.assertIn("4900 more evaluations were not put", logged)

    def test_every_resource_that_cannot_be_evaluated_is_named(self):
        items = functions(4)
        for item in items[1:]:
            item.update(tags={}, supplementaryConfiguration={"Policy": "no policy"})
        for put, words in ((None, ["3 of 4"]), ("AccessDeniedException", ["3 resources", "function-0"])):
            with self.subTest(put):
                replies = {"SelectResourceConfig": pages(items)}
                if put:
                    replies["PutEvaluations"] = aws_error(put)
                run = self.run_bootstrap([scheduled(VPC_RULE)], aws=replies)
                self.assertServed(run, ["error"])
                for word in words:
                    self.assertIn(word, run.error())
                logged = " ".join(one["message"] for one in run.log)
                for item in items[1:]:
                    self.assertIn(f"{item['resourceId']} could not be evaluated", logged)
                self.assertEqual(ids(run.aws.accepted), [] if put else ["function-0"])

    def test_the_result_token_is_not_quoted(self):
        message = f"Value '{RESULT_TOKEN}' at 'resultToken' failed to satisfy constraint"
        for reply in (aws_error("InvalidResultTokenException", message=message), Reply(403, message)):
            run = self.run_bootstrap(
                [change()],
                aws={"PutEvaluations": reply},
                env={"AWS_LAMBDA_LOG_LEVEL": "TRACE"},
            )
            self.assertServed(run, ["error"])  # run_bootstrap() looks for it in every line

    def test_ids_are_measured_in_characters(self):
        run = self.run_bootstrap([change(function_item("\u20ac" * 768)), change(function_item("\u20ac" * 769))])
        self.assertServed(run, ["response", "error"])
        self.assertIn("1 to 768 characters", run.error(1))

    def test_many_resources_need_the_memory_of_one(self):
        items = functions(100)
        for item in items:
            item["configuration"]["x"] = [[]] * 40000  # little text, much memory
        run = self.run_bootstrap([scheduled(VPC_RULE)], aws={"SelectResourceConfig": pages(items)})
        self.assertServed(run, ["response"])
        self.assertEqual(len(run.aws.accepted), 100)

    def test_one_resource_that_needs_too_much_memory(self):
        items = functions(3)
        items[1]["configuration"]["x"] = [[]] * 2000000
        run = self.run_bootstrap(
            [scheduled(VPC_RULE), change()], aws={"SelectResourceConfig": pages(items)}
        )
        self.assertServed(run, ["error", "response"])
        self.assertIn("raise the function's memory size", run.error())
        self.assertIn("1 of 3 resources could not be evaluated", run.error())
        self.assertEqual(ids(run.aws.accepted), ["function-0", "function-2", "f"])


class Reads(BootstrapTest):
    def test_oversized_item_is_fetched(self):
        cases = {
            "at once": [{"configurationItems": [history_item()]}],
            "after an empty page": [
                {"configurationItems": [], "nextToken": "more"},
                {"configurationItems": [history_item()]},
            ],
            "at once, with older ones": [
                {"configurationItems": [history_item()], "nextToken": "older"}
            ],
        }
        for name, answers in cases.items():
            with self.subTest(name):
                run = self.run_bootstrap(
                    [oversized()], aws={"GetResourceConfigHistory": list(answers)}
                )
                self.assertServed(run, ["response"])
                asked = run.aws.calls("GetResourceConfigHistory")
                self.assertEqual(
                    asked[0],
                    {
                        "resourceType": "AWS::Lambda::Function",
                        "resourceId": "f",
                        "laterTime": CAPTURED_S,
                        "limit": 1,
                    },
                )
                tokens = [one.get("nextToken") for one in asked]
                self.assertEqual(tokens, [None, "more"][: len(answers)])
                (put,) = run.aws.accepted
                self.assertEqual(put["ComplianceType"], "COMPLIANT")
                self.assertEqual(put["OrderingTimestamp"], CAPTURED_S)

    def test_oversized_item_that_is_evaluated_as_what_it_is(self):
        outside = history_item(configuration=json.dumps({"functionName": "f", "vpcConfig": None}))
        run = self.run_bootstrap(
            [oversized()], aws={"GetResourceConfigHistory": [{"configurationItems": [outside]}]}
        )
        self.assertServed(run, ["response"])
        self.assertEqual(run.aws.accepted[0]["ComplianceType"], "NON_COMPLIANT")

    def test_oversized_item_of_many_tags(self):
        padding = {f"k{i}": "v" for i in range(100000)}
        for member in ("tags", "supplementaryConfiguration"):
            with self.subTest(member):
                answer = {"configurationItems": [history_item(**{member: padding})]}
                run = self.run_bootstrap(
                    [Invocation(oversized(), seconds=10), change()],
                    aws={"GetResourceConfigHistory": answer},
                    limit_s=15,
                )
                self.assertTrue(run.lived, "it still ran at the time limit")
                self.assertLess(run.posts[0].at, run.api.invocations[0].deadline)

    def test_mutated_replies(self):
        arn = "arn:aws:cloudtrail:eu-central-1:123456789012:trail/t"
        selector = {
            "ReadWriteType": "All",
            "IncludeManagementEvents": True,
            "ExcludeManagementEventSources": ["x"],
        }
        fields = [
            {"Field": "eventCategory", "Equals": ["Management"]},
            {"Field": "readOnly", "NotEquals": ["x"]},
        ]
        whole = {
            "SelectResourceConfig": {"Results": [function_item("a"), function_item("b")]},
            "GetResourceConfigHistory": {"configurationItems": [history_item()]},
            "DescribeTrails": {"trailList": [{"Name": "t", "TrailARN": arn, "S3BucketName": "b"}]},
            "GetTrailStatus": {"IsLogging": True},
            "GetEventSelectors": {
                "EventSelectors": [selector],
                "AdvancedEventSelectors": [{"FieldSelectors": fields}],
            },
        }

        def encode(operation, reply):
            if operation == "SelectResourceConfig" and isinstance(reply.get("Results"), list):
                reply["Results"] = [json.dumps(one) for one in reply["Results"]]
            return reply

        answers = {}
        for operation, reply in whole.items():
            answers[operation] = [encode(operation, mutated(reply, seed)) for seed in range(300)]
        events = [scheduled(VPC_RULE), oversized(), scheduled()] * 100
        run = self.run_bootstrap(events, aws=answers)
        self.assertTrue(run.lived, f"exit {run.exit}: {(run.output + run.errors)[-500:]}")
        self.assertNotIn(None, run.kinds)

    def test_trail_that_logs(self):
        arn = "arn:aws:cloudtrail:eu-central-1:123456789012:trail/t"
        trails = {"trailList": [{"Name": "t", "TrailARN": arn}]}
        selectors = {"EventSelectors": [{"ReadWriteType": "All", "IncludeManagementEvents": True}]}
        for logging, compliance in ((True, "COMPLIANT"), (False, "NON_COMPLIANT")):
            run = self.run_bootstrap(
                [scheduled()],
                aws={
                    "DescribeTrails": trails,
                    "GetTrailStatus": {"IsLogging": logging},
                    "GetEventSelectors": selectors,
                },
            )
            self.assertServed(run, ["response"])
            self.assertEqual(run.aws.accepted[0]["ComplianceType"], compliance)
            self.assertEqual(run.aws.calls("GetTrailStatus"), [{"Name": arn}])
            self.assertEqual(run.aws.calls("GetEventSelectors"), [{"TrailName": arn}])


if __name__ == "__main__":
    unittest.main()
