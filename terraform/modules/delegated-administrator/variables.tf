variable "account_id" {
  description = "Account that will hold the evaluator and the rules of the organization."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "stack_sets" {
  description = "Whether the account may also deploy StackSets, as modules/organization does for the member roles."
  type        = bool
  default     = true
  nullable    = false
}
