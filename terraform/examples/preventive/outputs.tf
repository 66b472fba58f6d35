output "policies" {
  description = "JSON of the policies, by name."
  value       = merge(module.service_control_policies.policies, module.region_deny.policies)
}
