# The management account: it only appoints the delegated administrator.
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

data "aws_caller_identity" "current" {}

data "aws_organizations_organization" "this" {
  provider = aws.management
}

locals {
  members = [
    for account in data.aws_organizations_organization.this.accounts : account.id
    if account.status == "ACTIVE" && !contains([
      data.aws_caller_identity.current.account_id,
      data.aws_organizations_organization.this.master_account_id,
    ], account.id)
  ]
}

module "delegated_administrator" {
  source    = "../../modules/delegated-administrator"
  providers = { aws = aws.management }

  account_id = data.aws_caller_identity.current.account_id
}

module "evaluator" {
  source = "../../modules/evaluator"

  name                   = "bedrock-config-rules"
  package                = var.package
  allowed_accounts       = local.members
  any_account_may_invoke = length(local.members) > 50
}

module "organization" {
  source = "../../modules/organization"

  function_arn            = module.evaluator.function_arn
  evaluator_role_arns     = [module.evaluator.role_arn]
  organizational_unit_ids = var.organizational_unit_ids
  # Service-managed StackSets create no role there.
  excluded_accounts = [data.aws_organizations_organization.this.master_account_id]

  depends_on = [module.delegated_administrator]
}
