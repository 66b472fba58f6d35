variable "name" {
  description = "Name of the Lambda function; its role, log group, queue and alarms are named after it."
  type        = string
  default     = "bedrock-config-rules"
  nullable    = false

  validation {
    # A role's name ends the room first: 64 characters, of which "-<Region>" takes up to 15.
    condition     = can(regex("^[a-zA-Z0-9_-]{1,48}$", var.name))
    error_message = "name must be 1 to 48 letters, digits, hyphens or underscores."
  }
}

variable "package" {
  description = "Path of the deployment package, bootstrap-<architecture>.zip, that scripts/package makes."
  type        = string
  nullable    = false
}

variable "architecture" {
  description = "Instruction set of the package: arm64 or x86_64."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "memory_size" {
  description = "Memory of the function in MB. A periodic rule over 100,000 resources fits into 128."
  type        = number
  default     = 128
  nullable    = false

  validation {
    condition     = var.memory_size >= 128 && var.memory_size <= 10240 && floor(var.memory_size) == var.memory_size
    error_message = "memory_size must be a whole number from 128 to 10240."
  }
}

variable "timeout" {
  description = "Seconds that an invocation may take."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.timeout >= 1 && var.timeout <= 900 && floor(var.timeout) == var.timeout
    error_message = "timeout must be a whole number from 1 to 900."
  }
}

variable "reserved_concurrent_executions" {
  description = "Concurrent executions set aside for the function, which also cap it; -1: none set aside, since a new account has few."
  type        = number
  default     = -1
  nullable    = false

  validation {
    # 0 would switch every rule off in silence.
    condition     = (var.reserved_concurrent_executions == -1 || var.reserved_concurrent_executions >= 1) && floor(var.reserved_concurrent_executions) == var.reserved_concurrent_executions
    error_message = "reserved_concurrent_executions must be -1 or a whole number from 1."
  }
}

variable "tracing" {
  description = "Whether X-Ray traces invocations."
  type        = bool
  default     = false
  nullable    = false
}

variable "code_signing_config_arn" {
  description = "ARN of a Lambda code signing configuration; the package must then be signed. null: none."
  type        = string
  default     = null

  validation {
    condition     = var.code_signing_config_arn == null || can(regex("^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:code-signing-config:csc-[a-z0-9]+$", var.code_signing_config_arn))
    error_message = "code_signing_config_arn must be the ARN of a code signing configuration."
  }
}

variable "log_level" {
  description = "Lowest level of the messages that the function logs."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], var.log_level)
    error_message = "log_level must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL."
  }
}

variable "log_retention_days" {
  description = "Days that CloudWatch Logs keeps the function's log; 0: for ever. Auditors ask for a year."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = contains([0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a number of days that CloudWatch Logs offers, such as 90, 365 or 731, or 0."
  }
}

variable "log_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log group; its policy must admit logs.<Region>.amazonaws.com. null: the key of CloudWatch Logs."
  type        = string
  default     = null

  validation {
    condition     = var.log_kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.log_kms_key_arn))
    error_message = "log_kms_key_arn must be the ARN of a KMS key, not of an alias."
  }
}

variable "queue_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the dead-letter queue; the role may then use it. null: the key of SQS."
  type        = string
  default     = null
}

variable "queue_retention_seconds" {
  description = "Seconds that the dead-letter queue keeps the record of a failed invocation, 14 days by default."
  type        = number
  default     = 1209600
  nullable    = false
}

variable "maximum_retry_attempts" {
  description = "Times that Lambda repeats a failed invocation before it goes to the dead-letter queue."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = contains([0, 1, 2], var.maximum_retry_attempts)
    error_message = "maximum_retry_attempts must be 0, 1 or 2."
  }
}

variable "maximum_event_age_seconds" {
  description = "Seconds that Lambda keeps an event it cannot deliver before it goes to the dead-letter queue."
  type        = number
  default     = 21600
  nullable    = false

  validation {
    condition     = var.maximum_event_age_seconds >= 60 && var.maximum_event_age_seconds <= 21600
    error_message = "maximum_event_age_seconds must be from 60 to 21600."
  }
}

variable "vpc_config" {
  description = "Subnets and security groups to run in; they must reach the endpoints of AWS Config and of what the rules read. null: no VPC."
  type = object({
    subnet_ids         = set(string)
    security_group_ids = set(string)
  })
  default = null

  validation {
    condition     = var.vpc_config == null || try(length(var.vpc_config.subnet_ids) > 0 && length(var.vpc_config.security_group_ids) > 0, false)
    error_message = "vpc_config needs at least one subnet and one security group."
  }
}

variable "rules" {
  description = "Names of the enabled rules, whose reads the role allows. null: all of rules.json."
  type        = set(string)
  default     = null
}

variable "allowed_accounts" {
  description = "Other accounts whose events the function serves, with the role member_role_name of each; about 300, fewer with a long external_id."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.allowed_accounts : can(regex("^[0-9]{12}$", id))])
    error_message = "allowed_accounts must be ids of accounts, twelve digits each."
  }
}

variable "member_role_name" {
  description = "Name of the role in every allowed account that the function may assume."
  type        = string
  default     = "bedrock-config-rules"
  nullable    = false
}

variable "external_id" {
  description = "External id that the member roles ask for. null: none."
  type        = string
  default     = null

  validation {
    condition     = var.external_id == null || length(coalesce(var.external_id, "-")) <= 1224 && can(regex("^[a-zA-Z0-9_+=,.@:/-]{2,}$", var.external_id))
    error_message = "external_id must be 2 to 1224 letters, digits and characters of _+=,.@:/-."
  }
}

variable "any_account_may_invoke" {
  description = "Whether AWS Config of any account may invoke the function, which refuses events of all but the allowed ones; more than 40 allowed accounts do not fit into a function's policy otherwise."
  type        = bool
  default     = false
  nullable    = false
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the role. null: none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary == null || can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary))
    error_message = "permissions_boundary must be the ARN of an IAM policy."
  }
}

variable "alarm_actions" {
  description = "ARNs that the alarms notify when they go off and when they are over, such as an SNS topic."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "catalogue" {
  description = "Path of another rules.json, of a build with other rules; null: this repository's."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything this module creates."
  type        = map(string)
  default     = {}
  nullable    = false
}
