"""The zips that scripts/package writes: what is in them, what they trust, what they cost.

They are those of dist/, which CI makes first (package.build); elsewhere there may be none, or one. Whether
another build, by the Dockerfile (package.first-stage), is the same is only tried in CI.
"""

import glob
import hashlib
import os
import re
import shutil
import ssl
import subprocess
import tempfile
import time
import unittest
import zipfile
from unittest import mock

from tests.harness.aws import AwsEndpoint
from tests.harness.certificates import tls_endpoint
from tests.harness.events import change
from tests.harness.run import run
from tests.harness.runtime_api import Invocation
from tests.needs import lacks, need
from tests.package import first_stage
from tests.runtime import test_tls

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(TESTS)

CI = bool(os.environ.get("CI"))
START_RATIO = 0.15  # of the instructions of the dynamically linked build
PEAK_KIB = 6 * 1024  # in the MB that Lambda counts
PEAK_TLS_KIB = 8 * 1024  # OpenSSL's own, once it is used
ZIP_BYTES = 2_200_000
SYSTEM_BUNDLES = ("/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt")
AMAZON = {f"Amazon Root CA {i}" for i in (1, 2, 3, 4)}
AMAZON.add("Starfield Services Root Certificate Authority - G2")
PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.S)


def archive(architecture):
    return os.path.join(ROOT, "dist", f"bootstrap-{architecture}.zip")


class PackageTest(unittest.TestCase):
    architecture = os.uname().machine.replace("aarch64", "arm64")

    @classmethod
    def setUpClass(cls):
        path = archive(cls.architecture)
        if not os.path.exists(path):
            lacks(f"{os.path.relpath(path, ROOT)}, which scripts/package makes")
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        with zipfile.ZipFile(path) as zipped:
            zipped.extract("bootstrap", cls.folder)
        cls.bootstrap = os.path.join(cls.folder, "bootstrap")
        os.chmod(cls.bootstrap, 0o755)


class Contents(unittest.TestCase):
    def test_one_executable(self):
        paths = [p for p in map(archive, ("x86_64", "arm64")) if os.path.exists(p)]
        if not paths:
            lacks("a zip in dist, which scripts/package makes")
        for path in paths:
            with self.subTest(os.path.basename(path)):
                self.assertLess(os.path.getsize(path), ZIP_BYTES)
                with zipfile.ZipFile(path) as zipped:
                    (entry,) = zipped.infolist()
                    program = zipped.read(entry)
                self.assertEqual(entry.filename, "bootstrap")
                self.assertEqual(entry.external_attr >> 16, 0o100755)
                self.assertEqual(entry.extra, b"")
                self.assertNotIn(ROOT.encode(), program)
                with tempfile.NamedTemporaryFile() as roots:
                    roots.write(b"\n".join(PEM.findall(program)))
                    roots.flush()
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                    context.load_verify_locations(roots.name)
                names = [dict(x[0] for x in c["subject"])["commonName"] for c in context.get_ca_certs()]
                self.assertEqual((len(names), set(names)), (5, AMAZON))


class Cost(PackageTest):
    def instructions(self, program):
        """How many a process takes to its first /next. Time would count the machine's page faults, too."""
        with tempfile.TemporaryDirectory() as folder:
            wrapper, counts = os.path.join(folder, "bootstrap"), os.path.join(folder, "counts")
            with open(wrapper, "w", encoding="ascii") as file:
                file.write(f"#!/bin/sh\nexec valgrind --quiet --tool=callgrind --callgrind-out-file={counts} {program}\n")
            os.chmod(wrapper, 0o755)
            with mock.patch.dict(os.environ, BOOTSTRAP=wrapper):
                self.assertTrue(run([]).lived)
            with open(counts, encoding="ascii") as file:
                return int(re.search(r"(?m)^summary: (\d+)", file.read())[1])

    def test_start(self):
        need("valgrind")
        packaged, dynamic = map(self.instructions, (self.bootstrap, os.environ["BOOTSTRAP"]))
        ratio = packaged / dynamic
        print(f"\ninstructions to the first /next: {packaged}, dynamic {dynamic}, ratio {ratio:.3f}")
        self.assertLessEqual(ratio, START_RATIO)


class Trust(PackageTest, test_tls.Tls):
    """All that holds of the dynamic build's trust, and what happens without one of Amazon's roots."""

    @classmethod
    def setUpClass(cls):
        PackageTest.setUpClass.__func__(cls)
        variables = mock.patch.dict(os.environ, BOOTSTRAP=cls.bootstrap)
        variables.start()
        cls.addClassCleanup(variables.stop)
        test_tls.Tls.setUpClass.__func__(cls)

    def test_amazon_roots_are_tried_first(self):
        run = self.invoke("good")
        self.assertServed(run, ["error"] * 2)
        self.assertEqual([one["level"] for one in run.log].count("WARN"), 1)

    def test_the_second_try_keeps_the_deadline(self):
        def prepare(server, connection):
            time.sleep(0.8)
            return super(slow, server).prepare(connection)

        slow = type("Slow", (tls_endpoint(self.folder, "good"),), {"prepare": prepare})
        run = self.run_bootstrap(
            [Invocation(change(), seconds=1.5)],
            env={"AWS_ENDPOINT_URL": "https://127.0.0.1:{aws}"},
            endpoint=slow,
        )
        self.assertServed(run, ["error"])
        self.assertLess(run.posts[0].at, run.api.invocations[0].deadline)

    def test_system_bundle_comes_second(self):
        bundle = next(path for path in SYSTEM_BUNDLES if os.path.exists(path))
        need("unshare")
        if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
            lacks("the right to mount, to change the system's bundle")
        wrapper = os.path.join(self.folder, "with-root")
        with open(wrapper, "w", encoding="ascii") as script:
            script.write(
                "#!/bin/sh\nexec unshare -m sh -c "
                f"'mount --bind {self.path('good')} {bundle} && exec {self.bootstrap}'\n"
            )
        os.chmod(wrapper, 0o755)
        with mock.patch.dict(os.environ, BOOTSTRAP=wrapper):
            run = self.invoke("good")
        self.assertServed(run, ["response"] * 2)
        warnings = [one["message"] for one in run.log if one["level"] == "WARN"]
        self.assertEqual(len(warnings), 1)
        self.assertIn(bundle, warnings[0])

    def test_memory(self):
        secure = tls_endpoint(self.folder, "good")
        trust = {"AWS_ENDPOINT_URL": "https://127.0.0.1:{aws}", "AWS_CA_BUNDLE": self.path("good")}
        for name, endpoint, env, limit in (
            ("HTTP", AwsEndpoint, {}, PEAK_KIB),
            ("HTTPS", secure, trust, PEAK_TLS_KIB),
        ):
            peaks = []

            def measure(polls, pid, peaks=peaks):
                with open(f"/proc/{pid}/status", encoding="ascii") as status:
                    peaks.append(int(re.search(r"VmHWM:\s+(\d+)", status.read())[1]))

            with self.subTest(name):
                run = self.run_bootstrap(
                    [Invocation(change())] * 3, env=env, before_next=measure, endpoint=endpoint
                )
                self.assertServed(run, ["response"] * 3)
                print(f"\npeak with AWS over {name}: {peaks[-1]} KiB")
                self.assertLess(peaks[-1], limit)


class Arm64(PackageTest):
    architecture = "arm64"

    def invoke(self, bootstrap):
        replies = os.path.join(TESTS, "events/replies.json")
        events = sorted(set(glob.glob(os.path.join(TESTS, "events/*.json"))) - {replies})
        command = [os.environ["CONFIGRULE"], "invoke", "--bootstrap", bootstrap]
        done = subprocess.run(
            [*command, "--replies", replies, *events], capture_output=True, text=True, timeout=300, check=False
        )
        return done.returncode, done.stdout, done.stderr

    def test_runs_as_the_native_build_does(self):
        program = self.bootstrap
        if os.uname().machine != "aarch64":
            emulator, libraries = shutil.which("qemu-aarch64"), "/usr/aarch64-linux-gnu"
            if not emulator or not os.path.isdir(libraries):
                lacks("qemu-user and libc6-arm64-cross")
            program = os.path.join(self.folder, "emulated")
            with open(program, "w", encoding="ascii") as script:
                script.write(f"#!/bin/sh\nexec {emulator} -L {libraries} {self.bootstrap}\n")
            os.chmod(program, 0o755)
        native = self.invoke(os.environ["BOOTSTRAP"])
        self.assertEqual(native[0], 1, native[2])
        self.assertEqual(self.invoke(program), native)


class Dockerfile(unittest.TestCase):
    def sha256(self, *path):
        with open(os.path.join(*path), "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()

    def test_its_first_stage_builds_the_same_packages(self):
        work = first_stage.work_folder()
        for architecture in ("x86_64", "arm64"):
            path = archive(architecture)
            self.assertEqual(self.sha256(work, os.path.relpath(path, ROOT)), self.sha256(path), architecture)
        with zipfile.ZipFile(path) as zipped:  # the last one's program is what a second stage would take
            self.assertEqual(self.sha256(work, "bootstrap"), hashlib.sha256(zipped.read("bootstrap")).hexdigest())
        self.assertTrue(os.access(os.path.join(work, "bootstrap"), os.X_OK))


if not CI:
    del Dockerfile  # nothing was built


if __name__ == "__main__":
    unittest.main()
