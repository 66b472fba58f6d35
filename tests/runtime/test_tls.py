"""TLS is verified whatever the environment says, and the hosts of every partition are the right ones."""

import os
import socket
import threading
import unittest

from tests.harness.certificates import certificates_for, tls_endpoint
from tests.harness.events import change
from tests.harness.run import BootstrapTest
from tests.harness.runtime_api import Invocation
from tests.needs import need


class Tls(BootstrapTest):
    @classmethod
    def setUpClass(cls):
        need("openssl")
        super().setUpClass()
        cls.folder = certificates_for(cls, {"good": ("IP:127.0.0.1",), "other": ("DNS:elsewhere.example",)})

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name + ".pem")

    def invoke(self, served, **env):
        return self.run_bootstrap(
            [Invocation(change(), seconds=8)] * 2,
            env={"AWS_ENDPOINT_URL": "https://127.0.0.1:{aws}", **env},
            endpoint=tls_endpoint(self.folder, served),
        )

    def test_trusted_roots(self):
        for variable in ("AWS_CA_BUNDLE", "SSL_CERT_FILE"):
            with self.subTest(variable):
                run = self.invoke("good", **{variable: self.path("good")})
                self.assertServed(run, ["response"] * 2)
                self.assertEqual(run.aws.connections, 1)

    def test_aws_ca_bundle_comes_first(self):
        run = self.invoke("good", AWS_CA_BUNDLE=self.path("good"), SSL_CERT_FILE=self.path("other"))
        self.assertServed(run, ["response"] * 2)

    def test_unreadable_bundle_is_an_init_error(self):
        run = self.invoke("good", AWS_CA_BUNDLE=self.path("missing"))
        self.assertFalse(run.lived)
        self.assertIn("init/error", run.posts[0].path)
        self.assertIn("missing.pem", run.posts[0].json()["errorMessage"])


class Proxy:
    """Notes whom it is asked to connect to, and refuses."""

    def __init__(self):
        self.asked = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            with sock:
                self.asked.append(sock.recv(4096).split(b"\r\n")[0].decode())
                sock.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")


class Hosts(BootstrapTest):
    def test_hosts(self):
        cases = [
            ("config.eu-central-1.amazonaws.com", "eu-central-1", None),
            ("config.cn-north-1.amazonaws.com.cn", "cn-north-1", None),
            ("config.us-gov-west-1.amazonaws.com", "us-gov-west-1", None),
            ("config-fips.us-east-1.amazonaws.com", "us-east-1", "true"),
            ("config.us-gov-west-1.amazonaws.com", "us-gov-west-1", "true"),
            ("sts.eu-central-1.amazonaws.com", "eu-central-1", None),
            ("sts.cn-north-1.amazonaws.com.cn", "cn-north-1", None),
            ("sts.us-gov-west-1.amazonaws.com", "us-gov-west-1", None),
            ("sts-fips.us-east-1.amazonaws.com", "us-east-1", "true"),
        ]
        for host, region, fips in cases:
            with self.subTest(host, fips=fips):
                proxy = Proxy()
                role = {"executionRoleName": "r"} if host.startswith("sts") else {}
                run = self.run_bootstrap(
                    [Invocation(change(parameters=role), seconds=1)],
                    env={
                        "AWS_ENDPOINT_URL": None,
                        "AWS_REGION": region,
                        "AWS_USE_FIPS_ENDPOINT": fips,
                        "https_proxy": f"http://127.0.0.1:{proxy.port}",
                    },
                )
                proxy.listener.close()
                self.assertServed(run, ["error"])
                self.assertEqual(set(proxy.asked), {f"CONNECT {host}:443 HTTP/1.1"})

    def test_endpoint_of_one_service(self):
        run = self.run_bootstrap(
            [change()],
            env={
                "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
                "AWS_ENDPOINT_URL_CONFIG_SERVICE": "http://127.0.0.1:{aws}/",
            },
        )
        self.assertServed(run, ["response"])


if __name__ == "__main__":
    unittest.main()
