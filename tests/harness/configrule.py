"""configrule as a user runs it, and the items and events that several of its tests give it."""

import contextlib
import fcntl
import json
import os
import pty
import struct
import subprocess
import tempfile
import termios
import unittest

from tests.needs import need_terminal

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(TESTS)
EVENTS = os.path.join(TESTS, "events")
REPLIES = os.path.join(EVENTS, "replies.json")
ITEM = {
    "resourceType": "AWS::Lambda::Function",
    "resourceId": "orders",
    "configurationItemStatus": "OK",
    "configurationItemCaptureTime": "2023-04-27T15:03:11.636Z",
    "configuration": {"functionName": "orders", "vpcConfig": {"subnetIds": [], "securityGroupIds": []}},
    "tags": {"BedrockAgent": "true"},
}
SELECTED = {"SelectFields": [{"Name": name} for name in ("configuration", "supplementaryConfiguration", "tags")]}
SCHEDULED = {
    "messageType": "ScheduledNotification",
    "notificationCreationTime": "2016-07-13T21:50:00.373Z",
    "awsAccountId": "123456789012",
}
# The only rule of configrule_broken for this type: tests/cli/broken_rules.c.
VOLUME = {**ITEM, "resourceType": "AWS::EC2::Volume"}
RULE = ["--rule", "bedrock-agent-vpc-required"]
OUTSIDE = {
    "rule": "bedrock-agent-vpc-required",
    "severity": "medium",
    "resourceType": "AWS::Lambda::Function",
    "resourceId": "orders",
    "complianceType": "NON_COMPLIANT",
    "annotation": "Function orders is not in a VPC.",
    "orderingTimestamp": 1682607791.636,
    "configurationItemCaptureTime": "2023-04-27T15:03:11.636Z",
}


def event(name):
    return os.path.join(EVENTS, name + ".json")


def strip(text):
    return [line.rstrip() for line in text.splitlines()]


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


class ConfigruleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = os.path.abspath(os.environ["CONFIGRULE"])

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content if isinstance(content, str) else json.dumps(content))
        return path

    def use_other_rules(self):
        """Of the rules of broken_rules.c, one evaluates volumes. A new rule in rules/ changes nothing here."""
        self.program = os.path.abspath(os.environ["CONFIGRULE_BROKEN"])

    def configrule(self, *arguments, status=0, stdin=""):
        done = subprocess.run(
            [self.program, *arguments], input=stdin, capture_output=True, text=True, timeout=120
        )
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done


class TerminalTest(ConfigruleTest):
    def setUp(self):
        super().setUp()
        need_terminal()

    def terminal(self, width, *arguments, **variables):
        """The lines that a terminal of this width is sent, colours and all."""
        main, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
        environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}
        with subprocess.Popen(
            [self.program, *arguments],
            stdout=terminal,
            stderr=subprocess.DEVNULL,
            env={**environment, "TERM": "xterm", **variables},
        ):
            os.close(terminal)
            sent = b""
            with contextlib.suppress(OSError):  # the end of a terminal
                while part := os.read(main, 65536):
                    sent += part
        os.close(main)
        return sent.decode().splitlines()
