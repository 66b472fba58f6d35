variable "rules" {
  description = "Names of the enabled rules. null: all of rules.json."
  type        = set(string)
  default     = null
}

variable "catalogue" {
  description = "Path of another rules.json, of a build with other rules; null: this repository's."
  type        = string
  default     = null

  validation {
    condition     = var.catalogue == null || can(jsondecode(file(var.catalogue)))
    error_message = "catalogue must be a file that configrule catalogue --json has written."
  }
}
