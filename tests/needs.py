"""What a test needs of the machine: without it the test is skipped and says why, in CI it fails."""

import os
import pty
import shutil
import unittest


def lacks(what):
    if os.environ.get("CI"):
        raise AssertionError(f"CI needs {what}")
    print(f"\nskipped: needs {what}", flush=True)  # unittest may be within a line of its own
    raise unittest.SkipTest(what)


def need(*tools):
    for tool in tools:
        if not shutil.which(tool):
            lacks(tool)


def need_terminal():
    """A chroot may have no /dev/pts."""
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError:
        lacks("a terminal")
