output "policies" {
  description = "JSON of the policies, by name: region-deny and bedrock-inference."
  value       = local.policies

  precondition {
    condition     = length(local.policies) > 0 || length(var.targets) == 0
    error_message = "targets: with deny_regions = false and no inference_account_ids there is no policy to attach."
  }

  precondition {
    condition     = alltrue([for arn in var.exempt_role_arns : startswith(arn, "arn:${local.partition}:")])
    error_message = "exempt_role_arns: roles of another partition than ${local.partition} never act here."
  }
}

output "ids" {
  description = "Ids of the policies, by name."
  value       = module.policies.ids
}

output "arns" {
  description = "ARNs of the policies, by name."
  value       = module.policies.arns
}
