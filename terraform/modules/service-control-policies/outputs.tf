output "policies" {
  description = "JSON of the policies, by name: api-keys, approved-models and denied-families, or models-and-keys of all."
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
