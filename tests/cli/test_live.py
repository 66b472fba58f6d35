"""configrule run --live: as whom the account is asked, from the environment and from profiles."""

import os
import subprocess

from tests.harness.aws import AwsEndpoint
from tests.harness.configrule import ConfigruleTest, event
from tests.harness.events import MEMBER, REGION
from tests.harness.replies import ACCESS_KEY, SECRET_KEY, SESSION_TOKEN, Reply, aws_error, caller, role_key_id


EVENT = {
    "messageType": "ScheduledNotification",
    "notificationCreationTime": "2016-07-13T21:50:00.373Z",
    "awsAccountId": "123456789012",
}
KEYS = f"""aws_access_key_id = {ACCESS_KEY}
aws_secret_access_key={SECRET_KEY}
aws_session_token =  {SESSION_TOKEN}
"""
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": ACCESS_KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    "AWS_SESSION_TOKEN": SESSION_TOKEN,
    "AWS_REGION": REGION,
}


class Live(ConfigruleTest):
    def live(self, *arguments, status=1, aws=None, config=None, credentials=None, given=EVENT, **env):
        """Runs the trail rule against an endpoint that has no trail: NON_COMPLIANT, status 1."""
        self.aws = AwsEndpoint(aws)
        self.addCleanup(self.aws.stop)
        folder = os.path.join(self.folder, ".aws")
        os.makedirs(folder, exist_ok=True)
        for name, text in (("config", config), ("credentials", credentials)):
            if text is not None:
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text)
        variables = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        variables.update(HOME=self.folder, AWS_ENDPOINT_URL=f"http://127.0.0.1:{self.aws.port}")
        variables.update(env)
        path = self.write("event.json", given)
        command = [self.program, "run", "--live", "--rule", "cloudtrail-enabled", *arguments, path]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=variables)
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, status, said)
        self.assertEqual(self.aws.faults, [])
        for secret in (SECRET_KEY, SESSION_TOKEN):
            self.assertNotIn(secret, said)
        return done

    def test_the_environment(self):
        done = self.live(**ENVIRONMENT)
        self.assertIn("NON_COMPLIANT", done.stdout)
        self.assertEqual(
            self.aws.signers, [("GetCallerIdentity", ACCESS_KEY), ("DescribeTrails", ACCESS_KEY)]
        )

    def test_answers_of_the_account_are_believed(self):
        done = self.live(status=2, aws={"DescribeTrails": aws_error("AccessDeniedException")}, **ENVIRONMENT)
        self.assertIn("AccessDeniedException", done.stderr)

    def test_another_account_or_region_is_not_asked(self):
        other = self.live(status=2, aws={"GetCallerIdentity": caller(MEMBER)}, **ENVIRONMENT)
        self.assertIn("of account 123456789012, and --live asks account 222222222222", other.stderr)
        with open(event("scheduled-cloudtrail"), encoding="utf-8") as file:
            other = self.live(status=2, given=file.read(), **ENVIRONMENT)
        self.assertIn("of Region us-east-1, and --live asks eu-central-1", other.stderr)
        self.assertEqual(self.aws.counts, {"GetCallerIdentity": 1})

    def test_a_refused_signature_does_not_show_the_token(self):
        """AWS answers it with what should have been signed. live() looks for the secrets."""
        text = f"should have been 'POST\n/\n\nx-amz-security-token:{SESSION_TOKEN}\n'"
        for reply in (aws_error("InvalidSignatureException", 403, text), Reply(403, text)):
            with self.subTest(reply=reply):
                done = self.live(status=2, aws={"DescribeTrails": reply}, **ENVIRONMENT)
                self.assertIn("DescribeTrails", done.stderr)

    def test_with_recorded_replies_it_makes_no_sense(self):
        replies = self.write("replies.json", [])
        done = self.live("--replies", replies, status=2, **ENVIRONMENT)
        self.assertIn("--live and --replies exclude each other", done.stderr)
        self.assertEqual(self.aws.requests, [])

    def test_profiles(self):
        region = f"region = {REGION}\n"
        process = f"credential_process = cat {self.folder}/printed.json\n"
        self.write(
            "printed.json",
            {
                "Version": 1,
                "AccessKeyId": ACCESS_KEY,
                "SecretAccessKey": SECRET_KEY,
                "SessionToken": SESSION_TOKEN,
            },
        )
        nested = "s3 =\n  region = nowhere\n  aws_access_key_id = nobody\n"
        cases = {
            "default": {"config": "[default]\n" + region, "credentials": "[default]\n" + KEYS},
            "all in one file": {"config": "[default]\n" + region + KEYS},
            "named": {
                "config": "# comment\n[default]\nregion=x\n\n[profile p]\n" + region,
                "credentials": "[default]\naws_access_key_id = nobody\n[p]\n" + KEYS,
                "AWS_PROFILE": "p",
            },
            "quoted, CRLF, nested": {
                "config": ('; comment\n[ profile "p q" ]\n' + nested + region + KEYS).replace("\n", "\r\n"),
                "AWS_PROFILE": "p q",
            },
            "the credentials file comes first": {
                "config": "[default]\n" + region + "aws_access_key_id = nobody\n",
                "credentials": "[default]\n" + KEYS,
            },
            "a process": {"config": "[default]\n" + region + process},
            "the environment's region": {"credentials": "[default]\n" + KEYS, "AWS_DEFAULT_REGION": REGION},
            "the environment's keys": {
                "config": "[default]\n" + region,
                "credentials": "[default]\naws_access_key_id = nobody\naws_secret_access_key = x\n",
                **{k: v for k, v in ENVIRONMENT.items() if k != "AWS_REGION"},
            },
        }
        for name, case in cases.items():
            with self.subTest(name):
                self.live(**{"config": "", "credentials": "", **case})
                self.assertEqual(self.aws.signers[-1], ("DescribeTrails", ACCESS_KEY))

    def test_files_elsewhere(self):
        config = self.write("c", f"[profile p]\nregion = {REGION}\n")
        credentials = self.write("k", "[p]\n" + KEYS)
        self.live(AWS_CONFIG_FILE=config, AWS_SHARED_CREDENTIALS_FILE=credentials, AWS_PROFILE="p")
        self.live(AWS_CONFIG_FILE="~/c", AWS_SHARED_CREDENTIALS_FILE="~/k", AWS_PROFILE="p")

    def test_a_role(self):
        config = f"""[default]
region = {REGION}
role_arn = arn:aws:iam::{MEMBER}:role/auditor
source_profile = base
external_id = e-1
role_session_name = a person
"""
        given = {**EVENT, "awsAccountId": MEMBER}
        self.live(
            config=config, credentials="[base]\n" + KEYS, given=given,
            aws={"GetCallerIdentity": caller(MEMBER)},
        )  # fmt: skip
        role = role_key_id(MEMBER, "auditor")
        self.assertEqual(
            self.aws.signers,
            [("AssumeRole", ACCESS_KEY), ("GetCallerIdentity", role), ("DescribeTrails", role)],
        )
        (asked,) = self.aws.calls("AssumeRole")
        self.assertEqual((asked["ExternalId"], asked["RoleSessionName"]), ("e-1", "a-person"))

    def test_what_is_wrong_is_said(self):
        head = f"[default]\nregion = {REGION}\n"
        role = head + f"role_arn = arn:aws:iam::{MEMBER}:role/r\n"
        chained = f"[profile b]\nrole_arn = x\nsource_profile = c\n"
        export = 'eval "$(aws configure export-credentials --profile default --format env)"'
        cases = {
            "no such profile": ({"AWS_PROFILE": "staging"}, "the profile staging is neither in"),
            "no profile at all": ({}, ".aws/credentials"),
            "sso": ({"config": head + "sso_session = x\nsso_account_id = 1\n"}, export),
            "nothing": ({"config": head}, export),
            "mfa": ({"config": role + "mfa_serial = x\nsource_profile = b\n"}, "with MFA"),
            "no source": ({"config": role}, "without a source_profile"),
            "unknown source": ({"config": role + "source_profile = b\n"}, "source_profile of default: the profile b"),
            "chained": ({"config": role + "source_profile = b\n" + chained}, "not chained"),
            "no secret": ({"config": head + "aws_access_key_id = x\n"}, "without its secret"),
            "a failing process": ({"config": head + "credential_process = exit 3\n"}, "failed, exit status 3"),
            "a mute process": ({"config": head + "credential_process = true\n"}, "printed nothing"),
            "an endless process": ({"config": head + "credential_process = yes\n"}, "credential_process"),
            "a process of another version": ({"config": head + "credential_process = echo {}\n"}, "has no Version 1"),
            "a process without keys": ({"config": head + "credential_process = echo '{\"Version\":1}'\n"}, "or no key"),
            "an expired process": (
                {"config": head + "credential_process = echo '{\"Version\":1,\"Expiration\":\"2020-01-01T00:00:00Z\"}'\n"},
                "has expired",
            ),
            "not a file of profiles": ({"config": "x\n"}, ".aws/config, line 1: neither"),
            "no Region": ({"credentials": "[default]\n" + KEYS}, "the profile default has no region, and AWS_REGION"),
        }  # fmt: skip
        for name, (case, words) in cases.items():
            with self.subTest(name):
                done = self.live(status=2, **{"config": "", "credentials": "", **case})
                self.assertIn(words, done.stderr)
                self.assertEqual(self.aws.requests, [])


del ConfigruleTest  # its tests are test_configrule's
