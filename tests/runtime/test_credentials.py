"""Credentials that come from an endpoint beside the program, as with SnapStart, ECS and EKS."""

import tempfile
import unittest

from tests.harness.container import FULL, NO_KEYS, TOKEN, Container
from tests.harness.events import change
from tests.harness.replies import ACCESS_KEY, SECRET_KEY, SESSION_TOKEN, Reply, container_credentials
from tests.harness.run import BootstrapTest
from tests.harness.runtime_api import API, Invocation


class ContainerCredentials(BootstrapTest):
    def run_with(self, replies, events=1, env=None, host="127.0.0.1", events_for=None):
        """With events_for there are two events, and so many seconds for each."""
        container = Container(replies)
        self.addCleanup(container.stop)
        url = f"http://{host}:{container.port}/2021-04-23/credentials"
        variables = {**NO_KEYS, FULL: url, TOKEN: "TOKEN", **(env or {})}
        script = [change()] * events if events_for is None else [Invocation(change(), seconds=events_for)] * 2
        run = self.run_bootstrap(script, env=variables)
        return run, container

    def assertInitFails(self, run, words):
        self.assertEqual([r.path for r in run.api.requests], [API + "init/error"])
        self.assertIn(words, run.posts[0].json()["errorMessage"])
        self.assertGreater(run.exit, 0)

    def test_asked_once_with_the_token(self):
        for host in ("127.0.0.1", "localhost"):
            with self.subTest(host):
                run, container = self.run_with([container_credentials()], 3, host=host)
                self.assertServed(run, ["response"] * 3)
                (asked,) = container.requests
                self.assertEqual((asked.method, asked.path), ("GET", "/2021-04-23/credentials"))
                self.assertEqual(asked.headers["authorization"], "TOKEN")

    def test_proxies_are_not_asked(self):
        dead = "http://127.0.0.1:1"
        run, container = self.run_with([container_credentials()], env={"http_proxy": dead, "no_proxy": "x"})
        self.assertEqual(len(container.requests), 1)

    def test_token_of_a_file(self):
        with tempfile.NamedTemporaryFile("w", suffix=".token") as file:
            file.write("FROM-A-FILE\n")
            file.flush()
            run, container = self.run_with([container_credentials()], env={TOKEN + "_FILE": file.name})
            self.assertServed(run, ["response"])
            self.assertEqual(container.requests[0].headers["authorization"], "FROM-A-FILE")
        run, container = self.run_with([container_credentials()], env={TOKEN + "_FILE": file.name})
        self.assertInitFails(run, file.name)
        self.assertEqual(container.requests, [])

    def test_without_a_token(self):
        run, container = self.run_with([container_credentials()], env={TOKEN: None})
        self.assertServed(run, ["response"])
        self.assertNotIn("authorization", container.requests[0].headers)

    def test_a_key_in_the_environment_comes_first(self):
        own = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_SESSION_TOKEN": SESSION_TOKEN}
        run, container = self.run_with([container_credentials()], env=own)
        self.assertServed(run, ["response"])
        self.assertEqual(container.requests, [])

    def test_renewed_before_they_end(self):
        run, container = self.run_with([container_credentials(4), container_credentials()], 3)
        self.assertServed(run, ["response"] * 3)
        self.assertEqual(len(container.requests), 2)
        run, container = self.run_with([container_credentials(Expiration=None)], 3)
        self.assertServed(run, ["response"] * 3)
        self.assertEqual(len(container.requests), 1)

    def test_good_ones_that_cannot_be_renewed_are_used(self):
        for name, broken in (("an error", Reply(503, "no")), ("a hang", Reply(delay=9)), ("no keys", Reply(body={}))):
            with self.subTest(name):
                run, container = self.run_with([container_credentials(4), broken], events_for=3)
                self.assertServed(run, ["response"] * 2)
                self.assertIn("cannot be renewed yet", run.output)
                self.assertLessEqual(len(container.requests), 4, "they are asked for again later")
        run, container = self.run_with([container_credentials(0.9), Reply(503, "no")], events_for=3)
        self.assertServed(run, ["error"] * 2)
        self.assertIn("the container's credentials answered 503", run.error())

    def test_the_deadline_is_kept(self):
        run, container = self.run_with([container_credentials(0.5), Reply(delay=9)], events_for=2)
        self.assertServed(run, ["error"] * 2)
        for invocation, post in zip(run.api.invocations, run.posts):
            self.assertLess(post.at, invocation.deadline)

    def test_where_a_token_may_not_go(self):
        for url in (
            "http://127.0.0.1.example.com/", "http://169.254.169.254/", "http://127.0.0.1@example.com/",
            "http://[::2]/", "http://10.0.0.1/", "http://example.com/?127.0.0.1", "ftp://127.0.0.1/", "/x",
        ):  # fmt: skip
            with self.subTest(url):
                run, _ = self.run_with([container_credentials()], env={FULL: url})
                self.assertInitFails(run, FULL)
        for path in ("x", "@example.com/"):
            run, _ = self.run_with([container_credentials()], env={"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": path})
            self.assertInitFails(run, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")

    def test_a_token_that_no_header_may_carry(self):
        run, container = self.run_with([container_credentials()], env={TOKEN: "x\r\nX-Evil: y"})
        self.assertInitFails(run, "control character")
        self.assertEqual(container.requests, [])


if __name__ == "__main__":
    unittest.main()
