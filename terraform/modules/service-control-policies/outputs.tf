output "policies" {
  description = "JSON of the policies, by name: api-keys, approved-models and denied-families, or models-and-keys of all."
  value       = local.policies

  precondition {
    condition     = length(local.wholly_denied) == 0
    error_message = "denied_families: they cover all of ${join(", ", local.wholly_denied)}, of approved_families, and a denial wins."
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
