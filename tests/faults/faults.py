"""The faults that bootstrap meets in test_bootstrap.py, and what must come of each.

One row is one fault, and one row of docs/faults.md. The script of a fault is: what /next answers
before it, the invocation that meets it, and a good invocation of the same process.
"""

import email.utils
import functools
import itertools
import json
from dataclasses import dataclass, field

from tests.harness.aws import DEFAULT_REPLIES
from tests.harness.container import FULL, NO_KEYS, TOKEN, Container
from tests.harness.events import ACCOUNT, MEMBER, VPC_RULE, change, function_item, of, oversized, scheduled
from tests.harness.replies import (
    ACCESS_KEY, CLOSED, RESET, SECRET_KEY, SESSION_TOKEN, Reply, aws_error, container_credentials, history_item, pages,
    role_credentials, role_key_id, selected, sts_error,
)  # fmt: skip
from tests.harness.run import ALLOW_OTHERS
from tests.harness.runtime_api import Invocation

SUCCESS, NOTHING = "success", "nothing"
FUNCTION_ARN = "Lambda-Runtime-Invoked-Function-Arn"  # the header
# Seconds until the deadline of what fails for as long as it may: too few for all eight attempts, whatever
# their random waits.
SHORT = 1.2
LONG = 8  # of what is not tried again, and may take its time


@dataclass
class Error:
    """An error: the word behind "Function." of its errorType, or all of it, and words of its message."""

    type: str
    words: str  # the most telling
    more: tuple = ()

    @property
    def error_type(self):
        return self.type if "." in self.type else "Function." + self.type


@dataclass
class Fault:
    name: str
    says: str  # what goes wrong, in one sentence
    # The script.
    event: object = field(default_factory=change)  # or an Invocation
    seconds: float = 30  # until its deadline
    before: tuple = ()  # what /next answers before it
    posts: tuple = ()  # what the first POSTs to the Runtime API are answered with
    aws: dict = field(default_factory=dict)  # a list: replies in turn; one: while the invocation lasts
    prepare: object = None  # what is done to the AWS endpoint beforehand
    beside: object = None  # makes another server; {beside} in env is its port
    env: dict = field(default_factory=dict)
    certificate: str = None  # the server beside is an AWS that shows this one
    over_tls: bool = False  # as is the AWS endpoint itself, with a good one
    # What must come of it.
    holds: dict = field(default_factory=lambda: {"f": "COMPLIANT"})  # in AWS Config, by resource id
    of: int = 1  # results that the invocation is about
    told: object = SUCCESS  # Lambda: SUCCESS, NOTHING, an Error
    answers: int = 1  # how often Lambda is told
    exits: bool = False  # the process, with status 1; else it lives on
    starts: bool = True  # False: Lambda is told that the process cannot
    calls: dict = field(default_factory=dict)  # how often operations are called in all before the next event
    sizes: list = None  # of the batches before the next event
    again: bool = False  # AWS Config takes an evaluation twice, because it is delivered or sent twice
    log: str = None  # words of a line of the log


def failing(name, says, told, **script):
    """A fault that leaves AWS Config with what it had."""
    return Fault(name, says, **{"holds": {}, "told": told, **script})


# Replies.

HTML = "<html><body>Service Unavailable</body></html>"
HTML_TYPE = {"Content-Type": "text/html"}
THROTTLED = aws_error("ThrottlingException", message="Rate exceeded")
BROKEN = Reply(500, HTML, HTML_TYPE)
DENIED = aws_error("AccessDeniedException", message="not authorized")
PUT_ALL = DEFAULT_REPLIES["PutEvaluations"]
REFUSED = Reply(403, {"errorType": "InvalidStateTransition"})
CONTAINER_500 = Reply(500, {"errorMessage": "Container error", "errorType": "X"})
HALF_THE_HEADERS = b"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: half\r\nX: y"
LENGTH = b"\r\nContent-Length: 1000\r\nContent-Ty"
MIB = 1 << 20
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(10)
    ) + "]><AssumeRoleResponse>&k;</AssumeRoleResponse>"
)  # fmt: skip
ROLE = role_credentials("ASIA").body


def functions(count):
    return [function_item(f"function-{i}") for i in range(count)]


def all_but(count, *without):
    """What AWS Config holds of functions(count)."""
    return {f"function-{i}": "COMPLIANT" for i in range(count) if i not in without}


def ids(asked):
    return [one["ComplianceResourceId"] for one in asked["Evaluations"]]


def fail_evaluations(*names):
    """A PutEvaluations that takes all evaluations but those of some resources."""
    return lambda asked: {
        "FailedEvaluations": [one for one in asked["Evaluations"] if one["ComplianceResourceId"] in names]
    }


def failed_entry(name, **changes):
    return {"ComplianceResourceType": "AWS::Lambda::Function", "ComplianceResourceId": name, **changes}


def name_failed(entries):
    """A PutEvaluations whose FailedEvaluations holds these, whatever was put."""
    return lambda asked: {"FailedEvaluations": entries}


def reject(code, *names, first=()):
    """A PutEvaluations that finds a request with one of these resources invalid."""
    first = iter(first)

    def answer(asked):
        if set(names) & set(ids(asked)):
            return aws_error(code, message="evaluations.57.member.annotation is too long")
        return next(first, PUT_ALL)

    return answer


def skewed(dates):
    """Refuses the time of a request, each time saying another that it is."""
    return lambda asked: Reply(
        403, {"__type": "RequestTimeTooSkewed"}, {"Date": email.utils.formatdate(next(dates), usegmt=True)}
    )


def payload(mib, **reply):
    item = function_item()
    item["configuration"]["environment"] = "x" * mib * MIB
    return Invocation(change(item), **reply)


def large(reply):
    return isinstance(reply.body, bytes) and len(reply.body) > 16 * MIB


def unreadable(reply):
    return {"aws": {"PutEvaluations": reply}, "seconds": LONG if large(reply) else SHORT}


def expire(*keys):
    return lambda aws: aws.expired.update(keys)


def clock(ahead):
    return lambda aws: setattr(aws, "clock", ahead)


def numbered_roles():
    """An AssumeRole whose credentials are called ASIA0, ASIA1 and so on."""
    numbers = itertools.count()
    return lambda asked: role_credentials(f"ASIA{next(numbers)}")


def container(*replies, **env):
    """The program's own credentials come from an endpoint that answers so; the last reply for ever."""
    url = "http://127.0.0.1:{beside}/credentials"
    return {"beside": lambda: Container(replies), "env": {**NO_KEYS, FULL: url, TOKEN: "TOKEN", **env}}


TRAILS = {"trailList": [{"Name": "t", "TrailARN": "arn:aws:cloudtrail:eu-central-1:123456789012:trail/t"}]}


def trail(**replies):
    return {"event": scheduled(), "aws": {"DescribeTrails": TRAILS, **replies}}


def history(reply):
    return {"event": oversized(), "aws": {"GetResourceConfigHistory": reply}}


def listing(replies, **more):
    return {"event": scheduled(VPC_RULE), "aws": {"SelectResourceConfig": replies, **more}}


def periodic(count, put, **script):
    return {"of": count, **script, **listing(pages(functions(count)), PutEvaluations=put)}


def member(reply, put=(), **script):
    """An event of another account, whose role AssumeRole answers for."""
    return {"event": of(MEMBER), "env": ALLOW_OTHERS, "aws": {"AssumeRole": reply, "PutEvaluations": list(put)}, **script}


def tls(name, **env):
    """CloudTrail is asked over TLS, and shows this certificate; AWS Config is as always."""
    where = {"AWS_ENDPOINT_URL_CLOUDTRAIL": "https://127.0.0.1:{beside}"}
    return {"event": scheduled(), "certificate": name, "env": {**where, **env}, "seconds": 8}


def idle(end):
    """What becomes of the connection to AWS Config once the first of two invocations is over."""
    put = [Reply(body=PUT_ALL, end=end)]
    before = [change(function_item("before"))]
    return {"before": before, "aws": {"PutEvaluations": put}, "seconds": 10, "calls": {"PutEvaluations": 1}}


def elsewhere(url):
    return {"event": scheduled(), "env": {"AWS_ENDPOINT_URL_CLOUDTRAIL": url}, "seconds": 4}


OTHERS = {"f": "COMPLIANT"}
ONE_PAGE = {"Results": [selected(function_item())], "NextToken": "page-1"}
TOKENS, STALE_DATES = map(str, itertools.count()), itertools.count(1700000000, 86400)

RUNTIME_API = [
    Fault("next-403", "/next answers 403, InvalidStateTransition.", before=[REFUSED]),
    Fault("next-403-twice", "/next answers 403 twice.", before=[REFUSED] * 2),
    failing("next-403-always", "/next answers 403 for ever.", NOTHING, before=[REFUSED] * 1000, exits=True),
    failing("next-500", "/next answers 500: Lambda asks the process to end.", NOTHING, before=[CONTAINER_500], exits=True),
    Fault("next-closed", "/next's connection is closed without an answer.", before=[CLOSED]),
    failing("next-closed-always", "... for ever.", NOTHING, before=[CLOSED] * 1000, exits=True),
    Fault("next-reset", "/next's connection is reset without an answer.", before=[RESET]),
    failing("next-reset-always", "... for ever.", NOTHING, before=[RESET] * 1000, exits=True),
    Fault("next-half-headers", "/next's answer ends within its headers.", before=[Reply(body="{}", cut=40, end="close")]),
    Fault("next-half-headers-with-id", "... behind the request id.", before=[Reply(raw=HALF_THE_HEADERS, end="close")]),
    Fault("next-half-headers-with-length", "... and behind the length.", before=[Reply(raw=HALF_THE_HEADERS + LENGTH, end="close")]),
    Fault("next-half-headers-reset", "... with a reset.", before=[Reply(raw=HALF_THE_HEADERS + LENGTH, end="reset")]),
    Fault("next-half-body", "/next's answer ends within the event.", before=[Invocation(change(), cut=-900, end="close")()]),
    Fault("next-half-body-reset", "... with a reset.", before=[Invocation(change(), cut=-900, end="reset")()]),
    Fault("next-half-body-chunked", "... in the middle of a chunk.", before=[Invocation(change(), chunked=True, cut=-900, end="close")()]),
    Fault("next-garbage", "/next answers with what is not HTTP.", before=[Reply(raw=b"\x16\x03\x01\0garbage\r\n\r\n", end="close")]),
    Fault("next-bad-chunk", "/next answers with a chunk size that is none.", before=[Reply(raw=b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", end="close")]),
    Fault("next-html", "/next answers 200 with a page of HTML.", before=[Reply(200, HTML, HTML_TYPE)]),
    Fault("next-without-id", "An invocation comes without a request id, then one with.", before=[Invocation(change(), absent=["Lambda-Runtime-Aws-Request-Id"])()]),
    Fault("next-odd-id", "An invocation comes with a request id that is no segment of a path, then one with.", before=[Invocation(change(), request_id="../../init/error?")()]),
    *(
        Fault(f"next-id-{name}", f"... with {text}, which is a step in a path, then one with.", before=[Invocation(change(), request_id=text)()])
        for name, text in (("dot", "."), ("two-dots", ".."))
    ),
    Fault("next-bare", "An invocation comes with a request id, the function's ARN and no other header of Lambda's.", Invocation(change(), absent=["Content-Type", "Lambda-Runtime-Deadline-Ms", "Lambda-Runtime-Trace-Id"])),
    failing("next-without-arn", "An invocation does not say which function was invoked: the event may be anybody's.", Error("InvalidEvent", FUNCTION_ARN), event=Invocation(change(), absent=[FUNCTION_ARN])),
    failing("next-odd-arn", "... says it with what is no function's ARN.", Error("InvalidEvent", FUNCTION_ARN), event=Invocation(change(), headers={FUNCTION_ARN: "arn:aws:lambda:eu-central-1::function:rules"})),
    *(
        failing(f"account-{name}", f"The event is of two accounts: {says}.", Error("InvalidEvent", words, ["they must agree"]), event=event)
        for name, says, words, event in (
            ("rule", "accountId and the rule's ARN differ", "configRuleArn of account", change(configRuleArn="arn:aws:config:eu-central-1:888888888888:config-rule/x")),
            ("recorder", "the recorder's role is of another", "executionRoleArn of account", scheduled(executionRoleArn="arn:aws:iam::888888888888:role/config")),
            ("notification", "the notification is of another", "invokingEvent.awsAccountId of account", scheduled(accountId="888888888888", configRuleArn=..., executionRoleArn=...)),
            ("item", "the item is of another", "invokingEvent.configurationItem.awsAccountId of account", change(function_item(awsAccountId="888888888888"))),
            ("arn", "the item's ARN is of another", "invokingEvent.configurationItem.ARN of account", change(function_item(ARN="arn:aws:lambda:eu-central-1:888888888888:function:f"))),
            ("summary", "the summary of an oversized item is of another", "configurationItemSummary.awsAccountId of account", oversized(accountId="888888888888", configRuleArn=..., executionRoleArn=...)),
        )
    ),
    failing("payload-empty", "The event is empty.", Error("InvalidEvent", "event"), event=b""),
    failing("payload-not-json", "The event is not JSON.", Error("InvalidEvent", "event"), event=b"Hello"),
    failing("payload-cut", "The event ends in the middle.", Error("InvalidEvent", "event"), event=json.dumps(change()).encode()[:-200]),
    failing("payload-7-mib", "The event is larger than Lambda's 6 MiB.", Error("LimitExceeded", "larger than 6 MiB"), event=payload(7)),
    failing("payload-7-mib-chunked", "... and comes in chunks.", Error("LimitExceeded", "larger than 6 MiB"), event=payload(7, chunked=True)),
    failing("deadline-past", "The deadline of the invocation is over when it comes.", Error("LimitExceeded", "1 of 1 evaluations were not put", ["deadline"]), seconds=-1),
    Fault("event-twice", "The same event of a change is delivered twice.", before=[change()], sizes=[1, 1], again=True),
    Fault("event-twice-periodic", "The same event of a schedule is delivered twice.", before=[scheduled(VPC_RULE)], event=scheduled(VPC_RULE), aws={"SelectResourceConfig": pages(functions(150))}, holds=all_but(150), of=150, sizes=[100, 50, 100, 50], again=True),
    Fault("event-twice-oversized", "The same event of an oversized item is delivered twice.", before=[oversized()], event=oversized(), sizes=[1, 1], again=True),
    *(
        Fault(f"response-{status}", f"The answer is refused with {status}.", posts=[Reply(status, {"errorType": "X"})], log=f"refused an answer with {status}")
        for status in (400, 403, 410, 413)
    ),
    Fault("response-500", "The answer is refused with 500: Lambda asks the process to end.", posts=[CONTAINER_500], exits=True),
    Fault("response-closed", "The connection is closed when the answer was sent.", posts=[CLOSED], answers=2),
    Fault("response-reset", "The connection is reset when the answer was sent.", posts=[RESET], answers=2),
    Fault("response-hangs", "Lambda does not reply to the answer for 12 seconds.", posts=[Reply(delay=12)], answers=2, seconds=40),
    Fault("response-half", "Lambda's reply to the answer ends within its body.", posts=[Reply(202, {"status": "OK"}, cut=-5, end="close")], answers=2),
    Fault("response-reset-always", "The connection is reset at each attempt to answer.", posts=[RESET] * 3, answers=None, log="lost on its way"),
    *(
        failing(f"error-{status}", f"An error is refused with {status}.", Error("InvalidEvent", "invokingEvent"), event={}, posts=[Reply(status, {"errorType": "X"})], log=f"refused an answer with {status}")
        for status in (400, 403, 410, 413)
    ),
    failing("error-500", "An error is refused with 500.", Error("InvalidEvent", "invokingEvent"), event={}, posts=[CONTAINER_500], exits=True),
    *(
        failing(f"error-{name}", f"The connection is {name} when an error was sent.", Error("InvalidEvent", "invokingEvent"), event={}, posts=[reply], answers=2)
        for name, reply in {"closed": CLOSED, "reset": RESET}.items()
    ),
    failing("error-half", "Lambda's reply to an error ends within its body.", Error("InvalidEvent", "invokingEvent"), event={}, posts=[Reply(202, {"status": "OK"}, cut=-5, end="close")], answers=2),
    Fault("api-closes", "The Runtime API closes the connection after each reply.", Invocation(change(), end="close"), posts=[Reply(202, {"status": "OK"}, end="close")]),
    Fault("api-closes-announced", "... and says so.", Invocation(change(), headers={"Connection": "close"}, end="close"), posts=[Reply(202, {"status": "OK"}, {"Connection": "close"}, end="close")]),
]

PASSING = [
    Fault(f"put-{name}", says, aws={"PutEvaluations": steps}, sizes=[1] * (len(steps) + 1), again=name.startswith("half"))
    for name, says, steps in (
        ("throttled", "PutEvaluations is throttled twice, which AWS Config says with 400.", [THROTTLED] * 2),
        ("throttled-with-namespace", "... with a namespace before the code.", [aws_error("com.amazonaws.config#ThrottlingException")] * 2),
        ("throttled-in-header", "... with the code in a header alone.", [Reply(400, b"", {"x-amzn-ErrorType": "ThrottlingException:http://internal/"})] * 2),
        ("throttled-429", "... with 429.", [Reply(429, b"")] * 2),
        ("throttled-chunked", "... in chunks.", [Reply(400, THROTTLED.body, chunked=True)] * 2),
        ("500-html", "PutEvaluations answers 500 with a page of HTML, twice.", [BROKEN] * 2),
        ("500-json", "... with a code.", [aws_error("InternalFailure", 500)] * 2),
        ("502-503-504", "PutEvaluations answers 502, 503 and 504.", [Reply(502, HTML), Reply(503, b""), Reply(504, "")]),
        ("200-html-once", "PutEvaluations answers 200 with a page of HTML, once.", [Reply(200, HTML, HTML_TYPE)]),
        ("200-empty-once", "... with nothing.", [Reply(200, b"")]),
        ("200-throttled", "PutEvaluations is throttled, with status 200 and the code in the body, twice.", [aws_error("com.amazonaws.config#ThrottlingException", 200), Reply(200, {"code": "Throttling", "message": "Rate exceeded"})]),
        ("200-throttled-in-header", "... with the code in a header, and nothing else.", [Reply(200, {}, {"x-amzn-ErrorType": "TooManyRequestsException:http://internal/"}), Reply(200, b"", {"x-amzn-ErrorType": "SlowDown"})]),
        ("200-without-code", "PutEvaluations answers 200 with an error whose code is a number, once.", [Reply(200, {"__type": 5})]),
        ("reset", "The connection is reset instead of a reply.", [RESET]),
        ("closed", "The connection is closed instead of a reply.", [CLOSED]),
        ("half-headers", "PutEvaluations' reply ends within its headers.", [Reply(body=PUT_ALL, cut=30, end="close")]),
        ("half-body", "PutEvaluations' reply is shorter than its Content-Length: it was carried out.", [Reply(body=PUT_ALL, cut=-5, end="close")]),
        ("half-body-reset", "... with a reset.", [Reply(body=PUT_ALL, cut=-5, end="reset")]),
        ("half-body-chunked", "... in the middle of a chunk.", [Reply(body=PUT_ALL, chunked=True, cut=-9, end="close")]),
        ("everything", "PutEvaluations is throttled, reset, broken and closed, one after the other.", [THROTTLED, RESET, BROKEN, CLOSED]),
    )
]  # fmt: skip

LASTING = [
    failing(f"put-{name}", says, Error(kind, words), **unreadable(reply))
    for name, says, reply, kind, words in (
        ("500-always", "PutEvaluations answers 500 for as long as the invocation lasts.", BROKEN, "LimitExceeded", "HTTP 500"),
        ("throttled-always", "... throttled.", THROTTLED, "LimitExceeded", "ThrottlingException"),
        ("reset-always", "... the connection is reset.", RESET, "LimitExceeded", "deadline"),
        ("no-reply", "PutEvaluations never answers.", Reply(delay=20), "LimitExceeded", "timed out"),
        ("trickle", "PutEvaluations' reply comes byte by byte, beyond the deadline.", Reply(body=" " * 1000, pieces=1000, pause=0.1), "LimitExceeded", "timed out"),
        ("no-body", "PutEvaluations' reply promises a body that never comes.", Reply(headers={"Content-Length": "100"}), "LimitExceeded", "timed out"),
        ("200-html", "PutEvaluations answers 200 with a page of HTML.", Reply(200, HTML, HTML_TYPE), "LimitExceeded", "HTTP 200"),
        ("200-empty", "... with nothing.", Reply(200, b""), "LimitExceeded", "HTTP 200"),
        ("200-half-json", "... with half of its JSON.", Reply(200, '{"FailedEvaluations":['), "LimitExceeded", "HTTP 200"),
        ("200-array", "... with an array.", Reply(200, b"[]"), "LimitExceeded", "not a JSON object"),
        ("200-deep", "... with 100,000 brackets.", Reply(200, b"[" * 100000), "LimitExceeded", "HTTP 200"),
        ("200-not-utf8", "... with invalid UTF-8.", Reply(200, b'{"FailedEvaluations":["\xff"]}'), "LimitExceeded", "HTTP 200"),
        ("200-nul", "... with NULs.", Reply(200, b"\0" * 1000), "LimitExceeded", "HTTP 200"),
        ("200-gzip", "... with what is said to be gzip, and is not.", Reply(200, b"\x1f\x8b\x08garbage", {"Content-Encoding": "gzip"}), "LimitExceeded", "HTTP 200"),
        ("bad-chunk", "PutEvaluations' reply has a chunk size that is none.", Reply(raw=b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", end="close"), "LimitExceeded", "deadline"),
        ("not-http", "PutEvaluations is answered by another protocol.", Reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n", end="close"), "LimitExceeded", "deadline"),
        ("bad-status", "PutEvaluations' status line has no status.", Reply(raw=b"HTTP/1.1 okay\r\n\r\n", end="close"), "LimitExceeded", "deadline"),
        ("endless-headers", "PutEvaluations' reply has 8 MB of headers.", Reply(raw=b"HTTP/1.1 200 X\r\n" + b"X-H: %s\r\n" % (b"x" * 1000) * 8000 + b"\r\n", end="close"), "LimitExceeded", "deadline"),
        ("204", "PutEvaluations answers 204, without a body.", Reply(raw=b"HTTP/1.1 204 X\r\n\r\n"), "AwsApi", "HTTP 204"),
        ("17-mib", "PutEvaluations' reply is larger than 16 MiB.", Reply(200, b" " * 17 * MIB), "LimitExceeded", "more than 16777216 bytes"),
        ("17-mib-chunked", "... and comes in chunks.", Reply(200, b" " * 17 * MIB, chunked=True), "LimitExceeded", "more than 16777216 bytes"),
        ("redirect", "PutEvaluations answers with a redirect.", Reply(302, b"", {"Location": "http://127.0.0.1:1/"}), "AwsApi", "HTTP 302"),
        ("400-bare", "PutEvaluations answers 400 without a code.", Reply(400, b"{}"), "AwsApi", "HTTP 400"),
        ("400-html", "... with a page of HTML.", Reply(400, HTML), "AwsApi", "Service Unavailable"),
        ("400-odd", "... with a code that is a number.", Reply(400, {"__type": 5, "message": [1]}), "AwsApi", "HTTP 400"),
    )
]  # fmt: skip

PUT = [
    *PASSING,
    *LASTING,
    failing("put-throttled-8-times", "PutEvaluations is throttled, and the invocation has no deadline.", Error("AwsApi", "ThrottlingException"), event=Invocation(change(), absent=["Lambda-Runtime-Deadline-Ms"]), aws={"PutEvaluations": THROTTLED}, calls={"PutEvaluations": 8}),
    *(
        failing(f"put-{code}", says, Error("AwsApi", code), aws={"PutEvaluations": aws_error(code)}, calls={"PutEvaluations": 1})
        for code, says in (
            ("InvalidResultTokenException", "AWS Config does not know the result token."),
            ("NoSuchConfigRuleException", "The rule was deleted."),
            ("AccessDeniedException", "The role may not call PutEvaluations."),
        )
    ),
    *(
        failing(f"put-200-{code}", f"PutEvaluations answers 200 with {code} in its body.", Error("AwsApi", f"{code}: no reason"), aws={"PutEvaluations": aws_error(code, 200)}, calls={"PutEvaluations": 1})
        for code in ("NoSuchConfigRuleException", "InvalidResultTokenException")
    ),
    Fault("put-200-one-bad-of-8", "PutEvaluations answers 200 with a ValidationException for one evaluation of 8.", **periodic(8, lambda asked: aws_error("ValidationException", 200) if "function-5" in ids(asked) else PUT_ALL), holds=all_but(8, 5), told=Error("AwsApi", "function-5", ["1 of 8", "ValidationException"])),
    Fault("failed-evaluations-once", "PutEvaluations fails 2 of 8 evaluations, once.", **periodic(8, [fail_evaluations("function-3", "function-4")]), holds=all_but(8), sizes=[8, 2]),
    Fault("failed-evaluations-always", "PutEvaluations fails 1 of 120 evaluations each time.", **periodic(120, fail_evaluations("function-3")), holds=all_but(120, 3), told=Error("AwsApi", "function-3", ["1 of 120", "FailedEvaluations"]), sizes=[100, 1, 1, 1, 20]),
    failing("failed-evaluations-all", "PutEvaluations fails all 3 evaluations each time.", Error("AwsApi", "3 of 3 evaluations were not put", ["FailedEvaluations"]), **periodic(3, fail_evaluations(*all_but(3))), sizes=[3] * 4),
    *(
        Fault(f"failed-evaluations-{name}-once", f"FailedEvaluations {says}, once: all of its batch is put again.", **periodic(107, [name_failed(entries)]), holds=all_but(107), sizes=[100, 100, 7], again=name not in ("more", "object"), log="any of the batch may have failed")
        for name, says, entries in (
            ("without-type", "has an entry without its type, beside a whole one", [failed_entry("function-3"), {"ComplianceResourceId": "function-9"}]),
            ("without-id", "has an entry without its id, beside a whole one", [failed_entry("function-3"), {"ComplianceResourceType": "AWS::Lambda::Function"}]),
            ("other-type", "has an entry of another type", [failed_entry("function-3"), failed_entry("function-9", ComplianceResourceType="AWS::S3::Bucket")]),
            ("not-put", "has an entry of what was in another batch", [failed_entry("function-3"), failed_entry("function-103")]),
            ("twice", "has an entry twice", [failed_entry("function-3"), failed_entry("function-3")]),
            ("more", "has more entries than were put", [*map(failed_entry, all_but(100)), failed_entry("function-3")]),
            ("null", "has a null beside a whole entry", [failed_entry("function-3"), None]),
            ("number-for-id", "has a number for an id", [failed_entry("function-3"), failed_entry(9)]),
            ("object", "is one entry, and no list", failed_entry("function-3")),
        )
    ),
    Fault("failed-evaluations-in-part-always", "FailedEvaluations names 1 of 20 evaluations, and another without its type, each time.", **periodic(20, name_failed([failed_entry("function-3"), {"ComplianceResourceId": "function-9"}])), holds=all_but(20, 3), told=Error("AwsApi", "20 of 20 evaluations were not put", ["function-0", "FailedEvaluations"]), sizes=[20] * 4, again=True),
    Fault("failed-evaluations-in-part-then-whole", "... without its type once, and whole after that.", **periodic(20, [name_failed([failed_entry("function-3"), {"ComplianceResourceId": "function-9"}]), fail_evaluations("function-3", "function-9")]), holds=all_but(20), sizes=[20, 20, 2], again=True),
    failing("failed-evaluations-of-none", "FailedEvaluations has an entry where nothing was put.", Error("AwsApi", "FailedEvaluations"), **listing([{"Results": []}], PutEvaluations={"FailedEvaluations": [failed_entry("function-3")]}), sizes=[0] * 4, of=0),
    Fault("failed-evaluations-stranger", "PutEvaluations fails an evaluation that was never sent.", aws={"PutEvaluations": {"FailedEvaluations": [{"ComplianceResourceType": "AWS::Lambda::Function", "ComplianceResourceId": "stranger"}]}}, told=Error("AwsApi", "FailedEvaluations"), sizes=[1] * 4, again=True),
    Fault("failed-evaluations-odd", "FailedEvaluations holds what are no evaluations.", aws={"PutEvaluations": {"FailedEvaluations": [1, None, "x", {}]}}, told=Error("AwsApi", "FailedEvaluations"), sizes=[1] * 4, again=True),
    failing("failed-evaluations-text", "FailedEvaluations is a text.", Error("AwsApi", "FailedEvaluations"), aws={"PutEvaluations": {"FailedEvaluations": "none"}}, sizes=[1] * 4),
    *(
        Fault(f"one-bad-of-250-{code}", f"One evaluation of 250 makes its batch a {code}.", **periodic(250, reject(code, "function-57")), holds=all_but(250, 57), told=Error("AwsApi", "function-57", ["1 of 250", code]))
        for code in ("ValidationException", "InvalidParameterValueException")
    ),
    Fault("two-bad-of-8", "Two evaluations of 8 are invalid, and the good are throttled and reset meanwhile.", **periodic(8, reject("ValidationException", "function-0", "function-7", first=[THROTTLED, RESET])), holds=all_but(8, 0, 7), told=Error("AwsApi", "function-0", ["2 of 8"])),
    failing("all-bad", "Each of 16 evaluations is invalid.", Error("AwsApi", "16 of 16"), **periodic(16, aws_error("ValidationException")), calls={"PutEvaluations": 31}),
    Fault("deadline-within-batches", "The deadline comes in the third of 5 batches.", **periodic(450, lambda asked: Reply(delay=20) if {f"function-{i}00" for i in (2, 3, 4)} & set(ids(asked)) else PUT_ALL, seconds=SHORT + 1), holds=all_but(200), told=Error("LimitExceeded", "250 of 450 evaluations were not put", ["function-200", "deadline"])),
    Fault("put-hangs-once", "The third of 5 batches is not answered once.", **periodic(450, [PUT_ALL, PUT_ALL, Reply(delay=20)], seconds=SHORT + 3), holds=all_but(450), sizes=[100, 100, 100, 100, 100, 50]),
    *(
        Fault(f"idle-{name}", says, **idle(end), over_tls=over_tls)
        for name, says, end, over_tls in (
            ("closed", "AWS Config closes its connection between two invocations.", "close", False),
            ("reset", "... resets it.", "reset", False),
            ("closed-tls", "... closes it, over TLS.", "close", True),
            ("reset-tls", "... resets it, over TLS.", "reset", True),
            ("dead", "A connection is dead after a thaw: what is sent is never acknowledged.", "dead", False),
        )
    ),
]

CREDENTIALS = [
    *(
        Fault(f"clock-{name}", f"Our clock is {name.replace('-', ' ')}.", prepare=clock(ahead), calls={"PutEvaluations": 2}, log="clock")
        for name, ahead in (("an-hour-ahead", -3600), ("10-minutes-behind", 600), ("400-days-behind", 86400 * 400))
    ),
    failing("clock-never-suits", "AWS refuses the clock each time, and says another time each time.", Error("AwsApi", "RequestTimeTooSkewed"), aws={"PutEvaluations": skewed(STALE_DATES)}, prepare=lambda aws: setattr(aws, "verifies_time", False), calls={"PutEvaluations": 2}),
    *(
        failing(name, says, Error("AwsApi", words), aws={"PutEvaluations": reply}, calls={"PutEvaluations": 1})
        for name, says, reply, words in (
            ("signature-invalid", "AWS finds the signature invalid, and not for the clock.", aws_error("InvalidSignatureException", 403), "InvalidSignatureException"),
            ("clock-without-date", "AWS refuses the clock, without a Date.", aws_error("RequestTimeTooSkewed", 403), "RequestTimeTooSkewed"),
            ("clock-with-our-date", "AWS refuses the clock, and its own is the same.", lambda asked: Reply(403, {"__type": "RequestTimeTooSkewed"}, {"Date": email.utils.formatdate(usegmt=True)}), "RequestTimeTooSkewed"),
            ("clock-with-odd-date", "AWS refuses the clock, with a Date that is none.", Reply(403, {"__type": "RequestExpired"}, {"Date": "soon"}), "RequestExpired"),
        )
    ),
    Fault("expired-once", "AWS says once that the function's credentials have expired.", aws={"PutEvaluations": [aws_error("ExpiredTokenException")]}, calls={"PutEvaluations": 2}),
    failing("expired-always", "The function's credentials have expired: a new process gets new ones.", Error("AwsApi", "ExpiredTokenException"), prepare=expire(ACCESS_KEY), exits=True, calls={"PutEvaluations": 2}),
    failing("unknown-always", "AWS does not know the function's credentials: its role was created anew.", Error("AwsApi", "UnrecognizedClientException"), aws={"PutEvaluations": aws_error("UnrecognizedClientException", 403)}, exits=True, calls={"PutEvaluations": 2}),
    Fault("container-500", "The container's endpoint for credentials answers 500 once.", **container(Reply(500, "no"), container_credentials())),
    Fault("container-throttled", "... 429.", **container(Reply(429, ""), container_credentials())),
    Fault("container-closed", "... nothing.", **container(CLOSED, container_credentials())),
    Fault("container-expired", "Credentials from the container have expired.", **container(container_credentials(AccessKeyId="OLD"), container_credentials()), prepare=lambda aws: (aws.keys.update(OLD=(SECRET_KEY, SESSION_TOKEN)), aws.expired.add("OLD")), calls={"PutEvaluations": 2}),
    failing("container-down-later", "The container's endpoint is down when its credentials end.", Error("AwsApi", "the endpoint of the container's credentials answered 500"), **container(container_credentials(0.9), *[Reply(500, "no")] * 3, container_credentials())),
    Fault("container-down-early", "... is down five minutes before they end.", **container(container_credentials(4), *[Reply(500, "no")] * 3), log="cannot be renewed yet"),
    *(
        failing(f"container-{name}", says, Error(kind, words), starts=False, exits=True, **container(reply))
        for name, says, reply, kind, words in (
            ("stale-token", "The container's endpoint refuses our token, at the start of the process.", Reply(404, SECRET_KEY), "AwsApi", "answered 404"),
            ("500-always", "... answers 500 each time.", Reply(500, SECRET_KEY), "AwsApi", "answered 500"),
            ("redirect", "... answers with a redirect.", Reply(302, "", {"Location": "http://127.0.0.1:1/"}), "AwsApi", "answered 302"),
            ("not-json", "... answers with what is not JSON.", Reply(body=SECRET_KEY), "AwsApi", "answered with none"),
            ("array", "... answers with an array.", Reply(body=[]), "Runtime.ConfigInvalid", "no access key id"),
            ("no-secret", "... answers without a secret.", container_credentials(SecretAccessKey=None), "Runtime.ConfigInvalid", "no secret access key"),
            ("odd-end", "... says that the credentials end soon, in words.", container_credentials(Expiration="soon"), "AwsApi", "answered with none"),
            ("injection", "... gives a token with a header in it.", container_credentials(Token="x\r\nX-Evil: y"), "Runtime.ConfigInvalid", "control character"),
            ("100-kb", "... answers with more than 64 KiB.", Reply(body=b" " * 100_000), "LimitExceeded", "more than"),
            ("no-reply", "... never answers.", Reply(delay=20), "Network", "the endpoint of the container's credentials"),
        )
    ),
    failing("container-refused", "Nobody listens at the container's endpoint.", Error("Network", "the endpoint of the container's credentials"), env={**NO_KEYS, FULL: "http://127.0.0.1:1/"}, starts=False, exits=True),
]

STS = [
    *(
        Fault(f"sts-{name}", says, **member([reply]), calls={"AssumeRole": 2, "PutEvaluations": 1})
        for name, says, reply in (
            ("throttled", "AssumeRole is throttled once.", sts_error("Throttling", 400)),
            ("200-throttled", "... with status 200.", sts_error("Throttling", 200)),
            ("500", "AssumeRole answers 500 with a page of HTML, once.", Reply(500, "<html>")),
            ("503", "AssumeRole answers 503 with a code, once.", sts_error("ServiceUnavailable", 503)),
            ("reset", "The connection to STS is reset once.", RESET),
            ("closed", "The connection to STS is closed once.", CLOSED),
            ("half-xml", "AssumeRole answers with half of its XML, once.", Reply(body="<AssumeRoleResponse><AssumeRoleResult>")),
            ("json", "... with JSON.", Reply(body={"AccessKeyId": "x"})),
            ("empty", "... with nothing.", Reply(body=b"")),
            ("doctype-once", "... with a document type that would grow to gigabytes.", Reply(body=LAUGHS)),
        )
    ),
    failing("sts-200-denied", "AssumeRole answers 200 with an AccessDenied.", Error("AwsApi", "AccessDenied", ["trust policy"]), **member(sts_error("AccessDenied", 200)), calls={"AssumeRole": 1}),
    failing("sts-denied", "The role does not trust the function.", Error("AwsApi", "AccessDenied", ["trust policy", "sts:AssumeRole"]), **member(sts_error("AccessDenied", 403, "User: arn:aws:sts::1:assumed-role/f is not authorized")), calls={"AssumeRole": 1}),
    *(
        failing(f"sts-{name}", says, Error(kind, words), **member(reply, seconds=LONG if large(reply) else SHORT))
        for name, says, reply, kind, words in (
            ("throttled-always", "AssumeRole is throttled for as long as the invocation lasts.", sts_error("Throttling", 400), "LimitExceeded", "Throttling"),
            ("no-reply", "AssumeRole never answers.", Reply(delay=20), "LimitExceeded", "timed out"),
            ("doctype", "AssumeRole answers with a document type that would grow to gigabytes.", Reply(body=LAUGHS), "LimitExceeded", "document type"),
            ("entity", "... with one that names a file.", Reply(body='<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), "LimitExceeded", "document type"),
            ("deep", "... with 10,000 open elements.", Reply(body="<a>" * 10000), "LimitExceeded", "too deep"),
            ("1-mb", "... with 1 MB that is no reply of STS.", Reply(body="<a>" + " " * 1_000_000 + "</a>"), "LimitExceeded", "not one of the service"),
            ("17-mib", "... with 17 MiB.", Reply(body=b" " * 17 * MIB), "LimitExceeded", "sts AssumeRole"),
            ("utf-16", "... in UTF-16.", Reply(body=ROLE.encode("utf-16")), "LimitExceeded", "UTF-8"),
            ("two-keys", "... with two keys.", Reply(body=ROLE.replace("<Exp", "<AccessKeyId>x</AccessKeyId><Exp")), "LimitExceeded", "twice"),
            ("no-token", "... without a token.", role_credentials("ASIA", SessionToken=None), "AwsApi", "without a token"),
            ("no-key", "... without a key.", role_credentials("ASIA", AccessKeyId=None), "Runtime.ConfigInvalid", "no access key id"),
            ("no-secret", "... with an empty secret.", role_credentials("ASIA", SecretAccessKey=""), "Runtime.ConfigInvalid", "no secret"),
            ("no-end", "... without an end of the credentials.", role_credentials("ASIA", None), "AwsApi", "without a token or its end"),
            ("odd-end", "... with an end in words.", role_credentials("ASIA", "tomorrow"), "AwsApi", "without a token or its end"),
            ("injection", "... with a header in the token.", role_credentials("ASIA", SessionToken="x&#13;&#10;X-Evil: y"), "Runtime.ConfigInvalid", "control character"),
            ("another-reply", "... with another operation's reply.", Reply(body="<GetCallerIdentityResponse/>"), "AwsApi", "without a token"),
            ("400-bare", "AssumeRole answers 400 without a code.", Reply(400, "<ErrorResponse/>"), "AwsApi", "HTTP 400"),
            ("redirect", "AssumeRole answers with a redirect.", Reply(302, b"", {"Location": "http://127.0.0.1:1/"}), "AwsApi", "HTTP 302"),
        )
    ),
    Fault("sts-clock", "STS refuses our clock, which is ahead.", **member([]), prepare=clock(-900), calls={"AssumeRole": 2, "PutEvaluations": 1}),
    Fault("role-expired", "A role's credentials have expired before their time.", **member(numbered_roles()), prepare=expire("ASIA0"), calls={"AssumeRole": 2, "PutEvaluations": 2}),
    failing("role-expired-always", "... and the new ones too.", Error("AwsApi", "ExpiredTokenException"), **member([]), prepare=expire(role_key_id(MEMBER)), calls={"AssumeRole": 2, "PutEvaluations": 2}),
    Fault("role-unknown", "AWS does not know the credentials of a role that we keep: it was created anew.", **member(numbered_roles(), put=[PUT_ALL, aws_error("UnrecognizedClientException", 403)]), before=[of(MEMBER, functools.partial(change, function_item("before")))], calls={"AssumeRole": 2, "PutEvaluations": 2}),
    failing("sts-unknown-always", "STS does not know the function's own credentials.", Error("AwsApi", "InvalidClientTokenId"), **member(sts_error("InvalidClientTokenId")), exits=True, calls={"AssumeRole": 2}),
    failing("sts-expired-always", "STS says that the function's own credentials have expired.", Error("AwsApi", "ExpiredToken"), **member([]), prepare=expire(ACCESS_KEY), exits=True, calls={"AssumeRole": 2}),
]  # fmt: skip

READS = [
    Fault("list-everything", "The list of resources is throttled, broken and reset, and PutEvaluations throttled.", **listing([THROTTLED, BROKEN, RESET, pages(functions(3))], PutEvaluations=[THROTTLED]), holds=all_but(3), of=3, calls={"SelectResourceConfig": 4, "PutEvaluations": 2}),
    Fault("list-page-2-throttled", "The second page of the list is throttled once.", **listing([pages(functions(150)), THROTTLED, pages(functions(150))]), holds=all_but(150), of=150),
    Fault("list-page-2-throttled-always", "... at each attempt.", **listing(lambda asked: THROTTLED if "NextToken" in asked else pages(functions(150))(asked)), seconds=1.7, holds=all_but(100), of=150, told=Error("LimitExceeded", "broke off after 100", ["SelectResourceConfig", "ThrottlingException"])),
    Fault("list-page-2-denied", "The second page of the list is denied.", **listing([pages(functions(150)), DENIED]), holds=all_but(100), of=150, told=Error("AwsApi", "broke off after 100", ["AccessDeniedException", "SelectResourceConfig"])),
    Fault("list-same-token", "The list gives the same NextToken twice.", **listing({"Results": [selected(functions(1)[0])], "NextToken": "same"}), holds=all_but(1), of=2, told=Error("AwsApi", "broke off after 1", ["NextToken"]), calls={"SelectResourceConfig": 2}),
    Fault("list-endless", "The list gives another NextToken each time.", **listing(lambda asked: {**({"Results": []} if "NextToken" in asked else ONE_PAGE), "NextToken": next(TOKENS)}), seconds=3, told=Error("LimitExceeded", "broke off after 1", ["deadline"])),
    failing("list-endless-and-empty", "... without Results.", Error("LimitExceeded", "deadline"), seconds=3, **listing(lambda asked: {"Results": [], "NextToken": next(TOKENS)})),
    failing("list-without-results", "The list has no Results.", Error("AwsApi", "without Results"), **listing({})),
    failing("list-null", "The list's Results are null.", Error("AwsApi", "without Results"), **listing({"Results": None})),
    *(
        Fault(f"list-item-{name}", says, **listing([{"Results": [selected(functions(1)[0]), item, selected(functions(3)[2])]}]), holds=all_but(3, 1), of=3, told=Error("RuleEvaluation", "Results[1]", ["1 of 3"]))
        for name, says, item in (
            ("half", "One item of the list is half of its JSON.", "{"),
            ("array", "... an array.", "[]"),
            ("empty", "... without any member.", "{}"),
            ("number", "... no text.", 7),
            ("no-type", "... without a type.", json.dumps({"resourceId": "x"})),
            ("odd", "... with a configuration that is a number.", json.dumps({**function_item("h"), "configuration": 5})),
        )
    ),
    Fault("history-empty-page", "The history of an oversized item begins with an empty page.", **history([{"configurationItems": [], "nextToken": "more"}]), calls={"GetResourceConfigHistory": 2}),
    Fault("history-throttled", "The history of an oversized item is throttled twice.", **history([THROTTLED] * 2), calls={"GetResourceConfigHistory": 3}),
    Fault("history-not-discovered", "AWS Config does not know the oversized item (any more).", **history(aws_error("ResourceNotDiscoveredException")), holds={"f": "NOT_APPLICABLE"}, calls={"GetResourceConfigHistory": 1}),
    *(
        failing(f"history-{name}", says, Error("RuleEvaluation", words, ["cannot be fetched"]), seconds=3, **history(reply))
        for name, says, reply, words in (
            ("denied", "The role may not read the history.", DENIED, "AccessDeniedException"),
            ("no-item", "The history is empty.", {"configurationItems": []}, "no item"),
            ("no-list", "The history has no list.", {}, "no item"),
            ("bad-item", "The history's item cannot be read.", {"configurationItems": [{}]}, "configurationItems[0]"),
            ("of-another-account", "The history's item is of another account.", {"configurationItems": [history_item(accountId="888888888888")]}, "configurationItems[0].accountId of account"),
            ("bad-configuration", "The history's configuration is half of its JSON.", {"configurationItems": [history_item(configuration="{")]}, "configurationItems[0]"),
            ("same-token", "The history gives the same nextToken twice.", {"configurationItems": [], "nextToken": "same"}, "nextToken"),
            ("throttled-always", "The history is throttled for as long as the invocation lasts.", THROTTLED, "ThrottlingException"),
        )
    ),
    *(
        failing(f"trail-{name}", says, Error("RuleEvaluation", words), **trail(**replies))
        for name, says, replies, words in (
            ("denied", "A rule may not ask what it asks: DescribeTrails.", {"DescribeTrails": DENIED}, "AccessDeniedException"),
            ("status-denied", "... GetTrailStatus.", {"GetTrailStatus": DENIED}, "AccessDeniedException"),
            ("selectors-denied", "... GetEventSelectors.", {"GetEventSelectors": DENIED}, "AccessDeniedException"),
            ("200-denied", "... with status 200.", {"DescribeTrails": aws_error("AccessDeniedException", 200)}, "AccessDeniedException"),
            ("no-list", "DescribeTrails answers without a list.", {"DescribeTrails": {}}, "trailList"),
            ("no-arn", "DescribeTrails names a trail without an ARN.", {"DescribeTrails": {"trailList": [{}]}}, "TrailARN"),
            ("no-status", "GetTrailStatus does not say whether the trail logs.", {"GetTrailStatus": {}}, "IsLogging"),
        )
    ),
    Fault("trail-throttled", "Each question of a rule is throttled once.", **trail(DescribeTrails=[THROTTLED, TRAILS], GetTrailStatus=[THROTTLED], GetEventSelectors=[THROTTLED]), calls={"DescribeTrails": 2, "GetTrailStatus": 2, "GetEventSelectors": 2}, holds={ACCOUNT: "COMPLIANT"}),
]

NETWORK = [
    failing("dns", "The name of an endpoint has no address.", Error("RuleEvaluation", "resolve host"), **elsewhere("http://cloudtrail.invalid")),
    failing("refused", "Nobody listens at an endpoint.", Error("RuleEvaluation", "connect"), **elsewhere("http://127.0.0.1:1")),
    failing("proxy-refused", "Nobody listens at the proxy.", Error("RuleEvaluation", "connect"), event=scheduled(), env={"AWS_ENDPOINT_URL_CLOUDTRAIL": "https://192.0.2.1", "https_proxy": "http://127.0.0.1:1"}, seconds=4),
    failing("tls-none", "An endpoint that should speak TLS speaks none.", Error("RuleEvaluation", "timed out"), **elsewhere("https://127.0.0.1:{aws}")),
    *(
        failing(f"tls-{name}", says, Error("RuleEvaluation", "certificate"), **tls(shown, **env))
        for name, says, shown, env in (
            ("unknown", "An endpoint's certificate is nobody's we know.", "good", {}),
            ("another-root", "... is not of the roots we are told to trust.", "good", {"AWS_CA_BUNDLE": "{folder}/other.pem"}),
            ("another-host", "... is another host's.", "other", {"AWS_CA_BUNDLE": "{folder}/other.pem"}),
            ("expired", "... has expired.", "expired", {"AWS_CA_BUNDLE": "{folder}/expired.pem"}),
            ("not-off", "... is unknown, and variables ask to let it pass.", "good", {"AWS_NO_VERIFY_SSL": "true", "CURL_INSECURE": "1"}),
        )
    ),
]

FAULTS = {
    "Lambda's Runtime API": RUNTIME_API,
    "PutEvaluations": PUT,
    "Clocks and the function's own credentials": CREDENTIALS,
    "Roles of other accounts": STS,
    "What rules and the engine read": READS,
    "Names, connections and TLS": NETWORK,
}
