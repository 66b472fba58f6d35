output "topic_arn" {
  description = "ARN of the topic."
  value       = aws_sns_topic.this.arn

  # What publishes to it may do so.
  depends_on = [aws_sns_topic_policy.this]
}

output "event_rule_name" {
  description = "Name of the EventBridge rule."
  value       = aws_cloudwatch_event_rule.this.name
}

output "event_rule_arn" {
  description = "ARN of the EventBridge rule."
  value       = aws_cloudwatch_event_rule.this.arn
}

output "event_pattern" {
  description = "What the EventBridge rule matches, as JSON."
  value       = aws_cloudwatch_event_rule.this.event_pattern
}

output "key_arn" {
  description = "ARN of the key that encrypts the topic."
  value       = aws_kms_key.this.arn
}

output "undelivered_queue_url" {
  description = "URL of the queue with the alerts that could not be delivered."
  value       = module.undelivered.url
}
