"""moto's server, which verifies requests as they came.

moto 5.2.1 verifies the signature over the decoded path, and takes the headers of a request that has
no body for its body. So it refuses nearly every signed GET, boto3's too.
"""

import sys

import flask
import moto.iam.access_control
import moto.server
from botocore.awsrequest import AWSRequest

IAMRequest = moto.iam.access_control.IAMRequestBase


def as_received(self):
    signed = self._get_string_between("SignedHeaders=", ",", self._headers["Authorization"]).split(";")
    headers = self._create_headers_for_aws_request(signed, self._headers)
    body = self._body or flask.request.form  # whose bytes Flask has taken
    request = AWSRequest(self._method, flask.request.environ["RAW_URI"], headers, body)
    request.context["timestamp"] = headers["X-Amz-Date"]
    return request


if __name__ == "__main__":
    IAMRequest._create_aws_request = as_received
    sys.exit(moto.server.main())
