"""moto's server for one test class: boto3 and the server, or a skip that says why, except in CI."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

from tests.needs import lacks

try:
    import boto3
    import moto.server  # noqa: F401
except ImportError as missing:
    MISSING = f"moto and boto3: {missing}"
else:
    MISSING = None

REGION = "eu-central-1"


def client(url, service):
    """A boto3 client for the server. Its credentials are good as long as the server verifies none."""
    session = boto3.Session("test", "test", region_name=REGION)
    return session.client(service, endpoint_url=url)


def authenticate(url, after):
    """From that many calls on, moto verifies each; "inf": it never does."""
    request = urllib.request.Request(
        url + "/moto-api/reset-auth", after.encode(), {"Content-Type": "text/plain"}
    )
    urllib.request.urlopen(request, timeout=5).close()


def allow(*actions):
    """A policy that allows them on everything."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def role_environment(url, name, actions):
    """The credentials of a new role that may do this, as variables of the environment."""
    iam = client(url, "iam")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=allow("*"))["Role"]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=allow(*actions))
    given = client(url, "sts").assume_role(RoleArn=role["Arn"], RoleSessionName="test")["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
        "AWS_SESSION_TOKEN": given["SessionToken"],
    }


def environment(url):
    """For Terraform and the AWS CLI to use the server, and nothing else of AWS."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.lower().endswith("_proxy") and not name.startswith("AWS_")
    } | {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,  # version 1 of the AWS CLI
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def start(test_class, module="moto.server", **variables):
    """Starts a server on a port of loopback, to be ended with the class; returns its URL."""
    if MISSING:
        lacks(MISSING)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    direct = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    server = subprocess.Popen(
        [sys.executable, "-m", module, "-H", "127.0.0.1", "-p", port],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=direct | variables,
    )  # fmt: skip
    test_class.addClassCleanup(server.wait, 10)
    test_class.addClassCleanup(server.kill)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url + "/moto-api/", timeout=5).close()
            return url
        time.sleep(0.1)
    raise RuntimeError("moto does not answer")
