# The policies that the scenarios beside this file are about. tests/tools/render_policies.py plans it, which needs
# no network and no credentials.

terraform {
  required_version = ">= 1.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40, < 7"
    }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

locals {
  families = {
    approved_families = ["anthropic.*", "amazon.nova-*"]
    denied_families   = ["deepseek.*", "anthropic.claude-instant-*"]
  }
  regions          = ["eu-central-1"]
  profiles         = ["eu.*"]
  accounts         = ["222233334444", "333344445555"]
  exempt_role_arns = ["arn:aws:iam::*:role/break-glass"]
}

module "service_control_policies" {
  source = "../../../terraform/modules/service-control-policies"

  approved_families = local.families.approved_families
  denied_families   = local.families.denied_families
}

module "combined" {
  source = "../../../terraform/modules/service-control-policies"

  approved_families = local.families.approved_families
  denied_families   = local.families.denied_families
  combine           = true
}

module "other_resource_types" {
  source = "../../../terraform/modules/service-control-policies"

  approved_families       = local.families.approved_families
  approved_resource_types = ["provisioned-model", "prompt-router"]
}

module "region_deny" {
  source = "../../../terraform/modules/region-deny"
  for_each = {
    region-deny             = {}
    region-deny-global      = { global = true }
    region-deny-application = { application = true }
    region-deny-regions     = { regions = ["eu-central-1", "eu-north-1"] }
    region-deny-guardrails  = { actions = ["bedrock:ApplyGuardrail", "bedrock:InvokeDataAutomationAsync"] }
  }

  regions                        = lookup(each.value, "regions", local.regions)
  inference_profiles             = local.profiles
  exempt_role_arns               = local.exempt_role_arns
  exempt_actions                 = lookup(each.value, "actions", [])
  allow_global_profiles          = lookup(each.value, "global", false)
  application_inference_profiles = lookup(each.value, "application", false)
}

module "region_deny_defaults" {
  source = "../../../terraform/modules/region-deny"

  regions = local.regions
}

module "bedrock_inference" {
  source = "../../../terraform/modules/region-deny"
  for_each = {
    bedrock-inference        = { profiles = local.profiles, accounts = local.accounts }
    bedrock-inference-direct = { profiles = [], accounts = local.accounts }
    bedrock-inference-nobody = { profiles = local.profiles, accounts = [] }
  }

  regions               = local.regions
  inference_profiles    = each.value.profiles
  exempt_role_arns      = local.exempt_role_arns
  deny_regions          = false
  inference_account_ids = each.value.accounts
}

module "inference_access" {
  source = "../../../terraform/modules/inference-access"
  for_each = {
    inference-access-model       = { profiles = ["eu.amazon.nova-pro-v1:0"] }
    inference-access-group       = { profiles = ["eu.*"] }
    inference-access-global      = { profiles = ["global.anthropic.*"] }
    inference-access-application = { application = { "0a1b2c3d4e5f" = "eu.amazon.nova-pro-v1:0" } }
  }

  inference_profiles             = lookup(each.value, "profiles", [])
  application_inference_profiles = lookup(each.value, "application", {})
  destination_regions            = ["eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3"]
  source_region                  = "eu-central-1"
  account_id                     = "111122223333"
}

output "policies" {
  value = merge(
    module.service_control_policies.policies,
    module.combined.policies,
    { approved-resource-types = module.other_resource_types.policies["approved-models"] },
    { for name, module in module.region_deny : name => module.policies["region-deny"] },
    { region-deny-defaults = module.region_deny_defaults.policies["region-deny"] },
    { for name, module in module.bedrock_inference : name => module.policies["bedrock-inference"] },
    { for name, module in module.inference_access : name => module.policy },
  )
}
