"""moto's server for one test class: boto3 and the server, or a skip that says why, except in CI."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import unittest
import urllib.request

try:
    import boto3
    import moto.server  # noqa: F401
except ImportError as missing:
    if os.environ.get("CI"):
        raise
    print(f"skipped: needs moto and boto3: {missing}", flush=True)
    raise unittest.SkipTest(str(missing)) from None

REGION = "eu-central-1"


def client(url, service):
    """A boto3 client for the server, with credentials that it takes while it checks none."""
    session = boto3.Session("test", "test", region_name=REGION)
    return session.client(service, endpoint_url=url)


def start(test_class):
    """Starts a server on a port of loopback, to be ended with the class; returns its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
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
