variable "region" {
  description = "Region to deploy into; AWS Config must be recording there."
  type        = string
}

variable "package" {
  description = "Path of the deployment package. null: the one that scripts/package has made."
  type        = string
  default     = null
}

variable "agent_subnet_ids" {
  description = "Subnets that the functions of Bedrock agents may be in. Empty: any."
  type        = list(string)
  default     = []
}

variable "alert_emails" {
  description = "Addresses to mail when a resource becomes NON_COMPLIANT or an evaluation fails."
  type        = set(string)
  default     = []
}
