"""The first stage of the Dockerfile, built without a container engine: its own lines, in a Debian of
tests/debian/chroot.py.
"""

import os
import re
import shutil
import string
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "debian"))
import chroot  # noqa: E402


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


def build(platforms):
    """Carries the stage out, once for each platform. Returns the work folder."""
    root = chroot.copy("first-stage")
    for platform in platforms:
        folder = "/"
        env = {"TARGETARCH": platform}
        for name, text in instructions():
            if name == "FROM":
                continue  # what chroot.py reads, too
            if name == "ARG":
                key, _, default = text.partition("=")
                env.setdefault(key, string.Template(default).substitute(env))
            elif name == "WORKDIR":
                folder = text
                os.makedirs(root + folder, exist_ok=True)
            elif (name, text) == ("COPY", ". ."):
                copy_context(root + folder)
            elif name == "RUN":
                chroot.run_inside(root, folder, text, **env)
            else:
                raise ValueError(f"{name} {text}: this test does not know how")
    return root + folder
