"""The program between the servers, and what must hold of every run."""

import contextlib
import json
import os
import re
import subprocess
import tempfile
import time
import unittest
from concurrent.futures import Future

from tests.harness.aws import AwsEndpoint
from tests.harness.events import CONFIGURATION, MEMBER, REGION, RESULT_TOKEN_START, SECOND
from tests.harness.replies import ACCESS_KEY, ROLE_SECRET, ROLE_TOKEN, SECRET_KEY, SESSION_TOKEN
from tests.harness.runtime_api import API, RuntimeApi
from tests.harness.server import LIMIT_S

# The environment of a function that serves other accounts, too.
ALLOW_OTHERS = {"ALLOWED_ACCOUNTS": f"{MEMBER},{SECOND}"}

SECRETS = (SECRET_KEY, SESSION_TOKEN, ROLE_SECRET, ROLE_TOKEN, RESULT_TOKEN_START, CONFIGURATION)
LOG_LINE = r'^(\{"|\d{4}-\d\d-\d\dT\S+Z [A-Z]+ )'  # JSON, or text when that is asked for
ERROR_TYPE = re.compile(r"^(Runtime|Function)\.[A-Z][A-Za-z]+$")


class Run:
    """What came of it: the servers with all they recorded, and the program's end and output."""

    def __init__(self, api, aws):
        self.api, self.aws = api, aws
        self.lived = False  # it served the whole script and asked for more
        self.exit = None  # its exit status; negative: a signal
        self.output = self.errors = ""

    @property
    def posts(self):
        return [r for r in self.api.requests if r.method == "POST"]

    def posts_for(self, invocation):
        where = f"{API}invocation/{invocation.request_id}/"
        return [r for r in self.posts if r.path.startswith(where)]

    @property
    def kinds(self):
        """The first answer to each invocation: "response", "error", or None."""
        firsts = [self.posts_for(one)[:1] for one in self.api.invocations]
        return [posts[0].path.rsplit("/", 1)[1] if posts else None for posts in firsts]

    def error(self, index=0):
        """The message that the index-th invocation failed with; None: it did not."""
        posts = self.posts_for(self.api.invocations[index])
        failed = posts and posts[0].path.endswith("/error")
        return posts[0].json()["errorMessage"] if failed else None

    @property
    def log(self):
        """The JSON lines of standard output without the metrics."""
        return [one for one in map(json.loads, self.output.splitlines()) if "_aws" not in one]

    @property
    def metrics(self):
        lines = [line for line in self.output.splitlines() if line.startswith("{")]
        return [one for one in map(json.loads, lines) if "_aws" in one]


def program():
    path = os.environ.get("BOOTSTRAP")
    if not path:
        raise RuntimeError("set BOOTSTRAP to the path of the bootstrap to test")
    if not os.access(path, os.X_OK):
        raise RuntimeError(f"BOOTSTRAP is no executable file: {path}")
    return os.path.abspath(path)


def environment(api, aws, changes):
    variables = {
        "PATH": os.environ.get("PATH", ""),
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.port}",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{aws.port}",
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_SESSION_TOKEN": SESSION_TOKEN,
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_FUNCTION_NAME": "rules",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
    }
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            variables[name] = os.environ[name]
    variables.update(changes or {})
    return {k: v for k, v in variables.items() if v is not None}


def run(
    nexts, posts=(), aws=None, env=None, limit_s=LIMIT_S, keep=True, before_next=None, prepare=None,
    endpoint=AwsEndpoint, beside=None,
):  # fmt: skip
    """
    Serves nexts to a new process and ends it. env changes its environment; None takes a variable away.
    A value may hold {aws} or {beside}: the port of the AWS endpoint, or of the server beside it.
    endpoint is the class of the AWS endpoint, and prepare is called with it before the process starts.
    """
    path = program()
    result = Run(RuntimeApi(nexts, posts), endpoint(aws))
    result.api.keep = result.aws.keep = keep
    servers = {"aws": result.aws, **({"beside": beside} if beside else {})}
    if prepare:
        prepare(result.aws)
    variables = environment(result.api, result.aws, env)
    for name, server in servers.items():
        variables = {k: v.replace(f"{{{name}}}", str(server.port)) for k, v in variables.items()}
    started = Future()  # the first /next may come before Popen returns
    result.api.before_next = lambda polls: before_next and before_next(polls, started.result())
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [path], stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=variables
        )
        started.set_result(process.pid)
        try:
            end = time.monotonic() + limit_s
            while process.poll() is None and not result.api.idle.is_set():
                if time.monotonic() > end:
                    break
                result.api.idle.wait(0.005)
            result.lived = result.api.idle.is_set()
            result.api.stopping.set()  # lets go of the last /next, with the status 500
            if result.lived or process.poll() is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    result.exit = process.wait(10)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            result.api.stop()
            for server in servers.values():
                server.stop()
        for name, file in (("output", output), ("errors", errors)):
            file.seek(0)
            setattr(result, name, file.read().decode("utf-8", "surrogateescape"))
    return result


class BootstrapTest(unittest.TestCase):
    """run() with what must hold in every run, whatever the test is about."""

    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        program()  # says once, not once a case, that there is none

    def run_bootstrap(self, nexts, *args, **kwargs):
        result = run(nexts, *args, **kwargs)
        self.check_run(result)
        return result

    def check_run(self, result):
        everything = result.output + result.errors
        self.assertNotRegex(everything, "[\\udc80-\\udcff]", "the output is not UTF-8")
        self.assertEqual(result.api.faults + result.aws.faults, [])
        self.assertNotRegex(everything, r"Sanitizer|runtime error:")
        for line in result.output.splitlines():
            self.assertRegex(line, LOG_LINE)
        self.assertFalse(
            result.exit is not None and result.exit < 0, f"signal: {everything[-800:]}"
        )
        for secret in SECRETS:
            self.assertNotIn(secret, everything)
            self.assertFalse([r for r in result.posts if secret.encode() in r.body])
        for post in result.posts:
            self.check_post(post)

    def check_post(self, post):
        self.assertEqual(post.body, post.body.decode("utf-8", "replace").encode(), "not UTF-8")
        self.assertEqual(post.repeated, ())
        body = post.json()
        if not post.path.endswith("/error"):
            return
        self.assertEqual(set(body), {"errorMessage", "errorType", "stackTrace"})
        self.assertEqual(body["stackTrace"], [])
        self.assertTrue(body["errorMessage"])
        self.assertRegex(body["errorType"], ERROR_TYPE)
        self.assertEqual(post.headers.get("lambda-runtime-function-error-type"), body["errorType"])

    def assertServed(self, result, kinds):
        """The program lived through the script and answered the invocations so."""
        said = (result.output + result.errors)[-800:]
        self.assertTrue(result.lived, f"exit {result.exit}: {said}")
        self.assertEqual(result.kinds, kinds, said)
