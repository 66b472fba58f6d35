output "definitions" {
  description = "The Config rules to create, by the rule's name in rules.json."
  value = { for name in setintersection(local.instances, keys(local.catalogue)) : name => {
    name                        = local.names[name]
    description                 = local.catalogue[name].description
    input_parameters            = tomap(local.parameters[name])
    message_types               = local.message_types[name]
    maximum_execution_frequency = try(coalesce(var.rules[name].frequency), var.frequency)
    compliance_resource_types   = tolist(local.scopes[name])
  } }

  precondition {
    condition     = length(local.problems) == 0
    error_message = join("\n", local.problems)
  }
}

output "enabled_rules" {
  description = "Names, in rules.json, of the rules that are enabled."
  value       = local.enabled
}

output "resource_types" {
  description = "Types of resources that a recorder must record for the enabled rules."
  value       = local.recorded
}
