provider "aws" {
  region = var.region
}

# With credentials of the management account, or of a delegated administrator for policies.

locals {
  # What the targets have beside the policies of these two modules: FullAWSAccess.
  existing_policies = 1
}

module "service_control_policies" {
  source = "../../modules/service-control-policies"

  approved_families = var.approved_families
  targets           = var.targets
  existing_policies = local.existing_policies + length(module.region_deny.policies)
}

module "region_deny" {
  source = "../../modules/region-deny"

  regions            = var.regions
  inference_profiles = var.inference_profiles
  exempt_role_arns   = var.exempt_role_arns
  targets            = var.targets
  existing_policies  = local.existing_policies + length(module.service_control_policies.policies)
}
