"""The first stage of the Dockerfile, built without a container engine: its own lines, in a chroot
that debootstrap makes from the archives of this machine. Needs root.
"""

import os
import re
import shutil
import string
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"  # the image's
PROXIES = ("http_proxy", "https_proxy", "no_proxy")  # which an engine passes on, too
# Mounts and processes of a namespace end with it, and it with the test, whatever happens.
APART = ("setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child")


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def write(text, *path):
    with open(os.path.join(*path), "w", encoding="utf-8") as file:
        file.write(text)


def run(*command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} exited with {done.returncode}:\n{done.stdout}")
    return done.stdout


def instructions():
    """("RUN", "make ...") and so on, from the first FROM to before the second."""
    text = re.sub(r"(?m)^#.*\n", "", read("Dockerfile")).replace("\\\n", "")
    found = re.findall(r"(?m)^([A-Z]+) (.+)$", text)
    stages = [i for i, (name, _) in enumerate(found) if name == "FROM"]
    return found[stages[0] : stages[1]]


def make_root(root, image):
    """image as Debian makes it, from the archives that scripts/package uses here, too."""
    suite = re.fullmatch(r".*\bdebian:(\w+) AS \w+", image)[1]
    archives = run(os.path.join(ROOT, "scripts/archives"))
    mirror = re.search(rf"(?m)^(\S+) {suite} main$", archives)[1]
    run(*APART, "debootstrap", "--variant=minbase", suite, root, mirror)
    write(re.sub(r"(?m)^", "deb ", archives.rstrip()) + "\n", root, "etc/apt/sources.list")
    settings = run("apt-config", "dump", "--format", '%F "%v";%n', "Acquire")
    write(settings, root, "etc/apt/apt.conf.d/machine")
    write("force-unsafe-io\n", root, "etc/dpkg/dpkg.cfg.d/image")  # as the image has it


def copy_context(folder):
    """What .dockerignore leaves: it excludes all, and then makes exceptions."""
    for name in re.findall(r"(?m)^!(.+)$", read(".dockerignore")):
        path = os.path.join(ROOT, name)
        if os.path.isdir(path):
            shutil.copytree(path, os.path.join(folder, name), dirs_exist_ok=True)
        else:
            shutil.copy2(path, folder)


def build(root, platforms):
    """Carries the stage out in root, once for each platform. Returns the work folder."""
    for platform in platforms:
        folder = "/"
        env = {name: value for name, value in os.environ.items() if name.lower() in PROXIES}
        env.update(PATH=SEARCH_PATH, TARGETARCH=platform)
        for name, text in instructions():
            if name == "FROM":
                if not os.path.exists(root):
                    make_root(root, text)
            elif name == "ARG":
                key, _, default = text.partition("=")
                env.setdefault(key, string.Template(default).substitute(env))
            elif name == "WORKDIR":
                folder = text
                os.makedirs(root + folder, exist_ok=True)
            elif (name, text) == ("COPY", ". ."):
                copy_context(root + folder)
            elif name == "RUN":
                inside = ["--mount-proc", f"--root={root}", f"--wd={folder}"]
                run(*APART, *inside, "/bin/sh", "-c", text, env=env)
            else:
                raise ValueError(f"{name} {text}: this test does not know how")
    return root + folder
