locals {
  catalogue = { for rule in jsondecode(file(coalesce(var.catalogue, "${path.module}/../../rules.json"))) : rule.name => rule }

  enabled = toset([for name in keys(local.catalogue) : name if try(var.rules[name].enabled, true)])
  # A misspelt rule gets an instance, whose precondition refuses it, rather than none, in silence.
  instances = setunion(local.enabled, setsubtract(keys(var.rules), keys(local.catalogue)))

  given    = { for name in local.instances : name => try(var.rules[name].parameters, {}) }
  declared = { for name in local.instances : name => try(local.catalogue[name].parameters, []) }

  names = { for name in local.instances : name => "${var.prefix}${try(coalesce(var.rules[name].name), name)}" }

  # "rule" names the rule to the function, whatever the Config rule is called.
  parameters = { for name in local.instances : name => merge(local.given[name], { rule = name }) }

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

  # As rules/parameters.c reads them.
  wrong_values = { for name in local.instances : name => [
    for parameter in local.declared[name] : "${parameter.name} must be ${join("", [
      { string = "text", integer = "a whole number", boolean = "true or false", list = "one or more items, comma-separated" }[parameter.type],
      can(parameter.minimum) ? " from ${parameter.minimum} to ${parameter.maximum}" : "",
      can(parameter.choices) ? " of ${join(", ", parameter.choices)}" : "",
    ])}"
    if contains(keys(local.given[name]), parameter.name) && !try(alltrue([
      local.given[name][parameter.name] != "",
      length(local.items[name][parameter.name]) > 0,
      parameter.type != "boolean" || contains(["true", "false"], local.given[name][parameter.name]),
      parameter.type != "integer" || can(regex("^[+-]?[0-9]+$", local.given[name][parameter.name])),
      can(parameter.minimum) ? tonumber(local.given[name][parameter.name]) >= parameter.minimum && tonumber(local.given[name][parameter.name]) <= parameter.maximum : true,
      can(parameter.choices) ? length(setsubtract(local.items[name][parameter.name], parameter.choices)) == 0 : true,
    ]), false)
  ] }
}

resource "aws_config_config_rule" "this" {
  for_each = var.create ? local.instances : toset([])

  # AWS Config refuses rules where there is no recorder.
  depends_on = [var.recorder_name]

  name             = local.names[each.key]
  description      = local.catalogue[each.key].description
  input_parameters = jsonencode(local.parameters[each.key])
  tags             = var.tags

  source {
    owner             = "CUSTOM_LAMBDA"
    source_identifier = var.function_arn

    dynamic "source_detail" {
      for_each = local.message_types[each.key]

      content {
        event_source                = "aws.config"
        message_type                = source_detail.value
        maximum_execution_frequency = source_detail.value == "ScheduledNotification" ? try(coalesce(var.rules[each.key].frequency), var.frequency) : null
      }
    }
  }

  dynamic "scope" {
    for_each = length(local.scopes[each.key]) > 0 ? [local.scopes[each.key]] : []

    content {
      compliance_resource_types = scope.value
    }
  }

  lifecycle {
    precondition {
      condition     = contains(keys(local.catalogue), each.key)
      error_message = "rules: no such rule: ${each.key}; there are ${join(", ", keys(local.catalogue))}."
    }

    precondition {
      condition     = !contains(keys(local.catalogue), each.key) || length(local.unknown_parameters[each.key]) == 0
      error_message = "rules.${each.key}.parameters: no such parameter: ${join(", ", local.unknown_parameters[each.key])}; there are ${join(", ", local.declared[each.key][*].name)}."
    }

    precondition {
      condition     = length(local.missing_parameters[each.key]) == 0
      error_message = "rules.${each.key}.parameters: required: ${join(", ", local.missing_parameters[each.key])}."
    }

    precondition {
      condition     = length(local.wrong_values[each.key]) == 0
      error_message = "rules.${each.key}.parameters: ${join("; ", local.wrong_values[each.key])}."
    }

    precondition {
      condition     = length(jsonencode(local.parameters[each.key])) <= 1024
      error_message = "rules.${each.key}.parameters: AWS Config takes 1,024 characters in all."
    }

    # What such a rule judges can change without a configuration item.
    precondition {
      condition     = try(var.rules[each.key].periodic, true) || contains(local.message_types[each.key], "ConfigurationItemChangeNotification") && !contains(try(local.catalogue[each.key].resourceTypes, []), "AWS::::Account")
      error_message = "rules.${each.key}.periodic: a rule about the account, or without another trigger, must be periodic."
    }

    precondition {
      condition     = length([for name in values(local.names) : name if name == local.names[each.key]]) == 1
      error_message = "rules.${each.key}.name: two rules would be called ${local.names[each.key]}."
    }
  }
}

resource "aws_config_config_rule" "managed_cloudtrail_enabled" {
  count = var.create && var.managed_cloudtrail_enabled ? 1 : 0

  depends_on = [var.recorder_name]

  name                        = "${var.prefix}managed-cloudtrail-enabled"
  description                 = "Checks that a CloudTrail trail is enabled (AWS managed rule)."
  maximum_execution_frequency = var.frequency
  tags                        = var.tags

  source {
    owner             = "AWS"
    source_identifier = "CLOUD_TRAIL_ENABLED"
  }
}
