# No network, no credentials. Any file does as a package: nothing runs it.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  package      = "rules.json"
  alert_emails = ["security@example.com"]
}

run "defaults" {
  assert {
    condition     = output.function_name == "bedrock-governance-evaluator" && output.log_group_name == "/aws/lambda/bedrock-governance-evaluator"
    error_message = "names begin with the prefix"
  }
  assert {
    condition     = output.config_rule_names == { for rule in jsondecode(file("rules.json")) : rule.name => "bedrock-governance-${rule.name}" if rule.enabledByDefault }
    error_message = "Config rules"
  }
  assert {
    condition     = output.custom_lambda_rules["bedrock-governance-cloudtrail-enabled"].lambda_function_arn == output.function_arn
    error_message = "custom_lambda_rules"
  }
  assert {
    condition     = output.managed_rule_names == []
    error_message = "the managed rule is off"
  }
  assert {
    condition     = toset(jsondecode(module.alerting[0].event_pattern).detail.configRuleName) == toset(values(output.config_rule_names)) && output.topic_arn != null
    error_message = "alerts of exactly the rules"
  }
  assert {
    condition     = output.recorder_name == null
    error_message = "the account has a recorder"
  }
}

run "every_option" {
  variables {
    prefix                     = "team-"
    architecture               = "x86_64"
    frequency                  = "One_Hour"
    managed_cloudtrail_enabled = true
    tags                       = { team = "platform" }
    rules                      = { cloudtrail-enabled = { enabled = false } }
    function = {
      memory_size                    = 256
      timeout                        = 300
      reserved_concurrent_executions = 5
      tracing                        = true
      log_level                      = "DEBUG"
      log_retention_days             = 731
      alarm_actions                  = ["arn:aws:sns:eu-central-1:111122223333:alerts"]
      vpc_config                     = { subnet_ids = ["subnet-10000000"], security_group_ids = ["sg-10000000"] }
    }
  }

  assert {
    condition     = output.config_rule_names == { for rule in jsondecode(file("rules.json")) : rule.name => "team-${rule.name}" if rule.enabledByDefault && rule.name != "cloudtrail-enabled" } && output.managed_rule_names == ["team-managed-cloudtrail-enabled"]
    error_message = "Config rules"
  }
  assert {
    condition     = output.function_name == "team-evaluator" && output.role_name == "team-evaluator-eu-central-1"
    error_message = "names"
  }
}

run "recorder" {
  variables {
    create_recorder = true
    recorder        = { retention_days = 400, create_service_linked_role = false }
    rules           = { cloudtrail-enabled = { enabled = false } }
  }

  assert {
    condition     = output.recorder_name == "bedrock-governance" && module.recorder[0].resource_types == module.rules.resource_types
    error_message = "it records what the enabled rules judge"
  }
}

run "no_alerting" {
  variables {
    create_alerting = false
    function        = { alarm_actions = ["arn:aws:sns:eu-central-1:111122223333:other"] }
  }

  assert {
    condition     = output.topic_arn == null && output.event_rule_name == null && output.undelivered_queue_url == null
    error_message = "no topic"
  }
}

run "rules_created_by_others" {
  variables {
    create_rules = false
  }

  assert {
    condition     = output.config_rule_names == {} && length(output.custom_lambda_rules) == length([for rule in jsondecode(file("rules.json")) : rule if rule.enabledByDefault])
    error_message = "the rules are described, not created"
  }
  assert {
    condition     = toset(jsondecode(module.alerting[0].event_pattern).detail.configRuleName) == toset(keys(output.custom_lambda_rules))
    error_message = "alerts of what others create"
  }
}

run "refuses_wrong_prefix" {
  command = plan

  variables {
    prefix = "a prefix"
  }

  expect_failures = [var.prefix]
}
