# No network, no credentials.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  function_arn = "arn:aws:lambda:eu-central-1:111122223333:function:evaluator"
}

run "defaults" {
  assert {
    condition     = toset(keys(aws_config_config_rule.this)) == toset([for rule in jsondecode(file("../../rules.json")) : rule.name if rule.enabledByDefault])
    error_message = "enabled by default"
  }
  assert {
    condition     = alltrue([for name, rule in aws_config_config_rule.this : rule.name == name && jsondecode(rule.input_parameters).rule == name])
    error_message = "names and the parameter rule"
  }
  assert {
    condition     = alltrue([for name, rule in aws_config_config_rule.this : jsondecode(rule.input_parameters) == { rule = name } if name != "config-recorder-running"])
    error_message = "no other parameters"
  }
  assert {
    condition     = alltrue([for rule in values(aws_config_config_rule.this) : rule.source[0].owner == "CUSTOM_LAMBDA" && rule.source[0].source_identifier == var.function_arn])
    error_message = "source"
  }
  # Both of these have both triggers.
  assert {
    condition = alltrue([for name in ["bedrock-agent-vpc-required", "cloudtrail-enabled"] : toset([for detail in aws_config_config_rule.this[name].source[0].source_detail : "${detail.event_source} ${detail.message_type}${detail.message_type == "ScheduledNotification" ? " ${detail.maximum_execution_frequency}" : ""}"]) == toset([
      "aws.config ConfigurationItemChangeNotification",
      "aws.config OversizedConfigurationItemChangeNotification",
      "aws.config ScheduledNotification TwentyFour_Hours",
    ])])
    error_message = "message types"
  }
  assert {
    condition     = aws_config_config_rule.this["bedrock-agent-vpc-required"].scope[0].compliance_resource_types == toset(["AWS::Lambda::Function"]) && aws_config_config_rule.this["cloudtrail-enabled"].scope[0].compliance_resource_types == toset(["AWS::CloudTrail::Trail"])
    error_message = "scope"
  }
  assert {
    condition     = length(aws_config_config_rule.managed_cloudtrail_enabled) == 0 && output.managed_rule_names == []
    error_message = "the managed rule is off"
  }
  assert {
    condition     = output.enabled_rules == toset(keys(aws_config_config_rule.this)) && output.config_rule_names["cloudtrail-enabled"] == "cloudtrail-enabled"
    error_message = "outputs"
  }
}

run "every_option" {
  variables {
    prefix                     = "team-"
    frequency                  = "Six_Hours"
    managed_cloudtrail_enabled = true
    tags                       = { team = "platform" }
    rules = {
      bedrock-agent-vpc-required = {
        name       = "agents-in-vpc"
        frequency  = "One_Hour"
        parameters = { subnetIds = "subnet-10000000, subnet-20000000" }
      }
      cloudtrail-enabled = {
        parameters = { bedrockEvents = false }
      }
    }
  }

  assert {
    condition     = output.config_rule_names == { for rule in jsondecode(file("../../rules.json")) : rule.name => rule.name == "bedrock-agent-vpc-required" ? "team-agents-in-vpc" : "team-${rule.name}" if rule.enabledByDefault }
    error_message = "names"
  }
  assert {
    condition     = jsondecode(aws_config_config_rule.this["bedrock-agent-vpc-required"].input_parameters) == { rule = "bedrock-agent-vpc-required", subnetIds = "subnet-10000000, subnet-20000000" }
    error_message = "a renamed rule must still say which it is"
  }
  assert {
    condition     = jsondecode(aws_config_config_rule.this["cloudtrail-enabled"].input_parameters) == { rule = "cloudtrail-enabled", bedrockEvents = "false" }
    error_message = "parameters"
  }
  assert {
    condition     = [for name in ["bedrock-agent-vpc-required", "cloudtrail-enabled"] : join(" ", compact(tolist(aws_config_config_rule.this[name].source[0].source_detail)[*].maximum_execution_frequency))] == ["One_Hour", "Six_Hours"]
    error_message = "frequencies"
  }
  assert {
    condition     = aws_config_config_rule.managed_cloudtrail_enabled[0].source[0].source_identifier == "CLOUD_TRAIL_ENABLED" && output.managed_rule_names == ["team-managed-cloudtrail-enabled"]
    error_message = "managed rule"
  }
  assert {
    condition     = aws_config_config_rule.this["cloudtrail-enabled"].tags.team == "platform"
    error_message = "tags"
  }
  assert {
    condition = output.custom_lambda_rules["team-agents-in-vpc"] == {
      description         = aws_config_config_rule.this["bedrock-agent-vpc-required"].description
      lambda_function_arn = var.function_arn
      input_parameters    = tomap({ rule = "bedrock-agent-vpc-required", subnetIds = "subnet-10000000, subnet-20000000" })
      scope               = { compliance_resource_types = tolist(["AWS::Lambda::Function"]) }
      tags                = tomap({ team = "platform" })
      enabled             = true
    }
    error_message = "custom_lambda_rules"
  }
}

run "disabled_rule" {
  variables {
    rules = {
      cloudtrail-enabled = { enabled = false }
    }
  }

  assert {
    condition     = output.enabled_rules == setsubtract([for rule in jsondecode(file("../../rules.json")) : rule.name if rule.enabledByDefault], ["cloudtrail-enabled"]) && toset(keys(aws_config_config_rule.this)) == output.enabled_rules
    error_message = "a rule that is off"
  }
}

run "created_by_others" {
  variables {
    create                     = false
    managed_cloudtrail_enabled = true
  }

  assert {
    condition     = length(aws_config_config_rule.this) == 0 && length(aws_config_config_rule.managed_cloudtrail_enabled) == 0
    error_message = "nothing is created"
  }
  assert {
    condition     = output.enabled_rules == toset([for rule in jsondecode(file("../../rules.json")) : rule.name if rule.enabledByDefault]) && toset(keys(output.custom_lambda_rules)) == output.enabled_rules
    error_message = "but all is described"
  }
}

run "changes_only" {
  variables {
    rules = { bedrock-agent-vpc-required = { periodic = false } }
  }

  assert {
    condition     = toset(aws_config_config_rule.this["bedrock-agent-vpc-required"].source[0].source_detail[*].message_type) == toset(["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"])
    error_message = "message types"
  }
}

run "refuses_another_function" {
  command = plan

  variables {
    function_arn = "evaluator"
  }

  expect_failures = [var.function_arn]
}

# What no rule of ours has yet: one trigger only, required, bounded and chosen parameters.
run "other_catalogue" {
  variables {
    catalogue = "../catalogue/tests/catalogue.json"
    rules = {
      only-periodic = { parameters = { days = "30", regions = "eu-west-1, eu-central-1", mode = "strict" } }
    }
  }

  assert {
    condition     = length(aws_config_config_rule.this["only-periodic"].scope) == 0 && toset(aws_config_config_rule.this["only-periodic"].source[0].source_detail[*].message_type) == toset(["ScheduledNotification"])
    error_message = "a rule that is only periodic has no scope"
  }
  assert {
    condition     = length(aws_config_config_rule.this["only-changes"].scope) == 1 && toset(aws_config_config_rule.this["only-changes"].source[0].source_detail[*].message_type) == toset(["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"])
    error_message = "a rule for changes has no schedule"
  }
  assert {
    condition     = output.custom_lambda_rules["only-periodic"].scope == null && output.custom_lambda_rules["only-changes"].scope != null
    error_message = "custom_lambda_rules"
  }
}
