output "enabled_rules" {
  description = "Names, in rules.json, of the rules that are enabled."
  value       = local.enabled
}

output "resource_types" {
  description = "Types of resources that a recorder must record for the enabled rules."
  value       = toset(flatten([for name in local.enabled : local.scopes[name]]))
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
  description = "All rules in the form of custom_lambda_rules of cloudposse/terraform-aws-config, which registers them if create is false."
  # [0]: two of one name are refused where the rules are; here they must not end the plan first.
  value = tomap({ for name, rules in {
    for name in setintersection(local.instances, keys(local.catalogue)) : local.names[name] => {
      description         = local.catalogue[name].description
      lambda_function_arn = var.function_arn
      input_parameters    = tomap(local.parameters[name])
      scope               = length(local.scopes[name]) > 0 ? { compliance_resource_types = tolist(local.scopes[name]) } : null
      tags                = var.tags
      enabled             = true
    }...
  } : name => rules[0] })
}
