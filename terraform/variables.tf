variable "prefix" {
  description = "What the name of everything begins with; to change it replaces everything, the recorder and its bucket too."
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

variable "create_recorder" {
  description = "Whether to create AWS Config's recorder, for an account and Region that has none."
  type        = bool
  default     = false
  nullable    = false
}

variable "recorder" {
  description = "What differs from the defaults of the recorder; each is an input of modules/recorder."
  type = object({
    all_resource_types         = optional(bool)
    create_service_linked_role = optional(bool)
    bucket_name                = optional(string)
    kms_key_arn                = optional(string)
    log_bucket                 = optional(object({ name = string }))
    retention_days             = optional(number)
    force_destroy              = optional(bool)
  })
  default  = {}
  nullable = false
}

variable "create_alerting" {
  description = "Whether to alert when a resource becomes NON_COMPLIANT, an evaluation fails or an alert cannot be delivered."
  type        = bool
  default     = true
  nullable    = false
}

variable "alert_emails" {
  description = "Addresses that alerts are mailed to; AWS asks each for a confirmation first."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "alert_subscriptions" {
  description = "Other subscriptions of the alerts, by a name of your choice: protocol https, sqs, lambda, sms or email-json, and its endpoint."
  type = map(object({
    protocol = string
    endpoint = string
  }))
  default  = {}
  nullable = false
}

variable "tags" {
  description = "Tags of everything that is created."
  type        = map(string)
  default     = {}
  nullable    = false
}
