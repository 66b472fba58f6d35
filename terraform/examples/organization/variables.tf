variable "region" {
  description = "Region to deploy into, one of regions; apply once for each, with a state of its own."
  type        = string
}

variable "regions" {
  description = "All Regions that are deployed into, the same list each time. What is global is created in the first, which is applied first."
  type        = list(string)

  validation {
    condition     = length(var.regions) > 0 && length(distinct(var.regions)) == length(var.regions)
    error_message = "regions must be at least one Region, each once."
  }
}

variable "profile" {
  description = "Profile of the AWS configuration for the delegated administrator's account."
  type        = string
}

variable "management_profile" {
  description = "Profile of the AWS configuration for the management account."
  type        = string
}

variable "package" {
  description = "Path of the deployment package, bootstrap-arm64.zip."
  type        = string
}

variable "alert_emails" {
  description = "Addresses that alarms, and alerts of this account, are mailed to in each Region; AWS asks each for a confirmation first."
  type        = set(string)
}

variable "organizational_unit_ids" {
  description = "Organizational units, or the root, in whose accounts the member role is created; the management account gets none."
  type        = set(string)
}

variable "excluded_accounts" {
  description = "Accounts that get neither rules nor a member role; the management account gets neither anyway. Accounts outside of the organizational units must be here."
  type        = set(string)
  default     = []
}
