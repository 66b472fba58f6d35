"""The command line of configrule: options, usage, help, --output, and what shells are told to complete."""

import json
import os
import re
import shutil
import signal
import subprocess
import unittest

from tests.harness.configrule import ITEM, OUTSIDE, RULE, VOLUME, ConfigruleTest, event, lines

OPTION = r"(?m)^  (?:-\w,|   ) (--\w+)"  # where help explains it
CHOICE = r"(?m)^ {26}([a-z-]+):(?:  |$)"  # of its values
COMMON = ["--output", "--version", "--help"]  # of every command


class CommandLineTest(ConfigruleTest):
    def commands(self):
        return re.findall(r"(?m)^  (\w+)  ", self.configrule("--help").stdout)


class Usage(CommandLineTest):
    def test_usage(self):
        *formats, last = re.findall(CHOICE, self.configrule("run", "--help").stdout)
        cases = [
            (["rum"], "rum: is no command (did you mean run?)"),
            (["--hepl"], "--hepl: is no option (did you mean --help?)"),
            (["help", "rum"], "rum: is no command (did you mean run?)"),
            (["run"], "run: no FILE|DIRECTORY is given"),
            (["run", "--nope", "x"], "run: --nope is no option"),
            (["run", "--formt=json", "x"], "run: --formt is no option (did you mean --format?)"),
            (["run", "-x"], "run: -x is no option"),
            (["run", "--live=yes", "x"], "run: --live takes no value"),
            (["run", "x", "--rule"], "run: --rule needs a value"),
            (["run", "x", "-o"], "run: -o needs a value"),
            (["run", "--format", "yaml", "x"], f"run: --format yaml is none of {', '.join(formats)} and {last}"),
            (["test", "--format", "jnit"], "test: --format jnit is neither text nor junit (did you mean junit?)"),
            (["run", "--quiet", "--verbose", "x"], "run: --quiet and --verbose exclude each other"),
            (["run", "--rule", "cloudtrail-enable", event("untagged-function")], "(did you mean cloudtrail-enabled?)"),
            (["show", "nothing-like-it"], "nothing-like-it"),
            (["show"], "show: no RULE is given"),
            (["show", "cloudtrail-enabled", "cloudtrail-enabled"], "show: takes one RULE: cloudtrail-enabled"),
            (["list", "x"], "list: takes no argument: x"),
        ]
        for arguments, text in cases:
            with self.subTest(arguments):
                done = self.configrule(*arguments, status=2)
                said, usage = done.stderr.splitlines()
                self.assertIn(text, said)
                self.assertTrue(usage.startswith("Usage: configrule "), usage)
                self.assertEqual(done.stdout, "")
        self.assertIn("Commands:\n", self.configrule(status=2).stderr)

    def test_help_and_version_everywhere(self):
        commands = self.commands()
        self.assertLess({"run", "help", "version"}, set(commands))
        self.assertEqual(self.configrule("-h").stdout, self.configrule("help").stdout)
        version = self.configrule("--version").stdout
        first, *rest = version.splitlines()
        self.assertRegex(first, r"^configrule \d+\.\d+\.\d+$")
        facts = dict(line.split(": ", 1) for line in rest)
        self.assertEqual(list(facts), ["commit", "compiler", "libraries", "rules", "IAM tables"])
        for library in ("cJSON 1.", "libcurl/", "OpenSSL ", "expat_", "libmicrohttpd ", "zlib "):
            self.assertIn(library, facts["libraries"])
        rules = [one["name"] for one in json.loads(self.configrule("list", "--format", "json").stdout)]
        self.assertEqual(facts["rules"], ", ".join(rules))
        self.assertRegex(facts["IAM tables"], r" as of \d{4}-\d{2}-\d{2}$")
        for command in (*commands, "complete", "manual"):
            with self.subTest(command):
                shown = self.configrule(command, "--help").stdout
                self.assertTrue(shown.startswith(f"Usage: configrule {command} [OPTION]..."))
                for arguments in (["help", command], [command, "-h"], ["--help", command], [command, "x", "--help", "--nope"]):
                    self.assertEqual(self.configrule(*arguments).stdout, shown)
                self.assertEqual(" ".join(shown.split()).count("This is the default."), shown.count("--format FORMAT"))
                for line in (shown + self.configrule("--help").stdout).splitlines():
                    self.assertLessEqual(len(line), 80, line)
                    self.assertEqual(line, line.rstrip())
                for arguments in ([command, "--version"], [command, "-V"], ["version"]):
                    self.assertEqual(self.configrule(*arguments).stdout, version)

    def test_examples_name_options_that_exist(self):
        for command in self.commands():
            shown = self.configrule(command, "--help").stdout
            options = re.findall(OPTION, shown)
            examples = shown.partition("\nExamples:\n")[2].partition("\nExit status:")[0]
            self.assertRegex(examples, rf"(?m)^    .*\bconfigrule {command}\b")
            for words in re.findall(r"configrule [^|]*", examples):
                for option in re.findall(r"--\w+", words):
                    self.assertIn(option, options)

    def test_options_and_arguments(self):
        """--option VALUE, --option=VALUE, -o VALUE; "--" ends the options, "-" is standard input."""
        path = self.write("--live", ITEM)
        expected = [{**OUTSIDE, "file": path}]
        for arguments in (
            [*RULE, "--format", "json", path],
            [path, "--format=json", *RULE],
            [*RULE, "--form=json", path],
        ):
            self.assertEqual(lines(self.configrule("run", *arguments, status=1).stdout), expected)
        done = subprocess.run([self.program, "run", *RULE, "--format=json", "--", "--live"], cwd=self.folder,
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((lines(done.stdout), done.returncode), ([{**OUTSIDE, "file": "--live"}], 1))
        done = self.configrule("run", *RULE, "--replies", "missing", "--replies=-", "--format=json", path,
                               status=1, stdin="[]")
        self.assertEqual(lines(done.stdout), expected)

    def test_quiet_and_verbose(self):
        self.use_other_rules()
        listed = self.write("list.json", [VOLUME, {**ITEM, "resourceType": "AWS::EC2::VPC"}])
        normal = self.configrule("run", "--format=json", listed, status=1)
        self.assertIn("1 item of 1 type skipped", normal.stderr)
        quiet = self.configrule("run", "--format=json", "-q", listed, status=1)
        self.assertEqual((quiet.stdout, quiet.stderr), (normal.stdout, ""))
        verbose = self.configrule("run", "--format=json", "-v", listed, status=1)
        self.assertEqual(verbose.stdout, normal.stdout)
        self.assertIn(f"{listed}[0]: no-volumes evaluates AWS::EC2::Volume orders\n", verbose.stderr)
        self.assertIn("1 item of 1 type skipped", verbose.stderr)
        missing = self.configrule("run", "--quiet", os.path.join(self.folder, "missing"), status=2)
        self.assertIn("missing: ", missing.stderr)


class Output(CommandLineTest):
    def test_output(self):
        item, path = self.write("item.json", ITEM), os.path.join(self.folder, "out.json")
        expected = [{**OUTSIDE, "file": item}]
        mask = os.umask(0o027)
        self.addCleanup(os.umask, mask)
        for written in ("-o" + path, "--output=" + path):
            done = self.configrule("run", *RULE, "--format=json", written, item, status=1)
            self.assertEqual((done.stdout, done.stderr), ("", ""))
            with open(path, encoding="utf-8") as file:
                self.assertEqual(lines(file.read()), expected)
            self.assertEqual(os.stat(path).st_mode & 0o777, 0o640)
        done = self.configrule("run", *RULE, "--format=json", "--output=-", item, status=1)
        self.assertEqual(lines(done.stdout), expected)

    def test_output_keeps_what_it_leads_to(self):
        path, link = self.write("old.txt", "old"), os.path.join(self.folder, "link")
        os.chmod(path, 0o604)
        os.symlink(path, link)
        self.configrule("list", "--output", link)
        self.assertTrue(os.path.islink(link))
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o604)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), self.configrule("list").stdout)
        self.configrule("list", "--output", "/dev/null")
        self.assertEqual(sorted(os.listdir(self.folder)), ["link", "old.txt"])

    def test_output_to_where_others_write(self):
        shown = self.configrule("list").stdout
        for output, closed in (("/dev/stdout", ""), ("/dev/stderr", ""), ("log", ""), ("log", "2>&-")):
            with self.subTest(output, closed=closed):
                script = f'(echo before; "$0" list --output {output} {closed}; echo after) >log 2>&1; cat log'
                done = subprocess.run(["sh", "-c", script, self.program], cwd=self.folder,
                                      capture_output=True, text=True, timeout=60, check=True)
                self.assertEqual(done.stdout, f"before\n{shown}after\n")
                self.assertEqual(os.listdir(self.folder), ["log"])

    def test_output_through_a_link_that_leads_nowhere(self):
        """As /dev/stdout does where standard output is closed, or its file was removed."""
        link = os.path.join(self.folder, "link")
        os.symlink("nowhere", link)
        done = self.configrule("list", "--output", link, status=2)
        self.assertIn(f"configrule: {link}: cannot be written: No such file", done.stderr)
        os.unlink(link)
        os.symlink("/proc/self/fd/1", link)
        removed = 'exec 3<>removed; rm removed; "$0" list --output link >&3; cat /proc/self/fd/3 >&2'
        for script, said in (('"$0" list --output link >&-', "cannot be written"), (removed, "RULE ")):
            done = subprocess.run(["sh", "-c", script, self.program], cwd=self.folder,
                                  stderr=subprocess.PIPE, text=True, timeout=60, check=False)
            self.assertIn(said, done.stderr)
            self.assertEqual(os.listdir(self.folder), ["link"])
            self.assertTrue(os.path.islink(link))

    def test_output_that_cannot_be_written(self):
        path = self.write("old.txt", "old")
        for output, why in ((self.folder, "Is a directory"), (path + "/x", "Not a directory"),
                            ("/nonexistent/x", "No such file"), ("", "No such file")):
            done = self.configrule("list", "--output", output, status=2)
            self.assertIn(f"configrule: {output}: cannot be written: {why}", done.stderr)
        # No file may be longer than 512 bytes, as where a disk is full.
        done = subprocess.run(["sh", "-c", 'trap "" XFSZ; ulimit -f 1; exec "$@"', "sh", self.program,
                               "list", "--format=json", "--output", path],
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"configrule: {path}: cannot be written: File too large", done.stderr)
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([self.program, "list"], stdout=full, stderr=subprocess.PIPE, text=True,
                                  timeout=60, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("standard output: cannot be written: No space left", done.stderr)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), "old")
        self.assertEqual(os.listdir(self.folder), ["old.txt"])

    def test_output_to_a_file_that_is_write_protected(self):
        """It could be replaced all the same, by whoever may write to its folder."""
        path, program = self.write("old.txt", "old"), shutil.copy(self.program, self.folder)
        os.chmod(path, 0o444)
        os.chmod(self.folder, 0o777)
        user = 65534 if os.geteuid() == 0 else None
        done = subprocess.run([program, "list", "--output", path], capture_output=True, text=True, timeout=60,
                              check=False, user=user)
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"configrule: {path}: cannot be written: Permission denied", done.stderr)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), "old")

    def test_output_of_a_command_that_is_ended(self):
        path, pipe = self.write("old.txt", "old"), os.path.join(self.folder, "pipe")
        os.mkfifo(pipe)
        with subprocess.Popen([self.program, "simulate", "--output", path, pipe]) as process:
            with open(pipe, "w", encoding="utf-8"):  # waits until the program reads
                self.assertEqual(len(os.listdir(self.folder)), 3)
                process.terminate()
                self.assertEqual(process.wait(60), -signal.SIGTERM)
        self.assertEqual(sorted(os.listdir(self.folder)), ["old.txt", "pipe"])

    def test_a_signal_that_is_ignored_stays_ignored(self):
        path, pipe = os.path.join(self.folder, "out.txt"), os.path.join(self.folder, "pipe")
        os.mkfifo(pipe)
        hung_up = lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
        with subprocess.Popen([self.program, "simulate", "--output", path, pipe], preexec_fn=hung_up,
                              stderr=subprocess.DEVNULL) as process:
            with open(pipe, "w", encoding="utf-8") as file:
                process.send_signal(signal.SIGHUP)
                file.write("[]")
            self.assertEqual(process.wait(60), 2)  # no scenario in it
        self.assertEqual(sorted(os.listdir(self.folder)), ["out.txt", "pipe"])


class Complete(CommandLineTest):
    def complete(self, *words):
        return [line.split("\t")[0] for line in self.configrule("complete", "--", *words).stdout.splitlines()]

    def test_complete_knows_what_help_says(self):
        commands = self.commands()
        rules = [rule["name"] for rule in json.loads(self.configrule("list", "--format", "json").stdout)]
        self.assertEqual(self.complete(""), commands)
        self.assertEqual(self.complete("help", ""), commands)
        self.assertEqual(self.complete("-")[:2], ["--help", "--version"])
        for words in (["show", ""], ["run", "--rule", ""], ["run", "x.json", "--rule", "a"]):
            self.assertEqual(self.complete(*words), rules)
        self.assertEqual(self.complete("run", "--rule=c"), [f"--rule={rule}" for rule in rules])
        self.assertEqual(self.complete("run", "--format=table", "-")[0], "--rule")
        for words in (["run", ""], ["test", "x"], ["invoke", "--replies", ""], ["list", ""], ["rum", ""], ["run", "a="],
                      ["run", "-o", ""], ["run", "--output="], ["run", "--", "-"]):
            self.assertEqual(self.complete(*words), [], words)
        for command in commands:
            with self.subTest(command):
                shown = self.configrule(command, "--help").stdout
                options = re.findall(OPTION, shown)
                self.assertEqual(self.complete(command, "-"), options)
                choices = re.findall(CHOICE, shown)
                self.assertEqual(bool(choices), "--format" in options)
                if choices:
                    self.assertEqual(self.complete(command, "--format", ""), choices)

    def test_complete_knows_parameters(self):
        parameters = {rule["name"]: [one["name"] for one in rule["parameters"]]
                      for rule in json.loads(self.configrule("list", "--format", "json").stdout)}
        every = list(dict.fromkeys(f"{name}=" for names in parameters.values() for name in names))
        self.assertTrue(every)
        self.assertEqual(self.complete("run", "--param", ""), every)
        self.assertEqual(self.complete("run", "--param=tag"), [f"--param={one}" for one in every])
        for rule, names in parameters.items():
            for words in (["--rule", rule], [f"--rule={rule}"]):
                self.assertEqual(self.complete("run", *words, "--param", ""), [f"{name}=" for name in names])
        self.assertEqual(self.complete("run", "--param", "bedrockEvents="), ["bedrockEvents=true", "bedrockEvents=false"])
        self.assertEqual(self.complete("run", "--param", "tagKey="), [])


if __name__ == "__main__":
    unittest.main()
