variable "name" {
  description = "Name of the recorder and its delivery channel; the bucket is named after it, the account and the Region."
  type        = string
  default     = "bedrock-governance"
  nullable    = false

  validation {
    # A bucket's name ends the room first: 63 characters, of which the account and the Region take 29.
    condition     = can(regex("^[a-zA-Z0-9][a-zA-Z0-9_-]{0,33}$", var.name))
    error_message = "name must be 1 to 34 letters, digits, hyphens or underscores, not beginning with one of the latter."
  }
}

variable "resource_types" {
  description = "Types of resources to record: the union of the rules', which modules/rules puts out."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for type in var.resource_types : can(regex("^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$", type))])
    error_message = "resource_types must be types of resources, such as AWS::Lambda::Function."
  }
}

variable "all_resource_types" {
  description = "Whether to record all types of resources, global ones included, as auditors and scanners ask; AWS bills every recorded change."
  type        = bool
  default     = false
  nullable    = false
}

variable "create_service_linked_role" {
  description = "Whether to create AWSServiceRoleForConfig; false where the account has it, as it has if AWS Config was ever used there."
  type        = bool
  default     = true
  nullable    = false
}

variable "bucket_name" {
  description = "Name of the bucket for snapshots and history. null: <name>-<account>-<Region>."
  type        = string
  default     = null

  validation {
    condition     = var.bucket_name == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "bucket_name must be the name of a bucket."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the bucket; its policy must admit AWS Config. null: the key of S3."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key, not of an alias."
  }
}

variable "log_bucket" {
  description = "The bucket that takes the access logs of the bucket. null: none are written."
  type = object({
    name = string
  })
  default = null
}

variable "retention_days" {
  description = "Days that snapshots and history stay in the bucket; seven years by default, as long as AWS Config keeps them at most."
  type        = number
  default     = 2557
  nullable    = false

  validation {
    condition     = var.retention_days >= 30 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be a whole number from 30."
  }
}

variable "force_destroy" {
  description = "Whether destroying deletes what is in the bucket; else a bucket that is not empty stays, with an error."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags of the bucket and the service-linked role."
  type        = map(string)
  default     = {}
  nullable    = false
}
