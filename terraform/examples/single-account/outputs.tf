output "config_rule_names" {
  description = "Names of the Config rules."
  value       = module.config_rules.config_rule_names
}

output "function_arn" {
  description = "ARN of the Lambda function."
  value       = module.config_rules.function_arn
}
