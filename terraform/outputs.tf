output "config_rule_names" {
  description = "Names of the Config rules, by the rule's name in rules.json."
  value       = module.rules.config_rule_names
}

output "managed_rule_names" {
  description = "Names of the Config rules that are AWS's own."
  value       = module.rules.managed_rule_names
}

output "function_arn" {
  description = "ARN of the Lambda function."
  value       = module.evaluator.function_arn
}

output "function_name" {
  description = "Name of the Lambda function."
  value       = module.evaluator.function_name
}

output "role_name" {
  description = "Name of the function's role."
  value       = module.evaluator.role_name
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = module.evaluator.log_group_name
}

output "failure_queue_url" {
  description = "URL of the queue with the records of failed invocations."
  value       = module.evaluator.failure_queue_url
}

output "topic_arn" {
  description = "ARN of the topic of the alerts; null without alerting."
  value       = one(module.alerting[*].topic_arn)
}

output "event_rule_name" {
  description = "Name of the EventBridge rule behind the alerts; null without alerting."
  value       = one(module.alerting[*].event_rule_name)
}

output "undelivered_queue_url" {
  description = "URL of the queue with the alerts that could not be delivered; null without alerting."
  value       = one(module.alerting[*].undelivered_queue_url)
}

output "recorder_name" {
  description = "Name of the recorder that was created; null where the account has one."
  value       = one(module.recorder[*].name)
}

output "custom_lambda_rules" {
  description = "All rules in the form of custom_lambda_rules of cloudposse/terraform-aws-config, which registers them if create_rules is false. It has no place for triggers: see that each rule gets both message types of changes, and the schedule."
  value       = module.rules.custom_lambda_rules
}
