locals {
  catalogue = { for rule in jsondecode(file(coalesce(var.catalogue, "${path.module}/../../rules.json"))) : rule.name => rule }

  # A catalogue of before enabledByDefault enables all.
  enabled = toset([for name, rule in local.catalogue : name if try(var.rules[name].enabled, rule.enabledByDefault, true)])
  # A misspelt rule is one too, to be refused rather than left out in silence.
  instances = setunion(local.enabled, setsubtract(keys(var.rules), keys(local.catalogue)))

  given    = { for name in local.instances : name => try(var.rules[name].parameters, {}) }
  declared = { for name in local.instances : name => try(local.catalogue[name].parameters, []) }

  names = { for name in local.instances : name => "${var.prefix}${try(coalesce(var.rules[name].name), name)}" }

  # What the enabled rules need recorded is known here, and the recorder is held to that, unless somebody says otherwise.
  recorded = toset(flatten([for name in local.enabled : local.scopes[name]]))
  implied  = { config-recorder-running = { for types in [join(",", local.recorded)] : "resourceTypes" => types if types != "" } }

  # "rule" names the rule to the function, whatever the Config rule is called.
  parameters = { for name in local.instances : name => merge(lookup(local.implied, name, {}), local.given[name], var.reserved_parameters, { rule = name }) }

  message_types = { for name in local.instances : name => concat(
    # Without the second, large resources are never evaluated.
    contains(try(local.catalogue[name].triggers, []), "ConfigurationChanges") ? ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"] : [],
    contains(try(local.catalogue[name].triggers, []), "Periodic") && try(var.rules[name].periodic, true) ? ["ScheduledNotification"] : [],
  ) }

  # AWS Config refuses a scope on a rule that is only periodic.
  scopes = { for name in local.instances : name => contains(local.message_types[name], "ConfigurationItemChangeNotification") ? local.catalogue[name].scope : [] }

  unknown_parameters = { for name in local.instances : name => setsubtract(keys(local.given[name]), local.declared[name][*].name) }
  missing_parameters = { for name in local.instances : name => [
    for parameter in local.declared[name] : parameter.name if parameter.required && !contains(keys(local.given[name]), parameter.name)
  ] }

  # What each value splits into, to hold against the choices.
  items = { for name in local.instances : name => { for parameter in local.declared[name] : parameter.name =>
    parameter.type == "list" ? compact([for item in split(",", local.given[name][parameter.name]) : trimspace(item)]) : [local.given[name][parameter.name]]
  if contains(keys(local.given[name]), parameter.name) } }

  # As engine/parameters.c reads them.
  wrong_values = { for name in local.instances : name => [
    for parameter in local.declared[name] : "${parameter.name} must be ${join("", [
      { string = "text", integer = "a whole number", decimal = "a decimal number", boolean = "true or false", list = "one or more items, comma-separated" }[parameter.type],
      can(parameter.minimum) ? " from ${parameter.minimum} to ${parameter.maximum}" : "",
      can(parameter.choices) ? " of ${join(", ", parameter.choices)}" : "",
      can(parameter.pattern) ? ", of the form ${parameter.pattern}" : "",
    ])}"
    if contains(keys(local.given[name]), parameter.name) && !try(alltrue([
      local.given[name][parameter.name] != "",
      length(local.items[name][parameter.name]) > 0,
      parameter.type != "boolean" || contains(["true", "false"], local.given[name][parameter.name]),
      parameter.type != "integer" || can(regex("^[+-]?[0-9]+$", local.given[name][parameter.name])),
      parameter.type != "decimal" || can(regex("^[+-]?[0-9]+([.][0-9]+)?$", local.given[name][parameter.name])),
      can(parameter.minimum) ? tonumber(local.given[name][parameter.name]) >= parameter.minimum && tonumber(local.given[name][parameter.name]) <= parameter.maximum : true,
      can(parameter.choices) ? length(setsubtract(local.items[name][parameter.name], parameter.choices)) == 0 : true,
      can(parameter.pattern) ? alltrue([for item in local.items[name][parameter.name] : can(regex("^(${parameter.pattern})$", item))]) : true,
    ]), false)
  ] }

  # All that is wrong, so that nobody has to fix it one plan at a time.
  problems = flatten([for name in local.instances : !contains(keys(local.catalogue), name) ? [
    "rules: no such rule: ${name}; there are ${join(", ", keys(local.catalogue))}."
    ] : compact([
      length(local.unknown_parameters[name]) == 0 ? "" :
      "rules.${name}.parameters: no such parameter: ${join(", ", local.unknown_parameters[name])}; there are ${join(", ", local.declared[name][*].name)}.",
      length(local.missing_parameters[name]) == 0 ? "" :
      "rules.${name}.parameters: required: ${join(", ", local.missing_parameters[name])}.",
      length(local.wrong_values[name]) == 0 ? "" :
      "rules.${name}.parameters: ${join("; ", local.wrong_values[name])}.",
      length(jsonencode(local.parameters[name])) <= 1024 ? "" :
      "rules.${name}.parameters: AWS Config takes 1,024 characters in all.",
      # What a rule about the account evaluates can change without a configuration item.
      try(var.rules[name].periodic, true) || length(local.scopes[name]) > 0 && !contains(local.catalogue[name].resourceTypes, "AWS::::Account") ? "" :
      "rules.${name}.periodic: a rule about the account, or without another trigger, must be periodic.",
      length([for other in values(local.names) : other if other == local.names[name]]) == 1 ? "" :
      "rules.${name}.name: two rules would be called ${local.names[name]}.",
      length(local.names[name]) <= var.name_limit ? "" :
      "rules.${name}.name: AWS Config takes ${var.name_limit} characters, not ${local.names[name]}.",
  ])])
}
