"""One policy with three parts in it decides the scenarios of each part as the part alone does."""

import os
import shutil
import subprocess
import tempfile
import unittest

FOLDER = os.path.dirname(os.path.abspath(__file__))
PARTS = ("api-keys.json", "approved-models.json", "denied-families.json")


class ModelsAndKeys(unittest.TestCase):
    def test_decides_as_its_parts(self):
        with tempfile.TemporaryDirectory() as copy:
            for name in ("aws", "rendered"):
                shutil.copytree(os.path.join(FOLDER, name), os.path.join(copy, name))
            rendered = os.path.join(copy, "rendered")
            for name in PARTS:
                shutil.copy(os.path.join(FOLDER, name), copy)
                shutil.copy(os.path.join(rendered, "models-and-keys.json"), os.path.join(rendered, name))
            run = subprocess.run(
                [os.environ["CONFIGRULE"], "simulate", *(os.path.join(copy, name) for name in PARTS)],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
            )  # fmt: skip
        self.assertEqual(run.returncode, 0, run.stdout)


if __name__ == "__main__":
    unittest.main()
