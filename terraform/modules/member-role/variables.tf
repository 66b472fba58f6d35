variable "name" {
  description = "Name of the role, the same in every account: the parameter executionRoleName of the rules."
  type        = string
  default     = "bedrock-config-rules"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9+=,.@_-]{1,64}$", var.name))
    error_message = "name must be the name of an IAM role, without a path."
  }
}

variable "create" {
  description = "Whether to create the role in this account; false for the template alone."
  type        = bool
  default     = true
  nullable    = false
}

variable "evaluator_role_arns" {
  description = "ARNs of the roles of the evaluator's functions, one a Region, which alone may assume this one. They need not exist yet."
  type        = set(string)
  nullable    = false

  validation {
    # No "*" and no "?", which ArnEquals would take for wildcards.
    condition     = length(var.evaluator_role_arns) > 0 && alltrue([for arn in var.evaluator_role_arns : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/[a-zA-Z0-9+=,.@_/-]+$", arn))])
    error_message = "evaluator_role_arns must be ARNs of IAM roles, at least one, without wildcards."
  }
}

variable "external_id" {
  description = "External id that the evaluator must give, as its function's EXTERNAL_ID. null: none."
  type        = string
  default     = null

  validation {
    condition     = var.external_id == null || length(coalesce(var.external_id, "-")) <= 1224 && can(regex("^[a-zA-Z0-9_+=,.@:/-]{2,}$", var.external_id))
    error_message = "external_id must be 2 to 1224 letters, digits and characters of _+=,.@:/-."
  }
}

variable "rules" {
  description = "Names of the enabled rules, whose reads the role allows. null: all of rules.json."
  type        = set(string)
  default     = null
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the role. null: none."
  type        = string
  default     = null
}

variable "catalogue" {
  description = "Path of another rules.json, of a build with other rules; null: this repository's."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the role."
  type        = map(string)
  default     = {}
  nullable    = false
}
