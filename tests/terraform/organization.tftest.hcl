# Against moto, with the real provider. Only the organization's rules are made up, which moto lacks.

provider "aws" {
  max_retries = 1
}

variables {
  function_arn            = "arn:aws:lambda:eu-central-1:123456789012:function:evaluator"
  evaluator_role_arns     = ["arn:aws:iam::123456789012:role/evaluator"]
  delegated_administrator = false # moto's account manages the organization
  organizational_unit_ids = ["ou-ab12-3c4d5e6f"]
  excluded_accounts       = ["444455556666"]
}

run "apply" {
  override_resource {
    target = aws_config_organization_custom_rule.this
    values = { arn = "arn:aws:config:eu-central-1:123456789012:organization-config-rule/mock" }
  }

  assert {
    condition     = aws_config_configuration_aggregator.this[0].organization_aggregation_source[0].role_arn == aws_iam_role.aggregator[0].arn
    error_message = "aggregator"
  }
  assert {
    condition     = output.stack_set_name == "bedrock-governance-member-role"
    error_message = "StackSet"
  }
}

