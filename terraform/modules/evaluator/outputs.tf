output "function_arn" {
  description = "ARN of the function; known once AWS Config may invoke it, since it refuses rules before."
  value       = aws_lambda_function.this.arn

  depends_on = [aws_lambda_permission.config, aws_lambda_permission.members, aws_lambda_permission.any_account]
}

output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "role_arn" {
  description = "ARN of the function's role."
  value       = aws_iam_role.this.arn
}

output "role_name" {
  description = "Name of the function's role."
  value       = aws_iam_role.this.name
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "failure_queue_arn" {
  description = "ARN of the queue with the records of failed invocations."
  value       = module.failures.arn
}

output "failure_queue_url" {
  description = "URL of the queue with the records of failed invocations."
  value       = module.failures.url
}

output "alarm_arns" {
  description = "ARNs of the alarms on errors and on the dead-letter queue."
  value       = [aws_cloudwatch_metric_alarm.errors.arn, module.failures.alarm_arn]
}
