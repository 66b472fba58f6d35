"""The organization's module applied to moto, as far as moto goes."""

import os
import shutil
import unittest

from tests.terraform.moto_test import MotoTest

OVERRIDES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "organization.tftest.hcl")


class Organization(MotoTest):
    """moto has no rules of organizations: organization.tftest.hcl overrides them."""

    folder = "modules/organization"
    moto_environment = {"MOTO_IAM_LOAD_MANAGED_POLICIES": "true"}

    def test_organization(self):
        shutil.copy(OVERRIDES, self.folder)
        self.client("organizations").create_organization(FeatureSet="ALL")
        said = self.terraform("test", "-filter=organization.tftest.hcl")
        self.assertIn("Success! 1 passed, 0 failed.", said)
        self.assertEqual(self.client("iam").list_roles()["Roles"], [])


if __name__ == "__main__":
    unittest.main()
