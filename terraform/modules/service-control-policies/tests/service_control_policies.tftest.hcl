# No network, no credentials. What the policies deny is tested by tests/terraform/policies.

mock_provider "aws" {
  source = "../../tests/mocks"
}

run "api_keys_only_by_default" {
  assert {
    condition     = keys(output.policies) == ["api-keys"] && keys(output.ids) == ["api-keys"] && keys(output.arns) == ["api-keys"]
    error_message = "policies"
  }
  assert {
    condition = jsondecode(output.policies["api-keys"]).Statement == [
      {
        Sid       = "DenyApiKeyCreation"
        Effect    = "Deny"
        Action    = "iam:CreateServiceSpecificCredential"
        Resource  = "*"
        Condition = { StringEquals = { "iam:ServiceSpecificCredentialServiceName" = "bedrock.amazonaws.com" } }
      },
      {
        Sid      = "DenyApiKeyUse"
        Effect   = "Deny"
        Action   = ["bedrock:CallWithBearerToken", "bedrock-mantle:CallWithBearerToken"]
        Resource = "*"
      },
    ]
    error_message = "creation and use must both be denied"
  }
}

run "families" {
  variables {
    deny_api_keys           = false
    approved_families       = ["anthropic.*", "amazon.nova-*"]
    approved_resource_types = ["provisioned-model"]
    denied_families         = ["deepseek.*"]
  }

  assert {
    condition     = keys(output.policies) == ["approved-models", "denied-families"]
    error_message = "policies"
  }
  assert {
    condition = jsondecode(output.policies["approved-models"]).Statement[0].NotResource == [
      "arn:aws:bedrock:*::foundation-model/amazon.nova-*",
      "arn:aws:bedrock:*::foundation-model/anthropic.*",
      "arn:aws:bedrock:*:*:application-inference-profile/*",
      "arn:aws:bedrock:*:*:inference-profile/*",
      "arn:aws:bedrock:*:*:model-invocation-job/*",
      "arn:aws:bedrock:*:*:provisioned-model/*",
    ]
    error_message = "what is not denied"
  }
  assert {
    condition = jsondecode(output.policies["approved-models"]).Statement[1].NotResource == [
      "arn:aws:bedrock:*::foundation-model/amazon.nova-*",
      "arn:aws:bedrock:*::foundation-model/anthropic.*",
      "arn:aws:bedrock:*:*:custom-model/*",
      "arn:aws:bedrock:*:*:model-customization-job/*",
      "arn:aws:bedrock:*:*:provisioned-model/*",
    ]
    error_message = "what may be customized and provisioned"
  }
  assert {
    condition     = length(setsubtract(["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:Converse", "bedrock:ConverseStream"], jsondecode(output.policies["approved-models"]).Statement[0].Action)) == 0
    error_message = "actions"
  }
  assert {
    condition     = jsondecode(output.policies["approved-models"]).Statement[2].Condition == { StringNotLike = { "bedrock-mantle:Model" = ["amazon.nova-*", "anthropic.*"] } }
    error_message = "the other endpoint"
  }
  assert {
    condition     = jsondecode(output.policies["denied-families"]).Statement[0].Resource == ["arn:aws:bedrock:*::foundation-model/deepseek.*"] && jsondecode(output.policies["denied-families"]).Statement[1].Condition == { StringLike = { "bedrock-mantle:Model" = ["deepseek.*"] } }
    error_message = "denied families"
  }
}

run "combined" {
  variables {
    approved_families = ["anthropic.*"]
    denied_families   = ["deepseek.*"]
    combine           = true
    prefix            = "ai-"
    targets           = { sandbox = "ou-ab12-cd345678" }
    existing_policies = 9
  }

  assert {
    condition     = keys(output.policies) == ["models-and-keys"] && jsondecode(output.policies["models-and-keys"]).Statement[*].Sid == ["DenyApiKeyCreation", "DenyApiKeyUse", "DenyOtherModels", "DenyOtherModelsBehindOwn", "DenyOtherModelsOfMantle", "DenyFamilies", "DenyFamiliesOfMantle"]
    error_message = "one policy of all statements"
  }
}

run "nothing" {
  variables {
    deny_api_keys = false
    combine       = true
  }

  assert {
    condition     = output.policies == {}
    error_message = "a policy without statements"
  }
}

run "other_partitions" {
  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-us-gov" }
  }

  variables {
    denied_families = ["meta.llama3-*"]
  }

  assert {
    condition     = jsondecode(output.policies["denied-families"]).Statement[0].Resource == ["arn:aws-us-gov:bedrock:*::foundation-model/meta.llama3-*"]
    error_message = "partition"
  }
}

run "refuses_the_id_of_a_version" {
  command = plan

  variables {
    approved_families = ["anthropic.claude-3-haiku-20240307-v1:0"]
    denied_families   = ["deepseek.r1-v1:0"]
  }

  expect_failures = [var.approved_families, var.denied_families]
}

run "refuses_a_version_with_a_wildcard" {
  command = plan

  variables {
    approved_families = ["anthropic.claude-3-haiku-20240307-*"]
    denied_families   = ["amazon.nova-pro-v1*"]
  }

  expect_failures = [var.approved_families, var.denied_families]
}

run "refuses_the_beginning_of_a_version" {
  command = plan

  variables {
    approved_families = ["anthropic.claude-3-haiku-2024*"]
    denied_families   = ["deepseek.r1-v*"]
  }

  expect_failures = [var.approved_families, var.denied_families]
}

run "takes_generations" {
  command = plan

  variables {
    approved_families = ["cohere.embed-v4*", "amazon.titan-embed-text-v2*", "openai.gpt-oss-20b*"]
    denied_families   = ["anthropic.claude-v2*"]
  }
}

run "refuses_every_provider" {
  command = plan

  variables {
    approved_families = ["*"]
    denied_families   = ["anthropic"]
  }

  expect_failures = [var.approved_families, var.denied_families]
}

run "refuses_arns" {
  command = plan

  variables {
    approved_families = ["arn:aws:bedrock:*::foundation-model/anthropic.*"]
    denied_families   = ["arn:aws:bedrock:*::foundation-model/deepseek.*"]
  }

  expect_failures = [var.approved_families, var.denied_families]
}

run "refuses_profiles_of_a_geography" {
  command = plan

  variables {
    approved_families = ["eu.anthropic.*"]
    denied_families   = ["us.deepseek.*"]
  }

  expect_failures = [var.approved_families, var.denied_families]
}

run "refuses_global_profiles" {
  command = plan

  variables {
    approved_families = ["apac.*"]
    denied_families   = ["global.*"]
  }

  expect_failures = [var.approved_families, var.denied_families]
}

run "refuses_a_denial_of_what_is_approved" {
  command = plan

  variables {
    approved_families = ["anthropic.*", "amazon.nova-*"]
    denied_families   = ["amazon.*"]
  }

  expect_failures = [output.policies]
}

run "refuses_other_resource_types" {
  command = plan

  variables {
    approved_resource_types = ["foundation-model"]
    prefix                  = "a/b"
  }

  expect_failures = [var.approved_resource_types, var.prefix]
}
