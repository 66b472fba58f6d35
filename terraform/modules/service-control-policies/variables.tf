variable "prefix" {
  description = "What the name of every policy begins with."
  type        = string
  default     = "bedrock-governance-"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{0,100}$", var.prefix))
    error_message = "prefix must be up to 100 letters, digits, hyphens or underscores."
  }
}

variable "deny_api_keys" {
  description = "Whether to deny Bedrock API keys, long-term and short-term."
  type        = bool
  default     = true
  nullable    = false
}

variable "approved_families" {
  description = "Families of models that may be used, as the beginning of their ids with a wildcard: anthropic.*, amazon.nova-*. None: all may."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for family in var.approved_families : can(regex("^[a-z0-9]+\\.[a-z0-9.-]*\\*$", family)) && !can(regex("-v(\\*|1[^0-9])|-20[0-9]*[-*]", family))])
    error_message = "approved_families must be families such as anthropic.* or amazon.nova-*: a provider, a dot, the beginning of a name and a closing *. The version of one model, such as anthropic.claude-3-haiku-20240307-v1:0 or the beginning of that date, would no longer match when the next one comes."
  }

  validation {
    condition     = !anytrue([for family in var.approved_families : can(regex("^([a-z]{2}|us-gov|apac|global)\\.", family))])
    error_message = "approved_families must be families of models, not of inference profiles: the model behind a profile is what is decided, so eu.anthropic.* and global.anthropic.* are both anthropic.*."
  }
}

variable "approved_resource_types" {
  description = "What else InvokeModel may be called on: custom-model, custom-model-deployment, imported-model, provisioned-model, prompt-router, default-prompt-router, async-invoke, marketplace/model-endpoint, system-tool. Only matters with approved_families."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(setsubtract(var.approved_resource_types, ["custom-model", "custom-model-deployment", "imported-model", "provisioned-model", "prompt-router", "default-prompt-router", "async-invoke", "marketplace/model-endpoint", "system-tool"])) == 0
    error_message = "approved_resource_types must be resource types of InvokeModel other than foundation-model: custom-model, custom-model-deployment, imported-model, provisioned-model, prompt-router, default-prompt-router, async-invoke, marketplace/model-endpoint, system-tool."
  }
}

variable "denied_families" {
  description = "Families of models that may not be used at all, written as approved_families."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for family in var.denied_families : can(regex("^[a-z0-9]+\\.[a-z0-9.-]*\\*$", family)) && !can(regex("-v(\\*|1[^0-9])|-20[0-9]*[-*]", family))])
    error_message = "denied_families must be families such as deepseek.* or meta.llama3-*: a provider, a dot, the beginning of a name and a closing *. The version of one model, its date or -v1, would let the next one through, and is not in its name at the bedrock-mantle endpoint."
  }

  validation {
    condition     = !anytrue([for family in var.denied_families : can(regex("^([a-z]{2}|us-gov|apac|global)\\.", family))])
    error_message = "denied_families must be families of models, not of inference profiles: the model behind a profile is what is decided, so eu.anthropic.* and global.anthropic.* are both anthropic.*."
  }
}

variable "combine" {
  description = "Whether to make one policy of all, since a target takes few."
  type        = bool
  default     = false
  nullable    = false
}

variable "targets" {
  description = "Ids of the roots, OUs and accounts that get every policy, by a name of your choice. None: the policies are made and bind nobody. Begin with a sandbox OU."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "existing_policies" {
  description = "How many policies any of the targets has already, beside these; FullAWSAccess is one."
  type        = number
  default     = 1
  nullable    = false
}

variable "quotas" {
  description = "What AWS Organizations takes: characters of a policy, and policies attached to one target. The defaults are AWS's since May 2026; before, they were 5,120 and 5."
  type        = object({ characters = optional(number, 10240), policies = optional(number, 10) })
  default     = {}
  nullable    = false
}

variable "tags" {
  description = "Tags of the policies."
  type        = map(string)
  default     = {}
  nullable    = false
}
