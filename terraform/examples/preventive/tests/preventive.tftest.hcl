# No network, no credentials.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  approved_families  = ["anthropic.*", "amazon.*"]
  regions            = ["eu-central-1"]
  inference_profiles = ["eu.*"]
}

run "binds_nobody_by_default" {
  assert {
    condition     = keys(output.policies) == ["api-keys", "approved-models", "region-deny"]
    error_message = "policies"
  }
}

run "fits_a_target_with_fullawsaccess" {
  command = plan

  variables {
    targets = { sandbox = "ou-ab12-cd345678" }
  }

  assert {
    condition     = length(output.policies) + local.existing_policies <= 5
    error_message = "count"
  }
}
