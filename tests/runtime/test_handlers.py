"""Which handler the function's setting chooses, and what bootstrap says of itself."""

import subprocess

from tests.harness.events import change
from tests.harness.run import BootstrapTest, program

NONE = "which is none of this program"


class Handlers(BootstrapTest):
    def chosen(self, name, level="INFO"):
        """The lines that say of a name that it is no handler's."""
        run = self.run_bootstrap([change()], env={"_HANDLER": name, "AWS_LAMBDA_LOG_LEVEL": level})
        self.assertServed(run, ["response"])
        self.assertIn("COMPLIANT", run.posts[0].json())
        self.assertEqual(run.metrics[0]["Rule"], run.posts[0].json()["rule"])
        return [(one["level"], one["message"]) for one in run.log if NONE in one["message"]]

    def test_the_evaluator_by_its_name(self):
        self.assertEqual(self.chosen("evaluator", "TRACE"), [])

    def test_functions_that_were_set_up_before_there_were_handlers(self):
        for name in (None, "", "bootstrap"):
            with self.subTest(name):
                self.assertEqual(self.chosen(name), [])
                ((level, message),) = self.chosen(name, "DEBUG")
                self.assertEqual(level, "DEBUG")
                self.assertIn(f'handler is "{name or ""}"', message)

    def test_an_unknown_name_is_said_and_is_the_evaluator(self):
        for name in ("evaluater", "Evaluator", 'index."handler"', "a" + 127 * "é"):
            with self.subTest(name):
                ((level, message),) = self.chosen(name)
                self.assertEqual(level, "WARN")
                self.assertIn(name, message)
                self.assertIn("it runs as evaluator", message)


class Version(BootstrapTest):
    def test_version(self):
        said = subprocess.run(
            [program(), "--version"], env={}, capture_output=True, text=True, timeout=60
        )
        self.assertEqual((said.returncode, said.stderr), (0, ""))
        first, *rest = said.stdout.splitlines()
        self.assertRegex(first, r"^bootstrap \d+\.\d+\.\d+$")
        facts = dict(line.split(": ", 1) for line in rest)
        self.assertEqual(list(facts), ["commit", "compiler", "libraries", "rules"])
        self.assertRegex(facts["commit"], r"^([0-9a-f]{40}(-dirty)?|not known)$")
        self.assertRegex(facts["compiler"], r"^(GCC|Clang) \d+\.")
        for library in ("cJSON 1.", "libcurl/", "OpenSSL ", "expat_"):
            self.assertIn(library, facts["libraries"])
        self.assertIn("cloudtrail-enabled", facts["rules"].split(", "))

    def test_a_version_that_cannot_be_written_is_none(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([program(), "--version"], env={}, stdout=full, timeout=60)
        self.assertEqual(done.returncode, 1)
