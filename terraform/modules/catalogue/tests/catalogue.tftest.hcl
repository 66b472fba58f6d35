# No provider at all.

run "defaults" {
  assert {
    condition     = output.enabled_rules == toset([for rule in jsondecode(file("../../rules.json")) : rule.name if rule.enabledByDefault]) && toset(keys(output.definitions)) == output.enabled_rules
    error_message = "enabled by default"
  }
  assert {
    condition = jsonencode(output.definitions["cloudtrail-enabled"]) == jsonencode({
      name                        = "cloudtrail-enabled"
      description                 = [for rule in jsondecode(file("../../rules.json")) : rule.description if rule.name == "cloudtrail-enabled"][0]
      input_parameters            = { rule = "cloudtrail-enabled" }
      message_types               = ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification", "ScheduledNotification"]
      maximum_execution_frequency = "TwentyFour_Hours"
      compliance_resource_types   = ["AWS::CloudTrail::Trail"]
    })
    error_message = "definition"
  }
  assert {
    condition     = length(setsubtract(["AWS::CloudTrail::Trail", "AWS::Lambda::Function"], output.resource_types)) == 0
    error_message = "resource types"
  }
}

# The recorder must record what the enabled rules need, and no more.
run "recorder_is_held_to_what_is_enabled" {
  variables {
    rules = {
      for rule in jsondecode(file("../../rules.json")) : rule.name => { enabled = contains(["bedrock-agent-vpc-required", "cloudtrail-enabled", "config-recorder-running"], rule.name) }
    }
  }

  assert {
    condition     = output.definitions["config-recorder-running"].input_parameters == tomap({ rule = "config-recorder-running", resourceTypes = "AWS::CloudTrail::Trail,AWS::Lambda::Function" })
    error_message = "types that the rules need"
  }
}

run "recorder_is_held_to_what_somebody_says" {
  variables {
    rules = { config-recorder-running = { parameters = { resourceTypes = "AWS::EC2::VPC" } } }
  }

  assert {
    condition     = output.definitions["config-recorder-running"].input_parameters["resourceTypes"] == "AWS::EC2::VPC"
    error_message = "parameters go first"
  }
}

run "recorder_without_rules_that_need_it" {
  variables {
    rules = { for rule in jsondecode(file("../../rules.json")) : rule.name => { enabled = rule.name == "config-recorder-running" } }
  }

  assert {
    condition     = output.definitions["config-recorder-running"].input_parameters == tomap({ rule = "config-recorder-running" })
    error_message = "parameters"
  }
}

# Named, a rule is enabled whatever it is by default; only the last says no.
run "enabled_where_named" {
  variables {
    rules = merge({ for rule in jsondecode(file("../../rules.json")) : rule.name => {} if length([for parameter in rule.parameters : parameter if parameter.required]) == 0 }, { cloudtrail-enabled = { enabled = false } })
  }

  assert {
    condition     = output.enabled_rules == toset([for rule in jsondecode(file("../../rules.json")) : rule.name if rule.name != "cloudtrail-enabled" && length([for parameter in rule.parameters : parameter if parameter.required]) == 0])
    error_message = "enabled where named"
  }
}

run "other_catalogue" {
  variables {
    catalogue = "tests/catalogue.json"
    rules = {
      only-periodic = { parameters = { days = "30", share = 0.75 } }
    }
  }

  assert {
    condition     = output.definitions["only-periodic"].input_parameters["share"] == "0.75"
    error_message = "parameters"
  }
  assert {
    condition     = output.resource_types == toset(["AWS::S3::Bucket"])
    error_message = "only rules for changes need what is recorded"
  }
}

run "reserved_parameters" {
  variables {
    reserved_parameters = { executionRoleName = "member" }
  }

  assert {
    condition     = output.definitions["cloudtrail-enabled"].input_parameters == tomap({ rule = "cloudtrail-enabled", executionRoleName = "member" })
    error_message = "parameters"
  }
}

run "refuses_too_long_a_name" {
  command = plan

  variables {
    name_limit = 20
  }

  expect_failures = [output.definitions]
}

run "refuses_account_rules_on_changes_only" {
  command = plan

  variables {
    rules = { cloudtrail-enabled = { periodic = false } }
  }

  expect_failures = [output.definitions]
}

run "refuses_unknown_rules" {
  command = plan

  variables {
    rules = {
      cloudtrail-enable = {}
    }
  }

  expect_failures = [output.definitions]
}

run "refuses_unknown_parameters" {
  command = plan

  variables {
    rules = {
      cloudtrail-enabled         = { parameters = { s3Bucket = "trails" } }
      bedrock-agent-vpc-required = { parameters = { rule = "cloudtrail-enabled" } }
    }
  }

  expect_failures = [output.definitions]
}

run "refuses_values_of_other_types" {
  command = plan

  variables {
    rules = {
      cloudtrail-enabled         = { parameters = { bedrockEvents = "yes" } }
      bedrock-agent-vpc-required = { parameters = { subnetIds = " , " } }
    }
  }

  expect_failures = [output.definitions]
}

run "refuses_empty_and_long_values" {
  command = plan

  variables {
    rules = {
      cloudtrail-enabled         = { parameters = { s3BucketName = "" } }
      bedrock-agent-vpc-required = { parameters = { subnetIds = join(",", formatlist("subnet-%04d", range(100))) } }
    }
  }

  expect_failures = [output.definitions]
}

# The patterns mean here what they mean to the function: tests/cli/test_inputs.py holds it to the same table.
run "patterns_mean_the_same" {
  assert {
    condition = length(output.enabled_rules) > 0 && alltrue([
      for case in jsondecode(file("tests/values.json")) : contains(jsondecode(file("../../rules.json"))[*].name, case.rule) && case.valid == can(regex("^(${one([
        for parameter in one([for rule in jsondecode(file("../../rules.json")) : rule.parameters if rule.name == case.rule]) : parameter.pattern if parameter.name == case.parameter
      ])})$", case.value))
    ])
    error_message = "a value of values.json is taken otherwise"
  }
}

run "refuses_values_of_another_form" {
  command = plan

  variables {
    rules = { bedrock-agent-vpc-required = { parameters = { subnetIds = "subnet-0a1b2c3d, vpc-0a1b2c3d" } } }
  }

  expect_failures = [output.definitions]
}

run "takes_values_of_the_form" {
  variables {
    rules = {
      bedrock-agent-vpc-required = { parameters = { subnetIds = "subnet-0a1b2c3d, subnet-0c2d3e4f", tagKey = "team:agents" } }
      cloudtrail-enabled         = { parameters = { s3BucketName = "company-trails", deliveryErrors = "ignore" } }
    }
  }

  assert {
    condition     = output.definitions["bedrock-agent-vpc-required"].input_parameters["subnetIds"] == "subnet-0a1b2c3d, subnet-0c2d3e4f"
    error_message = "parameters"
  }
}

run "refuses_one_name_twice" {
  command = plan

  variables {
    rules = {
      cloudtrail-enabled = { name = "bedrock-agent-vpc-required" }
    }
  }

  expect_failures = [output.definitions]
}

run "refuses_wrong_variables" {
  command = plan

  variables {
    prefix    = "a prefix"
    frequency = "Daily"
    catalogue = "no-such-file.json"
    rules = {
      cloudtrail-enabled = { name = "a name" }
    }
  }

  expect_failures = [var.prefix, var.frequency, var.catalogue, var.rules]
}

run "refuses_wrong_frequency_of_a_rule" {
  command = plan

  variables {
    rules = {
      cloudtrail-enabled = { frequency = "Daily" }
    }
  }

  expect_failures = [var.rules]
}

run "refuses_null_parameters" {
  command = plan

  variables {
    rules = {
      cloudtrail-enabled = { parameters = { s3BucketName = null } }
    }
  }

  expect_failures = [var.rules]
}

run "refuses_missing_parameters" {
  command = plan

  variables {
    catalogue = "tests/catalogue.json"
  }

  expect_failures = [output.definitions]
}

run "refuses_no_number" {
  command = plan

  variables {
    catalogue = "tests/catalogue.json"
    rules = {
      only-periodic = { parameters = { days = "soon" } }
    }
  }

  expect_failures = [output.definitions]
}

run "refuses_fractions" {
  command = plan

  variables {
    catalogue = "tests/catalogue.json"
    rules = {
      only-periodic = { parameters = { days = "1.5" } }
    }
  }

  expect_failures = [output.definitions]
}

run "refuses_no_decimal_number" {
  command = plan

  variables {
    catalogue = "tests/catalogue.json"
    rules = {
      only-periodic = { parameters = { days = "1", share = "7e-1" } }
    }
  }

  expect_failures = [output.definitions]
}

run "refuses_decimal_numbers_above_the_maximum" {
  command = plan

  variables {
    catalogue = "tests/catalogue.json"
    rules = {
      only-periodic = { parameters = { days = "1", share = "1.01" } }
    }
  }

  expect_failures = [output.definitions]
}

run "refuses_numbers_below_the_minimum" {
  command = plan

  variables {
    catalogue = "tests/catalogue.json"
    rules = {
      only-periodic = { parameters = { days = "0" } }
    }
  }

  expect_failures = [output.definitions]
}

run "refuses_numbers_above_the_maximum" {
  command = plan

  variables {
    catalogue = "tests/catalogue.json"
    rules = {
      only-periodic = { parameters = { days = "91" } }
    }
  }

  expect_failures = [output.definitions]
}

run "refuses_another_choice" {
  command = plan

  variables {
    catalogue = "tests/catalogue.json"
    rules = {
      only-periodic = { parameters = { days = "1", mode = "lax" } }
    }
  }

  expect_failures = [output.definitions]
}

run "refuses_another_choice_in_a_list" {
  command = plan

  variables {
    catalogue = "tests/catalogue.json"
    rules = {
      only-periodic = { parameters = { days = "1", regions = "eu-west-1,us-east-1" } }
    }
  }

  expect_failures = [output.definitions]
}
