"""What the APIs of AWS answer."""

import datetime
import json
from dataclasses import dataclass, field

from tests.harness.events import ACCOUNT, CAPTURED_S, function_item

ACCESS_KEY = "AKIDEXAMPLE"
# No log line may ever hold these. A role's secret and token end with the id of its access key.
SECRET_KEY = "SECRETKEYMARKER/wJalrXUtnFEMI/K7MDENG/bPxRfi"
SESSION_TOKEN = "SESSIONTOKENMARKER//////////wEaCXVzLWVhc3QtMSJH"
ROLE_SECRET, ROLE_TOKEN = "ROLESECRETMARKER/", "ROLETOKENMARKER//"
XML = {"Content-Type": "text/xml"}


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


def sts_error(code, status=403, message="no reason"):
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    return Reply(status, f"<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>", XML)


def soon(minutes):
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
    return end.strftime("%Y-%m-%dT%H:%M:%SZ")


def role_key_id(account, role="rules"):
    """The access key id that AssumeRole gives for a role of that account."""
    return "ASIA" + account + role


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


def container_credentials(minutes=60, **changes):
    """What the endpoint of a container's credentials answers."""
    members = {
        "AccessKeyId": ACCESS_KEY,
        "SecretAccessKey": SECRET_KEY,
        "Token": SESSION_TOKEN,
        "Expiration": soon(minutes),
        **changes,
    }
    return Reply(body={k: v for k, v in members.items() if v is not None})


def caller(account=ACCOUNT):
    """What GetCallerIdentity answers."""
    result = f"<GetCallerIdentityResult><Account>{account}</Account></GetCallerIdentityResult>"
    return Reply(body=f"<GetCallerIdentityResponse>{result}</GetCallerIdentityResponse>", headers=XML)


def history_item(name="f", **changes):
    """function_item() as GetResourceConfigHistory gives it."""
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
    """The item as one of SelectResourceConfig's Results: JSON text, tags as a list."""
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
