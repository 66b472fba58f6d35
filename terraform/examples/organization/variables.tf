variable "region" {
  description = "Region to deploy into; repeat the deployment for each Region you use."
  type        = string
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

variable "organizational_unit_ids" {
  description = "Organizational units, or the root, in whose accounts the member role is created."
  type        = set(string)
}
