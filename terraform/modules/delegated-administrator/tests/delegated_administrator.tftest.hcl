# No network, no credentials.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  account_id = "999988887777"
}

run "defaults" {
  assert {
    condition     = toset(keys(aws_organizations_delegated_administrator.this)) == toset(["config.amazonaws.com", "config-multiaccountsetup.amazonaws.com", "member.org.stacksets.cloudformation.amazonaws.com"])
    error_message = "services"
  }
  assert {
    condition     = alltrue([for service, one in aws_organizations_delegated_administrator.this : one.service_principal == service && one.account_id == "999988887777"]) && output.account_id == "999988887777"
    error_message = "account"
  }
}

run "without_stack_sets" {
  variables {
    stack_sets = false
  }

  assert {
    condition     = length(aws_organizations_delegated_administrator.this) == 2
    error_message = "services"
  }
}

run "refuses_wrong_kinds" {
  command = plan

  variables {
    account_id = "9999-8888-7777"
  }

  expect_failures = [var.account_id]
}
