output "policies" {
  description = "JSON of the policies, by name: region-deny and bedrock-inference."
  value       = local.policies
}

output "ids" {
  description = "Ids of the policies, by name."
  value       = module.policies.ids
}

output "arns" {
  description = "ARNs of the policies, by name."
  value       = module.policies.arns
}
