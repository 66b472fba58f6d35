variable "regions" {
  description = "Regions that may be used, which are also those that cross-Region inference may start from."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.regions) > 0 && alltrue([for region in var.regions : can(regex("^(af|ap|ca|cn|eu|eu-isoe|eusc-de|il|me|mx|sa|us|us-gov|us-iso|us-isob|us-isof)-(central|(north|south)?(east|west)|north|south)-[1-9]$", region))])
    error_message = "regions must be Regions such as eu-central-1, at least one. For global. profiles, whose Region is \"unspecified\", there is allow_global_profiles."
  }
}

variable "inference_profiles" {
  description = "Cross-Region inference profiles that may take inference to other Regions: eu.* for all of a geography, eu.anthropic.* or eu.amazon.nova-pro-v1:0 for some."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for profile in var.inference_profiles : can(regex("^(apac|au|ca|eu|jp|us|us-gov)\\.(\\*|[a-z0-9]{3,}\\.(\\*|[a-z0-9][a-z0-9.:-]*\\*?))$", profile))])
    error_message = "inference_profiles must be ids of profiles of a geography, such as eu.*, eu.amazon.* or eu.amazon.nova-pro-v1:0; geographies are apac, au, ca, eu, jp, us and us-gov. For global. profiles there is allow_global_profiles."
  }
}

variable "application_inference_profiles" {
  description = "Whether application inference profiles of the approved Regions may take inference to other Regions; new ones may then be made of inference_profiles only."
  type        = bool
  default     = false
  nullable    = false
}

variable "allow_global_profiles" {
  description = "Whether global. inference profiles of the approved Regions may be used, which take inference to any commercial Region. false denies them explicitly."
  type        = bool
  default     = false
  nullable    = false
}

variable "exempt_role_arns" {
  description = "ARNs of roles that may act outside the Regions, in which * is a wildcard: arn:aws:iam::*:role/break-glass. What application inference profiles may be made of binds them too."
  type        = set(string)
  default     = []
  nullable    = false

  # A name of at least six characters before a wildcard, none of the names that AWS gives to all roles of a kind.
  validation {
    condition     = alltrue([for arn in var.exempt_role_arns : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|\\*):role/(?:[a-zA-Z0-9+=,.@_-]+\\*?/(?:\\*/)?)*(?:[a-zA-Z0-9+=,.@_-]+|[a-zA-Z0-9+=,.@_-]{6,}\\*[a-zA-Z0-9+=,.@_*-]*)$", arn)) && !can(regex("/AWSRes[A-Za-z]*_?\\*", arn))])
    error_message = "exempt_role_arns must be ARNs of IAM roles, such as arn:aws:iam::*:role/break-glass or arn:aws:iam::*:role/stacksets-exec-*. At least six characters of the role's name must stand before a wildcard, because who may give a role such a name is exempt; role/aws-reserved/* and AWSReservedSSO_* would be everybody who signs in."
  }
}

variable "protect_exempt_roles" {
  description = "Whether to deny making and changing roles of exempt_role_arns to all but themselves, without which who may create roles escapes."
  type        = bool
  default     = true
  nullable    = false
}

variable "exempt_actions" {
  description = "Actions that are not bound to Regions, beside those of global services; of Bedrock's those that are no inference, such as bedrock:ApplyGuardrail."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for action in var.exempt_actions : can(regex("^[a-z0-9-]+:[a-zA-Z0-9*]+$", action))])
    error_message = "exempt_actions must be actions such as ses:*."
  }

  # Those that go through inference profiles, and wildcards that have them.
  validation {
    condition = !anytrue([for pair in setproduct(var.exempt_actions, ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:Converse", "bedrock:ConverseStream", "bedrock:CreateModelInvocationJob", "bedrock-mantle:CreateInference"]) :
    can(regex("(?i)^${replace(pair[0], "*", ".*")}$", pair[1]))])
    error_message = "exempt_actions must not have inference with Bedrock's models, such as bedrock:InvokeModel or bedrock:*: what inference_profiles name is exempt without opening direct calls. bedrock:ApplyGuardrail may be named."
  }
}

variable "global_actions" {
  description = "Actions of global services, which are not bound to Regions. null: those of global_actions.tf."
  type        = set(string)
  default     = null

  validation {
    condition     = (var.global_actions == null || length(coalesce(var.global_actions, [])) > 0) && alltrue([for action in coalesce(var.global_actions, []) : can(regex("^[a-z0-9-]+:[a-zA-Z0-9*]+$", action))])
    error_message = "global_actions must be actions such as iam:*, at least one."
  }

  # Those that go through inference profiles, and wildcards that have them.
  validation {
    condition = !anytrue([for pair in setproduct(coalesce(var.global_actions, []), ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:Converse", "bedrock:ConverseStream", "bedrock:CreateModelInvocationJob", "bedrock-mantle:CreateInference"]) :
    can(regex("(?i)^${replace(pair[0], "*", ".*")}$", pair[1]))])
    error_message = "global_actions must not have inference with Bedrock's models, such as bedrock:InvokeModel or bedrock:*: what inference_profiles name is exempt without opening direct calls. bedrock:ApplyGuardrail may be named."
  }
}

variable "deny_regions" {
  description = "Whether to make the policy that denies other Regions; false where Control Tower's control does."
  type        = bool
  default     = true
  nullable    = false
}

variable "inference_account_ids" {
  description = "Accounts that may use Bedrock inference outside the Regions, and then only through the profiles above where any are named; makes the policy that denies it to all others. null: no such policy."
  type        = set(string)
  default     = null

  validation {
    condition     = alltrue([for id in coalesce(var.inference_account_ids, []) : can(regex("^[0-9]{12}$", id))])
    error_message = "inference_account_ids must be account ids of 12 digits."
  }
}

variable "control_tower" {
  description = "OUs that get Control Tower's Region deny control, CT.MULTISERVICE.PV.1, with inference and exempt_actions exempted: ARNs of the OUs by a name of your choice, each of which must be in targets itself, or its root. control_arn is the control's ARN where it is not that of AWS's Control Catalog. null: none."
  type        = object({ targets = map(string), control_arn = optional(string) })
  default     = null

  validation {
    condition     = try(length(var.control_tower.targets) > 0, true) && alltrue([for arn in var.control_tower == null ? [] : values(var.control_tower.targets) : can(regex("^arn:[a-z-]+:organizations::[0-9]{12}:ou/o-[0-9a-z]+/ou-[0-9a-z]+-[0-9a-z]+$", arn))])
    error_message = "control_tower: targets must be ARNs of OUs, at least one, such as arn:aws:organizations::111122223333:ou/o-ab12cd34ef/ou-ab12-cd345678."
  }

  validation {
    condition     = var.control_tower == null || try(var.control_tower.control_arn, null) == null || can(regex("^arn:[a-z-]+:(controltower|controlcatalog):[a-z0-9-]*::control/[a-zA-Z0-9_-]+$", var.control_tower.control_arn))
    error_message = "control_tower: control_arn must be the ARN of a control."
  }
}

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

variable "targets" {
  description = "Ids of the roots, OUs and accounts that get every policy, by a name of your choice. None: the policies are made and bind nobody. Begin with a sandbox OU."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "existing_policies" {
  description = "How many policies any of the targets has already, beside these; FullAWSAccess is one, and Control Tower attaches some."
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
