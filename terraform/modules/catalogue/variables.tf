variable "rules" {
  description = "What differs from the defaults, by rule of rules.json. A rule is enabled where it is named, or where rules.json says enabledByDefault. name follows the prefix in place of the rule's own; periodic = false leaves changes as the only trigger; parameters are text, lists comma-separated."
  type = map(object({
    enabled    = optional(bool, true)
    name       = optional(string)
    periodic   = optional(bool, true)
    frequency  = optional(string)
    parameters = optional(map(string), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.name == null || can(regex("^[a-zA-Z0-9_-]{1,96}$", rule.name))])
    error_message = "rules: a name must be 1 to 96 letters, digits, hyphens or underscores, not ${join(", ", [for name, rule in var.rules : "${rule.name} of ${name}" if rule.name != null && !can(regex("^[a-zA-Z0-9_-]{1,96}$", rule.name))])}."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.frequency == null || contains(["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"], coalesce(rule.frequency, "none"))])
    error_message = "rules: a frequency must be One_Hour, Three_Hours, Six_Hours, Twelve_Hours or TwentyFour_Hours, not ${join(", ", [for name, rule in var.rules : "${rule.frequency} of ${name}" if rule.frequency != null && !contains(["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"], coalesce(rule.frequency, "none"))])}."
  }

  validation {
    condition     = alltrue(flatten([for rule in values(var.rules) : [for value in values(rule.parameters) : value != null]]))
    error_message = "rules: a parameter must not be null; leave it out: ${join(", ", flatten([for name, rule in var.rules : [for key, value in rule.parameters : "${key} of ${name}" if value == null]]))}."
  }
}

variable "prefix" {
  description = "What the name of every Config rule begins with."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{0,32}$", var.prefix))
    error_message = "prefix must be at most 32 letters, digits, hyphens or underscores."
  }
}

variable "frequency" {
  description = "How often rules with a periodic trigger run, where the rule does not say otherwise."
  type        = string
  default     = "TwentyFour_Hours"
  nullable    = false

  validation {
    condition     = contains(["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"], var.frequency)
    error_message = "frequency must be One_Hour, Three_Hours, Six_Hours, Twelve_Hours or TwentyFour_Hours."
  }
}

variable "reserved_parameters" {
  description = "Parameters of every rule that are for the function itself, such as executionRoleName; the reserved rule is always there."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "name_limit" {
  description = "Characters that the name of a Config rule may have: 128, or 64 for a rule of an organization."
  type        = number
  default     = 128
  nullable    = false
}

variable "catalogue" {
  description = "Path of another rules.json, of a build with other rules; null: this repository's."
  type        = string
  default     = null

  validation {
    condition     = var.catalogue == null || can(jsondecode(file(var.catalogue)))
    error_message = "catalogue must be a file that configrule catalogue --json has written."
  }
}
