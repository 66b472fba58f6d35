# No network, no credentials.

mock_provider "aws" {
  source = "../../tests/mocks"
}

# The whole of it, so that nothing is ever added in passing.
run "these_rules" {
  variables {
    rules = ["bedrock-agent-vpc-required", "cloudtrail-enabled"]
  }

  assert {
    condition = output.statements == jsondecode(jsonencode([
      {
        Sid      = "Evaluate"
        Effect   = "Allow"
        Action   = ["config:PutEvaluations", "config:SelectResourceConfig", "config:GetResourceConfigHistory"]
        Resource = ["*"]
      },
      {
        Sid      = "ReadResults"
        Effect   = "Allow"
        Action   = ["config:GetComplianceDetailsByConfigRule"]
        Resource = ["arn:aws:config:*:*:config-rule/*"]
      },
      {
        Sid      = "Read"
        Effect   = "Allow"
        Action   = ["cloudtrail:DescribeTrails"]
        Resource = ["*"]
      },
      {
        Sid      = "ReadCloudtrail"
        Effect   = "Allow"
        Action   = ["cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"]
        Resource = ["arn:aws:cloudtrail:*:*:trail/*"]
      },
    ]))
    error_message = "statements"
  }
}

run "all_rules" {
  assert {
    condition     = length(setsubtract(flatten(jsondecode(file("../../rules.json"))[*].reads), flatten(output.statements[*].Action))) == 0
    error_message = "a rule may not read what it needs"
  }
}

# A rule that reads nothing needs nothing read.
run "reads_of_enabled_rules_only" {
  variables {
    rules = ["bedrock-agent-vpc-required"]
  }

  assert {
    condition     = output.statements[*].Sid == ["Evaluate", "ReadResults"]
    error_message = "reads for a rule that is not enabled"
  }
}

# What a rule of another build reads is bound to what its catalogue says.
run "reads_of_other_rules" {
  variables {
    catalogue = "tests/catalogue.json"
  }

  assert {
    condition = [for statement in output.statements : statement if !contains(["Evaluate", "ReadResults"], statement.Sid)] == jsondecode(jsonencode([
      {
        Sid      = "Read"
        Effect   = "Allow"
        Action   = ["bedrock:ListGuardrails", "sqs:ListQueues"]
        Resource = ["*"]
      },
      {
        Sid      = "ReadBedrock"
        Effect   = "Allow"
        Action   = ["bedrock:GetAgent"]
        Resource = ["arn:aws:bedrock:*:*:agent/*"]
      },
      {
        Sid      = "ReadBedrock2"
        Effect   = "Allow"
        Action   = ["bedrock:GetGuardrail"]
        Resource = ["arn:aws:bedrock:*:*:guardrail/*"]
      },
      {
        Sid      = "ReadBedrockAgentcore"
        Effect   = "Allow"
        Action   = ["bedrock-agentcore:GetMemory"]
        Resource = ["arn:aws:bedrock-agentcore:*:*:memory/*"]
      },
      {
        Sid      = "ReadSqs"
        Effect   = "Allow"
        Action   = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
        Resource = ["arn:aws:sqs:*:*:*"]
      },
    ]))
    error_message = "reads"
  }
}

# A catalogue of before readResources.
run "reads_that_nobody_bound" {
  variables {
    catalogue = "../catalogue/tests/catalogue.json"
  }

  assert {
    condition     = [for statement in output.statements : statement.Action if statement.Sid == "Read"] == [["iam:ListUsers"]]
    error_message = "reads"
  }
}

run "refuses_unknown_rules" {
  command = plan

  variables {
    rules = ["no-such-rule"]
  }

  expect_failures = [output.statements]
}

run "refuses_a_missing_catalogue" {
  command = plan

  variables {
    catalogue = "no-such-file.json"
  }

  expect_failures = [var.catalogue]
}
