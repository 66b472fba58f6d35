"""The bootstrap against moto, an AWS that none of us wrote, with its authentication switched on.

moto verifies the signature and the session token of every call and whether the role may make it. It
takes PutEvaluations in test mode only, and answers 500 to the rest: a failure test of its own.
Needs moto (its server) and boto3; without them it is skipped, except where CI is set.
"""

import functools
import unittest

from tests.harness.events import MEMBER, TRAIL_RULE, VPC_RULE, change, function_item, of, scheduled
from tests.harness.run import BootstrapTest
from tests.harness.runtime_api import Invocation
from tests.moto import server as moto_server


# What the rules and the engine need, and something else.
ALLOWED = ["config:PutEvaluations", "cloudtrail:DescribeTrails"]
ALLOWED += ["cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"]
ALLOWED += ["bedrock:GetModelInvocationLoggingConfiguration"]
ALLOWED += ["bedrock:ListAgents"]
ALLOWED += ["config:DescribeConfigurationRecorders"]
ALLOWED += ["config:DescribeConfigurationRecorderStatus", "config:DescribeDeliveryChannelStatus"]
POWERLESS = ["s3:ListAllMyBuckets"]


class Moto(BootstrapTest):
    @classmethod
    def setUpClass(cls):
        cls.url = moto_server.start(cls, module="tests.moto.verifying")
        cls.trail = cls.client("cloudtrail")
        cls.client("s3").create_bucket(
            Bucket="trails", CreateBucketConfiguration={"LocationConstraint": moto_server.REGION}
        )
        cls.arn = cls.trail.create_trail(Name="main", S3BucketName="trails")["TrailARN"]
        cls.credentials = moto_server.role_environment(cls.url, "allowed", ALLOWED + ["sts:AssumeRole"])
        cls.no_assuming = moto_server.role_environment(cls.url, "no-assuming", ALLOWED)
        cls.set_up_member()
        cls.powerless = moto_server.role_environment(cls.url, "powerless", POWERLESS)
        moto_server.authenticate(cls.url, "0")  # from now on every call must be signed by somebody known

    @classmethod
    def client(cls, service):
        return moto_server.client(cls.url, service)

    @classmethod
    def set_up_member(cls):
        """Another account, with a role for us and a trail that logs everything."""
        sts = cls.client("sts")
        administrator = f"arn:aws:iam::{MEMBER}:role/administrator"  # moto lets nobody assume it
        keys = sts.assume_role(RoleArn=administrator, RoleSessionName="test")["Credentials"]
        session = moto_server.boto3.Session(
            keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], moto_server.REGION
        )
        member = functools.partial(session.client, endpoint_url=cls.url)
        policy = moto_server.allow(*ALLOWED)
        iam = member("iam")
        iam.create_role(RoleName="rules", Path="/team/", AssumeRolePolicyDocument=policy)
        iam.put_role_policy(RoleName="rules", PolicyName="p", PolicyDocument=policy)
        member("s3").create_bucket(
            Bucket="member-trails",
            CreateBucketConfiguration={"LocationConstraint": moto_server.REGION},
        )
        trail = member("cloudtrail")
        trail.create_trail(Name="member", S3BucketName="member-trails")
        trail.start_logging(Name="member")
        selector = {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": []}
        trail.put_event_selectors(TrailName="member", EventSelectors=[selector])

    def invoke(self, *events, **changes):
        """Runs the events in test mode; returns how each was answered and the run."""
        env = {**self.credentials, "AWS_ENDPOINT_URL": self.url, **changes}
        run = self.run_bootstrap(list(events), env=env)
        self.assertTrue(run.lived, run.output + run.errors)
        self.assertEqual(run.aws.requests, [])  # all went to moto
        return run

    def answer(self, run, index=0):
        (post,) = run.posts_for(run.api.invocations[index])
        self.assertTrue(post.path.endswith("/response"), post.body)
        return post.json()

    def set_up_trail(self, logging, **selectors):
        moto_server.authenticate(self.url, "inf")
        try:
            (self.trail.start_logging if logging else self.trail.stop_logging)(Name="main")
            if selectors:
                self.trail.put_event_selectors(TrailName="main", **selectors)
        finally:
            moto_server.authenticate(self.url, "0")

    def test_functions(self):
        events = [
            change(function_item(subnets=("subnet-1",)), resultToken="TESTMODE"),
            change(function_item(subnets=()), resultToken="TESTMODE"),
            change(function_item(agent=False), resultToken="TESTMODE"),
        ]
        run = self.invoke(*events)
        for index, expected in enumerate(("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE")):
            answer = self.answer(run, index)
            self.assertEqual((answer["rule"], answer[expected]), (VPC_RULE, 1))

    def test_trails(self):
        everything = {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": []}
        advanced = {
            "Name": "no reads",
            "FieldSelectors": [
                {"Field": "eventCategory", "Equals": ["Management"]},
                {"Field": "readOnly", "Equals": ["false"]},
            ],
        }
        cases = [
            ("COMPLIANT", True, {"EventSelectors": [everything]}),
            ("NON_COMPLIANT", False, {"EventSelectors": [everything]}),
            ("NON_COMPLIANT", True, {"EventSelectors": [{**everything, "ReadWriteType": "WriteOnly"}]}),
            ("NON_COMPLIANT", True, {"AdvancedEventSelectors": [advanced]}),
        ]
        for expected, logging, selectors in cases:
            with self.subTest(expected, logging=logging, selectors=selectors):
                self.set_up_trail(logging, **selectors)
                answer = self.answer(self.invoke(scheduled(resultToken="TESTMODE")))
                self.assertEqual((answer["rule"], answer[expected]), (TRAIL_RULE, 1))

    def test_data_events_of_bedrock(self):
        rule = "cloudtrail-bedrock-dataevents-enabled"

        def selector(kind, *fields):
            data = [{"Field": "eventCategory", "Equals": ["Data"]}]
            types = [{"Field": "resources.type", "Equals": [f"AWS::Bedrock::{kind}"]}]
            return {"Name": kind, "FieldSelectors": data + types + list(fields)}

        guardrail, model = selector("Guardrail"), selector("Model")
        reads = selector("Model", {"Field": "readOnly", "Equals": ["true"]})
        cases = [
            ("COMPLIANT", True, [guardrail, model]),
            ("NON_COMPLIANT", False, [guardrail, model]),
            ("NON_COMPLIANT", True, [guardrail]),
            ("NON_COMPLIANT", True, [guardrail, reads]),
        ]
        for expected, logging, selectors in cases:
            with self.subTest(expected, logging=logging, selectors=selectors):
                self.set_up_trail(logging, AdvancedEventSelectors=selectors)
                self.assertEqual(self.evaluate(rule, {"resourceTypes": "Guardrail,Model"}), {expected: 1})

    def set_up(self, service, operation, **input_members):
        """A call that changes what moto has, made by nobody in particular."""
        moto_server.authenticate(self.url, "inf")
        try:
            return getattr(self.client(service), operation)(**input_members)
        finally:
            moto_server.authenticate(self.url, "0")

    def evaluate(self, rule, parameters=None):
        """The compliance types of a periodic run of one rule."""
        run = self.invoke(scheduled(rule=rule, parameters=parameters, resultToken="TESTMODE"))
        answer = self.answer(run)
        self.assertEqual(answer["rule"], rule)
        return {name: answer[name] for name in ("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE") if answer[name]}

    def test_model_invocation_logging(self):
        rule, modalities = "bedrock-model-invocation-logging-enabled", {"modalities": "text,image"}
        self.assertEqual(self.evaluate(rule), {"NON_COMPLIANT": 1})
        logging = {"textDataDeliveryEnabled": True, "imageDataDeliveryEnabled": True, "s3Config": {"bucketName": "logs"}}
        self.set_up("bedrock", "put_model_invocation_logging_configuration", loggingConfig=logging)
        self.assertEqual(self.evaluate(rule), {"NON_COMPLIANT": 1})
        self.assertEqual(self.evaluate(rule, modalities), {"COMPLIANT": 1})
        self.assertEqual(self.evaluate(rule, {**modalities, "s3BucketName": "audit"}), {"NON_COMPLIANT": 1})

    def test_agents(self):
        # moto has no aliases, so that no agent's versions are known.
        self.assertEqual(self.evaluate("bedrock-agent-guardrail-enabled"), {"NOT_APPLICABLE": 1})

    def test_recorder(self):
        """moto has no status of deliveries; what is known for certain is said all the same."""
        rule = "config-recorder-running"
        self.assertEqual(self.evaluate(rule), {"NON_COMPLIANT": 1})
        group = {"allSupported": False, "includeGlobalResourceTypes": False, "resourceTypes": ["AWS::Lambda::Function"]}
        recorder = {"name": "main", "roleARN": "arn:aws:iam::123456789012:role/r", "recordingGroup": group}
        self.set_up("config", "put_configuration_recorder", ConfigurationRecorder=recorder)
        channel = {"name": "main", "s3BucketName": "trails"}
        self.set_up("config", "put_delivery_channel", DeliveryChannel=channel)
        self.set_up("config", "start_configuration_recorder", ConfigurationRecorderName="main")
        self.assertEqual(self.evaluate(rule, {"resourceTypes": "AWS::EC2::VPC"}), {"NON_COMPLIANT": 1})

    def test_who_may_not(self):
        token = self.credentials["AWS_SESSION_TOKEN"]
        cases = [
            ("SignatureDoesNotMatch", {"AWS_SECRET_ACCESS_KEY": "another"}),
            ("InvalidClientTokenId", {"AWS_ACCESS_KEY_ID": "ASIANOBODYKNOWSTHIS0"}),
            ("InvalidClientTokenId", {"AWS_SESSION_TOKEN": token[:-4] + "AAAA"}),
            ("AccessDenied", self.powerless),
        ]
        for code, changes in cases:
            with self.subTest(code):
                run = self.invoke(change(resultToken="TESTMODE"), **changes)
                self.assertEqual(run.kinds, ["error"])
                self.assertIn(code, run.error())

    def of_member(self):
        return of(MEMBER, scheduled, {"executionRoleName": "team/rules"}, resultToken="TESTMODE")

    def test_another_account_is_seen_through_its_role(self):
        self.set_up_trail(False)
        run = self.invoke(
            scheduled(resultToken="TESTMODE"), self.of_member(), scheduled(resultToken="TESTMODE"),
            ALLOWED_ACCOUNTS=MEMBER,
        )  # fmt: skip
        for index, expected in enumerate(("NON_COMPLIANT", "COMPLIANT", "NON_COMPLIANT")):
            self.assertEqual(self.answer(run, index)[expected], 1)

    def test_a_role_that_may_not_be_assumed(self):
        run = self.invoke(self.of_member(), ALLOWED_ACCOUNTS=MEMBER, **self.no_assuming)
        self.assertEqual(run.kinds, ["error"])
        # Not as STS writes it, whose <Error> is the child of <ErrorResponse>: moto has <Errors> between.
        self.assertRegex(run.error(), r"^HTTP 403 .*\(sts AssumeRole\)")

    def test_what_moto_lacks_is_a_failure(self):
        run = self.invoke(Invocation(change(), seconds=3))  # not in test mode: 500, as HTML
        self.assertEqual(run.kinds, ["error"])
        self.assertRegex(run.error(), "HTTP 500|deadline")


if __name__ == "__main__":
    unittest.main()
