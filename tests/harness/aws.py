"""The endpoint of AWS, which verifies each request as AWS would."""

import email.utils
import hashlib
import hmac
import re
import time
from collections import Counter

from tests.harness.events import REGION
from tests.harness.replies import (
    ACCESS_KEY, ROLE_SECRET, ROLE_TOKEN, SECRET_KEY, SESSION_TOKEN, Reply, aws_error, caller, history_item,
    role_credentials, role_key_id, sts_error,
)  # fmt: skip
from tests.harness.server import Server

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
CONFIG, CLOUDTRAIL = "StarlingDoveService.", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101."
TARGETS = {  # what X-Amz-Target begins with
    "PutEvaluations": CONFIG,
    "SelectResourceConfig": CONFIG,
    "GetComplianceDetailsByConfigRule": CONFIG,
    "GetResourceConfigHistory": CONFIG,
    "DescribeTrails": CLOUDTRAIL,
    "GetTrailStatus": CLOUDTRAIL,
    "GetEventSelectors": CLOUDTRAIL,
}
SIGNING_NAMES = {"StarlingDoveService": "config", "": "sts"}  # by the beginning of X-Amz-Target


class AwsEndpoint(Server):
    """
    replies maps an operation to one step, which answers always, or to a list of steps, which answer in
    turn; the default answers after the last. A step is a Reply, the JSON of a good reply, or a function
    that makes one of these from the request's JSON or form. Each request must be signed rightly and
    keep the limits of the service's model. AssumeRole gives credentials named after the role, with
    which requests may be signed from then on.
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
        self.clock = 0  # seconds that it is ahead of ours
        self.verifies_time = True
        super().__init__()

    def assume_role(self, asked):
        arn = asked["RoleArn"]
        return role_credentials(role_key_id(arn.split(":")[4], arn.split("/")[-1]))

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
        if self.verifies_time and abs(request.signed_at() - time.time() - self.clock) > 300:
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
    """None, or why AWS would refuse the request. keys maps an access key id to its secret and token."""
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
    if service != SIGNING_NAMES.get(target.partition(".")[0], "cloudtrail"):
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
