"""What `cmake --install` and cpack make: it runs from where it is put, its man page and completions
know all that the program knows, and Debian's shells find them.

CI must have the tools for every part; elsewhere the parts are skipped whose tools are missing.
"""

import glob
import gzip
import os
import pty
import re
import select
import shutil
import subprocess
import tempfile
import time
import unittest

from tests.needs import need, need_terminal

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

EVENTS = os.path.join(TESTS, "events")
REPLIES = os.path.join(EVENTS, "replies.json")
BUILD = os.path.dirname(os.environ["CONFIGRULE"])
PATIENCE_S = 30
MAN_PAGE = "share/man/man1/configrule.1.gz"
COMPLETIONS = {
    "bash": "share/bash-completion/completions/configrule",
    "fish": "share/fish/vendor_completions.d/configrule.fish",
    "zsh": "share/zsh/vendor-completions/_configrule",
}
OPTION = r"(?m)^  (?:-\w,|   ) (--\w+)"  # where help explains it
CHOICE = r"(?m)^ {26}([a-z-]+):(?:  |$)"
COMMON = ["--output", "--version", "--help"]  # which the page explains once
PROGRAMS = ["libexec/bedrock-config-rules/bootstrap", "libexec/bedrock-config-rules/configrule"]


def output(*command, status=0, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode != status:
        raise AssertionError(f"{command} exited with {done.returncode}: {done.stderr}")
    return done.stdout


class InstallTest(unittest.TestCase):
    """The tree as installed below a folder, with the prefix /usr."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.usr = os.path.join(cls.folder, "usr")
        cls.put_there()
        cls.program = os.path.join(cls.usr, "bin/configrule")

    @classmethod
    def put_there(cls):
        output("cmake", "--install", BUILD, "--prefix", "/usr", env={**os.environ, "DESTDIR": cls.folder})

    def installed(self, path):
        return os.path.join(self.usr, path)


class Runs:
    def test_it_runs_from_where_it_is(self):
        events = sorted(set(glob.glob(f"{EVENTS}/*.json")) - {REPLIES})
        options = ["--replies", REPLIES, "--format", "json"]
        rules = output(self.program, "list", "--format", "json")
        self.assertEqual(rules, output(os.environ["CONFIGRULE"], "list", "--format", "json"))
        for command in ("run", "invoke"):
            with self.subTest(command):
                here = output(self.program, command, *options, *events, status=1)
                self.assertEqual(here, output(os.environ["CONFIGRULE"], command, *options, *events, status=1))
        with self.subTest("invoke starts the installed program"):
            os.rename(self.installed(PROGRAMS[0]), self.installed("elsewhere"))
            done = subprocess.run([self.program, "invoke", events[0]], capture_output=True, text=True, check=False)
            os.rename(self.installed("elsewhere"), self.installed(PROGRAMS[0]))
            self.assertEqual(done.returncode, 2)
            self.assertIn(self.installed(PROGRAMS[0]), done.stderr)


class Installed(InstallTest, Runs):
    def test_other_prefix(self):
        """zsh on Debian searches other directories below /usr/local."""
        prefix = os.path.join(self.folder, "opt")
        output("cmake", "--install", BUILD, "--prefix", prefix)
        self.assertTrue(os.path.exists(os.path.join(prefix, "share/zsh/site-functions/_configrule")))
        self.assertTrue(output(os.path.join(prefix, "bin/configrule"), "list"))


class Package(InstallTest, Runs):
    """The tree that the Debian package holds."""

    @classmethod
    def put_there(cls):
        need("cpack", "dpkg-deb", "dpkg-shlibdeps", "file")
        config = os.path.join(BUILD, "CPackConfig.cmake")
        # A careless umask must not show in the package.
        output("cpack", "--config", config, "-G", "DEB", "-B", cls.folder, umask=0o077)
        (cls.deb,) = glob.glob(f"{cls.folder}/configrule_*.deb")
        output("dpkg-deb", "--extract", cls.deb, cls.folder)

    def test_fields(self):
        for library in ("libc6", "libcjson1", "libcurl4", "libexpat1", "libmicrohttpd12", "libssl3", "zlib1g"):
            self.assertRegex(output("dpkg-deb", "--field", self.deb, "Depends"), rf"\b{library}(t64)? \(>= ")
        for field, value in (("Package", "configrule"), ("Section", "utils"), ("Maintainer", "@"), ("Description", ".")):
            self.assertIn(value, output("dpkg-deb", "--field", self.deb, field))

    def test_files(self):
        modes, links = {}, {}
        for line in output("dpkg-deb", "--contents", self.deb).splitlines():
            mode, owner, _, _, _, path, *target = line.split()
            self.assertEqual(owner, "root/root")
            if mode[0] == "l":
                links[path] = target[-1]
            elif mode[0] == "d":
                self.assertEqual(mode, "drwxr-xr-x", path)
            else:
                modes[path.removeprefix("./usr/")] = mode
        expected = dict.fromkeys([MAN_PAGE, *COMPLETIONS.values(), "share/doc/configrule/copyright"], "-rw-r--r--")
        expected.update(dict.fromkeys(PROGRAMS, "-rwxr-xr-x"))
        self.assertEqual(modes, expected)
        self.assertEqual(links, {"./usr/bin/configrule": "../" + PROGRAMS[1]})

    def test_nothing_names_the_build(self):
        for path in PROGRAMS:
            with open(self.installed(path), "rb") as program:
                self.assertNotIn(BUILD.encode(), program.read(), path)


class Documents(InstallTest):
    """Commands and options are what --help prints; the others must not lack any."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        usage = output(cls.program, "--help")
        cls.commands = re.findall(r"(?m)^  (\w+)  ", usage)
        cls.help = {command: output(cls.program, command, "--help") for command in cls.commands}

    def test_there_are_commands(self):
        self.assertLess({"list", "show", "run", "test", "simulate", "invoke", "catalogue"}, set(self.commands))
        self.assertIn("--replies", self.help["run"])

    def test_man_page(self):
        with gzip.open(self.installed(MAN_PAGE), "rt", encoding="utf-8") as page:
            text = page.read()
        _, *pieces = re.split(rf"(?m)^\.It Cm ({'|'.join(self.commands)})\b", text.partition("\n.Sh DESCRIPTION\n")[2])
        sections = dict(zip(pieces[::2], pieces[1::2]))
        common = text.partition("\nEvery command has these options, too:\n")[2].partition("\n.Sh ")[0]
        for option in COMMON:
            self.assertIn(f"Fl {option[1:]}", common)
        synopsis = dict(re.findall(r"(?m)^\.Nm\n\.Cm (\w+)\n((?:\.(?!Nm|Sh).*\n)*)", text))
        for command in self.commands:
            with self.subTest(command):
                options = re.findall(OPTION, self.help[command])
                self.assertEqual(options[-3:], COMMON)
                for option in options[:-3]:
                    self.assertIn(f"Fl {option[1:]}", sections[command])
                    self.assertIn(f"Fl {option[1:]}", synopsis[command])
                choices = re.findall(CHOICE, self.help[command])
                self.assertEqual(bool(choices), "--format" in options)
                for choice in choices:
                    self.assertIn(f".It Cm {choice}\n", sections[command])

    def test_man_page_is_well_formed(self):
        need("mandoc")
        page = os.path.join(self.folder, "configrule.1")
        with gzip.open(self.installed(MAN_PAGE)) as packed, open(page, "wb") as plain:
            plain.write(packed.read())
        self.assertEqual(output("mandoc", "-T", "lint", "-W", "all", page), "")


class Completions(InstallTest):
    """Tab, pressed in the real shells. Each pair: what is typed, and what must become of it."""

    CASES = [
        ("configrule sho", "configrule show "),
        ("configrule help inv", "configrule help invoke "),
        ("configrule show cloudtrail-en", "configrule show cloudtrail-enabled "),
        ("configrule run --repl", "configrule run --replies "),
        ("configrule run --rule bedrock-agent-vpc", "configrule run --rule bedrock-agent-vpc-required "),
        ("configrule run --rule=bedrock-agent-vpc", "configrule run --rule=bedrock-agent-vpc-required "),
        ("configrule invoke --format=p", "configrule invoke --format=put-evaluations "),
        ("configrule test --format ju", "configrule test --format junit "),
        ("configrule test -o events/repl", "configrule test -o events/replies.json "),
        ("configrule run --replies=events/repl", "configrule run --replies=events/replies.json "),
        ("configrule run --param subn", "configrule run --param subnetIds="),
        ("configrule run --param=subn", "configrule run --param=subnetIds="),
        ("configrule run --param bedrockEvents=f", "configrule run --param bedrockEvents=false "),
        ("configrule run events/repl", "configrule run events/replies.json "),
        ("configrule run --replies events/repl", "configrule run --replies events/replies.json "),
    ]

    def environment(self):
        path = f"{self.installed('bin')}:{os.environ['PATH']}"
        home = {"HOME": self.folder, "XDG_DATA_DIRS": self.installed("share")}
        return {"PATH": path, "TERM": "dumb", "LANG": "C.UTF-8", **home}

    def press_tab(self, command, setup):
        """Types each case into an interactive shell and reads what its editor makes of the line."""
        need_terminal()
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(TESTS)
            os.execvpe(command[0], command, self.environment())
        self.addCleanup(os.waitpid, child, 0)
        self.addCleanup(os.close, terminal)  # hangs up
        self.expect(terminal, f"{setup}; echo rea''dy\n", "ready")
        for typed, line in self.CASES:
            with self.subTest(typed):
                self.expect(terminal, f"{typed}\t", line)
            os.write(terminal, b"\x15")  # forgets the line

    def expect(self, terminal, typed, line):
        os.write(terminal, typed.encode())
        shown, end = "", time.monotonic() + PATIENCE_S
        while line not in shown:
            ready, _, _ = select.select([terminal], [], [], end - time.monotonic())
            self.assertTrue(ready, f"expected {line!r}; the terminal shows {shown!r}")
            shown += os.read(terminal, 4096).decode()

    def test_bash(self):
        need("bash")
        self.press_tab(["bash", "--norc", "--noprofile", "-i"], f". {self.installed(COMPLETIONS['bash'])}")

    def test_zsh(self):
        need("zsh")
        self.assertIn(f"/usr/{os.path.dirname(COMPLETIONS['zsh'])}", output("zsh", "-fc", "print -l $fpath").split())
        setup = f"fpath+=({os.path.dirname(self.installed(COMPLETIONS['zsh']))}); autoload compinit; compinit -uD"
        self.press_tab(["zsh", "-fi"], setup)

    def test_fish(self):
        need("fish")
        paths = output("fish", "-c", "string join \\n $fish_complete_path").split()
        self.assertIn(f"/usr/{os.path.dirname(COMPLETIONS['fish'])}", paths)
        for typed, line in self.CASES:
            with self.subTest(typed):
                offered = output("fish", "-c", f"complete -C '{typed}'", env=self.environment(), cwd=TESTS)
                self.assertIn(line.split()[-1], [one.split("\t")[0] for one in offered.splitlines()])


if __name__ == "__main__":
    unittest.main()
