# No network, no credentials. Any file does as a package.

mock_provider "aws" {
  source = "../../tests/mocks"
}

mock_provider "aws" {
  alias = "management"

  mock_data "aws_organizations_organization" {
    defaults = {
      master_account_id = "999988887777"
      accounts = [
        { id = "999988887777", status = "ACTIVE", arn = "", email = "", joined_method = "", joined_timestamp = "", name = "management" },
        { id = "111122223333", status = "ACTIVE", arn = "", email = "", joined_method = "", joined_timestamp = "", name = "own" },
        { id = "222233334444", status = "ACTIVE", arn = "", email = "", joined_method = "", joined_timestamp = "", name = "member" },
        { id = "333344445555", status = "SUSPENDED", arn = "", email = "", joined_method = "", joined_timestamp = "", name = "closed" },
        { id = "444455556666", status = "ACTIVE", arn = "", email = "", joined_method = "", joined_timestamp = "", name = "outside" },
      ]
    }
  }

  mock_data "aws_organizations_organizational_unit_descendant_accounts" {
    defaults = {
      accounts = [
        { id = "111122223333", status = "ACTIVE", arn = "", email = "", name = "own" },
        { id = "222233334444", status = "ACTIVE", arn = "", email = "", name = "member" },
      ]
    }
  }
}

variables {
  region                  = "eu-central-1"
  regions                 = ["eu-central-1", "us-east-1"]
  profile                 = "security"
  management_profile      = "management"
  package                 = "../../rules.json"
  alert_emails            = ["security@example.com"]
  organizational_unit_ids = ["ou-ab12-3c4d5e6f"]
  excluded_accounts       = ["444455556666"]
}

run "first_region" {
  assert {
    condition     = length(module.delegated_administrator) == 1 && module.organization.stack_set_name != null && output.aggregator_arn != null
    error_message = "the first Region has what is global"
  }
  assert {
    condition = jsondecode(module.organization.member_role_template).Resources.Role.Properties.AssumeRolePolicyDocument.Statement[0].Condition.ArnEquals["aws:PrincipalArn"] == [
      "arn:aws:iam::111122223333:role/bedrock-config-rules-eu-central-1",
      "arn:aws:iam::111122223333:role/bedrock-config-rules-us-east-1",
    ]
    error_message = "the member roles must trust the functions of all Regions"
  }
  assert {
    condition     = contains(local.evaluator_role_arns, "arn:aws:iam::111122223333:role/${module.evaluator.role_name}")
    error_message = "the function's role is called otherwise"
  }
  assert {
    condition     = local.members == toset(["222233334444"]) && local.excluded == toset(["444455556666", "999988887777"])
    error_message = "whom the function serves"
  }
  assert {
    condition     = strcontains(module.alerting.event_pattern, "\"OrgConfigRule-bedrock-governance-cloudtrail-enabled-\"") && output.topic_arn == module.alerting.topic_arn
    error_message = "alerts"
  }
  assert {
    condition     = output.failure_queue_url == module.evaluator.failure_queue_url
    error_message = "what failed must be found"
  }
}

run "other_region" {
  variables {
    region = "us-east-1"
  }

  override_data {
    target = module.evaluator.data.aws_region.current
    values = { id = "us-east-1", name = "us-east-1" }
  }

  assert {
    condition     = length(module.delegated_administrator) == 0 && module.organization.stack_set_name == null && output.aggregator_arn == null
    error_message = "what is global must be created once"
  }
  assert {
    condition     = toset(keys(output.organization_rule_names)) == toset([for rule in jsondecode(file("../../rules.json")) : rule.name if rule.enabledByDefault]) && contains(local.evaluator_role_arns, "arn:aws:iam::111122223333:role/${module.evaluator.role_name}")
    error_message = "rules and function"
  }
}

run "warns_of_accounts_without_a_role" {
  command = plan

  variables {
    excluded_accounts = []
  }

  expect_failures = [check.every_account_has_a_role]
}

run "refuses_a_region_that_no_role_trusts" {
  command = plan

  variables {
    region = "eu-west-1"
  }

  expect_failures = [data.aws_caller_identity.current]
}
