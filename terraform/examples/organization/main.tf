# The management account: it appoints the delegated administrator and knows the accounts.
provider "aws" {
  alias   = "management"
  region  = var.region
  profile = var.management_profile
}

# The delegated administrator's account: the function, the rules, the aggregator.
provider "aws" {
  region  = var.region
  profile = var.profile
}

data "aws_partition" "current" {}

data "aws_caller_identity" "current" {
  lifecycle {
    precondition {
      condition     = contains(var.regions, var.region)
      error_message = "region: regions must name ${var.region} too, or the member roles will not trust its function."
    }
  }
}

data "aws_organizations_organization" "this" {
  provider = aws.management
}

data "aws_organizations_organizational_unit_descendant_accounts" "this" {
  for_each = var.organizational_unit_ids
  provider = aws.management

  parent_id = each.value
}

locals {
  name = "bedrock-config-rules"
  own  = data.aws_caller_identity.current.account_id

  # What is global is created in the first Region, the rest in each.
  is_first = var.region == var.regions[0]

  # As modules/evaluator calls them; those of Regions that are not applied yet too.
  evaluator_role_arns = [
    for region in var.regions :
    "arn:${data.aws_partition.current.partition}:iam::${local.own}:role/${local.name}-${region}"
  ]

  # Service-managed StackSets create no role in the management account.
  excluded = setunion(var.excluded_accounts, [data.aws_organizations_organization.this.master_account_id])
  served = [
    for account in data.aws_organizations_organization.this.accounts : account.id
    if account.status == "ACTIVE" && !contains(local.excluded, account.id)
  ]
  members  = setsubtract(local.served, [local.own])
  in_units = flatten([for unit in data.aws_organizations_organizational_unit_descendant_accounts.this : unit.accounts[*].id])
  outside  = setsubtract(local.served, local.in_units)
}

# A warning, since the accounts of an organization come and go.
check "every_account_has_a_role" {
  assert {
    condition     = length(local.outside) == 0
    error_message = "These accounts would have rules but no member role, so that every evaluation fails; move them into organizational_unit_ids or add them to excluded_accounts: ${join(", ", local.outside)}."
  }
}

module "delegated_administrator" {
  count     = local.is_first ? 1 : 0
  source    = "../../modules/delegated-administrator"
  providers = { aws = aws.management }

  account_id = local.own
}

module "evaluator" {
  source = "../../modules/evaluator"

  name                   = local.name
  package                = var.package
  allowed_accounts       = local.members
  any_account_may_invoke = length(local.members) > 40
  alarm_actions          = [module.alerting.topic_arn]
}

# Of the alarms, and of NON_COMPLIANT in this account and in those that forward their events to it.
module "alerting" {
  source = "../../modules/alerting"

  name              = "${local.name}-alerts"
  config_rule_names = values(module.organization.organization_rule_names)
  organization      = true
  emails            = var.alert_emails
}

module "organization" {
  source = "../../modules/organization"

  function_arn            = module.evaluator.function_arn
  evaluator_role_arns     = local.evaluator_role_arns
  organizational_unit_ids = local.is_first ? var.organizational_unit_ids : []
  excluded_accounts       = local.excluded
  create_aggregator       = local.is_first

  depends_on = [module.delegated_administrator]
}
