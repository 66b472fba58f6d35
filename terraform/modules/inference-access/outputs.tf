output "policy" {
  description = "JSON of the policy."
  value       = local.policy

  precondition {
    condition     = length(local.problems) == 0
    error_message = join(" ", local.problems)
  }
}

output "statements" {
  description = "Statements of the policy, for one of your own."
  value       = local.statements
}

output "arn" {
  description = "ARN of the IAM policy; null unless it was created."
  value       = one(aws_iam_policy.this[*].arn)
}
