output "config_rule_names" {
  description = "Names of the Config rules."
  value       = module.rules.config_rule_names
}

output "topic_arn" {
  description = "ARN of the topic of the alerts."
  value       = module.alerting.topic_arn
}
