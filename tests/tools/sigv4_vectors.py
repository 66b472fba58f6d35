"""Usage: python3 -m tests.tools.sigv4_vectors [--check]
Writes tests/aws/sigv4_vectors.json: requests of our own, with the Signature Version 4 that botocore gives
them. With --check it writes nothing and exits with 1 when the file is not what it would write."""

import argparse
import base64
import datetime
import json
import pathlib
import sys
from unittest import mock
from urllib.parse import unquote

from botocore.auth import SIGNED_HEADERS_BLACKLIST, S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

FILE = pathlib.Path(__file__).parents[1] / "aws/sigv4_vectors.json"

ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SESSION_TOKEN = "IQoJb3JpZ2luX2VjEXAMPLETOKEN//////////wEaCXVzLWVhc3QtMSJHMEUCIQD+a/b=="

AMZ_JSON = ("Content-Type", "application/x-amz-json-1.1")
FORM = ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")


def target(operation):
    return ("X-Amz-Target", "StarlingDoveService." + operation)


def put_evaluations(annotation, result_token="TESTMODE"):
    evaluation = {
        "ComplianceResourceType": "AWS::S3::Bucket",
        "ComplianceResourceId": "example-bucket",
        "ComplianceType": "NON_COMPLIANT",
        "Annotation": annotation,
        "OrderingTimestamp": 1468446600.373,
    }
    body = {"Evaluations": [evaluation], "ResultToken": result_token}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


S3 = {"s3": True, "service": "s3", "host": "s3.eu-central-1.amazonaws.com"}

# Each line is one request; what it leaves out is in vector().
CASES = [
    # What this program sends.
    dict(name="config-put-evaluations", headers=[AMZ_JSON, target("PutEvaluations")],
         body=put_evaluations("Versioning is Off."), token=SESSION_TOKEN),
    dict(name="config-put-evaluations-without-token", headers=[AMZ_JSON, target("PutEvaluations")],
         body=put_evaluations("Versioning is Off.")),
    dict(name="config-select-resource-config",
         headers=[AMZ_JSON, target("SelectResourceConfig")], token=SESSION_TOKEN,
         body=b"{\"Expression\":\"SELECT resourceId WHERE resourceType = 'AWS::S3::Bucket'\"}"),
    dict(name="config-empty-object", headers=[AMZ_JSON, target("DescribeConfigRules")],
         body=b"{}", token=SESSION_TOKEN),
    dict(name="cloudtrail-describe-trails", service="cloudtrail", token=SESSION_TOKEN, body=b"{}",
         host="cloudtrail.eu-central-1.amazonaws.com",
         headers=[AMZ_JSON, ("X-Amz-Target", "com.amazonaws.cloudtrail.v20131101."
                             "CloudTrail_20131101.DescribeTrails")]),
    dict(name="sts-get-caller-identity", service="sts", headers=[FORM], token=SESSION_TOKEN,
         host="sts.eu-central-1.amazonaws.com",
         body=b"Action=GetCallerIdentity&Version=2011-06-15"),
    dict(name="bedrock-get-agent", method="GET", service="bedrock", token=SESSION_TOKEN,
         host="bedrock-agent.eu-central-1.amazonaws.com", path="/agents/AGENT12345/"),

    # Bodies.
    dict(name="body-empty", headers=[AMZ_JSON]),
    dict(name="body-utf8", headers=[AMZ_JSON, target("PutEvaluations")],
         body=put_evaluations("Schlüssel fehlt \u2013 \u30ad\u30fc \U0001f511")),
    dict(name="body-nul-bytes", body=b"\0a\0\0b\0"),
    dict(name="body-one-nul-byte", body=b"\0"),
    dict(name="body-every-byte", body=bytes(range(256))),
    dict(name="body-whole-hash-blocks", body=b"0123456789abcdef" * 8),
    dict(name="body-line-ends", body=b"a\nb\r\nc\n"),
    dict(name="body-of-get", method="GET", body=b"{}"),

    # Queries.
    dict(name="query-unsorted", method="GET", query="Version=2010-05-08&Action=ListRoles&A=1"),
    dict(name="query-repeated-name", method="GET", query="id=b&id=a&id=B&id=a"),
    dict(name="query-repeated-name-prefix-values", method="GET", query="id=aa&id=a&id="),
    dict(name="query-no-value", method="GET", query="versioning"),
    dict(name="query-no-value-among-values", method="GET", query="z=1&policy&a="),
    dict(name="query-names-with-common-prefix", method="GET", query="a-b=1&a=2&a.c=3&a1=4&aa=5"),
    dict(name="query-upper-before-lower-case", method="GET", query="b=1&B=2&a=3&A=4&_=5&~=6"),
    dict(name="query-sorted-as-encoded", method="GET", query="a=1&%C3%A9=2&0=3&%3A=4"),
    dict(name="query-values-sorted-as-encoded", method="GET", query="a=-&a=%2F&a=%7E&a=0"),
    dict(name="query-spaces", method="GET", query="name=two%20words&%20=%20"),
    dict(name="query-encoded-plus", method="GET", query="math=1%2B1&time=00%3A00%2B02%3A00"),
    dict(name="query-plus-is-a-plus", method="GET", query="math=1+1&b+c=%20"),
    dict(name="query-lower-case-hex", method="GET", query="arn=arn%3aaws%3as3%3a%3a%3ab%2fkey"),
    dict(name="query-needless-encoding", method="GET", query="%41ction=%7etest%2d%2E%5f9"),
    dict(name="query-raw-reserved", method="GET", query="arn=arn:aws:s3:::b/*&x=(!'@,;$)&y=?"),
    dict(name="query-equals-in-value", method="GET", query="token=YWJj==&filter=a=b"),
    dict(name="query-ampersand-in-value", method="GET", query="a=1%262&b=%3D"),
    dict(name="query-percent-itself", method="GET", query="p=100%25&q=%2541&r=5%&s=%zz&t=%4"),
    dict(name="query-utf8", method="GET", query="ort=M%C3%BCnchen&%E3%82%AD=%F0%9F%94%91"),
    dict(name="query-nul", method="GET", query="a=%00b&a=%00"),
    dict(name="query-empty-pairs", method="GET", query="b=1&&a=2&=3"),
    dict(name="query-of-post-with-body", query="qualifier=7", body=b"{}", headers=[AMZ_JSON]),

    # Paths.
    dict(name="path-plain", method="GET", path="/2015-03-31/functions"),
    dict(name="path-trailing-slash", method="GET", path="/2015-03-31/functions/"),
    dict(name="path-dot", method="GET", path="/a/./b"),
    dict(name="path-dot-at-end", method="GET", path="/a/."),
    dict(name="path-dot-and-slash-at-end", method="GET", path="/a/./"),
    dict(name="path-dot-dot", method="GET", path="/agents/aliases/../versions"),
    dict(name="path-dot-dot-at-end", method="GET", path="/a/b/.."),
    dict(name="path-dot-dot-and-slash-at-end", method="GET", path="/a/b/../"),
    dict(name="path-dot-dot-to-root", method="GET", path="/a/../"),
    dict(name="path-dot-dot-above-root", method="GET", path="/../../a/../../b"),
    dict(name="path-dots-that-are-names", method="GET", path="/.../..a/.b/c./a..b"),
    dict(name="path-encoded-dots", method="GET", path="/a/%2e%2E/%2E/b"),
    dict(name="path-double-slash", method="GET", path="/a//b///c"),
    dict(name="path-double-slash-at-ends", method="GET", path="//a//"),
    dict(name="path-only-slashes", method="GET", path="///"),
    dict(name="path-encoded-space", method="GET", path="/my%20documents/a%20b"),
    dict(name="path-encoded-slash", method="GET", path="/foundation-models/a%2Fb%2fc"),
    dict(name="path-arn", method="GET", service="bedrock",
         path="/guardrails/arn:aws:bedrock:eu-central-1:111122223333:guardrail/abc123"),
    dict(name="path-encoded-arn", method="GET", service="bedrock",
         path="/tags/arn%3Aaws%3Abedrock%3Aeu-central-1%3A111122223333%3Aagent%2FAGENT12345"),
    dict(name="path-marks", method="GET", path="/a=b/c~d/e-f_g.h/i+j/k,l/m@n/o$p/q;r/(s)*!'"),
    dict(name="path-encoded-utf8", method="GET", path="/M%C3%BCnchen/%E3%82%AD"),
    dict(name="path-raw-utf8", method="GET", path="/München/\U0001f511"),
    dict(name="path-and-query", method="GET", path="/a//b%20c/../d/", query="y=2&x=%20&w"),

    # S3, which signs paths as they are sent, and whose bodies need not be signed.
    dict(name="s3-get-object", **S3, method="GET", path="/config-bucket/AWSLogs/1/x.json.gz"),
    dict(name="s3-put-object", **S3, method="PUT", path="/b/k", body=b"some bytes\0",
         token=SESSION_TOKEN, headers=[("Content-Type", "application/json")]),
    dict(name="s3-put-object-empty", **S3, method="PUT", path="/b/k"),
    dict(name="s3-list-objects", **S3, method="GET", path="/b",
         query="list-type=2&prefix=AWSLogs%2F1%2F&continuation-token=a%2Bb%3D"),
    dict(name="s3-head-object", **S3, method="HEAD", path="/b/k"),
    dict(name="s3-delete-object", **S3, method="DELETE", path="/b/k"),
    dict(name="s3-path-dots", **S3, method="GET", path="/b/a/./b/../c/.."),
    dict(name="s3-path-dots-above-root", **S3, method="GET", path="/../b/../../a"),
    dict(name="s3-path-slashes", **S3, method="GET", path="//b//k///"),
    dict(name="s3-path-root", **S3, method="GET", path="/"),
    dict(name="s3-path-encoded-space", **S3, method="GET", path="/b/my%20key%2Ba"),
    dict(name="s3-path-lower-case-hex", **S3, method="GET", path="/b/%c3%a9%7e"),
    dict(name="s3-path-encoded-utf8", **S3, method="GET", path="/b/M%C3%BCnchen/%F0%9F%94%91"),
    dict(name="s3-path-marks", **S3, method="GET", path="/b/a=b/c~d/e-f_g.h/i+j/(s)*!'"),
    dict(name="s3-unsigned-payload", **S3, method="PUT", path="/b/k", body=b"any", unsigned=True),
    dict(name="s3-unsigned-payload-of-get", **S3, method="GET", path="/b/k", unsigned=True),
    dict(name="unsigned-payload", method="POST", path="/a b/../c", body=b"any", unsigned=True),

    # Headers.
    dict(name="header-runs-of-blanks", headers=[("X-Amz-Meta-Note", "  one   two \t three\t")]),
    dict(name="header-blanks-in-quotes", headers=[("X-Amz-Meta-Note", '"a   b"')]),
    dict(name="header-only-blanks", headers=[("X-Amz-Meta-Note", "   ")]),
    dict(name="header-empty", headers=[("X-Amz-Meta-Note", "")]),
    dict(name="header-repeated",
         headers=[("X-Amz-Meta-List", "b"), ("X-Amz-Meta-List", "a"), ("X-Amz-Meta-List", "b")]),
    dict(name="header-repeated-in-other-case-apart",
         headers=[("X-AMZ-META-LIST", "z  1"), AMZ_JSON, ("x-amz-meta-list", " a,b ")]),
    dict(name="header-repeated-empty", headers=[("My-List", ""), ("My-List", "a")]),
    dict(name="header-names-in-any-case",
         headers=[("cOnTeNt-TyPe", "text/plain"), ("X-AMZ-TARGET", "A.B"), ("accept", "*/*")]),
    dict(name="header-names-with-common-prefix",
         headers=[("X-Amz-Meta-Test-Two", "2"), ("X-Amz-Meta-Test", "1"), ("X-Amz-Meta", "0"),
                  ("X-Amz-Meta-Test2", "3")]),
    dict(name="header-with-colon-and-comma", headers=[("If-None-Match", 'W/"a:b", "c,d"')]),
    dict(name="header-utf8", headers=[("X-Amz-Meta-Place", "Århus  à Płock")]),
    dict(name="header-content-sha256-of-the-body", body=b"abc",
         headers=[("X-Amz-Content-Sha256",
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]),

    # Hosts.
    dict(name="host-with-port", host="localhost:4566", headers=[AMZ_JSON], body=b"{}"),
    dict(name="host-vpc-endpoint",
         host="vpce-0a1b2c3d4e5f67890-abcdefgh.config.eu-central-1.vpce.amazonaws.com"),
    dict(name="host-ipv6-with-port", host="[::1]:8443"),

    # Regions, services, partitions, credentials.
    dict(name="region-us-east-1", region="us-east-1", host="config.us-east-1.amazonaws.com"),
    dict(name="region-ap-southeast-5", region="ap-southeast-5",
         host="config.ap-southeast-5.amazonaws.com"),
    dict(name="partition-china", region="cn-northwest-1", token=SESSION_TOKEN,
         host="config.cn-northwest-1.amazonaws.com.cn"),
    dict(name="partition-us-government", region="us-gov-west-1", service="lambda", method="GET",
         host="lambda.us-gov-west-1.amazonaws.com", path="/2015-03-31/functions/"),
    dict(name="service-iam-is-global", region="us-east-1", service="iam", headers=[FORM],
         host="iam.amazonaws.com", body=b"Action=GetAccountSummary&Version=2010-05-08"),
    dict(name="service-logs", service="logs", host="logs.eu-central-1.amazonaws.com",
         headers=[AMZ_JSON, ("X-Amz-Target", "Logs_20140328.DescribeLogGroups")], body=b"{}"),
    dict(name="secret-other", secret="AbCdEfGhIjKlMnOpQrStUvWxYz0123+/EXAMPLE0"),
    dict(name="secret-fills-a-hash-block", secret="a" * 60),
    dict(name="secret-just-over-a-hash-block", secret="a" * 61),
    dict(name="secret-long", secret="EXAMPLE-KEY/" * 20),
    dict(name="token-long", token="IQoJb3JpZ2luX2VjEXAMPLE/" * 50 + "=="),

    # Times.
    dict(name="time-last-second-of-a-day", time="2026-03-31T23:59:59Z"),
    dict(name="time-midnight", time="2026-04-01T00:00:00Z"),
    dict(name="time-first-second-of-a-day", time="2026-04-01T00:00:01Z"),
    dict(name="time-last-second-of-a-year", time="2026-12-31T23:59:59Z"),
    dict(name="time-first-second-of-a-year", time="2027-01-01T00:00:00Z"),
    dict(name="time-leap-day", time="2028-02-29T12:00:00Z"),
    dict(name="time-after-2038", time="2038-01-19T03:14:08Z"),
]


def vector(name, method="POST", host="config.eu-central-1.amazonaws.com", path="/", query="",
           headers=(), body=b"", region="eu-central-1", service="config",
           time="2026-01-15T09:30:00Z", secret=SECRET_ACCESS_KEY, token=None, s3=False,
           unsigned=False):
    now = datetime.datetime.strptime(time, "%Y-%m-%dT%H:%M:%S%z")
    # botocore takes a query in a URL as it stands, but encodes params.
    pairs = [pair.partition("=") for pair in query.split("&")] if query else []
    params = [(unquote(key, errors="strict"), unquote(value, errors="strict"))
              for key, _, value in pairs]
    request = AWSRequest(method, "https://" + host + path, data=body, params=params)
    request.headers["host"] = host
    for header, value in headers:
        if header.lower() in SIGNED_HEADERS_BLACKLIST:
            raise ValueError(f"{name}: botocore does not sign {header}")
        request.headers[header] = value

    if unsigned:
        request.context["payload_signing_enabled"] = False
        request.context["client_config"] = Config(s3={"payload_signing_enabled": False})

    kind = S3SigV4Auth if s3 else SigV4Auth
    signer = kind(Credentials(ACCESS_KEY_ID, secret, token), service, region)
    with mock.patch("botocore.auth.get_current_datetime", return_value=now):
        signer.add_auth(request)
    authorization = request.headers["Authorization"]
    del request.headers["Authorization"]
    canonical_request = signer.canonical_request(request)
    string_to_sign = signer.string_to_sign(request, canonical_request)
    signature = signer.signature(string_to_sign, request)
    if not authorization.endswith("Signature=" + signature):
        raise ValueError(f"{name}: botocore sent another signature than it computes")

    return {
        "name": name,
        "accessKeyId": ACCESS_KEY_ID,
        "secretAccessKey": secret,
        "region": region,
        "service": service,
        "time": int(now.timestamp()),
        "method": method,
        "path": path,
        "query": query,
        "headers": [f"{header}:{value}" for header, value in request.headers.items()],
        "body": base64.b64encode(body).decode(),
        **({"pathMode": "as-sent"} if s3 else {}),
        **({"payload": "UNSIGNED-PAYLOAD"} if unsigned else {}),
        "canonicalRequest": canonical_request,
        "stringToSign": string_to_sign,
        "signature": signature,
        "authorization": authorization,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare, write nothing")
    arguments = parser.parse_args()

    names = [case["name"] for case in CASES]
    if len(set(names)) != len(names):
        sys.exit("two cases have the same name")
    document = {
        "generatedBy": "tests/tools/sigv4_vectors.py",
        "vectors": [vector(**case) for case in CASES],
    }
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if not arguments.check:
        FILE.write_text(text, encoding="utf-8")
    elif not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
        sys.exit(f"{FILE.name} is stale: run python3 -m tests.tools.sigv4_vectors")


if __name__ == "__main__":
    main()
