variable "name" {
  description = "Name of the IAM policy."
  type        = string
  default     = "bedrock-inference"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9+=,.@_-]{1,128}$", var.name))
    error_message = "name must be the name of an IAM policy."
  }
}

variable "create" {
  description = "Whether to create the IAM policy; false for its JSON alone."
  type        = bool
  default     = true
  nullable    = false
}

variable "inference_profiles" {
  description = "Cross-Region inference profiles that may be called: eu.amazon.nova-pro-v1:0 for one model, eu.anthropic.* or eu.* for all of a group, global. ones too."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for profile in var.inference_profiles : can(regex("^(apac|au|ca|eu|jp|us|us-gov|global)\\.(\\*|[a-z0-9]{3,}\\.(\\*|[a-z0-9][a-z0-9.:-]*\\*?))$", profile))])
    error_message = "inference_profiles must be ids of inference profiles, such as eu.amazon.nova-pro-v1:0, eu.amazon.* or eu.*, not those of models; geographies are apac, au, ca, eu, jp, us and us-gov, beside global."
  }
}

variable "application_inference_profiles" {
  description = "Application inference profiles that may be called: what each was made of, the id of a model or of a cross-Region inference profile, by the profile's id of 12 characters."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for id, source in var.application_inference_profiles : can(regex("^[a-z0-9]{12}$", id)) && can(regex("^((apac|au|ca|eu|jp|us|us-gov|global)\\.)?[a-z0-9]{3,}\\.[a-z0-9][a-z0-9.:-]*$", source)) && !can(regex("^(apac|global)\\.[^.]*$", source))])
    error_message = "application_inference_profiles must be ids of models or profiles, such as eu.amazon.nova-pro-v1:0, by the id of the application inference profile, such as 0a1b2c3d4e5f."
  }
}

variable "destination_regions" {
  description = "Regions that the profiles may take a request to, as aws bedrock get-inference-profile lists their models; global. profiles need none."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for region in var.destination_regions : can(regex("^(af|ap|ca|cn|eu|eu-isoe|eusc-de|il|me|mx|sa|us|us-gov|us-iso|us-isob|us-isof)-(central|(north|south)?(east|west)|north|south)-[1-9]$", region))])
    error_message = "destination_regions must be Regions such as eu-west-1."
  }
}

variable "source_region" {
  description = "Region that the profiles are called in. null: the provider's."
  type        = string
  default     = null

  validation {
    condition     = var.source_region == null || can(regex("^(af|ap|ca|cn|eu|eu-isoe|eusc-de|il|me|mx|sa|us|us-gov|us-iso|us-isob|us-isof)-(central|(north|south)?(east|west)|north|south)-[1-9]$", var.source_region))
    error_message = "source_region must be a Region such as eu-central-1."
  }
}

variable "account_id" {
  description = "Account whose profiles they are. null: the provider's."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must have 12 digits."
  }
}

variable "streaming" {
  description = "Whether answers may be streamed, by InvokeModelWithResponseStream and ConverseStream."
  type        = bool
  default     = true
  nullable    = false
}

variable "tags" {
  description = "Tags of the IAM policy."
  type        = map(string)
  default     = {}
  nullable    = false
}
