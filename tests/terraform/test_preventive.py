"""examples/preventive applied to moto."""

import json
import unittest

from tests.terraform.moto_test import MotoTest


class Preventive(MotoTest):
    """The example, bound to an OU. moto takes any number of policies: what AWS refuses, the plan does."""

    folder = "examples/preventive"

    def test_preventive(self):
        organizations = self.client("organizations")
        organizations.create_organization(FeatureSet="ALL")
        (root,) = organizations.list_roots()["Roots"]
        organizations.enable_policy_type(RootId=root["Id"], PolicyType="SERVICE_CONTROL_POLICY")
        unit = organizations.create_organizational_unit(ParentId=root["Id"], Name="sandbox")
        sandbox = unit["OrganizationalUnit"]["Id"]

        self.environment |= {
            "TF_VAR_approved_families": '["anthropic.*"]',
            "TF_VAR_regions": '["eu-central-1"]',
            "TF_VAR_inference_profiles": '["eu.*"]',
            "TF_VAR_targets": json.dumps({"sandbox": sandbox}),
        }

        def attached():
            found = organizations.list_policies_for_target(TargetId=sandbox, Filter="SERVICE_CONTROL_POLICY")
            return {policy["Name"]: policy["Id"] for policy in found["Policies"]}

        before = attached()
        self.terraform("apply", "-auto-approve")
        self.terraform("plan", "-detailed-exitcode")
        bound = {name: id for name, id in attached().items() if name not in before}
        outputs = json.loads(self.terraform("output", "-json"))["policies"]["value"]
        self.assertEqual(set(bound), {f"bedrock-governance-{name}" for name in outputs})
        for name, policy in outputs.items():
            got = organizations.describe_policy(PolicyId=bound[f"bedrock-governance-{name}"])["Policy"]
            self.assertEqual(json.loads(got["Content"]), json.loads(policy))
        self.terraform("destroy", "-auto-approve")
        self.assertEqual(attached(), before)


if __name__ == "__main__":
    unittest.main()
