"""The bootstrap against an AWS endpoint that throttles, breaks, lies and forgets."""

import email.utils
import itertools
import json
import unittest

from harness import (
    ACCESS_KEY, CAPTURED_S, CLOSED, NOTIFIED_S, REGION, RESET, RESULT_TOKEN, SESSION_TOKEN, SIGNED, VPC_RULE,
    BootstrapTest, Invocation, Reply, aws_error, change, function_item, history_item, mutated,
    oversized, pages, scheduled, selected,
)  # fmt: skip

HTML = "<html><body>Service Unavailable</body></html>"
THROTTLED = aws_error("ThrottlingException", message="Rate exceeded")
BROKEN = Reply(500, HTML, {"Content-Type": "text/html"})


def functions(count):
    return [function_item(f"function-{i}") for i in range(count)]


def ids(evaluations):
    return [one["ComplianceResourceId"] for one in evaluations]


def failing(*names):
    """A PutEvaluations that takes all evaluations but those of some resources."""

    def answer(asked):
        failed = [one for one in asked["Evaluations"] if one["ComplianceResourceId"] in names]
        return {"FailedEvaluations": failed}

    return answer


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


class Retries(BootstrapTest):
    def test_passing_faults_are_overcome(self):
        namespaced = aws_error("com.amazonaws.config#ThrottlingException")
        only_header = Reply(400, b"", {"x-amzn-ErrorType": "ThrottlingException:http://internal/"})
        cases = {
            "throttled": [THROTTLED] * 2,
            "throttled, with a namespace": [namespaced] * 2,
            "throttled, said in a header": [only_header] * 2,
            "throttled by another name": [aws_error("TooManyRequestsException", 429)],
            "500": [BROKEN] * 2,
            "502, 503, 504": [Reply(502, HTML), Reply(503, b""), Reply(504, "")],
            "500 as JSON": [aws_error("InternalFailure", 500)] * 2,
            "reset": [RESET],
            "closed": [CLOSED],
            "cut off in the headers": [Reply(body={"FailedEvaluations": []}, cut=30, end="close")],
            "cut off in the body": [Reply(body={"FailedEvaluations": []}, cut=-5, end="close")],
            "all of that": [THROTTLED, RESET, BROKEN, CLOSED],
        }
        for name, steps in cases.items():
            with self.subTest(name):
                run = self.run_bootstrap([change(), change()], aws={"PutEvaluations": list(steps)})
                self.assertServed(run, ["response"] * 2)
                self.assertEqual(len(batches(run)), len(steps) + 2)

    def test_reads_are_retried_too(self):
        reads = [THROTTLED, BROKEN, RESET]
        run = self.run_bootstrap(
            [scheduled(VPC_RULE)],
            aws={"SelectResourceConfig": reads, "PutEvaluations": [THROTTLED]},
        )
        self.assertServed(run, ["response"])
        self.assertEqual(run.aws.counts, {"SelectResourceConfig": 4, "PutEvaluations": 2, "GetComplianceDetailsByConfigRule": 1})

    def test_lasting_faults_fail_before_the_deadline(self):
        cases = {
            "500 with HTML": BROKEN,
            "throttled": THROTTLED,
            "reset": RESET,
            "no reply": Reply(delay=20),
            "a reply that never ends": Reply(body=" " * 1000, pieces=1000, pause=0.1),
            "only headers": Reply(headers={"Content-Length": "100"}),
            "200 with HTML": Reply(200, HTML, {"Content-Type": "text/html"}),
            "200 with nothing": Reply(200, b""),
            "200 with half the JSON": Reply(200, '{"FailedEvaluations":['),
            "200 with an array": Reply(200, b"[]"),
            "200 with deep nesting": Reply(200, b"[" * 100000),
            "200 with invalid UTF-8": Reply(200, b'{"FailedEvaluations":["\xff"]}'),
            "200 with NULs": Reply(200, b"\0" * 1000),
            "200 with other types": Reply(200, {"FailedEvaluations": [1, None, "x", {}]}),
            "200 with a string": Reply(200, {"FailedEvaluations": "none"}),
            "40 MB": Reply(200, b" " * 40_000_000),
            "40 MB, chunked": Reply(200, b" " * 40_000_000, chunked=True),
            "a redirect": Reply(302, b"", {"Location": "http://127.0.0.1:1/"}),
            "an error without a code": Reply(400, b"{}"),
            "an error that is no JSON": Reply(400, HTML),
            "an error of other types": Reply(400, {"__type": 5, "message": [1]}),
            "not HTTP": Reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n", end="close"),
            "204": Reply(raw=b"HTTP/1.1 204 X\r\n\r\n"),
        }
        for name, reply in cases.items():
            with self.subTest(name):
                run = self.run_bootstrap(
                    [Invocation(change(), seconds=1.5), change(rule="none")],
                    aws={"PutEvaluations": reply},
                )
                self.assertServed(run, ["error", "error"])
                self.assertLess(run.posts[0].at, run.api.invocations[0].deadline)
                self.assertEqual([len(run.posts_for(one)) for one in run.api.invocations], [1, 1])

    def test_nobody_listens(self):
        run = self.run_bootstrap(
            [Invocation(change(), seconds=2), change(rule="none")],
            env={"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
        )
        self.assertServed(run, ["error", "error"])
        self.assertLess(run.posts[0].at, run.api.invocations[0].deadline)

    def test_attempts_end_without_a_deadline(self):
        endless = Invocation(change(), absent=["Lambda-Runtime-Deadline-Ms"])
        run = self.run_bootstrap([endless], aws={"PutEvaluations": THROTTLED})
        self.assertServed(run, ["error"])
        self.assertIn("ThrottlingException", run.error())
        self.assertIn(len(batches(run)), range(3, 11))

    def test_final_answers_are_not_retried(self):
        for code in ("InvalidResultToken", "AccessDenied", "NoSuchConfigRule"):
            with self.subTest(code):
                code += "Exception"
                run = self.run_bootstrap([change()], aws={"PutEvaluations": aws_error(code)})
                self.assertServed(run, ["error"])
                self.assertIn(code, run.error())
                self.assertEqual(len(batches(run)), 1)

    def test_idle_connection_that_was_closed(self):
        good = Reply(200, {"FailedEvaluations": []}, end="close")
        run = self.run_bootstrap([change()] * 3, aws={"PutEvaluations": good})
        self.assertServed(run, ["response"] * 3)
        self.assertEqual(len(run.aws.accepted), 3)


class Clocks(BootstrapTest):
    def test_a_wrong_clock_is_set_once(self):
        for ahead in (-3600, 600, 86400 * 400):
            with self.subTest(ahead):
                run = self.run_bootstrap(
                    [change(), change()], prepare=lambda aws, ahead=ahead: setattr(aws, "clock", ahead)
                )
                self.assertServed(run, ["response"] * 2)
                self.assertEqual(run.aws.counts["PutEvaluations"], 3, "the second knows better")
                self.assertTrue([one for one in run.log if "clock" in one["message"]])

    def test_a_clock_that_is_right_is_left_alone(self):
        good_date = {"Date": email.utils.formatdate(usegmt=True)}
        cases = {
            "signed wrongly": aws_error("InvalidSignatureException", 403),
            "no Date": aws_error("RequestTimeTooSkewed", 403),
            "the same Date": Reply(403, {"__type": "RequestTimeTooSkewed"}, good_date),
            "no date in Date": Reply(403, {"__type": "RequestExpired"}, {"Date": "soon"}),
        }
        for name, reply in cases.items():
            with self.subTest(name):
                run = self.run_bootstrap([change()], aws={"PutEvaluations": reply})
                self.assertServed(run, ["error"])
                self.assertEqual(run.aws.counts["PutEvaluations"], 1)

    def test_a_clock_that_never_suits_is_set_once(self):
        dates = itertools.count(1700000000, 86400)

        def refuse(asked):
            date = email.utils.formatdate(next(dates), usegmt=True)
            return Reply(403, {"__type": "RequestTimeTooSkewed"}, {"Date": date})

        def let_any_clock_sign(aws):
            aws.minds_the_clock = False

        run = self.run_bootstrap(
            [change()], aws={"PutEvaluations": refuse}, prepare=let_any_clock_sign
        )
        self.assertServed(run, ["error"])
        self.assertEqual(run.aws.counts["PutEvaluations"], 2)


class OwnCredentials(BootstrapTest):
    def test_expired_ones_end_the_process_after_the_error(self):
        run = self.run_bootstrap(
            [change(), change()], prepare=lambda aws: aws.expired.add(ACCESS_KEY)
        )
        self.assertFalse(run.lived)
        self.assertGreater(run.exit, 0)
        self.assertEqual(run.kinds, ["error"])
        self.assertIn("ExpiredTokenException", run.error())
        self.assertEqual(run.aws.counts, {"PutEvaluations": 2})

    def test_taken_at_the_second_try(self):
        expired = aws_error("ExpiredTokenException")
        run = self.run_bootstrap([change()] * 2, aws={"PutEvaluations": [expired]})
        self.assertServed(run, ["response"] * 2)
        self.assertEqual(run.aws.counts, {"PutEvaluations": 3})


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

    def test_next_token_that_never_ends(self):
        tokens = map(str, itertools.count())
        one = selected(function_item())
        cases = {
            "the same": lambda asked: {"Results": [one], "NextToken": "same"},
            "another each time": lambda asked: {"Results": [one], "NextToken": next(tokens)},
            "another, without results": lambda asked: {"Results": [], "NextToken": next(tokens)},
        }
        for name, answer in cases.items():
            with self.subTest(name):
                run = self.run_bootstrap(
                    [Invocation(scheduled(VPC_RULE), seconds=3), change()],
                    aws={"SelectResourceConfig": answer},
                )
                self.assertServed(run, ["error", "response"])
                self.assertLess(run.posts[0].at, run.api.invocations[0].deadline)
                self.assertEqual(batches(run), [["f"]], "a partial list must not be put")
                if name == "the same":
                    self.assertEqual(run.aws.counts["SelectResourceConfig"], 2)
                    self.assertIn("NextToken", run.error())

    def test_list_that_fails_is_not_put(self):
        half = [
            {"Results": [selected(function_item())], "NextToken": "page-1"},
            aws_error("AccessDeniedException"),
        ]
        cases = {"second page": half, "no Results": [{}], "Results null": [{"Results": None}]}
        for name, answers in cases.items():
            with self.subTest(name):
                run = self.run_bootstrap(
                    [scheduled(VPC_RULE)], aws={"SelectResourceConfig": answers}
                )
                self.assertServed(run, ["error"])
                self.assertEqual(batches(run), [])

    def test_result_that_cannot_be_read_fails_and_the_others_are_put(self):
        bad = [
            "{",
            "[]",
            "{}",
            7,
            json.dumps({"resourceId": "x"}),
            json.dumps({**function_item("h"), "configuration": 5}),
        ]
        for one in bad:
            with self.subTest(one=str(one)[:20]):
                results = [selected(function_item("a")), one, selected(function_item("b"))]
                run = self.run_bootstrap(
                    [scheduled(VPC_RULE)], aws={"SelectResourceConfig": [{"Results": results}]}
                )
                self.assertServed(run, ["error"])
                self.assertEqual(ids(run.aws.accepted), ["a", "b"])
                self.assertIn("Results[1]", run.error())

    def test_failed_evaluations_are_resubmitted_alone(self):
        run = self.run_bootstrap(
            [scheduled(VPC_RULE)],
            aws={
                "SelectResourceConfig": pages(functions(8)),
                "PutEvaluations": [failing("function-3", "function-4")],
            },
        )
        self.assertServed(run, ["response"])
        self.assertEqual(len(batches(run)), 2)
        self.assertEqual(sorted(batches(run)[1]), ["function-3", "function-4"])
        self.assertEqual(sorted(ids(run.aws.accepted)), sorted(f"function-{i}" for i in range(8)))

    def test_failed_evaluations_for_ever(self):
        run = self.run_bootstrap(
            [Invocation(scheduled(VPC_RULE), seconds=4), change()],
            aws={
                "SelectResourceConfig": pages(functions(120)),
                "PutEvaluations": failing("function-3"),
            },
        )
        self.assertServed(run, ["error", "response"])
        self.assertIn("function-3", run.error())
        self.assertLess(run.posts[0].at, run.api.invocations[0].deadline)
        self.assertEqual(
            set(ids(run.aws.accepted)), {f"function-{i}" for i in range(120) if i != 3} | {"f"}
        )
        again = [batch for batch in batches(run) if "function-3" in batch][1:]
        self.assertTrue(again)
        self.assertTrue(all(batch == ["function-3"] for batch in again))

    def test_failed_evaluations_of_strangers(self):
        stranger = {
            "ComplianceResourceType": "AWS::Lambda::Function",
            "ComplianceResourceId": "stranger",
            "ComplianceType": "COMPLIANT",
            "OrderingTimestamp": 1,
        }
        run = self.run_bootstrap(
            [Invocation(change(), seconds=2)],
            aws={"PutEvaluations": {"FailedEvaluations": [stranger]}},
        )
        self.assertTrue(run.lived)
        self.assertIsNotNone(run.kinds[0])
        self.assertTrue(all(batch == ["f"] for batch in batches(run)))

    def test_bad_item_cannot_lose_the_others(self):
        def refuse(asked):
            if "function-57" in ids(asked["Evaluations"]):
                return aws_error(code, message="evaluations.57.member.annotation is too long")
            return {"FailedEvaluations": []}

        for code in ("ValidationException", "InvalidParameterValueException"):
            with self.subTest(code):
                run = self.run_bootstrap(
                    [scheduled(VPC_RULE), change()],
                    aws={"SelectResourceConfig": pages(functions(100)), "PutEvaluations": refuse},
                )
                self.assertServed(run, ["error", "response"])
                good = [f"function-{i}" for i in range(100) if i != 57]
                self.assertEqual(
                    sorted(ids(run.aws.accepted)), sorted(good + ["f"]), "each exactly once"
                )
                self.assertIn("function-57", run.error())
                self.assertIn(code, run.error())
                self.assertLess(len(batches(run)), 20)

    def test_two_bad_items_and_a_passing_fault(self):
        faults = iter([THROTTLED, RESET])

        def refuse(asked):
            if set(ids(asked["Evaluations"])) & {"function-0", "function-7"}:
                return aws_error("ValidationException")
            return next(faults, {"FailedEvaluations": []})

        run = self.run_bootstrap(
            [scheduled(VPC_RULE)],
            aws={"SelectResourceConfig": pages(functions(8)), "PutEvaluations": refuse},
        )
        self.assertServed(run, ["error"])
        self.assertEqual(sorted(ids(run.aws.accepted)), [f"function-{i}" for i in range(1, 7)])
        self.assertRegex(run.error(), "function-[07]")

    def test_all_items_bad(self):
        run = self.run_bootstrap(
            [scheduled(VPC_RULE)],
            aws={
                "SelectResourceConfig": pages(functions(16)),
                "PutEvaluations": aws_error("ValidationException"),
            },
        )
        self.assertServed(run, ["error"])
        self.assertLessEqual(len(batches(run)), 31)

    def test_every_resource_that_cannot_be_judged_is_named(self):
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
            self.assertServed(run, ["error"])  # that no line holds it is checked in every run

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
        self.assertEqual(ids(run.aws.accepted), ["f"])


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

    def test_oversized_item_that_is_judged_as_what_it_is(self):
        outside = history_item(configuration=json.dumps({"functionName": "f", "vpcConfig": None}))
        run = self.run_bootstrap(
            [oversized()], aws={"GetResourceConfigHistory": [{"configurationItems": [outside]}]}
        )
        self.assertServed(run, ["response"])
        self.assertEqual(run.aws.accepted[0]["ComplianceType"], "NON_COMPLIANT")

    def test_oversized_item_that_is_unknown(self):
        run = self.run_bootstrap(
            [oversized()],
            aws={"GetResourceConfigHistory": aws_error("ResourceNotDiscoveredException")},
        )
        self.assertServed(run, ["response"])
        self.assertEqual([one["ComplianceType"] for one in run.aws.accepted], ["NOT_APPLICABLE"])

    def test_oversized_item_that_cannot_be_had(self):
        cases = {
            "denied": aws_error("AccessDeniedException"),
            "no item": {"configurationItems": []},
            "no list": {},
            "bad item": {"configurationItems": [{}]},
            "bad configuration": {"configurationItems": [history_item(configuration="{")]},
            "nextToken for ever": {"configurationItems": [], "nextToken": "same"},
        }
        for name, answer in cases.items():
            with self.subTest(name):
                run = self.run_bootstrap(
                    [Invocation(oversized(), seconds=3)], aws={"GetResourceConfigHistory": answer}
                )
                self.assertServed(run, ["error"])
                self.assertLess(run.posts[0].at, run.api.invocations[0].deadline)
                self.assertEqual(run.aws.accepted, [])

    def test_rule_that_may_not_ask_says_nothing(self):
        trail = {"trailList": [{"Name": "t", "TrailARN": "arn:aws:cloudtrail:x:1:trail/t"}]}
        denied = aws_error("AccessDeniedException", message="not authorized")
        cases = {
            "DescribeTrails": {"DescribeTrails": denied},
            "GetTrailStatus": {"DescribeTrails": trail, "GetTrailStatus": denied},
            "GetEventSelectors": {"DescribeTrails": trail, "GetEventSelectors": denied},
            "no trailList": {"DescribeTrails": {}},
            "trail without ARN": {"DescribeTrails": {"trailList": [{}]}},
            "status without IsLogging": {"DescribeTrails": trail, "GetTrailStatus": {}},
        }
        for name, answers in cases.items():
            with self.subTest(name):
                run = self.run_bootstrap([scheduled()], aws=answers)
                self.assertServed(run, ["error"])
                self.assertEqual(run.aws.accepted, [])
                self.assertEqual("AccessDeniedException" in run.error(), denied in answers.values())

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
