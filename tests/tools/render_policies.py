"""Usage: python3 -m tests.tools.render_policies --write | --check

Writes what Terraform makes of tests/terraform/policies/main.tf to rendered/ beside it, one file a policy,
minified as AWS gets it; or fails when what is there is not that, or no scenario names it. Exit status 77:
there is no Terraform, see tests/terraform/run.
"""

import json
import os
import subprocess
import sys

TERRAFORM = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "terraform")
FOLDER = os.path.join(TERRAFORM, "policies")
RENDERED = os.path.join(FOLDER, "rendered")


def planned():
    """What rendered/ should hold, text by file name."""
    run = subprocess.run([os.path.join(TERRAFORM, "run"), "plan"],
                         stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode:
        print(run.stdout, end="")
        sys.exit(run.returncode)
    policies = json.loads(run.stdout)["planned_values"]["outputs"]["policies"]["value"]
    return {f"{name}.json": policy + "\n" for name, policy in policies.items()}


def present():
    texts = {}
    for name in os.listdir(RENDERED):
        with open(os.path.join(RENDERED, name), encoding="utf-8") as file:
            texts[name] = file.read()
    return texts


def unnamed(names):
    """Those that no file of scenarios beside main.tf names."""
    texts = []
    for name in os.listdir(FOLDER):
        if name.endswith(".json"):
            with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
                texts.append(file.read())
    return sorted(name for name in names if not any(f'"rendered/{name}"' in text for text in texts))


def main(arguments):
    if arguments not in (["--write"], ["--check"]):
        sys.exit(__doc__)
    new, old = planned(), present()
    stale = sorted(name for name in new.keys() | old.keys() if new.get(name) != old.get(name))
    if arguments == ["--check"] and stale:
        sys.exit(f"stale: tests/terraform/policies/rendered/ ({', '.join(stale)}); run python3 -m tests.tools.render_policies --write")
    if arguments == ["--check"] and unnamed(new):
        sys.exit(f"tests/terraform/policies: no scenario is about {', '.join(unnamed(new))}")
    for name in stale if arguments == ["--write"] else []:
        path = os.path.join(RENDERED, name)
        if name in new:
            with open(path, "w", encoding="utf-8") as file:
                file.write(new[name])
        else:
            os.remove(path)


if __name__ == "__main__":
    main(sys.argv[1:])
