# No network, no credentials.

mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  policies = {
    one = { name = "prefix-one", description = "One.", content = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
    two = { name = "prefix-two", description = "Two.", content = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

run "binds_nobody_by_default" {
  assert {
    condition     = aws_organizations_policy.this["one"].name == "prefix-one" && aws_organizations_policy.this["one"].type == "SERVICE_CONTROL_POLICY" && aws_organizations_policy.this["one"].content == var.policies["one"].content
    error_message = "policy"
  }
  assert {
    condition     = length(aws_organizations_policy_attachment.this) == 0
    error_message = "attachments"
  }
  assert {
    condition     = keys(output.ids) == ["one", "two"] && keys(output.arns) == ["one", "two"]
    error_message = "outputs"
  }
}

run "every_policy_to_every_target" {
  variables {
    targets           = { sandbox = "ou-ab12-cd345678", legacy = "111122223333", root = "r-ab12" }
    existing_policies = 8
  }

  assert {
    condition     = { for key, attachment in aws_organizations_policy_attachment.this : key => attachment.target_id } == { "one:legacy" = "111122223333", "one:root" = "r-ab12", "one:sandbox" = "ou-ab12-cd345678", "two:legacy" = "111122223333", "two:root" = "r-ab12", "two:sandbox" = "ou-ab12-cd345678" }
    error_message = "attachments"
  }
  assert {
    condition     = aws_organizations_policy_attachment.this["two:sandbox"].policy_id == aws_organizations_policy.this["two"].id
    error_message = "policy of an attachment"
  }
}

run "refuses_more_policies_than_a_target_takes" {
  command = plan

  variables {
    targets           = { sandbox = "ou-ab12-cd345678" }
    existing_policies = 9
  }

  expect_failures = [aws_organizations_policy_attachment.this]
}

# Only a target has a number of policies.
run "makes_policies_that_no_target_could_take" {
  command = plan

  variables {
    existing_policies = 10
  }
}

run "takes_as_many_characters_as_organizations" {
  command = plan

  variables {
    policies = { one = { name = "one", description = "One.", content = "{\"Statement\":\"${format("%010224d", 0)}\"}" } }
  }

  assert {
    condition     = length(aws_organizations_policy.this["one"].content) == 10240
    error_message = "the test must be at the limit"
  }
}

run "refuses_more_characters_than_organizations_takes" {
  command = plan

  variables {
    policies = { one = { name = "one", description = "One.", content = "{\"Statement\":\"${format("%010225d", 0)}\"}" } }
  }

  expect_failures = [aws_organizations_policy.this]
}

run "takes_more_where_the_quotas_are_higher" {
  command = plan

  variables {
    policies          = { one = { name = "one", description = "One.", content = "{\"Statement\":\"${format("%010225d", 0)}\"}" } }
    targets           = { sandbox = "ou-ab12-cd345678" }
    existing_policies = 10
    quotas            = { characters = 10241, policies = 11 }
  }
}

run "refuses_what_is_no_policy" {
  command = plan

  variables {
    policies = { one = { name = "one", description = "One.", content = "Deny" } }
  }

  expect_failures = [var.policies]
}

run "refuses_what_is_no_target" {
  command = plan

  variables {
    targets           = { sandbox = "arn:aws:organizations::111122223333:ou/o-ab12cd34ef/ou-ab12-cd345678" }
    existing_policies = 1.5
    quotas            = { characters = 0 }
  }

  expect_failures = [var.targets, var.existing_policies, var.quotas]
}

run "refuses_a_target_named_twice" {
  command = plan

  variables {
    targets = { sandbox = "ou-ab12-cd345678", test = "ou-ab12-cd345678" }
  }

  expect_failures = [var.targets]
}
