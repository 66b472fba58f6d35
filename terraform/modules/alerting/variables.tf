variable "name" {
  description = "Name of the topic, the EventBridge rule and the key's alias; the queue of what could not be delivered is named after it."
  type        = string
  default     = "bedrock-governance-alerts"
  nullable    = false

  validation {
    # An EventBridge rule's name ends the room first.
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, hyphens or underscores."
  }
}

variable "config_rule_names" {
  description = "Names of the Config rules to alert of."
  type        = set(string)
  nullable    = false

  validation {
    # An empty list in a pattern would match nothing, in silence.
    condition     = length(var.config_rule_names) > 0
    error_message = "config_rule_names must name a Config rule."
  }
}

variable "organization" {
  description = "Whether config_rule_names are names of an organization's rules, which are called OrgConfigRule-<name>-<hash> in each account."
  type        = bool
  default     = false
  nullable    = false
}

variable "emails" {
  description = "Addresses to mail; AWS asks each for a confirmation first."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for email in var.emails : can(regex("^[^@[:space:]]+@[^@[:space:]]+\\.[^@[:space:]]+$", email))])
    error_message = "emails must be addresses, such as security@example.com."
  }
}

variable "subscriptions" {
  description = "Other subscriptions of the topic, by a name of your choice: protocol https, sqs, lambda, sms or email-json, and its endpoint."
  type = map(object({
    protocol = string
    endpoint = string
  }))
  default  = {}
  nullable = false

  validation {
    # "email" has its own variable, and http would carry findings in plain text.
    condition     = alltrue([for one in values(var.subscriptions) : contains(["https", "sqs", "lambda", "sms", "email-json"], one.protocol)])
    error_message = "subscriptions: a protocol must be https, sqs, lambda, sms or email-json; addresses go into emails."
  }
}

variable "alarm_actions" {
  description = "ARNs that the alarm on undelivered alerts notifies beside the topic, which may be what does not work."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "key_deletion_window_days" {
  description = "Days that KMS keeps the key after it was destroyed."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.key_deletion_window_days >= 7 && var.key_deletion_window_days <= 30
    error_message = "key_deletion_window_days must be from 7 to 30."
  }
}

variable "tags" {
  description = "Tags of everything this module creates."
  type        = map(string)
  default     = {}
  nullable    = false
}
