"""A hostile Runtime API and a hostile AWS endpoint on loopback, the real bootstrap between them.

A test scripts what each server answers, request by request, and looks at what came in: every
request is recorded, connections are counted. run() starts the program named by the environment
variable BOOTSTRAP, lets it serve the script and ends it; nothing waits without a limit. Only the
standard library is used.
"""

import contextlib
import copy
import ctypes
import datetime
import email.utils
import hashlib
import hmac
import json
import os
import random
import re
import shutil
import socket
import ssl
import struct
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse
import uuid
from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass, field

SANITIZED = os.environ.get("SANITIZED") == "1"
LIMIT_S = 90 if SANITIZED else 30

# What no log line may ever hold.
SECRET_KEY = "SECRETKEYMARKER/wJalrXUtnFEMI/K7MDENG/bPxRfi"
SESSION_TOKEN = "SESSIONTOKENMARKER//////////wEaCXVzLWVhc3QtMSJH"
LOG_LINE = r'^(\{"|\d{4}-\d\d-\d\dT\S+Z [A-Z]+ )'  # JSON, or text when that is asked for
ROLE_SECRET, ROLE_TOKEN = "ROLESECRETMARKER/", "ROLETOKENMARKER//"  # and the access key id
RESULT_TOKEN = "RESULTTOKENMARKER" + "eyJlbmNyeXB0ZWREYXRhIjpb" * 40
CONFIGURATION = "CONFIGURATIONMARKER"
ACCESS_KEY = "AKIDEXAMPLE"
REGION = "eu-central-1"
ACCOUNT = "123456789012"
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:rules"

VPC_RULE = "bedrock-agent-vpc-required"
TRAIL_RULE = "cloudtrail-enabled"
CAPTURED, CAPTURED_S = "2023-04-27T15:03:11.636Z", 1682607791.636
NOTIFIED, NOTIFIED_S = "2023-04-27T15:03:13.332Z", 1682607793.332

ERROR_TYPE = re.compile(r"^(Runtime|Function)\.[A-Z][A-Za-z]+$")
API = "/2018-06-01/runtime/"


# Events, as AWS Config sends them.


def function_item(name="f", subnets=("subnet-1",), agent=True, **changes):
    """The configuration item of a Lambda function; agent: with the tag of a Bedrock agent's."""
    item = {
        "relatedEvents": [],
        "relationships": [],
        "configuration": {
            "functionName": name,
            "description": CONFIGURATION,
            "vpcConfig": {"subnetIds": list(subnets), "securityGroupIds": ["sg-1"]},
        },
        "supplementaryConfiguration": {},
        "tags": {"BedrockAgent": "true"} if agent else {},
        "configurationItemVersion": "1.3",
        "configurationItemCaptureTime": CAPTURED,
        "configurationStateId": 1682607791636,
        "awsAccountId": ACCOUNT,
        "configurationItemStatus": "OK",
        "resourceType": "AWS::Lambda::Function",
        "resourceId": name,
        "resourceName": name,
        "ARN": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}",
        "awsRegion": REGION,
        "availabilityZone": "Not Applicable",
        "configurationStateMd5Hash": "",
        "resourceCreationTime": None,
    }
    return without_none({**item, **changes}, changes)


def without_none(json_object, changes):
    """A change to ... (an Ellipsis) takes the member away."""
    return {k: v for k, v in json_object.items() if changes.get(k) is not ...}


def outer(invoking_event, rule=VPC_RULE, parameters=None, **changes):
    event = {
        "version": "1.0",
        "invokingEvent": json.dumps(invoking_event),
        "ruleParameters": json.dumps(parameters or {}),
        "resultToken": RESULT_TOKEN,
        "eventLeftScope": False,
        "executionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/config",
        "configRuleArn": f"arn:aws:config:{REGION}:{ACCOUNT}:config-rule/config-rule-1",
        "configRuleName": rule,
        "configRuleId": "config-rule-1",
        "accountId": ACCOUNT,
        "evaluationMode": "DETECTIVE",
    }
    return without_none({**event, **changes}, changes)


def change(item=None, **changes):
    return outer(
        {
            "configurationItemDiff": None,
            "configurationItem": function_item() if item is None else item,
            "notificationCreationTime": NOTIFIED,
            "messageType": "ConfigurationItemChangeNotification",
            "recordVersion": "1.3",
        },
        **changes,
    )


def oversized(name="f", **changes):
    item = function_item(name)
    for absent in ("configuration", "supplementaryConfiguration", "tags", "relationships"):
        del item[absent]
    return outer(
        {
            "configurationItemSummary": {"changeType": "UPDATE", **item},
            "messageType": "OversizedConfigurationItemChangeNotification",
        },
        **changes,
    )


def scheduled(rule=TRAIL_RULE, **changes):
    return outer(
        {
            "awsAccountId": ACCOUNT,
            "notificationCreationTime": NOTIFIED,
            "messageType": "ScheduledNotification",
            "recordVersion": "1.0",
        },
        rule=rule,
        **changes,
    )


def snapshot(rule=TRAIL_RULE, **changes):
    return outer(
        {
            "configSnapshotId": "16da",
            "s3ObjectKey": "AWSLogs/snapshot.json.gz",
            "s3Bucket": "config-bucket",
            "notificationCreationTime": NOTIFIED,
            "messageType": "ConfigurationSnapshotDeliveryCompleted",
            "recordVersion": "1.1",
        },
        rule=rule,
        **changes,
    )


def history_item(name="f", **changes):
    """The same item as GetResourceConfigHistory gives it."""
    item = function_item(name)
    return {
        "accountId": ACCOUNT,
        "arn": item["ARN"],
        "version": "1.3",
        "configurationItemCaptureTime": CAPTURED_S,
        "configurationItemStatus": "OK",
        "configurationStateId": "1682607791636",
        "configuration": json.dumps(item["configuration"]),
        "supplementaryConfiguration": {},
        "tags": item["tags"],
        **{k: item[k] for k in ("resourceType", "resourceId", "resourceName", "awsRegion")},
        **changes,
    }


def selected(item):
    """The same item as one of SelectResourceConfig's Results: JSON text, tags as a list."""
    tags = [{"key": k, "value": v, "tag": f"{k}={v}"} for k, v in item["tags"].items()]
    return json.dumps({**item, "accountId": item["awsAccountId"], "arn": item["ARN"], "tags": tags})


def pages(items, size=100):
    """A SelectResourceConfig that serves items in pages."""

    def answer(asked):
        start = int(asked.get("NextToken", "page-0")[5:])
        reply = {"Results": [selected(one) for one in items[start : start + size]]}
        if start + size < len(items):
            reply["NextToken"] = f"page-{start + size}"
        return reply

    return answer


ODD_VALUES = (
    None, True, False, 0, -1, 1e308, 12345678901234567890, "", " ", "x", "{", "[]", "null",
    "%7B%00", "2023-02-30T00:00:00Z", "\U0001f600" * 300, "a" * 2000, "%s%n",
    "line\n\x01\"", [], {}, [[]], [None], {"": ""}, [{"key": 1}, "x"],
)  # fmt: skip


def mutated(document, seed):
    """A copy of document with one to three of its values, at any depth, replaced by odd ones."""
    chance = random.Random(seed)
    document = json.loads(json.dumps(document))
    for _ in range(chance.randint(1, 3)):
        places = []
        pending = [document]
        while pending:
            parent = pending.pop()
            keys = list(parent) if isinstance(parent, dict) else range(len(parent))
            places += [(parent, key) for key in keys]
            pending += [parent[key] for key in keys if isinstance(parent[key], (dict, list))]
        if places:
            parent, key = chance.choice(places)
            parent[key] = copy.deepcopy(chance.choice(ODD_VALUES))
    return document


# Replies.


@dataclass
class Reply:
    status: int = 200
    body: object = b""  # bytes, text, or anything that JSON can say
    headers: dict = field(default_factory=dict)  # None takes a header away
    chunked: bool = False
    pieces: int = 1  # how many segments it is sent in
    pause: float = 0.0  # seconds between two of them
    delay: float = 0.0  # seconds before the first
    cut: int = None  # bytes of the whole reply, headers included, that are sent; may be negative
    end: str = "keep"  # and then: keep, close, reset, dead (what comes in is lost, unacknowledged)
    raw: bytes = None  # sent instead of anything sensible

    def encoded(self, content_type):
        if self.raw is not None:
            return self.raw
        body = self.body if isinstance(self.body, (bytes, str)) else json.dumps(self.body)
        body = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": content_type}
        if self.chunked:
            headers["Transfer-Encoding"] = "chunked"
            step = max(1, len(body) // 7)
            parts = [body[at : at + step] for at in range(0, len(body), step)]
            body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
        else:
            headers["Content-Length"] = str(len(body))
        headers.update(self.headers)
        lines = [f"{k}: {v}\r\n" for k, v in headers.items() if v is not None]
        return (f"HTTP/1.1 {self.status} X\r\n" + "".join(lines) + "\r\n").encode("latin-1") + body


CLOSED = Reply(cut=0, end="close")
RESET = Reply(cut=0, end="reset")


def aws_error(code, status=400, message="no reason"):
    return Reply(status, {"__type": code, "message": message})


XML = {"Content-Type": "text/xml"}


def sts_error(code, status=403, message="no reason"):
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    return Reply(status, f"<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>", XML)


def role_credentials(key_id, expiration="2099-01-01T00:00:00Z", **changes):
    """What AssumeRole answers."""
    members = {
        "AccessKeyId": key_id,
        "SecretAccessKey": ROLE_SECRET + key_id,
        "SessionToken": ROLE_TOKEN + key_id,
        "Expiration": expiration,
        **changes,
    }
    inside = "".join(f"<{k}>{v}</{k}>" for k, v in members.items() if v is not None)
    inside = f"<AssumeRoleResult><Credentials>{inside}</Credentials></AssumeRoleResult>"
    xmlns = "https://sts.amazonaws.com/doc/2011-06-15/"
    return Reply(body=f'<AssumeRoleResponse xmlns="{xmlns}">{inside}</AssumeRoleResponse>', headers=XML)


class Invocation:
    """An answer to /next. An event that is not bytes is sent as JSON."""

    def __init__(self, event, seconds=30, absent=(), headers=None, request_id=None, **reply):
        self.event, self.seconds, self.reply = event, seconds, reply
        self.request_id = request_id or str(uuid.uuid4())
        self.absent, self.headers = absent, headers or {}
        self.deadline = None  # seconds since 1970, known once it is served

    def __call__(self):
        self.deadline = time.time() + self.seconds
        headers = {
            "Lambda-Runtime-Aws-Request-Id": self.request_id,
            "Lambda-Runtime-Deadline-Ms": str(int(self.deadline * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": FUNCTION,
            "Lambda-Runtime-Trace-Id": f"Root=1-5bef4de7-{uuid.uuid4().hex[:24]};Sampled=1",
            **self.headers,
            **{name: None for name in self.absent},
        }
        return Reply(body=self.event, headers=headers, **self.reply)


# The servers.


@dataclass
class Request:
    method: str
    path: str
    headers: dict  # by lower-case name
    body: bytes
    at: float  # seconds since 1970
    repeated: tuple = ()  # names of headers that came twice

    def json(self):
        return json.loads(self.body)

    def call(self):
        """The operation of AWS, and what it was asked: JSON, or a form as a dictionary."""
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            asked = dict(urllib.parse.parse_qsl(self.body.decode(), strict_parsing=True))
            return asked.get("Action"), asked
        return self.headers.get("x-amz-target", "").rpartition(".")[2], self.json()

    def signed_at(self):
        """X-Amz-Date, in seconds since 1970."""
        stamp = self.headers.get("x-amz-date", "")
        return datetime.datetime.strptime(stamp + "+0000", "%Y%m%dT%H%M%SZ%z").timestamp()


DROP_ALL = struct.pack("HBBI", 6, 0, 0, 0)  # BPF: return 0


def attach_filter(sock, program_of_one):
    """From now on the kernel filters the packets that arrive at sock."""
    code = ctypes.create_string_buffer(program_of_one)
    so_attach_filter = 26
    sock.setsockopt(socket.SOL_SOCKET, so_attach_filter, struct.pack("HP", 1, ctypes.addressof(code)))


class Connection:
    def __init__(self, sock):
        self.sock, self.buffer = sock, bytearray()

    def read(self, size):
        while len(self.buffer) < size:
            received = self.sock.recv(65536)
            if not received:
                raise ConnectionError("the client closed the connection")
            self.buffer += received
        taken = bytes(self.buffer[:size])
        del self.buffer[:size]
        return taken

    def read_until(self, mark):
        while (found := self.buffer.find(mark)) < 0:
            self.buffer += self.read_some()
        return self.read(found + len(mark))[: -len(mark)]

    def read_some(self):
        received = self.sock.recv(65536)
        if not received:
            raise ConnectionError("the client closed the connection")
        return received

    def request(self):
        head = self.read_until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers, repeated = {}, []
        for line in head[1:]:
            name, _, value = line.partition(":")
            repeated += [name] if name.lower() in headers else []
            headers[name.lower()] = value.strip(" ")
        if headers.get("expect", "").lower() == "100-continue":
            self.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(self.read_until(b"\r\n"), 16):
                body += self.read(size)
                self.read(2)
            while self.read_until(b"\r\n"):
                pass
        else:
            body = self.read(int(headers.get("content-length", 0)))
        return Request(method, path, headers, body, time.time(), tuple(repeated))

    def send(self, reply, content_type, stopping):
        stopping.wait(reply.delay)
        message = reply.encoded(content_type)
        whole = len(message) if reply.cut is None else len(message[: reply.cut])
        step = max(1, -(-whole // reply.pieces))
        for at in range(0, whole, step):
            self.sock.sendall(message[at : min(at + step, whole)])
            if reply.pause and stopping.wait(reply.pause):
                break
        if reply.end == "dead":
            attach_filter(self.sock, DROP_ALL)
        if reply.end == "reset":
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return reply.end in ("keep", "dead")


class Server:
    """One thread a connection. reply_to() of a subclass decides; None: hang up."""

    content_type = "application/json"

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.port = self.listener.getsockname()[1]
        self.connections, self.requests, self.faults = 0, [], []
        self.keep = True  # whether requests are recorded
        self.lock, self.stopping = threading.RLock(), threading.Event()
        self.open = set()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.lock:
                self.connections += 1
                self.open.add(sock)
            threading.Thread(target=self.serve, args=(sock,), daemon=True).start()

    def prepare(self, sock):
        return sock

    def serve(self, sock):
        try:
            sock = self.prepare(sock)
            connection = Connection(sock)
            while True:
                request = connection.request()
                with self.lock:
                    if self.keep:
                        self.requests.append(request)
                reply = self.reply_to(request)
                if not connection.send(reply, self.content_type, self.stopping):
                    break
        except OSError:
            pass  # the client went away, or the run is over
        except Exception as problem:  # a broken test must not look like a dropped connection
            self.faults.append(repr(problem))
        finally:
            with self.lock:
                self.open.discard(sock)
            sock.close()

    def stop(self):
        self.stopping.set()
        # Closing alone does not wake a thread that is inside accept() or recv().
        for sock in [self.listener, *self.open]:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self.listener.close()


ACCEPTED = Reply(202, {"status": "OK"})


class RuntimeApi(Server):
    """
    nexts answers /next in turn, posts answers the POSTs, and those after them are accepted. One of
    posts may be a function from the request to a Reply.
    """

    def __init__(self, nexts, posts=()):
        self.nexts, self.posts = iter(nexts), iter(posts)
        self.polls, self.invocations, self.answered = 0, [], Counter()
        self.idle = threading.Event()  # the script is over and the program asks for more
        self.before_next = lambda polls: None
        super().__init__()

    def reply_to(self, request):
        if request.method == "GET" and request.path == API + "invocation/next":
            return self.next_reply()
        if request.method != "POST" or not request.path.startswith(API):
            self.faults.append(f"no such call: {request.method} {request.path}")
            return Reply(404)
        self.answered[request.path.rsplit("/", 1)[1]] += 1
        step = next(self.posts, ACCEPTED)
        return step(request) if callable(step) else step

    def next_reply(self):
        self.polls += 1
        self.before_next(self.polls)
        step = next(self.nexts, None)
        if step is None:
            self.idle.set()
            self.stopping.wait(LIMIT_S)
            return Reply(500, {"errorMessage": "the end", "errorType": "Container"})
        if isinstance(step, Reply):
            return step
        if not isinstance(step, Invocation):
            step = Invocation(step)
        if self.keep:
            self.invocations.append(step)
        return step()


def caller(account=ACCOUNT):
    """What GetCallerIdentity answers."""
    result = f"<GetCallerIdentityResult><Account>{account}</Account></GetCallerIdentityResult>"
    return Reply(body=f"<GetCallerIdentityResponse>{result}</GetCallerIdentityResponse>", headers=XML)


DEFAULT_REPLIES = {
    "GetCallerIdentity": caller(),
    "PutEvaluations": {"FailedEvaluations": []},
    "SelectResourceConfig": {"Results": []},
    "GetComplianceDetailsByConfigRule": {"EvaluationResults": []},
    "GetResourceConfigHistory": {"configurationItems": [history_item()]},
    "DescribeTrails": {"trailList": []},
    "GetTrailStatus": {"IsLogging": True},
    "GetEventSelectors": {"EventSelectors": []},
}
SERVICES = {"StarlingDoveService": "config", "": "sts"}  # by the beginning of X-Amz-Target
TARGETS = {
    "PutEvaluations": "StarlingDoveService.",
    "SelectResourceConfig": "StarlingDoveService.",
    "GetComplianceDetailsByConfigRule": "StarlingDoveService.",
    "GetResourceConfigHistory": "StarlingDoveService.",
    "DescribeTrails": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.",
    "GetTrailStatus": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.",
    "GetEventSelectors": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.",
}


class AwsEndpoint(Server):
    """
    replies maps an operation to a list of steps, taken in turn, after which the default answers, or
    to one step that answers always. A step is a Reply, the JSON of a good reply, or a function from
    the request's JSON, or form, to one of those. Signatures and the model's limits are always
    checked. AssumeRole gives credentials named after the role, and they are then known too.
    """

    content_type = "application/x-amz-json-1.1"

    def __init__(self, replies=None):
        replies = replies or {}
        self.lists = {k: iter(v) for k, v in replies.items() if isinstance(v, list)}
        always = {k: v for k, v in replies.items() if k not in self.lists}
        self.always = {**DEFAULT_REPLIES, "AssumeRole": self.assume_role, **always}
        self.accepted = []  # evaluations that AWS Config would now have
        self.counts = Counter()
        self.signers = []  # of each request: the operation and the access key id, in order
        self.keys = {ACCESS_KEY: (SECRET_KEY, SESSION_TOKEN)}
        self.expired = set()  # of the keys
        self.clock, self.minds_the_clock = 0, True  # seconds that this endpoint's is ahead
        super().__init__()

    def assume_role(self, asked):
        return role_credentials("ASIA" + asked["RoleArn"].split(":")[4] + asked["RoleArn"].split("/")[-1])

    def error(self, operation, code, message="no reason"):
        make = aws_error if operation in TARGETS else sts_error
        reply = make(code, 403, message)
        reply.headers = {**reply.headers, "Date": email.utils.formatdate(time.time() + self.clock, usegmt=True)}
        return reply

    def reply_to(self, request):
        operation, asked = request.call()
        if request.headers.get("x-amz-target", operation) != TARGETS.get(operation, "") + operation:
            self.faults.append(f"no such target: {request.headers.get('x-amz-target')}")
            return aws_error("UnknownOperationException")
        self.counts[operation] += 1
        key_id = request.headers.get("authorization", "").partition("Credential=")[2].partition("/")[0]
        if self.keep:
            self.signers.append((operation, key_id))
        if self.minds_the_clock and abs(request.signed_at() - time.time() - self.clock) > 300:
            return self.error(operation, "InvalidSignatureException", "Signature expired: is now earlier than")
        if problem := signature_problem(request, self.keys):
            self.faults.append(problem)
            return self.error(operation, "InvalidSignatureException")
        if key_id in self.expired:
            code = "ExpiredTokenException" if operation in TARGETS else "ExpiredToken"
            return self.error(operation, code, "The security token included in the request is expired")
        step = next(self.lists.get(operation, iter(())), self.always[operation])
        step = step(asked) if callable(step) else step
        reply = step if isinstance(step, Reply) else Reply(body=step)
        if operation == "AssumeRole" and reply.status == 200:
            for given in re.findall(r"<AccessKeyId>(\w+)<", str(reply.body)):
                self.keys[given] = (ROLE_SECRET + given, ROLE_TOKEN + given)
        if operation == "PutEvaluations":
            self.faults += put_problems(asked)
            self.take(asked["Evaluations"], reply)
        return reply

    def take(self, evaluations, reply):
        """Keeps what the reply does not fail, even where it is lost on its way."""
        failed = reply.body.get("FailedEvaluations") if isinstance(reply.body, dict) else None
        if reply.status != 200 or not isinstance(failed, list):
            return
        failed = {evaluation_key(one) for one in failed if isinstance(one, dict)}
        with self.lock:
            self.accepted += [one for one in evaluations if evaluation_key(one) not in failed]

    def calls(self, operation):
        """The requests for one operation, as JSON, in order."""
        calls = [request.call() for request in self.requests]
        return [asked for called, asked in calls if called == operation]


class TlsEndpoint(AwsEndpoint):
    context = None  # of ssl.SSLContext

    def prepare(self, sock):
        return self.context.wrap_socket(sock, server_side=True)  # fails when we are not trusted


REQUEST = ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]


def certificate(folder, name, names, days=2):
    """Makes name.pem and its name-key.pem, certified by itself, until in days; negative: expired."""
    path = os.path.join(folder, name)
    request = REQUEST + ["-subj", "/CN=test", "-addext", "subjectAltName=" + names]
    sign = ["openssl", "x509", "-req", "-copy_extensions", "copy", "-days", str(days)]
    files = ["-in", path + ".csr", "-signkey", path + "-key.pem", "-out", path + ".pem"]
    for command in (
        request + ["-keyout", path + "-key.pem", "-out", path + ".csr"], sign + files
    ):  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)


# The command makes certificates; in CI it must be there.
CAN_CERTIFY = bool(shutil.which("openssl") or os.environ.get("CI"))


def certificates_for(case, wanted):
    """A folder with a certificate for each name in wanted, for as long as the class of tests lasts."""
    folder = tempfile.mkdtemp()
    case.addClassCleanup(shutil.rmtree, folder)
    for name, how in wanted.items():
        certificate(folder, name, *how)
    return folder


def tls_endpoint(folder, name):
    """The class of endpoints that show the certificate name.pem."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    path = os.path.join(folder, name)
    context.load_cert_chain(path + ".pem", path + "-key.pem")
    return type("Endpoint", (TlsEndpoint,), {"context": context})


def evaluation_key(evaluation):
    return evaluation.get("ComplianceResourceType"), evaluation.get("ComplianceResourceId")


def put_problems(asked):
    """What the service's model forbids."""
    problems = []
    limits = {
        "ComplianceResourceType": lambda v: 1 <= len(v) <= 256,
        "ComplianceResourceId": lambda v: 1 <= len(v) <= 768,
        "ComplianceType": lambda v: v in ("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"),
        "Annotation": lambda v: 1 <= len(v.encode("utf-16-le")) // 2 <= 256,
        "OrderingTimestamp": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    }
    if set(asked) - {"TestMode"} != {"Evaluations", "ResultToken"}:
        problems.append(f"members of PutEvaluations: {sorted(asked)}")
    if len(asked["Evaluations"]) > 100:
        problems.append("more than 100 evaluations in a batch")
    for one in asked["Evaluations"]:
        if set(limits) - {"Annotation"} - set(one):
            problems.append(f"an evaluation lacks members: {sorted(one)}")
        for name, value in one.items():
            if name not in limits or not limits[name](value):
                problems.append(f"{name} is {value!r}")
    return problems


SIGNED = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"


def signature_problem(request, keys):
    """None, or why AWS would refuse the request. keys: of each access key id secret and token."""
    found = re.fullmatch(
        r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request, ?"
        r"SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})",
        request.headers.get("authorization", ""),
    )
    if not found:
        return f"Authorization is {request.headers.get('authorization')!r}"
    key_id, day, region, service, signed, signature = found.groups()
    target = request.headers.get("x-amz-target", "")
    if (key_id in keys, region, signed) != (True, REGION, SIGNED if target else SIGNED[:-13]):
        return f"signed with {key_id}, {region}, {signed}"
    if service != SERVICES.get(target.partition(".")[0], "cloudtrail"):
        return f"{target} signed for {service}"
    secret, token = keys[key_id]
    if request.headers.get("x-amz-security-token") != token:
        return "another session token"
    stamp = request.headers["x-amz-date"]
    canonical = "\n".join(
        [request.method, "/", ""]
        + [f"{name}:{request.headers.get(name, '').strip()}" for name in signed.split(";")]
        + ["", signed, hashlib.sha256(request.body).hexdigest()]
    )
    scope = f"{day}/{region}/{service}/aws4_request"
    digest = hashlib.sha256(canonical.encode("latin-1")).hexdigest()
    key = ("AWS4" + secret).encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{digest}"
    right = hmac.digest(key, text.encode(), "sha256").hex()
    return None if right == signature else "the signature does not match"


# The program between them.


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
        """How each invocation was answered first: "response", "error", or None."""
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
    Serves nexts to a new process and ends it. env changes its environment, None removes. A value
    may hold {aws} or {beside}, the port of the AWS endpoint or of the server beside it. prepare is
    given that endpoint, of the class endpoint, beforehand.
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
        for secret in (SECRET_KEY, SESSION_TOKEN, ROLE_SECRET, ROLE_TOKEN, "RESULTTOKENMARKER", CONFIGURATION):
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
