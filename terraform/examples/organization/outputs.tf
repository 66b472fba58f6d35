output "organization_rule_names" {
  description = "Names of the organization's rules."
  value       = module.organization.organization_rule_names
}

output "aggregator_arn" {
  description = "ARN of the aggregator; null but in the first Region."
  value       = module.organization.aggregator_arn
}

output "failure_queue_url" {
  description = "URL of the queue with the records of failed invocations, of all accounts."
  value       = module.evaluator.failure_queue_url
}

output "topic_arn" {
  description = "ARN of the topic of alarms and alerts."
  value       = module.alerting.topic_arn
}
