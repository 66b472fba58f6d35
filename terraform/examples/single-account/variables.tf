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

variable "alarm_actions" {
  description = "ARNs to notify of failed evaluations, such as an SNS topic."
  type        = list(string)
  default     = []
}
