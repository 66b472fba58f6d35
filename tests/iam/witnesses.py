"""Usage: python3 -m tests.iam.witnesses RANDOM CONFIGRULE COUNT [SEED]
       python3 -m tests.iam.witnesses --managed ASK CONFIGRULE DIRECTORY

Each witness is decided anew by "configrule simulate", with the same policies: it is allowed. RANDOM
is test_iam_witness_random, which makes COUNT sets of policies from SEED on. ASK is ask_managed, for
every policy that AWS itself manages; DIRECTORY is as for tests.terraform.policies.managed, and so
is exit status 77.
"""

import json
import os
import subprocess
import sys
import tempfile

from tests.terraform.policies import managed

CHUNK = 2000

# What is known of AWS's policies: the answer to each question of ask_managed.c.
EXPECTED = {
    "AmazonBedrockFullAccess": {"model": "found", "profile": "found", "iam": "found"},
    "AmazonBedrockLimitedAccess": {"model": "found", "profile": "found", "iam": "none"},
    "ReadOnlyAccess": {"model": "none", "profile": "none", "iam": "none"},
    "PowerUserAccess": {"model": "found", "profile": "found", "iam": "none"},
    "AdministratorAccess": {"model": "found", "profile": "found", "iam": "found"},
    "IAMFullAccess": {"model": "none", "profile": "none", "iam": "found"},
}


def simulate(configrule, path):
    """The scenarios that are not allowed."""
    run = subprocess.run([configrule, "simulate", "--format", "json", path],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return len(lines), [line for line in lines if line["decision"] != "Allowed"]


def try_random(program, configrule, count, seed):
    total, failed = 0, False
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "scenarios.json")
        for first in range(seed, seed + count, CHUNK):
            run = subprocess.run([program, str(min(CHUNK, seed + count - first)), str(first), path],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
            asked, wrong = simulate(configrule, path)
            for line in wrong:
                print(f"not allowed: seed {line['name']}: {line['reason']}")
            if run.returncode:
                print(run.stdout)
            failed = failed or bool(run.returncode or wrong or not asked)
            total += asked
    print(f"{count} sets of policies, {total} requests decided anew")
    return failed


def try_managed(program, configrule, directory):
    package = managed.package_of(directory, json.loads(managed.FACTS.read_text())["sources"][managed.PACKAGE])
    policies = json.loads((package / "dist/managedPolicies.json").read_text())
    documents = {name: policy["versions"][policy["latestVersionId"]]["document"] for name, policy in policies.items()}
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "documents.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(documents, file)
        run = subprocess.run([program, path], stdout=subprocess.PIPE, text=True, check=True)
        answers = [json.loads(line) for line in run.stdout.splitlines()]
        with open(path, "w", encoding="utf-8") as file:
            json.dump([scenario for answer in answers for scenario in answer["scenarios"]], file)
        asked, wrong = simulate(configrule, path)
    failed = bool(wrong or asked < len(EXPECTED))
    for line in wrong:
        print(f"not allowed: {line['name']}: {line['reason']}")
    for answer in answers:
        if answer["kind"] == "undecided":
            print(f"undecided: {answer['name']}, {answer['question']}: {answer['text']}")
        expected = EXPECTED.get(answer["name"], {}).get(answer["question"])
        if expected not in (None, answer["kind"]):
            print(f"{answer['name']}, {answer['question']}: {answer['kind']} ({answer['text']}), not {expected}")
            failed = True
    found = sum(answer["kind"] == "found" for answer in answers)
    print(f"{len(documents)} policies, {found} witnesses, {asked} requests decided anew")
    return failed


def main():
    if sys.argv[1] == "--managed":
        sys.exit(try_managed(*sys.argv[2:]))
    program, configrule, count, *seed = sys.argv[1:]
    sys.exit(try_random(program, configrule, int(count), int(seed[0]) if seed else 1))


if __name__ == "__main__":
    main()
