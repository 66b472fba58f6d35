variable "prefix" {
  description = "What the name of everything begins with."
  type        = string
  default     = "bedrock-governance-"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,32}$", var.prefix))
    error_message = "prefix must be 1 to 32 letters, digits, hyphens or underscores."
  }
}

variable "architecture" {
  description = "Instruction set that the function runs on: arm64 or x86_64."
  type        = string
  default     = "arm64"
  nullable    = false
}

variable "package" {
  description = "Path of the deployment package. null: dist/bootstrap-<architecture>.zip, where scripts/package leaves it."
  type        = string
  default     = null
}

variable "function" {
  description = "What differs from the defaults of the function; each is an input of modules/evaluator."
  type = object({
    memory_size                    = optional(number)
    timeout                        = optional(number)
    reserved_concurrent_executions = optional(number)
    tracing                        = optional(bool)
    code_signing_config_arn        = optional(string)
    permissions_boundary           = optional(string)
    log_level                      = optional(string)
    log_retention_days             = optional(number)
    log_kms_key_arn                = optional(string)
    queue_kms_key_arn              = optional(string)
    alarm_actions                  = optional(list(string))
    vpc_config = optional(object({
      subnet_ids         = set(string)
      security_group_ids = set(string)
    }))
  })
  default  = {}
  nullable = false
}

variable "create_rules" {
  description = "Whether to create the Config rules; false where another module creates them from custom_lambda_rules."
  type        = bool
  default     = true
  nullable    = false
}

variable "rules" {
  description = "What differs from the defaults, by rule of rules.json; all rules are enabled. name follows the prefix in place of the rule's own; parameters are text, lists comma-separated."
  type = map(object({
    enabled    = optional(bool, true)
    name       = optional(string)
    frequency  = optional(string)
    parameters = optional(map(string), {})
  }))
  default  = {}
  nullable = false
}

variable "frequency" {
  description = "How often rules with a periodic trigger run, where the rule does not say otherwise."
  type        = string
  default     = "TwentyFour_Hours"
  nullable    = false
}

variable "managed_cloudtrail_enabled" {
  description = "Whether to add AWS's own rule CLOUD_TRAIL_ENABLED. Off: it asks only whether a trail is there, not whether the trail records Bedrock's events, so that beside cloudtrail-enabled it costs an evaluation and can contradict it."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags of everything that is created."
  type        = map(string)
  default     = {}
  nullable    = false
}
