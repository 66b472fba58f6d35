# No network, no credentials.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  function_arn        = "arn:aws:lambda:eu-central-1:111122223333:function:evaluator"
  evaluator_role_arns = ["arn:aws:iam::111122223333:role/evaluator-eu-central-1", "arn:aws:iam::111122223333:role/evaluator-us-east-1"]
}

run "defaults" {
  assert {
    condition     = output.organization_rule_names == { for rule in jsondecode(file("../../rules.json")) : rule.name => "bedrock-governance-${rule.name}" if rule.enabledByDefault }
    error_message = "names"
  }
  assert {
    condition     = alltrue([for name, rule in aws_config_organization_custom_rule.this : jsondecode(rule.input_parameters) == { rule = name, executionRoleName = "bedrock-config-rules" } if name != "config-recorder-running"])
    error_message = "every rule says which it is, and the role"
  }
  assert {
    condition     = aws_config_organization_custom_rule.this["cloudtrail-enabled"].trigger_types == toset(["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification", "ScheduledNotification"]) && aws_config_organization_custom_rule.this["cloudtrail-enabled"].resource_types_scope == toset(["AWS::CloudTrail::Trail"])
    error_message = "triggers and scope"
  }
  assert {
    condition     = length(aws_cloudformation_stack_set.member_role) == 0 && output.stack_set_name == null
    error_message = "no StackSet without units"
  }
  assert {
    condition     = aws_config_configuration_aggregator.this[0].organization_aggregation_source[0].all_regions && endswith(aws_iam_role_policy_attachment.aggregator[0].policy_arn, "/AWSConfigRoleForOrganizations")
    error_message = "aggregator"
  }
}

run "every_option" {
  variables {
    prefix                  = "team-"
    member_role_name        = "member"
    external_id             = "our-organization"
    organizational_unit_ids = ["ou-ab12-3c4d5e6f"]
    excluded_accounts       = ["444455556666"]
    create_aggregator       = false
    frequency               = "Six_Hours"
    tags                    = { team = "platform" }
    rules = {
      bedrock-agent-vpc-required = { periodic = false }
      cloudtrail-enabled         = { enabled = true, name = "trail" }
    }
  }

  assert {
    condition     = aws_config_organization_custom_rule.this["cloudtrail-enabled"].name == "team-trail" && aws_config_organization_custom_rule.this["cloudtrail-enabled"].maximum_execution_frequency == "Six_Hours" && aws_config_organization_custom_rule.this["cloudtrail-enabled"].excluded_accounts == toset(["444455556666"])
    error_message = "rule"
  }
  assert {
    condition     = aws_config_organization_custom_rule.this["bedrock-agent-vpc-required"].trigger_types == toset(["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"])
    error_message = "triggers"
  }
  assert {
    condition     = aws_cloudformation_stack_set.member_role[0].call_as == "DELEGATED_ADMIN" && aws_cloudformation_stack_set.member_role[0].auto_deployment[0].enabled && aws_cloudformation_stack_set_instance.member_role[0].deployment_targets[0].organizational_unit_ids == toset(["ou-ab12-3c4d5e6f"])
    error_message = "StackSet"
  }
  assert {
    condition     = aws_cloudformation_stack_set_instance.member_role[0].deployment_targets[0].account_filter_type == "DIFFERENCE" && aws_cloudformation_stack_set_instance.member_role[0].deployment_targets[0].accounts == toset(["444455556666"])
    error_message = "excluded accounts must get no role"
  }
  assert {
    condition     = jsondecode(aws_cloudformation_stack_set.member_role[0].template_body).Resources.Role.Properties.AssumeRolePolicyDocument.Statement[0].Condition.ArnEquals["aws:PrincipalArn"] == ["arn:aws:iam::111122223333:role/evaluator-eu-central-1", "arn:aws:iam::111122223333:role/evaluator-us-east-1"]
    error_message = "the member role must trust the evaluators of all Regions"
  }
  assert {
    condition     = jsondecode(aws_cloudformation_stack_set.member_role[0].template_body).Resources.Role.Properties.RoleName == "member" && jsondecode(aws_cloudformation_stack_set.member_role[0].template_body).Resources.Role.Properties.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals["sts:ExternalId"] == "our-organization"
    error_message = "member role"
  }
  assert {
    condition     = length(aws_config_configuration_aggregator.this) == 0 && output.aggregator_arn == null
    error_message = "aggregator"
  }
}

run "management_account" {
  variables {
    delegated_administrator = false
    organizational_unit_ids = ["r-ab12"]
  }

  assert {
    condition     = aws_cloudformation_stack_set.member_role[0].call_as == "SELF" && aws_cloudformation_stack_set_instance.member_role[0].deployment_targets[0].account_filter_type == null
    error_message = "StackSet"
  }
}

run "refuses_wrong_kinds" {
  command = plan

  variables {
    function_arn            = "evaluator"
    organizational_unit_ids = ["Workloads"]
    excluded_accounts       = ["4444"]
  }

  expect_failures = [var.function_arn, var.organizational_unit_ids, var.excluded_accounts]
}
