output "enabled_rules" {
  description = "Names, in rules.json, of the rules that are enabled."
  value       = module.catalogue.enabled_rules
}

output "resource_types" {
  description = "Types of resources that a recorder must record for the enabled rules."
  value       = module.catalogue.resource_types
}

output "config_rule_names" {
  description = "Names of the Config rules that are created, by the rule's name in rules.json."
  value       = { for name, rule in aws_config_config_rule.this : name => rule.name }
}

output "config_rule_arns" {
  description = "ARNs of the Config rules that are created, by the rule's name in rules.json."
  value       = { for name, rule in aws_config_config_rule.this : name => rule.arn }
}

output "managed_rule_names" {
  description = "Names of the Config rules that are AWS's own."
  value       = aws_config_config_rule.managed_cloudtrail_enabled[*].name
}

output "custom_lambda_rules" {
  description = "All rules in the form of custom_lambda_rules of cloudposse/terraform-aws-config, which registers them if create is false. It has no place for triggers: see that each rule gets both message types of changes, and the schedule."
  value = tomap({ for definition in values(module.catalogue.definitions) : definition.name => {
    description         = definition.description
    lambda_function_arn = var.function_arn
    input_parameters    = definition.input_parameters
    scope               = length(definition.compliance_resource_types) > 0 ? { compliance_resource_types = definition.compliance_resource_types } : null
    tags                = var.tags
    enabled             = true
  } })
}
