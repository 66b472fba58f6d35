output "ids" {
  description = "Ids of the policies, by name."
  value       = { for name, policy in aws_organizations_policy.this : name => policy.id }
}

output "arns" {
  description = "ARNs of the policies, by name."
  value       = { for name, policy in aws_organizations_policy.this : name => policy.arn }

  # Who waits for a policy waits until it binds.
  depends_on = [aws_organizations_policy_attachment.this]
}
