variable "name" {
  description = "Name of the queue and of its alarm."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,80}$", var.name))
    error_message = "name must be 1 to 80 letters, digits, hyphens or underscores."
  }
}

variable "sender" {
  description = "AWS service that may send, and the ARN of what it sends for. null: none but who IAM allows to."
  type = object({
    service    = string
    source_arn = string
  })
  default = null
}

variable "retention_seconds" {
  description = "Seconds that the queue keeps a message, 14 days by default."
  type        = number
  default     = 1209600
  nullable    = false

  validation {
    condition     = var.retention_seconds >= 60 && var.retention_seconds <= 1209600
    error_message = "retention_seconds must be from 60 to 1209600."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the queue. null: the key of SQS."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key, not of an alias."
  }
}

variable "alarm_description" {
  description = "What the alarm says: what it means that a message is here."
  type        = string
  nullable    = false
}

variable "alarm_actions" {
  description = "ARNs that the alarm notifies when it goes off and when it is over."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.alarm_actions : startswith(arn, "arn:")])
    error_message = "alarm_actions must be ARNs."
  }
}

variable "tags" {
  description = "Tags of the queue and the alarm."
  type        = map(string)
  default     = {}
  nullable    = false
}
