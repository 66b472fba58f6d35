variable "function_arn" {
  description = "ARN of the evaluator's function; AWS Config must be allowed to invoke it already."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[a-zA-Z0-9_-]+(:[a-zA-Z0-9_$-]+)?$", var.function_arn))
    error_message = "function_arn must be the ARN of a Lambda function."
  }
}

variable "create" {
  description = "Whether to create the Config rules; false where another module creates them from custom_lambda_rules."
  type        = bool
  default     = true
  nullable    = false
}

variable "prefix" {
  description = "What the name of every Config rule begins with."
  type        = string
  default     = ""
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

variable "managed_cloudtrail_enabled" {
  description = "Whether to add AWS's own rule CLOUD_TRAIL_ENABLED. Off: it asks only whether a trail is there, not whether the trail records Bedrock's events, so that beside cloudtrail-enabled it costs an evaluation and can contradict it."
  type        = bool
  default     = false
  nullable    = false
}

variable "recorder_name" {
  description = "Name of a recorder that is created too, and that the rules wait for. null: the account has one."
  type        = string
  default     = null
}

variable "catalogue" {
  description = "Path of another rules.json, of a build with other rules; null: this repository's."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the Config rules."
  type        = map(string)
  default     = {}
  nullable    = false
}
