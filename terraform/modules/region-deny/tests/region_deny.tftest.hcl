# No network, no credentials. What the policies deny is tested by tests/terraform/policies.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  regions = ["eu-west-1", "eu-central-1"]
}

run "regions" {
  assert {
    condition     = keys(output.policies) == ["region-deny"] && keys(output.ids) == ["region-deny"] && keys(output.arns) == ["region-deny"]
    error_message = "policies"
  }
  assert {
    condition     = jsondecode(output.policies["region-deny"]).Statement[*].Sid == ["DenyOutsideRegions", "DenyGlobalInference"]
    error_message = "statements"
  }
  assert {
    condition     = jsondecode(output.policies["region-deny"]).Statement[0].Condition == { StringNotEquals = { "aws:RequestedRegion" = ["eu-central-1", "eu-west-1"] } }
    error_message = "condition"
  }
  assert {
    condition     = contains(jsondecode(output.policies["region-deny"]).Statement[0].NotAction, "iam:*") && !anytrue([for action in jsondecode(output.policies["region-deny"]).Statement[0].NotAction : startswith(action, "bedrock")])
    error_message = "global services, of which Bedrock is none"
  }
}

run "cross_region_inference" {
  variables {
    inference_profiles = ["eu.*", "us.amazon.nova-pro-v1:0"]
    exempt_role_arns   = ["arn:aws:iam::*:role/break-glass"]
    exempt_actions     = ["ses:*", "bedrock:ApplyGuardrail", "bedrock:InvokeDataAutomation*"]
  }

  assert {
    condition = jsondecode(output.policies["region-deny"]).Statement[0].Condition == {
      StringNotEquals = { "aws:RequestedRegion" = ["eu-central-1", "eu-west-1"] }
      ArnNotLike = {
        "aws:PrincipalArn" = ["arn:aws:iam::*:role/break-glass"]
        "bedrock:InferenceProfileArn" = [
          "arn:aws:bedrock:eu-central-1:*:inference-profile/eu.*",
          "arn:aws:bedrock:eu-central-1:*:inference-profile/us.amazon.nova-pro-v1:0",
          "arn:aws:bedrock:eu-west-1:*:inference-profile/eu.*",
          "arn:aws:bedrock:eu-west-1:*:inference-profile/us.amazon.nova-pro-v1:0",
        ]
      }
    }
    error_message = "one condition of all keys"
  }
  assert {
    condition = jsondecode(output.policies["region-deny"]).Statement[1] == {
      Sid      = "DenyGlobalInference"
      Effect   = "Deny"
      Action   = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
      Resource = "*"
      Condition = {
        StringEquals = { "aws:RequestedRegion" = "unspecified" }
        ArnNotLike   = { "aws:PrincipalArn" = ["arn:aws:iam::*:role/break-glass"] }
      }
    }
    error_message = "global profiles"
  }
  assert {
    condition     = jsondecode(output.policies["region-deny"]).Statement[2].Sid == "DenyChangesOfExemptRoles" && jsondecode(output.policies["region-deny"]).Statement[2].Resource == ["arn:aws:iam::*:role/break-glass"] && jsondecode(output.policies["region-deny"]).Statement[2].Condition == { ArnNotLike = { "aws:PrincipalArn" = ["arn:aws:iam::*:role/break-glass"] } }
    error_message = "exempt roles are protected"
  }
  assert {
    condition     = length(setsubtract(["ses:*", "bedrock:ApplyGuardrail", "bedrock:InvokeDataAutomation*"], jsondecode(output.policies["region-deny"]).Statement[0].NotAction)) == 0
    error_message = "exempt_actions"
  }
}

run "exempt_roles" {
  command = plan

  variables {
    exempt_role_arns     = ["arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_BreakGlass_*", "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_Admin_0a1b2c3d4e5f6a7b", "arn:aws:iam::*:role/stacksets-exec-*", "arn:aws:iam::*:role/ops/a"]
    protect_exempt_roles = false
  }

  assert {
    condition     = jsondecode(output.policies["region-deny"]).Statement[*].Sid == ["DenyOutsideRegions", "DenyGlobalInference"]
    error_message = "statements"
  }
}

run "global_profiles" {
  variables {
    regions               = ["eu-central-1"]
    allow_global_profiles = true
  }

  assert {
    condition     = jsondecode(output.policies["region-deny"]).Statement[*].Sid == ["DenyOutsideRegions"] && jsondecode(output.policies["region-deny"]).Statement[0].Condition.ArnNotLike == { "bedrock:InferenceProfileArn" = ["arn:aws:bedrock:eu-central-1:*:inference-profile/global.*"] }
    error_message = "global profiles"
  }
}

run "application_inference_profiles" {
  variables {
    regions                        = ["eu-central-1"]
    inference_profiles             = ["eu.*"]
    application_inference_profiles = true
  }

  assert {
    condition     = jsondecode(output.policies["region-deny"]).Statement[0].Condition.ArnNotLike["bedrock:InferenceProfileArn"] == ["arn:aws:bedrock:eu-central-1:*:inference-profile/eu.*", "arn:aws:bedrock:eu-central-1:*:application-inference-profile/*"]
    error_message = "application inference profiles"
  }
  assert {
    condition = jsondecode(output.policies["region-deny"]).Statement[2] == {
      Sid         = "DenyApplicationProfilesOfOthers"
      Effect      = "Deny"
      Action      = "bedrock:CreateInferenceProfile"
      NotResource = ["arn:aws:bedrock:*::foundation-model/*", "arn:aws:bedrock:eu-central-1:*:inference-profile/eu.*", "arn:aws:bedrock:eu-central-1:*:application-inference-profile/*"]
    }
    error_message = "what application inference profiles may be made of"
  }
}

run "own_global_actions" {
  variables {
    global_actions = ["sts:*", "iam:*"]
  }

  assert {
    condition     = jsondecode(output.policies["region-deny"]).Statement[0].NotAction == ["iam:*", "sts:*"]
    error_message = "global_actions"
  }
}

run "control_tower" {
  variables {
    regions               = ["eu-central-1"]
    deny_regions          = false
    inference_account_ids = ["444455556666", "222233334444"]
    inference_profiles    = ["eu.*"]
    exempt_role_arns      = ["arn:aws:iam::*:role/break-glass"]
    targets               = { workloads = "ou-ab12-cd345678" }
    control_tower         = { targets = { workloads = "arn:aws:organizations::111122223333:ou/o-ab12cd34ef/ou-ab12-cd345678" } }
  }

  assert {
    condition     = keys(output.policies) == ["bedrock-inference"]
    error_message = "policies"
  }
  assert {
    condition = jsondecode(output.policies["bedrock-inference"]).Statement[0].Condition == {
      StringNotEquals = { "aws:RequestedRegion" = ["eu-central-1"], "aws:PrincipalAccount" = ["222233334444", "444455556666"] }
      ArnNotLike      = { "aws:PrincipalArn" = ["arn:aws:iam::*:role/break-glass"] }
    }
    error_message = "both keys must be in one condition"
  }
  assert {
    condition     = jsondecode(output.policies["bedrock-inference"]).Statement[*].Sid == ["DenyInferenceOfOtherAccounts", "DenyInferencePastProfiles", "DenyGlobalInference", "DenyChangesOfExemptRoles"]
    error_message = "statements"
  }
  assert {
    condition     = aws_controltower_control.region_deny["workloads"].control_identifier == "arn:aws:controlcatalog:::control/ka8e3pkqefnjsxuyc26ji580"
    error_message = "control"
  }
  assert {
    condition = { for parameter in aws_controltower_control.region_deny["workloads"].parameters : parameter.key => jsondecode(parameter.value) } == {
      AllowedRegions        = ["eu-central-1"]
      ExemptedActions       = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
      ExemptedPrincipalArns = ["arn:aws:iam::*:role/break-glass"]
    }
    error_message = "parameters"
  }
}

run "control_tower_of_an_older_landing_zone" {
  command = plan

  variables {
    inference_account_ids = []
    targets               = { workloads = "ou-ab12-cd345678" }
    control_tower = {
      targets     = { workloads = "arn:aws:organizations::111122223333:ou/o-ab12cd34ef/ou-ab12-cd345678" }
      control_arn = "arn:aws:controltower:eu-central-1::control/TKFQGXOBPOPS"
    }
  }

  assert {
    condition     = aws_controltower_control.region_deny["workloads"].control_identifier == "arn:aws:controltower:eu-central-1::control/TKFQGXOBPOPS" && length(aws_controltower_control.region_deny["workloads"].parameters) == 2
    error_message = "control"
  }
  assert {
    condition     = jsondecode(output.policies["bedrock-inference"]).Statement[0].Condition == { StringNotEquals = { "aws:RequestedRegion" = ["eu-central-1", "eu-west-1"] } }
    error_message = "no account is listed, so none is exempt"
  }
}

run "refuses_control_tower_without_the_policy" {
  command = plan

  variables {
    targets       = { workloads = "ou-ab12-cd345678" }
    control_tower = { targets = { workloads = "arn:aws:organizations::111122223333:ou/o-ab12cd34ef/ou-ab12-cd345678" } }
  }

  expect_failures = [aws_controltower_control.region_deny]
}

run "refuses_control_tower_with_a_policy_that_binds_nobody" {
  command = plan

  variables {
    inference_account_ids = ["222233334444"]
    control_tower         = { targets = { workloads = "arn:aws:organizations::111122223333:ou/o-ab12cd34ef/ou-ab12-cd345678" } }
  }

  expect_failures = [aws_controltower_control.region_deny]
}

run "refuses_control_tower_with_a_policy_that_binds_another_ou" {
  command = plan

  variables {
    inference_account_ids = ["222233334444"]
    targets               = { sandbox = "ou-ab12-ab345678", account = "111122223333", other_root = "r-cd34" }
    control_tower         = { targets = { workloads = "arn:aws:organizations::111122223333:ou/o-ab12cd34ef/ou-ab12-cd345678" } }
  }

  expect_failures = [aws_controltower_control.region_deny]
}

run "takes_control_tower_with_a_policy_of_the_root" {
  command = plan

  variables {
    inference_account_ids = ["222233334444"]
    targets               = { root = "r-ab12" }
    control_tower         = { targets = { workloads = "arn:aws:organizations::111122223333:ou/o-ab12cd34ef/ou-ab12-cd345678" } }
  }
}

run "refuses_targets_without_a_policy" {
  command = plan

  variables {
    deny_regions = false
    targets      = { sandbox = "ou-ab12-cd345678" }
  }

  expect_failures = [output.policies]
}

run "refuses_roles_of_another_partition" {
  command = plan

  variables {
    exempt_role_arns = ["arn:aws-us-gov:iam::*:role/break-glass"]
  }

  expect_failures = [output.policies]
}

run "refuses_a_short_name_before_a_wildcard" {
  command = plan

  variables {
    regions            = ["eu-central-1", "xx-nowhere-9"]
    inference_profiles = ["eu."]
    exempt_role_arns   = ["arn:aws:iam::*:role/break-glass", "arn:aws:iam::*:role/a*"]
    exempt_actions     = ["bedrock:Invoke*"]
    global_actions     = ["iam:*", "bedrock-mantle:*"]
    control_tower      = { targets = {} }
  }

  expect_failures = [var.regions, var.inference_profiles, var.exempt_role_arns, var.exempt_actions, var.global_actions, var.control_tower]
}

run "refuses_all_roles_of_a_path" {
  command = plan

  variables {
    inference_profiles = ["zz.*"]
    exempt_role_arns   = ["arn:aws:iam::*:role/aws-reserved/*"]
    exempt_actions     = ["bedrock:createmodelinvocationjob"]
    global_actions     = ["bedrock:Conv*Stream"]
  }

  expect_failures = [var.inference_profiles, var.exempt_role_arns, var.exempt_actions, var.global_actions]
}

run "refuses_all_who_sign_in" {
  command = plan

  variables {
    inference_profiles = ["eu.amazon"]
    exempt_role_arns   = ["arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_*"]
    exempt_actions     = ["bedrock-mantle:CreateInf*"]
  }

  expect_failures = [var.inference_profiles, var.exempt_role_arns, var.exempt_actions]
}

run "refuses_an_empty_path" {
  command = plan

  variables {
    exempt_role_arns = ["arn:aws:iam::*:role//*"]
  }

  expect_failures = [var.exempt_role_arns]
}

run "refuses_wrong_kinds" {
  command = plan

  variables {
    regions               = ["unspecified"]
    inference_profiles    = ["global.*"]
    exempt_role_arns      = ["arn:aws:iam::*:role/*"]
    exempt_actions        = ["bedrock:*"]
    global_actions        = ["bedrock:InvokeModel"]
    inference_account_ids = ["1234"]
    control_tower         = { targets = { workloads = "ou-ab12-cd345678" } }
    prefix                = "a/b"
  }

  expect_failures = [var.regions, var.inference_profiles, var.exempt_role_arns, var.exempt_actions, var.global_actions, var.inference_account_ids, var.control_tower, var.prefix]
}

run "refuses_what_is_neither_region_nor_profile_nor_role" {
  command = plan

  variables {
    regions            = []
    inference_profiles = ["arn:aws:bedrock:eu-central-1:*:inference-profile/eu.*"]
    exempt_role_arns   = ["arn:aws:iam::*:user/admin"]
    exempt_actions     = ["*"]
    global_actions     = []
    control_tower      = { targets = {}, control_arn = "CT.MULTISERVICE.PV.1" }
  }

  expect_failures = [var.regions, var.inference_profiles, var.exempt_role_arns, var.exempt_actions, var.global_actions, var.control_tower]
}
