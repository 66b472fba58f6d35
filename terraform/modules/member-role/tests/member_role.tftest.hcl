# No network, no credentials.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  evaluator_role_arns = ["arn:aws:iam::999988887777:role/evaluator-us-east-1", "arn:aws:iam::999988887777:role/evaluator-eu-central-1"]
}

run "role" {
  variables {
    rules = ["bedrock-agent-vpc-required", "cloudtrail-enabled"]
  }

  assert {
    condition = jsondecode(aws_iam_role.this[0].assume_role_policy).Statement == [{
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::999988887777:root"] }
      Action    = "sts:AssumeRole"
      Condition = { ArnEquals = { "aws:PrincipalArn" = ["arn:aws:iam::999988887777:role/evaluator-eu-central-1", "arn:aws:iam::999988887777:role/evaluator-us-east-1"] } }
    }]
    error_message = "it must trust the evaluator's role of every Region, and no other"
  }
  assert {
    condition     = aws_iam_role.this[0].name == "bedrock-config-rules" && output.arn == aws_iam_role.this[0].arn
    error_message = "name"
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.this[0].policy).Statement[*].Sid == ["Evaluate", "ReadResults", "Read", "ReadCloudtrail"]
    error_message = "what it allows"
  }
}

run "template" {
  variables {
    create               = false
    external_id          = "our-organization"
    rules                = ["bedrock-agent-vpc-required"]
    permissions_boundary = "arn:aws:iam::aws:policy/boundary"
    tags                 = { team = "platform" }
  }

  assert {
    condition     = length(aws_iam_role.this) == 0 && output.arn == null
    error_message = "nothing is created"
  }
  assert {
    condition = jsondecode(output.template).Resources.Role.Properties.AssumeRolePolicyDocument.Statement[0].Condition == {
      ArnEquals    = { "aws:PrincipalArn" = ["arn:aws:iam::999988887777:role/evaluator-eu-central-1", "arn:aws:iam::999988887777:role/evaluator-us-east-1"] }
      StringEquals = { "sts:ExternalId" = "our-organization" }
    }
    error_message = "both conditions must hold"
  }
  assert {
    condition     = jsondecode(output.template).Resources.Role.Properties.Policies[0].PolicyDocument.Statement[*].Sid == ["Evaluate", "ReadResults"] && jsondecode(output.template).Resources.Role.Properties.PermissionsBoundary == var.permissions_boundary
    error_message = "what the template allows"
  }
  assert {
    condition     = jsondecode(output.template).Resources.Role.Properties.Tags == [{ Key = "team", Value = "platform" }]
    error_message = "tags"
  }
}

run "refuses_wrong_kinds" {
  command = plan

  variables {
    name                = "a/path"
    evaluator_role_arns = ["arn:aws:lambda:eu-central-1:999988887777:function:evaluator"]
    external_id         = "!"
  }

  expect_failures = [var.name, var.evaluator_role_arns, var.external_id]
}

run "refuses_to_trust_nobody" {
  command = plan

  variables {
    evaluator_role_arns = []
  }

  expect_failures = [var.evaluator_role_arns]
}

run "refuses_wildcards" {
  command = plan

  variables {
    evaluator_role_arns = ["arn:aws:iam::999988887777:role/evaluator-*"]
  }

  expect_failures = [var.evaluator_role_arns]
}

run "refuses_a_trust_policy_that_is_too_long" {
  command = plan

  variables {
    evaluator_role_arns = [for i in range(40) : "arn:aws:iam::999988887777:role/bedrock-config-rules-eu-central-${i}"]
  }

  expect_failures = [output.template]
}
