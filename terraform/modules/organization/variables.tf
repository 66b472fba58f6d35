variable "function_arn" {
  description = "ARN of the evaluator's function; AWS Config of every account must be allowed to invoke it already."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[a-zA-Z0-9_-]+(:[a-zA-Z0-9_$-]+)?$", var.function_arn))
    error_message = "function_arn must be the ARN of a Lambda function."
  }
}

variable "evaluator_role_arns" {
  description = "ARNs of the roles of the evaluator's functions of all Regions, which the member roles trust. They need not exist yet."
  type        = set(string)
  nullable    = false
}

variable "member_role_name" {
  description = "Name of the role in every account that the evaluator assumes; the parameter executionRoleName of every rule."
  type        = string
  default     = "bedrock-config-rules"
  nullable    = false
}

variable "external_id" {
  description = "External id that the member roles ask for, as the function's EXTERNAL_ID. null: none."
  type        = string
  default     = null
}

variable "organizational_unit_ids" {
  description = "Organizational units, or the root, in whose accounts a StackSet creates the member role; the management account gets none. Set it in one Region only, since the role is global. Empty: the role is there already."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.organizational_unit_ids : can(regex("^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$", id))])
    error_message = "organizational_unit_ids must be ids of organizational units or of the root, such as ou-ab12-3c4d5e6f."
  }
}

variable "delegated_administrator" {
  description = "Whether this account is the delegated administrator; false in the management account."
  type        = bool
  default     = true
  nullable    = false
}

variable "excluded_accounts" {
  description = "Accounts that get neither rules nor, from the StackSet, a member role. The rules are for the whole organization: exclude every account that will have no member role, such as those outside of the organizational units and the management account."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.excluded_accounts : can(regex("^[0-9]{12}$", id))]) && length(var.excluded_accounts) <= 1000
    error_message = "excluded_accounts must be at most 1,000 accounts, twelve digits each."
  }
}

variable "create_aggregator" {
  description = "Whether to create an aggregator that shows the compliance of all accounts and Regions in one place; one Region's is enough."
  type        = bool
  default     = true
  nullable    = false
}

variable "prefix" {
  description = "What the name of every Config rule begins with."
  type        = string
  default     = "bedrock-governance-"
  nullable    = false
}

variable "frequency" {
  description = "How often rules with a periodic trigger run, where the rule does not say otherwise."
  type        = string
  default     = "TwentyFour_Hours"
  nullable    = false
}

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
}

variable "catalogue" {
  description = "Path of another rules.json, of a build with other rules; null: this repository's."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the StackSet, the member roles and the aggregator; AWS takes none for rules of an organization."
  type        = map(string)
  default     = {}
  nullable    = false
}
