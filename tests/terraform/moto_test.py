"""Terraform against a moto of its own, for one test class."""

import os
import subprocess
import unittest

from tests.moto import server


class MotoTest(unittest.TestCase):
    """Terraform runs in a folder of TERRAFORM_FOLDER, which is a copy of terraform/ that is initialised."""

    folder = "."
    moto_environment = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = os.path.normpath(os.path.join(os.environ["TERRAFORM_FOLDER"], cls.folder))
        cls.url = server.start(cls, **cls.moto_environment)
        cls.environment = server.environment(cls.url)

    @classmethod
    def client(cls, service):
        return server.client(cls.url, service)

    def terraform(self, *arguments, expected=(0,)):
        done = subprocess.run(
            ["terraform", *arguments], cwd=self.folder, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=400,
        )  # fmt: skip
        self.assertIn(done.returncode, expected, done.stdout)
        return done.stdout
