variable "region" {
  description = "Region to deploy into."
  type        = string
}

variable "package" {
  description = "Path of the deployment package, bootstrap-arm64.zip."
  type        = string
}

variable "alert_emails" {
  description = "Addresses that alerts are mailed to."
  type        = set(string)
}
