# No network, no credentials. What the policy allows is tested by tests/terraform/policies.

mock_provider "aws" {
  source = "../../tests/mocks"
}

run "one_model_through_one_profile" {
  variables {
    inference_profiles  = ["eu.amazon.nova-pro-v1:0"]
    destination_regions = ["eu-west-3", "eu-north-1"]
  }

  assert {
    condition = jsondecode(output.policy).Statement == [
      {
        Effect   = "Allow"
        Action   = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:GetInferenceProfile"]
        Resource = ["arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.amazon.nova-pro-v1:0"]
      },
      {
        Effect = "Allow"
        Action = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
        Resource = [
          "arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-pro-v1:0",
          "arn:aws:bedrock:eu-north-1::foundation-model/amazon.nova-pro-v1:0",
          "arn:aws:bedrock:eu-west-3::foundation-model/amazon.nova-pro-v1:0",
        ]
        Condition = { ArnLike = { "bedrock:InferenceProfileArn" = "arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.amazon.nova-pro-v1:0" } }
      },
    ]
    error_message = "policy"
  }
  assert {
    condition     = aws_iam_policy.this[0].policy == output.policy && output.arn == aws_iam_policy.this[0].arn && output.statements == jsondecode(output.policy).Statement
    error_message = "outputs"
  }
}

run "groups" {
  variables {
    create              = false
    inference_profiles  = ["eu.*", "us-gov.anthropic.*"]
    destination_regions = ["eu-west-3"]
    source_region       = "eu-west-1"
    account_id          = "222233334444"
    streaming           = false
  }

  assert {
    condition     = [for statement in slice(jsondecode(output.policy).Statement, 1, 3) : statement.Resource] == [["arn:aws:bedrock:eu-west-1::foundation-model/*", "arn:aws:bedrock:eu-west-3::foundation-model/*"], ["arn:aws:bedrock:eu-west-1::foundation-model/anthropic.*", "arn:aws:bedrock:eu-west-3::foundation-model/anthropic.*"]]
    error_message = "models"
  }
  assert {
    condition     = jsondecode(output.policy).Statement[1].Action == ["bedrock:InvokeModel"] && jsondecode(output.policy).Statement[1].Condition == { ArnLike = { "bedrock:InferenceProfileArn" = "arn:aws:bedrock:eu-west-1:222233334444:inference-profile/eu.*" } }
    error_message = "only through the profiles of the account and Region"
  }
  assert {
    condition     = output.arn == null
    error_message = "nothing is created"
  }
}

run "global_profiles" {
  variables {
    inference_profiles = ["global.anthropic.claude-sonnet-4-5-20250929-v1:0"]
  }

  assert {
    condition     = jsondecode(output.policy).Statement[1].Resource == ["arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0", "arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0"]
    error_message = "the model here, and the one without a Region"
  }
}

run "application_inference_profiles" {
  variables {
    application_inference_profiles = { "0a1b2c3d4e5f" = "amazon.nova-pro-v1:0", "5f4e3d2c1b0a" = "global.amazon.nova-2-lite-v1:0" }
  }

  assert {
    condition     = [for statement in slice(jsondecode(output.policy).Statement, 1, 3) : statement.Resource] == [["arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-pro-v1:0"], ["arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-2-lite-v1:0", "arn:aws:bedrock:::foundation-model/amazon.nova-2-lite-v1:0"]]
    error_message = "models"
  }
  assert {
    condition     = jsondecode(output.policy).Statement[1].Condition == { ArnLike = { "bedrock:InferenceProfileArn" = "arn:aws:bedrock:eu-central-1:111122223333:application-inference-profile/0a1b2c3d4e5f" } }
    error_message = "condition"
  }
}

run "refuses_wrong_kinds" {
  command = plan

  variables {
    name                           = "a/path"
    inference_profiles             = ["amazon.nova-pro-v1:0"]
    application_inference_profiles = { orders = "amazon.nova-pro-v1:0" }
    destination_regions            = ["unspecified"]
    source_region                  = "eu"
    account_id                     = "1234"
  }

  expect_failures = [var.name, var.inference_profiles, var.application_inference_profiles, var.destination_regions, var.source_region, var.account_id]
}

run "refuses_no_profile" {
  command = plan

  expect_failures = [output.policy, aws_iam_policy.this]
}

run "refuses_no_destination" {
  command = plan

  variables {
    inference_profiles = ["eu.*"]
  }

  expect_failures = [output.policy, aws_iam_policy.this]
}

run "refuses_no_destination_of_an_application_inference_profile" {
  command = plan

  variables {
    create                         = false
    application_inference_profiles = { "0a1b2c3d4e5f" = "eu.amazon.nova-pro-v1:0", "5f4e3d2c1b0a" = "global.amazon.nova-2-lite-v1:0" }
  }

  expect_failures = [output.policy]
}

run "refuses_half_a_profile" {
  command = plan

  variables {
    inference_profiles             = ["eu."]
    application_inference_profiles = { "0a1b2c3d4e5f" = "eu.amazon" }
    destination_regions            = ["xx-nowhere-9"]
  }

  expect_failures = [var.inference_profiles, var.application_inference_profiles, var.destination_regions]
}

run "refuses_a_provider_without_its_dot" {
  command = plan

  variables {
    inference_profiles             = ["eu.amazon"]
    application_inference_profiles = { "0a1b2c3d4e5f" = "global.amazon" }
    source_region                  = "xx-nowhere-9"
  }

  expect_failures = [var.inference_profiles, var.application_inference_profiles, var.source_region]
}

run "refuses_a_policy_that_is_too_long" {
  command = plan

  variables {
    inference_profiles  = [for i in range(10) : "eu.anthropic.claude-${i}-*"]
    destination_regions = ["eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-south-1", "eu-south-2"]
  }

  expect_failures = [output.policy, aws_iam_policy.this]
}
