"""Usage: python3 -m tests.package.first_stage

Builds the first stage of the Dockerfile without a container engine, for both platforms: its own lines,
in a Debian of tests/debian/chroot.py. Exit status 77: there is none.
"""

import os
import re
import shutil
import string

from tests.debian import chroot

NAME = "first-stage"
PLATFORMS = ("amd64", "arm64")


def instructions():
    """("RUN", "make ...") and so on, from the first FROM to before the second."""
    text = re.sub(r"(?m)^#.*\n", "", chroot.read("Dockerfile")).replace("\\\n", "")
    found = re.findall(r"(?m)^([A-Z]+) (.+)$", text)
    stages = [i for i, (name, _) in enumerate(found) if name == "FROM"]
    return found[stages[0] : stages[1]]


def copy_context(folder):
    """What .dockerignore leaves: it excludes all, and then makes exceptions."""
    for name in re.findall(r"(?m)^!(.+)$", chroot.read(".dockerignore")):
        path = os.path.join(chroot.ROOT, name)
        if os.path.isdir(path):
            shutil.copytree(path, os.path.join(folder, name), dirs_exist_ok=True)
        else:
            shutil.copy2(path, folder)


def build(platform, root):
    folder = "/"
    env = {"TARGETARCH": platform}
    for name, text in instructions():
        if name == "FROM":
            continue  # chroot.py has read it
        if name == "ARG":
            key, _, default = text.partition("=")
            env.setdefault(key, string.Template(default).substitute(env))
        elif name == "WORKDIR":
            folder = text
            os.makedirs(root + folder, exist_ok=True)
        elif (name, text) == ("COPY", ". ."):
            copy_context(root + folder)
        elif name == "RUN":
            print(chroot.run_inside(root, folder, text, **env), end="", flush=True)
        else:
            raise ValueError(f"{name} {text}: this test does not know how")


def work_folder():
    """Where the stage has built, seen from outside."""
    return os.path.join(chroot.CHROOTS, NAME) + dict(instructions())["WORKDIR"]


def main():
    root = chroot.copy(NAME)
    for platform in PLATFORMS:
        build(platform, root)


if __name__ == "__main__":
    main()
