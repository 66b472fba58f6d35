"""Events of other accounts: whose credentials sign each call, which roles are assumed, what is refused."""

import unittest

from tests.harness.aws import DEFAULT_REPLIES
from tests.harness.events import (
    ACCOUNT, MEMBER, REGION, RESULT_TOKEN, SECOND, SERVICE_LINKED, TRAIL_RULE, VPC_RULE, change, function_item,
    moved, of, oversized, scheduled,
)  # fmt: skip
from tests.harness.replies import (
    ACCESS_KEY, SESSION_TOKEN, Reply, aws_error, history_item, role_credentials, role_key_id, selected, soon,
    sts_error,
)  # fmt: skip
from tests.harness.run import ALLOW_OTHERS, BootstrapTest
from tests.harness.runtime_api import API, Invocation

STRANGER = "444444444444"


class Accounts(BootstrapTest):
    def run_for(self, events, env=None, **kwargs):
        return self.run_bootstrap(events, env={**ALLOW_OTHERS, **(env or {})}, **kwargs)


class Roles(Accounts):
    def test_everything_is_done_as_the_role(self):
        arn = "arn:aws:cloudtrail:eu-central-1:222222222222:trail/t"
        events = [
            of(MEMBER),
            of(MEMBER, oversized),
            of(MEMBER, scheduled, configRuleName=VPC_RULE),
            of(MEMBER, scheduled),
        ]
        replies = {
            "DescribeTrails": {"trailList": [{"Name": "t", "TrailARN": arn}]},
            "GetResourceConfigHistory": moved(MEMBER, DEFAULT_REPLIES["GetResourceConfigHistory"]),
        }
        run = self.run_for(events, aws=replies)
        self.assertServed(run, ["response"] * 4)
        member = role_key_id(MEMBER)
        self.assertEqual(
            run.aws.signers,
            [
                ("AssumeRole", ACCESS_KEY),
                ("PutEvaluations", member),
                ("GetResourceConfigHistory", member),
                ("PutEvaluations", member),
                ("SelectResourceConfig", member),
                ("PutEvaluations", member),
                ("GetComplianceDetailsByConfigRule", member),
                ("AssumeRole", ACCESS_KEY),  # another rule is another session
                ("DescribeTrails", member),
                ("GetTrailStatus", member),
                ("GetEventSelectors", member),
                ("PutEvaluations", member),
            ],
        )
        role = f"arn:aws:iam::{MEMBER}:role/rules"
        common = {"Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": role}
        self.assertEqual(
            run.aws.calls("AssumeRole"),
            [{**common, "RoleSessionName": rule} for rule in (VPC_RULE, TRAIL_RULE)],
        )
        self.assertEqual([put["ResultToken"] for put in run.aws.calls("PutEvaluations")], [RESULT_TOKEN] * 4)
        self.assertEqual(run.aws.accepted[-1]["ComplianceResourceId"], MEMBER)

    def test_assume_role_on_the_wire(self):
        run = self.run_for([of(MEMBER)], {"EXTERNAL_ID": "our:id/1"})
        self.assertServed(run, ["response"])
        sent = run.aws.requests[0]
        self.assertEqual((sent.method, sent.path, sent.repeated), ("POST", "/", ()))
        self.assertEqual(
            sent.headers["content-type"], "application/x-www-form-urlencoded; charset=utf-8"
        )
        self.assertEqual(sent.headers["x-amz-security-token"], SESSION_TOKEN)
        self.assertNotIn("x-amz-target", sent.headers)
        self.assertRegex(sent.headers["authorization"], f"/{REGION}/sts/aws4_request")
        self.assertIn(b"&RoleArn=arn%3Aaws%3Aiam%3A%3A222222222222%3Arole%2Frules&", sent.body)
        self.assertTrue(sent.body.endswith(b"&ExternalId=our%3Aid%2F1"), sent.body)

    def test_which_role(self):
        assumable = f"arn:aws:iam::{MEMBER}:role/recorder"
        cases = [
            (of(MEMBER, parameters={"executionRoleName": "team/of/rules"}), role_key_id(MEMBER)),
            (of(MEMBER, parameters={"executionRoleArn": assumable}), role_key_id(MEMBER, "recorder")),
            (of(MEMBER, parameters={}, executionRoleArn=assumable), role_key_id(MEMBER, "recorder")),
            (of(ACCOUNT), role_key_id(ACCOUNT)),
            (of(ACCOUNT, parameters={}), ACCESS_KEY),
            (of(ACCOUNT, parameters={}, executionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/x"), ACCESS_KEY),
        ]
        run = self.run_for([case[0] for case in cases])
        self.assertServed(run, ["response"] * len(cases))
        signers = [signer for operation, signer in run.aws.signers if operation == "PutEvaluations"]
        self.assertEqual(signers, [case[1] for case in cases])

    def test_two_accounts_are_kept_apart(self):
        run = self.run_for([of(account) for account in (MEMBER, SECOND, ACCOUNT, MEMBER, SECOND)])
        self.assertServed(run, ["response"] * 5)
        self.assertEqual(
            run.aws.signers,
            [
                ("AssumeRole", ACCESS_KEY),
                ("PutEvaluations", role_key_id(MEMBER)),
                ("AssumeRole", ACCESS_KEY),
                ("PutEvaluations", role_key_id(SECOND)),
                ("AssumeRole", ACCESS_KEY),
                ("PutEvaluations", role_key_id(ACCOUNT)),
                ("PutEvaluations", role_key_id(MEMBER)),
                ("PutEvaluations", role_key_id(SECOND)),
            ],
        )

    def test_many_accounts_in_one_process(self):
        accounts = [f"{i:012}" for i in range(40)]
        run = self.run_bootstrap(
            [of(account) for account in accounts * 2], env={"ALLOWED_ACCOUNTS": ",".join(accounts)}
        )
        self.assertServed(run, ["response"] * 80)
        self.assertEqual(run.aws.counts["AssumeRole"], 80, "32 are kept, and these come in turn")
        self.assertEqual(run.aws.connections, 1)

    def test_sts_has_an_endpoint_of_its_own(self):
        dead, live = "http://127.0.0.1:1", "http://127.0.0.1:{aws}"
        one = {"AWS_ENDPOINT_URL": dead, "AWS_ENDPOINT_URL_CONFIG_SERVICE": live}
        run = self.run_for([Invocation(of(MEMBER), seconds=2)], one)
        self.assertServed(run, ["error"])
        self.assertEqual(run.aws.requests, [])
        run = self.run_for([of(MEMBER)], {**one, "AWS_ENDPOINT_URL_STS": live})
        self.assertServed(run, ["response"])


class Lifetimes(Accounts):
    def test_renewed_before_they_end(self):
        for minutes, assumed in ((60, 1), (10, 1), (4, 3), (-1, 3)):
            with self.subTest(minutes=minutes):
                reply = role_credentials(role_key_id(MEMBER), soon(minutes))
                run = self.run_for([of(MEMBER)] * 3, aws={"AssumeRole": reply})
                self.assertServed(run, ["response"] * 3)
                # Credentials that have almost ended are renewed for the invocation, and again for its call.
                least = assumed if assumed == 1 else assumed * 2
                self.assertEqual(run.aws.counts["AssumeRole"], least)


    def test_good_ones_that_cannot_be_renewed_are_used(self):
        for name, broken in (("an error", Reply(503, "no")), ("a hang", Reply(delay=9))):
            with self.subTest(name):
                replies = [role_credentials(role_key_id(MEMBER), soon(4)), *[broken] * 9]
                run = self.run_for([Invocation(of(MEMBER), seconds=3)] * 2, aws={"AssumeRole": replies})
                self.assertServed(run, ["response"] * 2)
                self.assertIn("cannot be renewed yet", run.output)

    def test_dropped_each_time_that_they_expire(self):
        expired = aws_error("ExpiredTokenException")
        replies = [expired, DEFAULT_REPLIES["PutEvaluations"]] * 3
        run = self.run_for([of(MEMBER)] * 3, aws={"PutEvaluations": replies})
        self.assertServed(run, ["response"] * 3)
        self.assertEqual(run.aws.counts, {"AssumeRole": 4, "PutEvaluations": 6})

    def test_whether_they_end_is_told_by_the_clock_of_aws(self):
        """Our clock is an hour behind AWS's: credentials for half an hour, by our clock, have ended."""
        run = self.run_for(
            [of(MEMBER)] * 2, aws={"AssumeRole": role_credentials(role_key_id(MEMBER), soon(30))},
            prepare=lambda aws: setattr(aws, "clock", 3600),
        )  # fmt: skip
        self.assertServed(run, ["response"] * 2)
        self.assertGreater(run.aws.counts["AssumeRole"], 3)


class Refusals(Accounts):
    def test_refused_before_any_call(self):
        def rule(account, region=REGION):
            return f"arn:aws:config:{region}:{account}:config-rule/config-rule-1"

        cases = {
            "not allowed": (of(STRANGER), "ALLOWED_ACCOUNTS"),
            "of two accounts": (of(MEMBER, configRuleArn=rule(SECOND)), "must agree"),
            "of ours and another": (of(ACCOUNT, configRuleArn=rule(MEMBER)), "must agree"),
            "another that says it is ours": (of(MEMBER, configRuleArn=rule(ACCOUNT)), "must agree"),
            "no rule": (of(MEMBER, configRuleArn=...), "configRuleArn is missing"),
            "another Region": (of(MEMBER, configRuleArn=rule(MEMBER, "eu-west-1")), "eu-west-1"),
            "service-linked": (of(MEMBER, parameters={}), "set the rule parameter executionRoleName"),
            "service-linked by name": (
                of(MEMBER, parameters={"executionRoleName": SERVICE_LINKED}),
                "executionRoleName: arn:aws:iam::222222222222:role/aws-service-role/",
            ),
            "no role": (of(MEMBER, parameters={}, executionRoleArn=...), "executionRoleName"),
            "a role elsewhere": (
                of(MEMBER, parameters={"executionRoleArn": f"arn:aws:iam::{SECOND}:role/r"}),
                "is not of account 222222222222",
            ),
            "a rule that is none": (of(MEMBER, configRuleArn=f"x:y:z:{REGION}:{MEMBER}"), "configRuleArn is of no"),
            "a role in another partition": (
                of(MEMBER, parameters={"executionRoleArn": f"arn:aws-cn:iam::{MEMBER}:role/r"}), "is no role",
            ),
            "a role without a name": (of(MEMBER, parameters={"executionRoleName": "/"}), "is no role"),
            "as rdk spells it": (
                of(ACCOUNT, parameters={"ExecutionRoleName": "r"}), "did you mean executionRoleName"
            ),
            "the recorder's role": (
                of(ACCOUNT, executionRoleArn=f"arn:aws:iam::{MEMBER}:role/r"), "executionRoleArn of account 222222222222"
            ),
            "a notification": (
                of(MEMBER, invokingEvent=scheduled()["invokingEvent"]), "invokingEvent.awsAccountId of account 123456789012"
            ),
            "an item's ARN": (
                change(function_item(ARN="arn:aws:lambda:eu-central-1:333333333333:function:f")),
                "invokingEvent.configurationItem.ARN of account 333333333333",
            ),
            "a summary": (
                of(MEMBER, invokingEvent=oversized()["invokingEvent"]),
                "invokingEvent.configurationItemSummary.awsAccountId of account 123456789012",
            ),
            "a stranger's item": (
                change(function_item(awsAccountId=STRANGER)), "configurationItem.awsAccountId of account 444444444444"
            ),
            "an item alone says whose": (
                change(function_item(awsAccountId=STRANGER, ARN=...), accountId=..., configRuleArn=..., executionRoleArn=...),
                "ALLOWED_ACCOUNTS",
            ),
            "an account as a number": (change(accountId=222222222222), "accountId is not a string"),
        }  # fmt: skip
        run = self.run_for([event for event, _ in cases.values()])
        self.assertServed(run, ["error"] * len(cases))
        for index, (name, (_, words)) in enumerate(cases.items()):
            with self.subTest(name):
                self.assertIn(words, run.error(index))
        self.assertEqual(run.aws.requests, [])

    def test_the_external_id_is_not_quoted(self):
        secret = "a-secret-external-id"
        for reply in (
            lambda asked: sts_error("AccessDenied", message=f"not with {asked['ExternalId']}"),
            lambda asked: Reply(403, f"<html>{asked['ExternalId']}</html>"),
        ):
            run = self.run_for([of(MEMBER)], {"EXTERNAL_ID": secret, "AWS_LAMBDA_LOG_LEVEL": "TRACE"}, aws={"AssumeRole": reply})
            self.assertServed(run, ["error"])
            self.assertNotIn(secret, run.output + str(run.posts[0].body))

    def test_without_its_arn_the_function_serves_nobody(self):
        name = "Lambda-Runtime-Invoked-Function-Arn"
        events = [of(MEMBER), of(MEMBER, parameters={}), of(ACCOUNT, parameters={}), of(STRANGER)]
        odd = ["arn", "arn:aws:lambda:eu-central-1::function:f", f"arn:aws:iam::{ACCOUNT}:role/r", "x\x01y"]
        run = self.run_for(
            [Invocation(event, absent=[name]) for event in events]
            + [Invocation(change(), headers={name: arn}) for arn in odd]
        )
        self.assertServed(run, ["error"] * 8)
        for index in range(8):
            self.assertIn(name, run.error(index))
        self.assertEqual(run.aws.requests, [])

    def test_what_aws_config_answers_of_another_account(self):
        """Resources of other accounts, as an aggregator would list them, fail; the others do not."""
        foreign = [
            function_item("g", awsAccountId=STRANGER),
            function_item("h", ARN=f"arn:aws:lambda:eu-central-1:{SECOND}:function:h"),
        ]
        listed = [selected(one) for one in (function_item(), *foreign)]
        run = self.run_for(
            [scheduled(VPC_RULE), oversized("g")],
            aws={
                "SelectResourceConfig": {"Results": listed},
                "GetResourceConfigHistory": {"configurationItems": [history_item("g", accountId=STRANGER)]},
            },
        )
        self.assertServed(run, ["error", "error"])
        self.assertEqual([one["ComplianceResourceId"] for one in run.aws.accepted], ["f"])
        self.assertIn("2 of 3 resources could not be evaluated", run.error())
        said = " ".join(line["message"] for line in run.log)
        self.assertIn(
            f"the event is of account {ACCOUNT} and SelectResourceConfig.Results[1].awsAccountId of account {STRANGER}",
            said,
        )
        self.assertIn(f"SelectResourceConfig.Results[2].ARN of account {SECOND}", said)
        self.assertIn(f"configurationItems[0].accountId of account {STRANGER}", run.error(1))

    def test_without_a_list_only_the_own_account_is_served(self):
        for env in ({"ALLOWED_ACCOUNTS": None}, {"ALLOWED_ACCOUNTS": ""}):
            run = self.run_for([of(MEMBER), of(ACCOUNT, parameters={})], env)
            self.assertServed(run, ["error", "response"])
            self.assertIn("ALLOWED_ACCOUNTS", run.error())
            self.assertEqual(run.aws.counts, {"PutEvaluations": 1})

    def test_an_environment_that_is_written_wrongly(self):
        cases = [
            {"ALLOWED_ACCOUNTS": "*"},
            {"ALLOWED_ACCOUNTS": f"{MEMBER}, {SECOND}"},
            {"ALLOWED_ACCOUNTS": "2222"},
            {"EXTERNAL_ID": "a b"},
        ]
        for env in cases:
            with self.subTest(env):
                run = self.run_for([of(MEMBER)], env)
                self.assertEqual([r.path for r in run.api.requests], [API + "init/error"])
                self.assertIn(*env, run.posts[0].json()["errorMessage"])
                self.assertGreater(run.exit, 0)


if __name__ == "__main__":
    unittest.main()
