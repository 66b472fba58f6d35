"""Compares the requests that aws/protocol writes, and what it reads of replies, with botocore's own serializers
and parsers: for every operation of the table, over inputs and replies made from the models. And the errors that
are tried again, with those that botocore tries again.
Usage: check_protocols.py PRINT-OPERATIONS SPEAK"""

import base64
import datetime
import json
import random
import subprocess
import sys
import urllib.parse
from xml.sax.saxutils import escape

import botocore.parsers
import botocore.retries.standard
import botocore.serialize
import botocore.session

TEXTS = ["a", "arn:aws:bedrock:eu-central-1:123456789012:guardrail/abc", "a b", "a+b", "ä€𝄞", "a/b"]
TEXTS += ["~-._", "%41&=?#", "<x>&amp;\"'", "[]{}*#", " a ", "a" * 300]
INPUTS = REPLIES = 40
TIME = "2026-01-02T03:04:05Z"


def scalar(shape, rng):
    if shape.type_name in ("integer", "long"):
        return rng.choice([0, 1, 7, 1000, 2**31 - 1])
    if shape.type_name in ("float", "double"):
        return rng.choice([0.5, 1.0, 12.25])
    if shape.type_name == "boolean":
        return rng.choice([True, False])
    if shape.type_name == "timestamp":
        return TIME
    return rng.choice(TEXTS)


def value(shape, rng, whole=0.6, seen=()):
    """Something of a shape: each member of a structure with that probability, lists of 0 to 3."""
    if shape.type_name == "structure":
        if shape.name in seen:
            return {}
        inside = (*seen, shape.name)
        members = {n: m for n, m in shape.members.items() if rng.random() < whole}
        if shape.is_tagged_union:
            members = dict([rng.choice(list(shape.members.items()))])
        return {name: value(member, rng, whole, inside) for name, member in members.items()}
    if shape.type_name == "list":
        return [value(shape.member, rng, whole, seen) for _ in range(rng.choice([0, 1, 1, 2, 3]))]
    if shape.type_name == "map":
        return {rng.choice(TEXTS[:3]): value(shape.value, rng, whole, seen) for _ in range(rng.choice([0, 2]))}
    return scalar(shape, rng)


def with_times(shape, given, time):
    """The same, with that as every time."""
    if shape.type_name == "structure":
        return {name: with_times(shape.members[name], one, time) for name, one in given.items()}
    if shape.type_name == "list":
        return [with_times(shape.member, one, time) for one in given]
    if shape.type_name == "map":
        return {name: with_times(shape.value, one, time) for name, one in given.items()}
    return time if shape.type_name == "timestamp" else given


# Requests.


def input_for(row, operation, rng):
    shape = operation.input_shape
    if not shape:
        return {}
    known = {word.partition("=")[0] for key in ("query", "headers") for word in (row[key] or "").split()}
    # Seconds in JSON, text elsewhere: aws/operations.h.
    asked = with_times(shape, value(shape, rng), 1767323045 if "json" in row["protocol"] else TIME)
    for name, member in shape.members.items():
        place = member.serialization.get("location")
        if place == "uri":
            asked[name] = rng.choice(TEXTS[:-1])
        elif name == row["payload"] or (place in ("header", "querystring", "headers") and name not in known):
            asked.pop(name, None)
        elif place == "querystring" and name in asked:
            asked[name] = with_times(member, asked[name], TIME)
    return asked


def pairs(query):
    """What a query string or a form says, in an order of its own."""
    return sorted(urllib.parse.parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))


def written(serializer, operation, asked):
    request = serializer.serialize_to_request(asked, operation)
    path, _, fixed = request["url_path"].partition("?")
    query = request["query_string"]
    body = request["body"]
    if isinstance(query, dict):
        query = [(k, v) for k, one in query.items() for v in (one if isinstance(one, list) else [one])]
    if isinstance(body, dict):
        body = urllib.parse.urlencode(body)
    body = body.decode() if isinstance(body, bytes) else body
    headers = {name.lower(): text for name, text in request["headers"].items()}
    headers = {name: text for name, text in headers.items() if name != "x-amzn-query-mode"}
    return {
        "method": request["method"],
        "path": path,
        "query": sorted(pairs(fixed) + [(k, str(v)) for k, v in query]),
        "headers": headers,
        "body": body,
    }


def comparable(request, is_form):
    """The body as what it says."""
    body = request["body"]
    body = pairs(body) if is_form else json.loads(body) if body else None
    return request | {"body": body}


def request_problems(row, operation, serializer, speak, rng):
    for _ in range(INPUTS):
        asked = input_for(row, operation, rng)
        said = speak({"service": row["service"], "operation": row["name"], "input": asked})
        if "error" in said:
            yield f"{asked}: {said['error']}"
            continue
        said["query"] = pairs(said["query"])
        said["headers"] = {name.lower(): text for name, text in said["headers"].items()}
        form = row["protocol"] in ("query", "ec2")
        wanted = comparable(written(serializer, operation, asked), form)
        if comparable(said, form) != wanted:
            yield f"{asked}:\n  {comparable(said, form)}\n  {wanted}"


# Replies.


def is_whole(shape, given):
    """XML has no element that says that a structure is empty, or a text is none: both are the same."""
    if isinstance(given, dict):
        return bool(given) and all(is_whole(shape.members[name], one) for name, one in given.items())
    if isinstance(given, list):
        return all(is_whole(shape.member, one) for one in given)
    return True


def xml_text(given):
    return str(given).lower() if isinstance(given, bool) else escape(str(given))


def xml(shape, name, given, ec2):
    """The element name, as AWS's services write it."""
    if shape.type_name == "list":
        entry = shape.member.serialization.get("name", "item" if ec2 else "member")
        if shape.serialization.get("flattened"):
            return "".join(xml(shape.member, name, one, ec2) for one in given)
        inner = "".join(xml(shape.member, entry, one, ec2) for one in given)
    elif shape.type_name == "structure":
        inner = "".join(
            xml(shape.members[n], shape.members[n].serialization.get("name", n), one, ec2)
            for n, one in given.items()
        )
    else:
        inner = xml_text(given)
    return f"<{name}>{inner}</{name}>"


def body_of(row, operation, given):
    shape, protocol = operation.output_shape, row["protocol"]
    if row["payload"]:
        return ""
    if protocol in ("json", "rest-json"):
        return json.dumps(given, ensure_ascii=False) if shape else "{}"
    inner = ""
    for name, one in given.items():
        member = shape.members[name]
        inner += xml(member, member.serialization.get("name", name), one, protocol == "ec2")
    if protocol == "query":
        wrapped = f"<{row['name']}Result>{inner}</{row['name']}Result>" if shape else ""
        inner = f"{wrapped}<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>"
    if protocol == "ec2":
        inner = f"<requestId>1</requestId>{inner}"
    root = "ListBucketResult" if protocol == "rest-xml" else f"{row['name']}Response"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://x/">{inner}</{root}>'


def plain(parsed):
    """botocore's reading, with what JSON has none of as the texts that were sent."""
    if isinstance(parsed, dict):
        return {name: plain(one) for name, one in parsed.items() if name != "ResponseMetadata"}
    if isinstance(parsed, list):
        return [plain(one) for one in parsed]
    if isinstance(parsed, datetime.datetime):
        return TIME
    if isinstance(parsed, bytes):
        return base64.b64encode(parsed).decode()
    return parsed


def outputs(row, operation, rng):
    """Replies of a service: random ones, one with nothing in it, and lists with one entry and none."""
    shape = operation.output_shape
    if not shape or row["payload"]:
        yield {}
        return
    yield {}
    for _ in range(REPLIES):
        given = value(shape, rng)
        given = {n: one for n, one in given.items() if not shape.members[n].serialization.get("location")}
        if row["protocol"].endswith(("query", "ec2", "xml")) and not is_whole(shape, given):
            given = {n: one for n, one in given.items() if is_whole(shape.members[n], one)}
        yield given


def reply_problems(row, operation, parser, speak, rng):
    for given in outputs(row, operation, rng):
        body = body_of(row, operation, given)
        said = speak({"service": row["service"], "operation": row["name"], "status": 200, "reply": body})
        reply = {"status_code": 200, "headers": {}, "body": body.encode()}
        wanted = {} if row["payload"] else plain(parser.parse(reply, operation.output_shape))
        if said.get("output") != wanted or said["failed"]:
            yield f"{body}:\n  {said}\n  {wanted}"


ERRORS = {
    "json": ('{"__type":"com.amazonaws.x#A","message":"no"}', None),
    "rest-json": ('{"message":"no"}', "A:http://internal.amazon.com/coral/com.amazon.coral.service/"),
    "query": ("<ErrorResponse><Error><Type>Sender</Type><Code>A</Code><Message>no</Message></Error>"
              "<RequestId>1</RequestId></ErrorResponse>", None),
    "ec2": ("<Response><Errors><Error><Code>A</Code><Message>no</Message></Error></Errors>"
            "<RequestID>1</RequestID></Response>", None),
    "rest-xml": ("<Error><Code>A</Code><Message>no</Message><Resource>/b</Resource></Error>", None),
}  # fmt: skip


def error_problems(row, operation, parser, speak):
    body, header = ERRORS[row["protocol"]]
    line = {"service": row["service"], "operation": row["name"], "status": 400, "reply": body}
    said = speak(line | ({"type": header} if header else {}))
    reply = {"status_code": 400, "headers": {"x-amzn-errortype": header} if header else {}, "body": body.encode()}
    parsed = parser.parse(reply, operation.output_shape)["Error"]
    if (said["failed"], said["code"], said["message"]) != (True, parsed["Code"], parsed["Message"]):
        yield f"{body}: {said}, not {parsed}"


# Retries.

# What the services' documents say of being throttled: code and status.
DOCUMENTED = {
    "bedrock": ("ThrottlingException", 429), "bedrock-agent": ("ThrottlingException", 429),
    "cloudtrail": ("ThrottlingException", 400), "config": ("ThrottlingException", 400),
    "ec2": ("RequestLimitExceeded", 503), "iam": ("Throttling", 400), "kms": ("ThrottlingException", 400),
    "organizations": ("TooManyRequestsException", 400), "s3": ("SlowDown", 503),
    "ssm": ("ThrottlingException", 400), "sts": ("Throttling", 400), "vpc-lattice": ("ThrottlingException", 429),
}  # fmt: skip


def throttles(session, services):
    """(service, code, status) of what botocore tries again: for all, by the models, and as documented."""
    checkers = botocore.retries.standard
    for code in checkers.ThrottledRetryableChecker._THROTTLED_ERROR_CODES:
        yield "all", code, 400
    for code in checkers.TransientRetryableChecker._TRANSIENT_ERROR_CODES:
        yield "all", code, 400
    for status in checkers.TransientRetryableChecker._TRANSIENT_STATUS_CODES:
        yield "all", "X", status
    for service in services:
        yield service, *DOCUMENTED[service]
        for shape in session.get_service_model(service).error_shapes:
            if shape.metadata.get("retryable", {}).get("throttling"):
                yield service, shape.error_code, shape.metadata["error"]["httpStatusCode"]


def retry_problems(session, services, speak):
    for service, code, status in throttles(session, services):
        if not speak({"status": status, "code": code})["wait"]:
            yield f"{service}: {code} with status {status} is not tried again"
    if speak({"status": 400, "code": "ValidationException"})["wait"]:
        yield "what is wrong is tried again"


class Speak:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, line):
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def main():
    session = botocore.session.get_session()
    speak, rng = Speak(sys.argv[2]), random.Random(12)
    printed = subprocess.run([sys.argv[1], "eu-central-1"], check=True, capture_output=True, text=True).stdout
    rows, failed = [json.loads(line) for line in printed.splitlines()], 0
    for row in rows:
        model = session.get_service_model(row["service"])
        operation = model.operation_model(row["name"])
        serializer = botocore.serialize.create_serializer(model.metadata["protocol"], False)
        parser = botocore.parsers.create_parser(model.metadata["protocol"])
        found = list(request_problems(row, operation, serializer, speak, rng))
        found += reply_problems(row, operation, parser, speak, rng)
        found += error_problems(row, operation, parser, speak)
        for one in found[:2]:
            print(f"{row['service']} {row['name']}: {one}\n")
        failed += bool(found)
    unretried = list(retry_problems(session, {row["service"] for row in rows}, speak))
    failed += bool(unretried)
    print("".join(f"{one}\n" for one in unretried), end="")
    print(f"{len(rows) - failed} of {len(rows)} operations are written and read as botocore does")
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
