variable "region" {
  description = "Region of the provider; AWS Organizations has one endpoint for all."
  type        = string
  default     = "us-east-1"
}

variable "approved_families" {
  description = "Families of models that may be used, as service-control-policies takes them: anthropic.*, amazon.*."
  type        = set(string)
}

variable "regions" {
  description = "Regions that may be used."
  type        = set(string)
}

variable "inference_profiles" {
  description = "Cross-Region inference profiles that may take inference to other Regions."
  type        = set(string)
  default     = []
}

variable "exempt_role_arns" {
  description = "ARNs of roles that region-deny does not bind."
  type        = set(string)
  default     = []
}

variable "targets" {
  description = "Ids of the roots, OUs and accounts that get the policies, by a name of your choice."
  type        = map(string)
  default     = {}
}
