"""Usage: python3 -m tests.terraform.policies.cfn_lint

cfn-lint reads each policy of rendered/ as an AWS::IAM::ManagedPolicy: its grammar (E3510) and actions
that no service has (W3037). Exit status 77: there is no cfn-lint. Debian has none, so CI may say so too.
"""

import json
import os
import shutil
import subprocess
import sys

RENDERED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rendered")

# Operations that are no actions; service-control-policies says why it names them.
NO_ACTIONS = {"'converse'", "'conversestream'"}


def template():
    resources = {}
    for name in sorted(os.listdir(RENDERED)):
        with open(os.path.join(RENDERED, name), encoding="utf-8") as file:
            policy = json.load(file)
        resources["".join(name[: -len(".json")].title().split("-"))] = {
            "Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": policy}}
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources})


def main():
    if not shutil.which("cfn-lint"):
        print("skipped: cfn-lint is not installed")
        sys.exit(77)
    run = subprocess.run(["cfn-lint", "--format", "json", "--regions", "us-east-1", "--"], input=template(),
                         stdout=subprocess.PIPE, text=True, check=False)
    found = [match for match in json.loads(run.stdout)
             if not (match["Rule"]["Id"] == "W3037" and match["Message"].split()[0] in NO_ACTIONS)]
    for match in found:
        print(match["Rule"]["Id"], "/".join(map(str, match["Location"]["Path"] or [])), match["Message"][:100])
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
