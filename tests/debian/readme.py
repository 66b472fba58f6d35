"""Usage: python3 -m tests.debian.readme

What README tells to try, on a Debian that has nothing but a clone of the last commit: no CI is set, and
there is no terminal. Exit status 77: there is no such Debian, see chroot.py.
"""

import re
import sys

from tests.debian import chroot

COMMANDS = (
    "scripts/demo",
    "cmake --install build/release",
    "cmake --build --preset release --target package",
    "apt install ./build/release/configrule_*.deb",
    "scripts/test",
)
# Whatever a user lacks, these run; the others may lack a tool, and say which.
NEVER_SKIPPED = r"(?m)^\t *\d+ - ((?:core|config|iam|bench|engine|rules|events|aws|runtime|faults)\..*) \(Skipped\)$"


def check(condition, message):
    if not condition:
        sys.exit(message)


def main():
    root = chroot.copy("readme")
    section = re.search(r"(?ms)^## Try it$(.*?)^## ", chroot.read("README.md"))[1]
    listing, text = re.search(r"(?ms)^```sh$(.*?)^```$(.*)", section).groups()
    told = re.findall(r"(?m)^\S+", listing) + [code for code in re.findall(r"`(.+?)`", text) if " " in code]
    check(sorted(told) == sorted(COMMANDS), f"README tells to try {told}; here we try {COMMANDS}")

    clone = "/opt/bedrock-config-rules"
    chroot.run("git", "clone", "--quiet", chroot.ROOT, root + clone)
    for command in COMMANDS:
        print(f"$ {command}", flush=True)
        said = chroot.run_inside(root, clone, command, HOME="/root")
        print("\n".join(said.splitlines()[-3:]), flush=True)
    check(said.endswith("\nAll tests passed: release and asan.\n"), said)
    check(not (skipped := re.findall(NEVER_SKIPPED, said)), f"skipped: {skipped}")


if __name__ == "__main__":
    main()
