"""Usage: python3 -m tests.debian.chroot make | remove

A Debian with nothing in it, of the release that the Dockerfile names: debootstrap makes it once, from
the archives of this machine, and each test works in a copy. $CHROOTS is the folder of all of them; the
fixture debian of ctest makes and removes it. It needs root and takes minutes, so only CI makes one:
elsewhere make exits with 77 and says so.
"""

import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CHROOTS = os.environ["CHROOTS"]
SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"  # Debian's
PROXIES = ("http_proxy", "https_proxy", "no_proxy")  # which a container engine passes on, too
# Mounts and processes end with their namespace, which ends with the test, whatever happens.
APART = ("setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child")
NEW = os.path.join(CHROOTS, "new")


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def write(text, *path):
    with open(os.path.join(*path), "w", encoding="utf-8") as file:
        file.write(text)


def run(*command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, text=True, check=False, **options)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} exited with {done.returncode}:\n{done.stdout}")
    return done.stdout


def make():
    suite = re.search(r"(?m)^FROM .*\bdebian:(\w+) AS \w+$", read("Dockerfile"))[1]
    archives = run(os.path.join(ROOT, "scripts/archives"))
    mirror = re.search(rf"(?m)^(\S+) {suite} main$", archives)[1]
    os.makedirs(CHROOTS)
    run(*APART, "debootstrap", "--variant=minbase", suite, NEW, mirror)
    write(re.sub(r"(?m)^", "deb ", archives.rstrip()) + "\n", NEW, "etc/apt/sources.list")
    settings = run("apt-config", "dump", "--format", '%F "%v";%n', "Acquire")
    write(settings, NEW, "etc/apt/apt.conf.d/machine")
    write("force-unsafe-io\n", NEW, "etc/dpkg/dpkg.cfg.d/image")  # as Debian's image for containers has it


def remove():
    if os.path.exists(CHROOTS):
        shutil.rmtree(CHROOTS)


def copy(name):
    """Makes a copy for the test of that name, and returns its root. Without a Debian it ends the test."""
    if not os.path.exists(NEW):
        print("skipped: there is no Debian in a chroot")
        sys.exit(77)
    root = os.path.join(CHROOTS, name)
    run("cp", "--archive", NEW, root)
    return root


def run_inside(root, folder, command, **variables):
    """Runs command in folder with the shell of root. Of our environment it gets the proxies alone."""
    env = {name: value for name, value in os.environ.items() if name.lower() in PROXIES}
    inside = ["--mount-proc", f"--root={root}", f"--wd={folder}"]
    return run(*APART, *inside, "/bin/sh", "-c", command, env={**env, "PATH": SEARCH_PATH, **variables})


def main(arguments):
    if arguments not in (["make"], ["remove"]):
        sys.exit(__doc__)
    remove()
    if arguments == ["make"]:
        if not os.environ.get("CI"):
            print("skipped: a Debian in a chroot is made only where CI is set")
            sys.exit(77)
        make()


if __name__ == "__main__":
    main(sys.argv[1:])
