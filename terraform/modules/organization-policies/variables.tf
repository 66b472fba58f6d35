variable "policies" {
  description = "Service control policies, by a name of your choice: what each is called, what it is for and its JSON."
  type        = map(object({ name = string, description = string, content = string }))
  nullable    = false

  validation {
    condition     = alltrue([for policy in values(var.policies) : can(jsondecode(policy.content).Statement)])
    error_message = "policies: content must be the JSON of a policy."
  }
}

variable "targets" {
  description = "Ids of the roots, OUs and accounts that get every policy, by a name of your choice. None: the policies are made and bind nobody."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for id in values(var.targets) : can(regex("^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|[0-9]{12})$", id))])
    error_message = "targets must be ids of a root, of OUs or of accounts, such as ou-ab12-cd345678."
  }

  validation {
    condition     = length(distinct(values(var.targets))) == length(var.targets)
    error_message = "targets must name each id once."
  }
}

variable "existing_policies" {
  description = "How many policies any of the targets has already, beside these; FullAWSAccess is one."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.existing_policies >= 0 && floor(var.existing_policies) == var.existing_policies
    error_message = "existing_policies must be a number of policies."
  }
}

variable "quotas" {
  description = "What AWS Organizations takes: characters of a policy, and policies attached to one target. The defaults are AWS's since May 2026; before, they were 5,120 and 5."
  type        = object({ characters = optional(number, 10240), policies = optional(number, 10) })
  default     = {}
  nullable    = false

  validation {
    condition     = var.quotas.characters > 0 && var.quotas.policies > 0
    error_message = "quotas must be greater than 0."
  }
}

variable "tags" {
  description = "Tags of the policies."
  type        = map(string)
  default     = {}
  nullable    = false
}
