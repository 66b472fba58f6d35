output "organization_rule_names" {
  description = "Names of the organization's rules."
  value       = module.organization.organization_rule_names
}

output "aggregator_arn" {
  description = "ARN of the aggregator; null but in the first Region."
  value       = module.organization.aggregator_arn
}
