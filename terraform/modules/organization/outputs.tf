output "organization_rule_names" {
  description = "Names of the organization's rules, by the rule's name in rules.json; in each account AWS adds to them."
  value       = { for name, rule in aws_config_organization_custom_rule.this : name => rule.name }
}

output "aggregator_arn" {
  description = "ARN of the aggregator; null unless it was created."
  value       = one(aws_config_configuration_aggregator.this[*].arn)
}

output "stack_set_name" {
  description = "Name of the StackSet of the member roles; null unless it was created."
  value       = one(aws_cloudformation_stack_set.member_role[*].name)
}

output "member_role_template" {
  description = "CloudFormation template of the member role, for those who deploy it themselves."
  value       = module.member_role.template
}
